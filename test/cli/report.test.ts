import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { expectGolden } from "../support/golden.ts";
import { type PostgresDatabase, postgresDatabase } from "../support/postgres.ts";
import { urlVariable } from "../support/url-variable.ts";
import { baleen, contents, starterProject, starterWith, type TemporaryProject } from "./support.ts";

const path = "campaigns/thank-you.campaign";
const text = starterWith(
  path,
  "1_000 per day\n",
  "6 per day\n           100 GBP per month\n  holdout  40%\n  goal     purchase within 14 days worth amount\n",
);
const people = Array.from({ length: 12 }, (_, index) => index + 1);
const customers = `customer_id,name,age,email,email_consent
${people.map((id) => `${id},Name ${id},40,n${id}@example.com,${id !== 12}`).join("\n")}
`;
const before = people.map((id) => `${id},${id},2025-12-01 10:00:00,150.00`);
const bought = people.map((id) => `${100 + id},${id},2026-01-0${id % 2 === 0 ? 8 : 4} 10:00:00,${id}.50`);
const purchases = (rows: readonly string[]) =>
  `purchase_id,customer_id,bought_at,amount\n${rows.join("\n")}\n`;

let project: TemporaryProject;
let database: PostgresDatabase;
beforeAll(async () => {
  database = await postgresDatabase("report");
});
afterAll(() => database.drop());
beforeEach(() => {
  project = starterProject({
    [path]: text[path],
    "data/customers.csv": customers,
    "data/purchases.csv": purchases(before),
  });
});
afterEach(() => {
  project.remove();
  delete process.env["BALEEN_NOW"];
});

const run = (...parameters: readonly string[]) => baleen(...parameters, "--project", project.folder);

/** Two days of ticks, and purchases that came of them. */
async function live(): Promise<void> {
  process.env["BALEEN_NOW"] = "2026-01-06T09:00:00Z";
  for (const day of ["2026-01-05", "2026-01-06"]) {
    expect(await run("run", "--at", `${day}T09:00`)).toMatchObject({ code: 0 });
  }
  project.change({ "data/purchases.csv": purchases([...before, ...bought]) });
  process.env["BALEEN_NOW"] = "2026-01-25T09:00:00Z";
  expect(await run("respond")).toMatchObject({ code: 0 });
}

test("a report says what has come of a campaign, and says the same to the byte on PostgreSQL", async () => {
  await live();
  const forms = ["pretty", "json", "csv", "html"] as const;
  const embedded = await Promise.all(forms.map((format) => run("report", "--format", format)));
  expect(embedded.map(({ code, err }) => ({ code, err }))).toEqual(forms.map(() => ({ code: 0, err: "" })));
  for (const [index, name] of ["report.txt", "report.json", "report.csv"].entries()) {
    expectGolden(join(import.meta.dirname, "golden", name), embedded[index]?.out ?? "");
  }
  project.change({
    ...starterWith(
      "baleen.yaml",
      "ledger: { engine: sqlite, path: .baleen/ledger.db }",
      `ledger: { engine: postgres, url: "${urlVariable(database.url)}", schema: ledger }`,
    ),
    "data/purchases.csv": purchases(before),
  });
  await live();
  // A day later, so that a clock in a report would show.
  process.env["BALEEN_NOW"] = "2026-02-25T09:00:00Z";
  for (const [index, format] of forms.entries()) {
    expect((await run("report", "--format", format)).out).toBe(embedded[index]?.out);
  }
}, 180_000);

test("a report changes nothing, and makes no ledger", async () => {
  const asItWas = contents(project.folder);
  const { code, err } = await run("report");
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringContaining("the ledger has no completed ticks: there is nothing to report"),
  });
  expect(contents(project.folder)).toEqual(asItWas);
});

test("mistakes are said in plain words", async () => {
  process.env["BALEEN_NOW"] = "2026-01-06T09:00:00Z";
  await run("run", "--at", "2026-01-05T09:00");
  const mistakes: readonly (readonly [readonly string[], string, string])[] = [
    [
      ["thank_yuo"],
      "neither the project nor its ledger has a campaign `thank_yuo`",
      "did you mean `thank_you`?",
    ],
    [["winter"], "a campaign `winter`", "leave the name out for all campaigns"],
    [
      ["--from", "2026-02-30"],
      "`--from 2026-02-30` is not a date: the calendar has no such day",
      "write it as",
    ],
    [["--to", "today"], "`--to today` is not a date", "write it as 2026-03-02"],
    [
      ["--from", "2026-01-06", "--to", "2026-01-05"],
      "`--from 2026-01-06` is after `--to 2026-01-05`",
      "the earlier day first",
    ],
    [["--from", "2026-01-06"], "no tick was completed on these days", "for all that the ledger has"],
    [
      ["thank_you", "--to", "2026-01-04"],
      "no tick of `thank_you` was completed on these days",
      "leave `--from`",
    ],
    [["--format", "pdf"], "Allowed choices are pretty, json, csv, html", ""],
  ];
  for (const [parameters, message, help] of mistakes) {
    const { code, out, err } = await run("report", ...parameters);
    expect({ parameters, code, out }).toEqual({ parameters, code: 2, out: "" });
    expect(err).toContain(message);
    expect(err).toContain(help);
  }
});

test("a campaign that the project has no more is reported by its name", async () => {
  process.env["BALEEN_NOW"] = "2026-01-06T09:00:00Z";
  await run("run", "--at", "2026-01-05T09:00");
  project.change({ [path]: (text[path] as string).replaceAll("thank_you", "thanks") });
  const { code, out } = await run("report", "thank_you");
  expect(code).toBe(0);
  expect(out).toContain("(shop/marketing, no longer in the project)");
});
