import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  baleen,
  type Changes,
  contents,
  starterProject,
  starterWith,
  type TemporaryProject,
  TICK,
} from "./support.ts";

let projects: TemporaryProject[] = [];
let elsewhere = "";
beforeEach(() => {
  elsewhere = realpathSync(mkdtempSync(join(tmpdir(), "baleen-elsewhere-")));
});
afterEach(() => {
  for (const project of projects) project.remove();
  projects = [];
  rmSync(elsewhere, { recursive: true, force: true });
});

function projectWith(changes: Changes): string {
  const project = starterProject(changes);
  projects.push(project);
  return realpathSync(project.folder);
}

const campaign = (from: string, to: string): Changes => starterWith("campaigns/thank-you.campaign", from, to);
const catalog = (from: string, to: string): Changes => starterWith("catalog/shop.yaml", from, to);
const projectFile = (from: string, to: string): Changes => starterWith("baleen.yaml", from, to);
const postgres = (url: string): Changes =>
  projectFile("{ engine: duckdb, path: data }", `{ engine: postgres, url: "${url}" }`);

interface Mistake {
  readonly what: string;
  readonly changes?: Changes;
  /** What files cannot say: links and folders. */
  readonly more?: (folder: string, elsewhere: string) => void;
  readonly code: 1 | 2;
  /** What is said: the message, its place, its cure. */
  readonly said: readonly string[];
}

