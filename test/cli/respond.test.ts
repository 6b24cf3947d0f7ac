import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { ENGINES, type Engine, ledgersOf } from "./ledgers.ts";
import {
  baleen,
  outboxMessages,
  start,
  starterProject,
  starterWith,
  type TemporaryProject,
} from "./support.ts";

const campaign = starterWith(
  "campaigns/thank-you.campaign",
  "           1_000 per day\n",
  "           1_000 per day\n  goal     purchase within 14 days worth amount\n",
);
const purchases = `purchase_id,customer_id,bought_at,amount
1,1,2025-11-03 10:15:00,80.00
2,1,2025-12-12 16:40:00,45.50
3,2,2025-12-20 09:05:00,120.00
`;

const ledgerOf = ledgersOf("respond");

let project: TemporaryProject;
afterEach(() => {
  project.remove();
  delete process.env["BALEEN_NOW"];
});

/** A project whose two customers have been written to at nine on 5 January. */
async function contacted(engine: Engine): Promise<readonly string[]> {
  const ledger = starterWith(
    "baleen.yaml",
    "ledger: { engine: sqlite, path: .baleen/ledger.db }",
    `ledger: ${ledgerOf(engine)} }`,
  );
  project = starterProject({ ...campaign, ...ledger, "data/purchases.csv": purchases });
  process.env["BALEEN_NOW"] = "2026-01-05T09:00:00Z";
  expect(await run("run", "--at", "2026-01-05T09:00")).toMatchObject({ code: 0 });
  process.env["BALEEN_NOW"] = "2026-01-12T12:00:00Z";
  return outboxMessages(join(project.folder, ".baleen/outbox")).map((line) => line.split(",")[0] ?? "");
}

const run = (...parameters: readonly string[]) => baleen(...parameters, "--project", project.folder);

function answers(...lines: readonly string[]): string {
  const file = join(project.folder, "answers.csv");
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

describe.each(ENGINES)("on %s", (engine) => {
  test("a channel's answers are recorded once, whoever sends them again", async () => {
    const [ada, grace] = await contacted(engine);
    const file = answers(
      "key,time,id,answer,amount,currency,colour",
      `${ada},2026-01-06T10:00,a1,clicked,,,red`,
      `${ada},2026-01-06T10:00,a2,ordered,12.50,GBP,red`,
      `${grace},2026-01-07T08:00:00Z,,"replied, twice",,,`,
    );
    const first = await run("respond", "--from", file);
    expect(first).toEqual({ code: 0, out: "3 answers recorded, 0 known before, 0 set aside\n", err: "" });
    const again = await run("respond", "--from", file);
    expect(again).toEqual({ code: 0, out: "0 answers recorded, 3 known before, 0 set aside\n", err: "" });
  });

  test("rows that are not sound are set aside, each with its reason, and the others are recorded", async () => {
    const [ada, grace] = await contacted(engine);
    const file = answers(
      "time,key,id,amount,currency,answer",
      `2026-01-06T10:00,${ada},a1,,,`,
      `2026-01-06T10:00,nobody,a2,,,`,
      `2026-01-06T10:00,,a3,,,`,
      `yesterday,${ada},a4,,,`,
      `2026-02-30T10:00,${ada},a5,,,`,
      `2026-01-05T08:59:59,${ada},a6,,,`,
      `2026-01-12T12:00:01Z,${ada},a7,,,`,
      `2026-01-06T10:00,${ada},a8,12 pounds,,`,
      `2026-01-06T10:00,${ada},a9,12,pounds,`,
      `2026-01-06T10:00,${ada},a10,,GBP,`,
      `2026-01-06T10:00,${ada}`,
      `2026-01-07T10:00,${ada},a1,,,`,
      `2026-01-05T09:00:00,${grace},a1,,,=1+1`,
    );
    const form = ": write it as 2026-03-02T06:00 (in Europe/London) or 2026-03-01T22:00:00Z";
    const { code, out, err } = await run("respond", "--from", file);
    expect({ code, out }).toEqual({ code: 1, out: "2 answers recorded, 0 known before, 11 set aside\n" });
    expect(err.split("\n").slice(0, 2)).toEqual([
      `${file}:3: no message has the key \`nobody\``,
      `${file}:4: the key is missing`,
    ]);
    expect(err).toContain("… and 1 more\nthe rows that were set aside are in");
    const rows = readFileSync(join(project.folder, "answers.rejected.csv"), "utf8").split("\r\n");
    expect(rows[0]).toBe("time,key,id,amount,currency,answer,line,reason");
    expect(rows.slice(1, -1).map((row) => row.replace(/^.*,(\d+),/, "$1: "))).toEqual([
      "3: no message has the key `nobody`",
      "4: the key is missing",
      `5: \`yesterday\` is not a point in time${form}`,
      `6: \`2026-02-30T10:00\` is not a point in time${form}`,
      "7: the message was not due until 2026-01-05T09:00:00Z",
      "8: the time is yet to come",
      "9: `12 pounds` is not an amount: write it as 1250 or 1250.50",
      "10: `pounds` is not a currency: write it as GBP",
      "11: there is a currency and no amount",
      '12: "the row has 2 cells, and the header 6"',
      '13: "the answer `a1` to this message is known with another time, 2026-01-06T10:00:00Z"',
    ]);
  });

  test("goals are looked for by themselves, late purchases too, and recorded once", async () => {
    await contacted(engine);
    project.change({ "data/purchases.csv": `${purchases}4,1,2026-01-06 11:00:00,30.00\n` });
    expect(await run("respond")).toEqual({ code: 0, out: "thank_you  1 new, 1 in all\n", err: "" });
    const later = `${purchases}4,1,2026-01-06 11:00:00,30.00\n5,2,2026-01-19 08:59:00,9.00\n6,2,2026-01-19 09:01:00,9.00\n`;
    project.change({ "data/purchases.csv": later });
    process.env["BALEEN_NOW"] = "2026-02-12T12:00:00Z";
    expect(await run("respond")).toMatchObject({ out: "thank_you  1 new, 2 in all\n" });
    project.change({ "data/purchases.csv": `${later}7,1,2026-01-18 09:00:00,9.00\n` });
    process.env["BALEEN_NOW"] = "2026-03-12T12:00:00Z";
    expect((await run("respond")).out).toMatch(
      /^thank_you {2}0 new, 0 in all; contacts due before 2026-01-\d\d left alone\nleft alone: .*`--since DATE`/,
    );
    expect(await run("respond", "--since", "2026-01-01")).toMatchObject({
      out: "thank_you  1 new, 3 in all\n",
    });
  });
});

test("a dry run records and writes nothing", async () => {
  const [ada] = await contacted("sqlite");
  const file = answers("key,time", `${ada},2026-01-06T10:00`, "nobody,2026-01-06T10:00");
  expect(await run("respond", "--from", file, "--dry-run")).toMatchObject({
    code: 1,
    out: "1 answer would be recorded, 0 known before, 1 set aside\n",
  });
  expect(existsSync(join(project.folder, "answers.rejected.csv"))).toBe(false);
  expect(await run("respond", "--from", file)).toMatchObject({
    out: "1 answer recorded, 0 known before, 1 set aside\n",
  });
});

test("many answers in a file with quotes, line breaks and a mark at its beginning are read whole", async () => {
  const [ada] = await contacted("sqlite");
  const rows = Array.from({ length: 25_000 }, (_, index) => `${ada},2026-01-06T10:00,"n""${index}\r\nx"`);
  const file = join(project.folder, "answers.csv");
  writeFileSync(file, `\uFEFFkey,time,id\r\n${rows.join("\r\n")}\r\n\r\nnobody,,`);
  const { out, err } = await run("respond", "--from", file);
  expect(out).toBe("25000 answers recorded, 0 known before, 1 set aside\n");
  expect(err).toContain(":50003: no message has the key");
});

describe("a file that is none is refused as a whole", () => {
  const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
    ["an empty one", "", "the file is empty"],
    ["one without keys", "time,id\n", "there is no column `key`"],
    [
      "one with semicolons",
      "key;time\n1;2026-01-06\n",
      "no commas between its columns: it seems to be separated by `;`",
    ],
    ["one with a misspelt column", "key,time,amuont\n", "the column `amuont` is not known"],
    ["one with a column twice", "key,time,Key\n", "the column `key` stands there twice"],
    ["one with an open quote", 'key,time\n"a,b\n', "line 2: a quote is never closed"],
    ["one in another encoding", Uint8Array.of(0x6b, 0xff, 0xfe), "line 1: the file is not UTF-8"],
  ];
  test.each(cases)("%s", async (_, content, reason) => {
    await contacted("sqlite");
    const file = join(project.folder, "answers.csv");
    writeFileSync(file, content);
    const { code, out, err } = await run("respond", "--from", file);
    expect({ code, out, err }).toEqual({ code: 2, out: "", err: expect.stringContaining(reason) });
    expect(err).toContain("error[answers-file]");
  });

  test("one that is not there", async () => {
    await contacted("sqlite");
    const { code, err } = await run("respond", "--from", "no-such.csv");
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("it does not exist") });
  });
});

