import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { starterFiles } from "../../cli/init/starter.ts";
import { backToVersion } from "../runtime/support/older-ledger.ts";
import { type PostgresDatabase, postgresDatabase } from "../support/postgres.ts";
import { urlVariable } from "../support/url-variable.ts";
import { baleen, starterProject, starterWith, type TemporaryProject } from "./support.ts";

let database: PostgresDatabase;
let schemas = 0;
const projects: TemporaryProject[] = [];
beforeAll(async () => {
  database = await postgresDatabase("owned");
});
afterAll(() => database.drop());
beforeEach(() => {
  process.env["BALEEN_NOW"] = "2026-01-05T09:00:00Z";
});
afterEach(() => {
  delete process.env["BALEEN_NOW"];
  for (const project of projects.splice(0)) project.remove();
});

/** A project of a name whose messages leave from ten o'clock on, with the ledger that is named. */
function projectOf(name: string, ledger: string, campaign = "thank_you"): TemporaryProject {
  const catalog = starterWith(
    "catalog/shop.yaml",
    "max_length: 2000",
    "max_length: 2000, hours: 10:00 .. 20:00",
  );
  const text = starterFiles.get("campaigns/thank-you.campaign")?.replaceAll("thank_you", campaign);
  const project = starterProject({ ...catalog, "campaigns/thank-you.campaign": text });
  projects.push(project);
  const yaml = starterFiles.get("baleen.yaml")?.replace(/^ledger:.*\n/m, "") ?? "";
  project.change({
    "baleen.yaml": `${yaml.replace("project: first-steps", `project: ${name}`)}ledger: ${ledger}\n`,
  });
  return project;
}

const rename = (project: TemporaryProject, from: string, to: string): void => {
  const path = join(project.folder, "baleen.yaml");
  writeFileSync(path, readFileSync(path, "utf8").replace(`project: ${from}`, `project: ${to}`));
};

const at = (project: TemporaryProject, ...parameters: readonly string[]) =>
  baleen(...parameters, "--project", project.folder);

/** A new ledger's place, and what makes it one that release 7 of ledgers has left. */
const ENGINES = {
  sqlite: () => {
    const path = join(starterFolder(), "shared.db");
    const execute = async (sql: string): Promise<void> => {
      const file = new DatabaseSync(path);
      file.exec(sql);
      file.close();
    };
    return { ledger: `{ engine: sqlite, path: ${path} }`, execute };
  },
  postgres: () => {
    const schema = `owned_${++schemas}`;
    const execute = async (sql: string): Promise<void> => {
      await database.query(`set search_path = ${schema}; ${sql}; reset search_path`);
    };
    return {
      ledger: `{ engine: postgres, url: "${urlVariable(database.url)}", schema: ${schema} }`,
      execute,
    };
  },
};

const starterFolder = (): string => {
  const place = starterProject();
  projects.push(place);
  return place.folder;
};

describe.each(["sqlite", "postgres"] as const)("a ledger in %s that is another project's", (engine) => {
  test("is refused by every command, and its messages go on waiting", async () => {
    const { ledger } = ENGINES[engine]();
    const first = projectOf("first", ledger);
    const other = projectOf("other", ledger, "another");
    expect((await at(first, "run")).out).toContain("put off    1");
    process.env["BALEEN_NOW"] = "2026-01-05T10:00:00Z";
    writeFileSync(join(other.folder, "answers.csv"), "key,time\n");
    for (const command of [
      ["run"],
      ["run", "--dry-run"],
      ["dispatch"],
      ["report"],
      ["explain", "another", "1"],
      ["replay", "--at", "2026-01-05T12:00"],
      ["respond"],
      ["respond", "--from", join(other.folder, "answers.csv")],
      ["forget", "1"],
      ["tasks", "list"],
      ["tasks", "contacted", "1"],
      ["ledger", "prune"],
      ["ledger", "export", join(other.folder, "file.jsonl")],
    ]) {
      const refused = await at(other, ...command);
      expect({ command, code: refused.code, out: refused.out }).toEqual({ command, code: 2, out: "" });
      expect(refused.err).toMatch(
        /^error\[ledger-other-project\]: the ledger .* is that of the project `first`, and this project is `other`: nothing was done\n --> baleen\.yaml:\d+\n {2}= help: name a ledger of its own .*: baleen ledger adopt first\n$/,
      );
    }
    expect((await at(first, "dispatch")).out).toMatch(/^1 message on email in /);
    expect(readdirSync(join(first.folder, ".baleen/outbox"))).toHaveLength(1);
  });

  test("is adopted by a project that bore the name before", async () => {
    const { ledger } = ENGINES[engine]();
    const project = projectOf("first", ledger);
    expect(await at(project, "ledger", "adopt", "first")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^error: there is no ledger to adopt/),
    });
    await at(project, "run");
    rename(project, "first", "renamed");
    expect((await at(project, "run")).code).toBe(2);
    expect(await at(project, "ledger", "adopt", "someone")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^error: the ledger is that of the project `first`, not of `someone`\n/),
    });
    expect(await at(project, "ledger", "adopt", "first")).toEqual({
      code: 0,
      out: "the ledger of `first` is that of `renamed` from now on\n",
      err: "",
    });
    expect((await at(project, "run")).out).toContain("answered from the ledger");
    expect((await at(project, "ledger", "adopt", "first")).out).toBe(
      "the ledger is that of `renamed` already\n",
    );
    rename(project, "renamed", "first");
    expect((await at(project, "report")).code).toBe(2);
  });

  test("is that of the first project that writes to it, where an earlier release has made it", async () => {
    const { ledger, execute } = ENGINES[engine]();
    const first = projectOf("first", ledger);
    const other = projectOf("other", ledger, "another");
    await at(first, "run");
    await execute(backToVersion(7));
    // Whoever reads changes nothing, and learns nothing of whose it is.
    expect((await at(other, "tasks", "list")).code).toBe(0);
    expect((await at(first, "run")).out).toContain("answered from the ledger");
    expect((await at(other, "tasks", "list")).err).toMatch(/^error\[ledger-other-project\]/);
    expect((await at(first, "report")).code).toBe(0);
  });

  test("does not come in by a file of its export either", async () => {
    const first = projectOf("first", ENGINES[engine]().ledger);
    await at(first, "run");
    const file = join(first.folder, "ledger.jsonl");
    await at(first, "ledger", "export", file, "--with-addresses");
    const other = projectOf("other", ENGINES[engine]().ledger, "another");
    expect((await at(other, "ledger", "import", file)).err).toMatch(
      /^error\[ledger-other-project\]: the file `.*` is of the ledger of the project `first`, and this project is `other`\n/,
    );
    const moved = projectOf("first", ENGINES[engine]().ledger);
    expect((await at(moved, "ledger", "import", file)).code).toBe(0);
    expect((await at(moved, "run")).out).toContain("answered from the ledger");
  });
});