/** Mistakes that are in the project's files: every verb that reads them says so. */
const inFiles: readonly Mistake[] = [
  {
    what: "an unknown name",
    changes: campaign("age >= 18", "aeg >= 18"),
    code: 1,
    said: [
      "error[unknown-name]: there is no tag or segment called `aeg`",
      "--> campaigns/thank-you.campaign:13:31",
      "did you mean `age`?",
    ],
  },
  {
    what: "an unknown clause",
    changes: campaign("channel  email", "chanel  email"),
    code: 1,
    said: ["error[unknown-clause]", "campaigns/thank-you.campaign:17:3", "did you mean `channel`?"],
  },
  {
    what: "wrong types",
    changes: campaign("age >= 18", 'age >= "18"'),
    code: 1,
    said: ["error[types-differ]: a whole number and a text", "campaigns/thank-you.campaign:13:31"],
  },
  {
    what: "wrong currencies",
    changes: campaign(">= 100 GBP", ">= 100 EUR"),
    code: 1,
    said: [
      "error[currency-mixed]: money in GBP and money in EUR",
      "campaigns/thank-you.campaign:2:43",
      "= help: convert one of them",
    ],
  },
  {
    what: "a missing window of an aggregate",
    changes: campaign("sum(purchase.amount, ever)", "sum(purchase.amount)"),
    code: 1,
    said: ["error[window-missing]", "campaigns/thank-you.campaign:2:43", "= help: add a window"],
  },
  {
    what: "a missing window of a campaign",
    changes: campaign("  window   2026-01-01 .. 2035-12-31\n", ""),
    code: 1,
    said: ["does not say its `window`", "campaigns/thank-you.campaign:11:10", "= help: every campaign says"],
  },
  {
    what: "broken YAML in the catalog",
    changes: catalog("tags:", "tags: ["),
    code: 1,
    said: ["error[yaml-missing-character]", "catalog/shop.yaml:14:", "= help:"],
  },
  {
    what: "broken YAML in the project file",
    changes: projectFile("project: first-steps", "project: {first-steps"),
    code: 2,
    said: ["error[yaml-missing-character]: `}` is missing", "baleen.yaml:2:10", "= help:"],
  },
  {
    what: "an unknown key of the project file",
    changes: projectFile("ledger:", "leger:"),
    code: 2,
    said: ["error[unknown-key]", "baleen.yaml:7:1", "did you mean `ledger`?"],
  },
  {
    what: "a variable that is not set, of what every verb needs",
    changes: projectFile("project: first-steps", 'project: "$\u007bBALEEN_TEST_UNSET}"'),
    code: 2,
    said: [
      "error[variable-not-set]: the environment variable `BALEEN_TEST_UNSET`",
      "baleen.yaml:2:11",
      "export",
    ],
  },
  {
    what: "a pattern that leads outside",
    changes: projectFile("campaigns/**/*.campaign", "../**/*.campaign"),
    code: 2,
    said: [
      "error[outside-project]: `../**/*.campaign`",
      "baleen.yaml:4:12",
      "= help: move it into the project",
    ],
  },
  {
    what: "a pattern that leads outside by one of its alternatives",
    changes: projectFile("campaigns/**/*.campaign", '"{..,campaigns}/*.campaign"'),
    code: 2,
    said: ["error[outside-project]: `{..,campaigns}/*.campaign`", "baleen.yaml:4:12"],
  },
  {
    what: "a pattern that matches nothing",
    changes: projectFile("campaigns/**/*.campaign", "campaign/*.campaign"),
    code: 2,
    said: ["error[no-files-match]", "baleen.yaml:4:12", "= help: paths are from the folder of baleen.yaml"],
  },
  {
    what: "a pattern with a name that no file can have",
    changes: projectFile("campaigns/**/*.campaign", `${"x".repeat(300)}/*.campaign`),
    code: 2,
    said: ["error[unreadable-file]", "baleen.yaml:4:12", "= help: check that it is there"],
  },
  {
    what: "a campaign file by a link that leads outside",
    more: (folder, elsewhere) => {
      writeFileSync(join(elsewhere, "secret.campaign"), "offer stolen {}");
      symlinkSync(join(elsewhere, "secret.campaign"), join(folder, "campaigns/link.campaign"));
    },
    code: 2,
    said: ["error[outside-project]: `campaigns/link.campaign`", "baleen.yaml:4:12", "= help:"],
  },
  {
    what: "a folder of campaigns by a link that leads outside",
    changes: projectFile("campaigns/**/*.campaign", "campaigns/link/*.campaign"),
    more: (folder, elsewhere) => {
      writeFileSync(join(elsewhere, "secret.campaign"), "offer stolen {}");
      symlinkSync(elsewhere, join(folder, "campaigns/link"));
    },
    code: 2,
    said: ["error[outside-project]: `campaigns/link/secret.campaign`", "baleen.yaml:4:12"],
  },
  {
    what: "a link that leads nowhere",
    more: (folder) => symlinkSync("nowhere", join(folder, "campaigns/link.campaign")),
    code: 2,
    said: [
      "error[unreadable-file]: `campaigns/link.campaign` cannot be read: it does not exist",
      "--> campaigns/link.campaign\n",
      "= help: it is a link to `nowhere`: let it lead to a file, or remove it",
    ],
  },
  {
    what: "links in a circle",
    more: (folder) => symlinkSync("link.campaign", join(folder, "campaigns/link.campaign")),
    code: 2,
    said: [
      "`campaigns/link.campaign` cannot be read: its links go in a circle",
      "= help: it is a link to `link.campaign`",
    ],
  },
  {
    what: "a folder where a file is expected",
    more: (folder) => mkdirSync(join(folder, "campaigns/x.campaign")),
    code: 2,
    said: [
      "`campaigns/x.campaign` cannot be read: it is a folder",
      "--> campaigns/x.campaign\n",
      "baleen.yaml:4:12",
      "= help: give the folder another name",
    ],
  },
  {
    what: "a campaign file that is not UTF-8",
    changes: { "campaigns/x.campaign": Buffer.from("offer \xfcbung {}", "latin1") },
    code: 1,
    said: ["error[not-utf8]: `campaigns/x.campaign`", "= help: save it as UTF-8"],
  },
  {
    what: "a project file that is not UTF-8",
    changes: { "baleen.yaml": Buffer.from("project: \xfcbung", "latin1") },
    code: 2,
    said: ["baleen.yaml` cannot be read: it is not UTF-8 text", "= help:"],
  },
  {
    what: "a project file that is a folder",
    changes: { "baleen.yaml": undefined, "baleen.yaml/x": "" },
    code: 2,
    said: ["baleen.yaml` cannot be read: it is a folder", "= help:"],
  },
  {
    what: "no project file",
    changes: { "baleen.yaml": undefined },
    code: 2,
    said: ["there is no baleen.yaml in `", "or any folder above it", "= help: go to the project's folder"],
  },
  {
    what: "a warehouse that lies outside by its path",
    changes: projectFile("path: data", "path: ../data"),
    code: 2,
    said: ["error[outside-project]: `../data`", "baleen.yaml:6:36", "name it by its absolute path"],
  },
  {
    what: "a ledger that would be made outside, by a link to what is not there yet",
    changes: projectFile(".baleen/ledger.db", "ledger.db"),
    more: (folder, elsewhere) => symlinkSync(join(elsewhere, "ledger.db"), join(folder, "ledger.db")),
    code: 2,
    said: ["error[outside-project]: `ledger.db`", "baleen.yaml:7:33"],
  },
  {
    what: "an outbox in a folder that is a link outside",
    more: (folder, elsewhere) => symlinkSync(elsewhere, join(folder, ".baleen")),
    code: 2,
    said: ["error[outside-project]: `.baleen/ledger.db`", "error[outside-project]: `.baleen/outbox`"],
  },
  {
    what: "an outbox for a channel that is not there",
    changes: projectFile("  default:", "  fax: { adapter: file, path: x }\n  default:"),
    code: 2,
    said: ["error[unknown-name]: there is no channel called `fax`", "baleen.yaml:9:3"],
  },
  {
    what: "an address of another engine, with a password",
    changes: postgres("mysql://user:hunter2@host/x"),
    code: 2,
    said: ["error[database-address]", "baleen.yaml:6:37", 'url: "mysql://user:*******@host/x"', "= help:"],
  },
  {
    what: "a password that ends the address before its host",
    changes: postgres("postgres://user:My@very/hunter2#1@host/x"),
    code: 2,
    said: [
      "error[database-address]",
      'url: "postgres://user:*****************@host/x"',
      "write `@` as `%40`",
    ],
  },
];