test("one that may not be read is said to be that", async (context) => {
  if (userInfo().uid !== 0) context.skip("taking another user's part takes root");
  await contacted("sqlite");
  const file = answers("key,time");
  chmodSync(file, 0o600);
  // The project is nobody's, but for the file.
  const theirs = [
    "",
    ".baleen",
    ...readdirSync(join(project.folder, ".baleen")).map((name) => `.baleen/${name}`),
  ];
  for (const path of theirs) chownSync(join(project.folder, path), 65_534, 65_534);
  const user = { uid: 65_534, gid: 65_534 };
  const { code, err } = await start(["respond", "--from", file, "--project", project.folder], { user }).ended;
  expect({ code, err }).toEqual({
    code: 2,
    err: `error[answers-file]: \`${file}\`: it cannot be read: there is no permission\n  = help: check the path, and your rights to the file\n`,
  });
});

test("rows that are set aside take the place of those of before as a whole", async () => {
  await contacted("sqlite");
  const target = join(project.folder, "answers.rejected.csv");
  writeFileSync(target, "what was set aside before\n", { mode: 0o644 });
  const reader = openSync(target, "r");
  await run("respond", "--from", answers("key,time", "nobody,2026-01-06T10:00"));
  // Whoever reads the old file goes on reading the old one.
  expect(readFileSync(reader, "utf8")).toBe("what was set aside before\n");
  closeSync(reader);
  expect(readFileSync(target, "utf8")).toContain("nobody,2026-01-06T10:00,2,no message has the key");
  expect(statSync(target).mode & 0o777).toBe(0o600);
  expect(readdirSync(project.folder).filter((name) => name.endsWith(".new"))).toEqual([]);
});

test("options that do not go together are said", async () => {
  await contacted("sqlite");
  for (const [parameters, reason] of [
    [["--from", "a.csv", "--at", "2026-01-06T10:00"], "are for goals in the warehouse"],
    [["--dry-run"], "are for a file"],
    [["--since", "2026-02-30"], "the calendar has no such day"],
    [["--since", "soon"], "`--since soon` is not a date"],
    [["--at", "soon"], "`--at soon` is not a point in time"],
  ] as const) {
    const { code, err } = await run("respond", ...parameters);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(reason) });
  }
});
