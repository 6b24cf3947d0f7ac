import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type PostgresDatabase, postgresDatabase } from "../support/postgres.ts";
import { urlVariable } from "../support/url-variable.ts";
import { baleen, starterProject, starterWith, type TemporaryProject } from "./support.ts";

let database: PostgresDatabase;
let project: TemporaryProject;
let schemas = 0;
beforeAll(async () => {
  database = await postgresDatabase("moved");
});
afterAll(() => database.drop());
beforeEach(() => {
  project = starterProject();
});
afterEach(() => project.remove());

const file = () => join(project.folder, "ledger.jsonl");
const run = async (...parameters: readonly string[]) => baleen(...parameters, "--project", project.folder);

/** Runs two days, and leaves the project with another ledger, empty. */
async function movedTo(ledger: string): Promise<string> {
  await run("run", "--at", "2026-03-02T09:00");
  await run("run", "--at", "2026-03-03T09:00");
  const report = (await run("run", "--at", "2026-03-03T09:00", "--format", "json")).out;
  const exported = await run("ledger", "export", file(), "--with-addresses");
  expect(exported).toMatchObject({ code: 0, err: "" });
  const yaml = join(project.folder, "baleen.yaml");
  writeFileSync(yaml, `${readFileSync(yaml, "utf8").replace(/^ledger:.*\n/m, "")}ledger: ${ledger}\n`);
  return report;
}

const inPostgres = () =>
  `{ engine: postgres, url: "${urlVariable(database.url)}", schema: moved_${++schemas} }`;

describe.each([
  ["PostgreSQL", inPostgres],
  ["another SQLite file", () => "{ engine: sqlite, path: .baleen/other.db }"],
])("a ledger that moves to %s", (_, ledger) => {
  test("answers what the first one answered, and goes on from there", async () => {
    // A text with a line end of Unicode's own.
    project.change(starterWith("campaigns/thank-you.campaign", "Dear ", "Dear\u2028"));
    const report = await movedTo(ledger());
    const { code, out } = await run("ledger", "import", file());
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^\d+ rows from /) });
    expect((await run("run", "--at", "2026-03-03T09:00", "--format", "json")).out).toBe(report);
    const again = join(project.folder, "again.jsonl");
    await run("ledger", "export", again, "--with-addresses");
    const lines = (path: string) => readFileSync(path, "utf8").split("\n").sort();
    expect(lines(again)).toEqual(lines(file()));
    expect((await run("run", "--at", "2026-03-04T09:00")).code).toBe(0);
  });

  test("is refused where there is one already", async () => {
    await movedTo(ledger());
    await run("ledger", "import", file());
    const twice = await run("ledger", "import", file());
    expect(twice.code).toBe(2);
    expect(twice.err).toMatch(/^error\[ledger-file\]: the ledger is not empty/);
  });

  test("moves as a whole or not at all", async () => {
    await movedTo(ledger());
    const text = readFileSync(file(), "utf8");
    const lines = text.trimEnd().split("\n");
    const broken: readonly (readonly [string, string])[] = [
      ["line 1: it is not a file that `baleen ledger export` has written", "[]\n"],
      ["the file is cut short: its last line is missing", `${lines.slice(0, -1).join("\n")}\n`],
      ["this is not JSON", text.replace("\n[", "\n[,")],
      ["this is neither a row, a table nor the end", text.replace(/\{"end":(\d+)\}/, '{"end":$10}')],
      [
        "contradict each other",
        text
          .replace(/(\{"table":"deliveries".*\n)/, "$1[987654,1,1]\n")
          .replace(/\{"end":(\d+)\}/, (_all, rows: string) => `{"end":${Number(rows) + 1}}`),
      ],
      ["its addresses are masked", text.replace('"addresses":true', '"addresses":false')],
      ["is of a ledger of version 99", text.replace(/"version":\d+/, '"version":99')],
    ];
    for (const [reason, content] of broken) {
      writeFileSync(file(), content);
      const refused = await run("ledger", "import", file());
      expect({ reason, code: refused.code, err: refused.err }).toEqual({
        reason,
        code: 2,
        err: expect.stringContaining(reason),
      });
    }
    writeFileSync(file(), text);
    expect((await run("ledger", "import", file())).code).toBe(0);
  });
});

test("an export can be read by its owner alone, and masks addresses unless asked", async () => {
  await run("run", "--at", "2026-03-02T09:00");
  const { out } = await run("ledger", "export", file());
  expect(out).toMatch(/; addresses are masked\n$/);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  const masked = readFileSync(file(), "utf8");
  const before = readFileSync(file(), "utf8");
  expect(await run("ledger", "export", file(), "--with-addresses")).toEqual({
    code: 2,
    out: "",
    err: `error[ledger-file]: \`${file()}\` is there already\n  = help: name another file, or say \`--force\` to replace it\n`,
  });
  expect(readFileSync(file(), "utf8")).toBe(before);
  expect((await run("ledger", "export", "/dev/null", "--force")).err).toContain(
    "no file that could be replaced",
  );
  await run("ledger", "export", file(), "--with-addresses", "--force");
  const plain = readFileSync(file(), "utf8");
  const addresses = (text: string): readonly unknown[] => {
    const lines = text.split("\n");
    const start = lines.findIndex((line) => line.startsWith('{"table":"outbox"'));
    const end = lines.findIndex((line) => line.startsWith('{"table":"dead_letters"'));
    return lines.slice(start + 1, end).map((line) => JSON.parse(line)[4]);
  };
  expect(addresses(plain).length).toBeGreaterThan(0);
  expect(new Set(addresses(masked))).toEqual(new Set(["•••"]));
  for (const address of addresses(plain)) expect(masked).not.toContain(String(address));
});

test("a file that cannot be written is said, and one that is not there", async () => {
  await run("run", "--at", "2026-03-02T09:00");
  const nowhere = join(project.folder, "no", "such", "folder", "ledger.jsonl");
  expect((await run("ledger", "export", nowhere)).err).toContain("cannot be written");
  rmSync(join(project.folder, ".baleen"), { recursive: true });
  expect((await run("ledger", "import", nowhere)).err).toContain("cannot be read");
});