test.each(inFiles)("$what, in every verb", async ({ changes, more, code, said }) => {
  const folder = projectWith(changes ?? {});
  more?.(folder, elsewhere);
  const before = [contents(folder), contents(elsewhere)];
  for (const verb of [["check"], ["build"], ["run", "--at", TICK]] as const) {
    const ending = await baleen(...verb, "--project", folder);
    for (const text of said) expect(ending.err).toContain(text);
    expect({ verb, code: ending.code, out: ending.out }).toEqual({ verb, code, out: "" });
    expect(ending.err).not.toMatch(/\n {4}at |hunter2|a fault of Baleen's/);
  }
  expect([contents(folder), contents(elsewhere)]).toEqual(before);
});

const brokenLedger = (content: string): Changes => ({ ".baleen/ledger.db": content });

/** Mistakes that only a run can find, and that leave no trace. */
const inTheWorld: readonly Mistake[] = [
  {
    what: "a relation that the warehouse lacks",
    changes: catalog("relation: purchases", "relation: purchase"),
    code: 2,
    said: [
      "error[warehouse-relation-missing]: there is no relation `purchase`",
      "--> catalog/shop.yaml:8",
      "`purchases`?",
    ],
  },
  {
    what: "columns that the warehouse lacks, all of them",
    changes: {
      ...catalog("column: amount", "column: amounts"),
      "data/customers.csv": "customer_id,nam\n1,Ada\n",
    },
    code: 2,
    said: [
      "error[warehouse-column-missing]: relation `purchases` has no column `amounts`",
      "--> catalog/shop.yaml:22",
      "did you mean `amount`?",
      "relation `customers` has no column `name`",
      "--> catalog/shop.yaml:14",
    ],
  },
  {
    what: "a column of another type",
    changes: {
      "data/customers.csv": "customer_id,name,age,email,email_consent\n1,Ada,old,a@example.com,true\n",
    },
    code: 2,
    said: ["error[warehouse-column-type]", "column `age`", "--> catalog/shop.yaml:15", "= help:"],
  },
  {
    what: "an unreadable Parquet file",
    changes: { "data/purchases.parquet": "PAR1 and nonsense" },
    code: 2,
    said: [
      "error[warehouse-unreadable]",
      "purchases.parquet` is not a whole Parquet file",
      "= help: write the file anew",
    ],
  },
  {
    what: "a relation's file by a link that leads outside",
    changes: { "data/purchases.csv": undefined },
    more: (folder, elsewhere) => {
      writeFileSync(join(elsewhere, "p.csv"), "purchase_id,customer_id,bought_at,amount\n");
      symlinkSync(join(elsewhere, "p.csv"), join(folder, "data/purchases.csv"));
    },
    code: 2,
    said: [
      "error[warehouse-unreadable]",
      "is a link that leads outside the folder",
      "--> catalog/shop.yaml:8",
    ],
  },
  {
    what: "no warehouse",
    changes: projectFile("path: data", "path: date"),
    code: 2,
    said: [
      "error[warehouse-unreachable]: there is no warehouse at",
      "--> baleen.yaml:6",
      "= help: correct `path:`",
    ],
  },
  {
    what: "a warehouse that is no DuckDB file",
    changes: projectFile("path: data", "path: baleen.yaml"),
    code: 2,
    said: ["error[warehouse-unreadable]", "is not a DuckDB file", "--> baleen.yaml:6", "= help:"],
  },
  {
    what: "a PostgreSQL that is not there",
    changes: postgres("postgres://user:hunter2@127.0.0.1:1/x"),
    code: 2,
    said: [
      "error[warehouse-unreachable]",
      "127.0.0.1:1/x cannot be reached: nothing listens there",
      "--> baleen.yaml:6",
    ],
  },
  {
    what: "a ledger file that is no SQLite",
    changes: brokenLedger("date,amount\n".repeat(1_000)),
    code: 2,
    said: ["error[ledger-unreadable]", "is not a ledger, or is damaged", "--> baleen.yaml:7", "= help:"],
  },
  {
    what: "a ledger that is a folder",
    changes: { ".baleen/ledger.db/x": "" },
    code: 2,
    said: ["error[ledger-unreachable]", "--> baleen.yaml:7", "= help:"],
  },
  {
    what: "a file in the place of the ledger's folder",
    changes: { ".baleen": "" },
    code: 2,
    said: ["error[ledger-unreachable]", "--> baleen.yaml:7", "= help:"],
  },
];

test.each(inTheWorld)("$what", async ({ changes, more, code, said }) => {
  const folder = projectWith(changes ?? {});
  more?.(folder, elsewhere);
  const before = contents(folder);
  for (const dryRun of [["--dry-run"], []]) {
    // An absent ledger reads as empty, so a rehearsal cannot find out that it could not be made.
    if (dryRun.length > 0 && changes?.[".baleen"] !== undefined) continue;
    const ending = await baleen("run", ...dryRun, "--at", TICK, "--project", folder);
    for (const text of said) expect(ending.err).toContain(text);
    expect({ code: ending.code, out: ending.out }).toEqual({ code, out: "" });
    expect(ending.err).not.toMatch(/\n {4}at |hunter2|a fault of Baleen's/);
  }
  expect(contents(folder)).toEqual(before);
});

test("a failed run leaves a ledger that has been used as it was", async () => {
  const folder = projectWith({});
  expect((await baleen("run", "--project", folder, "--at", TICK)).code).toBe(0);
  writeFileSync(join(folder, "data/customers.csv"), "customer_id\n1\n");
  const before = contents(folder);
  const next = await baleen("run", "--project", folder, "--at", "2026-03-03T09:00");
  expect(next.code).toBe(2);
  expect(contents(folder)).toEqual(before);
  // What is completed is answered, though the warehouse could not be read any more.
  expect((await baleen("run", "--project", folder, "--at", TICK)).code).toBe(0);
});

const skipped = ": clocks are put forward on 2026-03-29, and never show 01:30";
test.each([
  ["yesterday", ""],
  ["2026-02-30T09:00", ": the calendar has no 2026-02-30"],
  ["2026-02-30", ": the calendar has no 2026-02-30"],
  ["2026-03-02", ": the time of day is missing"],
  ["2026-03-29T01:30", skipped],
  ["2026-03-29 01:30:15", skipped],
  ["2026-03-02T25:00", ""],
  ["", ""],
  ["2026-03-02T09:00+25:00", ""],
])("a wrong --at, %j", async (at, reason) => {
  const folder = projectWith({});
  const before = contents(folder);
  const { code, out, err } = await baleen("run", "--project", folder, "--at", at);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(`\`--at ${at}\` is not a point in time in Europe/London${reason}\n`);
  expect(err).toContain("= help: write it as 2026-03-02T06:00 (in the project's zone)");
  expect(contents(folder)).toEqual(before);
});

test("a draft runs nothing, and says so; a project without campaigns has no ticks", async () => {
  const draft = projectWith(campaign("  segment  good", "  status draft\n  segment  good"));
  const ran = await baleen("run", "--project", draft, "--at", TICK);
  expect(ran).toMatchObject({ code: 0, err: "" });
  expect(ran.out).toMatch(/thank_you {2}Thank good customers {2}\(shop\/marketing\)\n {4}inactive\n/);
  const none = projectWith({ "campaigns/thank-you.campaign": "" });
  expect(await baleen("run", "--project", none, "--at", TICK)).toEqual({
    code: 0,
    out: "the project has no campaigns: there is nothing to run\n",
    err: "",
  });
  expect(await baleen("check", "--project", none)).toEqual({
    code: 0,
    out: "the project has no campaigns: its files are well\n",
    err: "",
  });
});
