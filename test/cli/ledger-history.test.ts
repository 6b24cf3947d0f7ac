import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { starterFiles } from "../../cli/init/starter.ts";
import { ENGINES, type Engine, ledgersOf } from "./ledgers.ts";
import { baleen, starterProject, starterWith, type TemporaryProject } from "./support.ts";

const ledgerOf = ledgersOf("history");

let project: TemporaryProject;
afterEach(() => {
  project.remove();
  delete process.env["BALEEN_NOW"];
  delete process.env["LEDGER_FORGET_KEY"];
});

const FORGET_KEY = 'forget_key: "$\u007bLEDGER_FORGET_KEY}"';

/** Ada, Alan and Grace have bought much and may be written to. */
const people = `customer_id,name,age,email,email_consent
1,Ada,36,ada@example.com,true
2,Grace,85,grace@example.com,true
3,Alan,41,alan@example.com,true
`;
const purchases = `purchase_id,customer_id,bought_at,amount
1,1,2025-11-03 10:15:00,180.00
2,2,2025-12-20 09:05:00,199.99
3,3,2025-12-21 11:30:00,250.00
`;

function made(engine: Engine, campaign: string, more = ""): void {
  const starter = starterFiles.get("campaigns/thank-you.campaign") ?? "";
  project = starterProject({
    ...starterWith(
      "baleen.yaml",
      "ledger: { engine: sqlite, path: .baleen/ledger.db }",
      `ledger: ${ledgerOf(engine)}${more} }`,
    ),
    "campaigns/thank-you.campaign": `${starter.split("\ntest ")[0]}${campaign}`,
    "data/customers.csv": people,
    "data/purchases.csv": purchases,
  });
  process.env["BALEEN_NOW"] = "2026-01-05T09:00:00Z";
}

const run = (...parameters: readonly string[]) => baleen(...parameters, "--project", project.folder);

function file(name: string, ...lines: readonly string[]): string {
  const path = join(project.folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

const decided = async () => {
  const { out } = await run("run", "--at", "2026-01-05T09:00", "--dry-run", "--format", "json");
  const { contacts, rejections } = JSON.parse(out).ticks[0];
  return {
    contacts: contacts.map(({ customer }: { readonly customer: string }) => customer),
    rejections: rejections.map(
      ({ customer, reasons }: { readonly customer: string; readonly reasons: readonly object[] }) => [
        customer,
        reasons,
      ],
    ),
  };
};

describe.each(ENGINES)("on %s", (engine) => {
  test("what a former system did counts for caps, the policy, conditions and reports", async () => {
    made(
      engine,
      `
segment had_enough "Answered the old shop" =
  exists(contact where channel = email, last 60 days) and count(response, last 60 days) >= 1
policy {
  suppress  had_enough
  at most   1 per customer per 7 days
  never     voucher after voucher within 30 days
}
`,
    );
    expect((await decided()).contacts).toEqual(["1", "2", "3"]);
    const contacts = file(
      "contacts.csv",
      "id,customer,campaign,channel,time,offers,cost",
      "a,01,thank_you,email,2025-10-20,,",
      "b,2,Autumn sale,email,2026-01-02T10:00,,0.50",
      "c,3,Autumn sale,email,2025-12-20T10:00:00+01:00,voucher; old_voucher,0.25",
    );
    const responses = file(
      "responses.csv",
      "customer,campaign,time,amount",
      "3,Autumn sale,2025-12-21T10:00,12.50",
    );
    expect(await run("ledger", "import", "--contacts", contacts, "--responses", responses)).toEqual({
      code: 0,
      out: "3 contacts imported, 0 known before, 0 set aside\n1 response imported, 0 known before, 0 set aside\n",
      err: "",
    });
    expect(await decided()).toEqual({
      contacts: [],
      rejections: [
        ["1", [{ channel: "email", code: "cap", rule: "1 per customer per 90 days" }]],
        ["2", [{ channel: "email", code: "cap", rule: "at most 1 per customer per 7 days" }]],
        [
          "3",
          [
            { channel: "email", code: "suppressed", rule: "suppress had_enough" },
            { channel: "email", code: "never", rule: "never voucher after voucher within 30 days" },
          ],
        ],
      ],
    });
    expect((await run("run", "--at", "2026-01-05T09:00")).code).toBe(0);
    const report = await run("report", "--from", "2025-12-01", "--to", "2026-01-31", "--format", "json");
    expect(JSON.parse(report.out)).toMatchObject({
      imported: [
        {
          campaign: "Autumn sale",
          contacts: 2,
          channels: [{ channel: "email", contacts: 2 }],
          cost: "0.75",
          responses: 1,
          revenue: "12.5",
        },
      ],
      pressure: [
        { contacts: 0, customers: 1 },
        { contacts: 1, customers: 2 },
      ],
    });
    const pretty = await run("report", "--from", "2025-12-01", "--to", "2026-01-31");
    expect(pretty.out).toMatch(/A former system\n.*\n +Autumn sale +2 +0\.75 +1 +12\.50\n +email +2/);
  });

  test("what was imported is known again, and a row that says something else is set aside", async () => {
    made(engine, "");
    const lines = ["id,customer,campaign,channel,time", "a,1,Sale,email,2025-12-01T10:00"];
    const first = file("contacts.csv", ...lines, ",2,Sale,email,2025-12-01T10:00");
    const from = ["ledger", "import", "--contacts", first];
    expect((await run(...from, "--dry-run")).out).toBe(
      "2 contacts would be imported, 0 known before, 0 set aside\n",
    );
    expect((await run(...from)).out).toBe("2 contacts imported, 0 known before, 0 set aside\n");
    expect((await run(...from)).out).toBe("0 contacts imported, 2 known before, 0 set aside\n");
    file("contacts.csv", ...lines, "a,1,Sale,email,2025-12-02T10:00", "b,3,Sale,email,2025-12-02");
    const again = await run(...from);
    expect(again).toMatchObject({ code: 1, out: "1 contact imported, 1 known before, 1 set aside\n" });
    expect(again.err).toContain("contacts.csv:3: a row of this `id` is known, and says something else\n");
  });

  test("rows that are not sound are set aside, each with its reason, and the others are imported", async () => {
    made(engine, "", ", keep: 2 years");
    const rows: readonly (readonly [row: string, reason: string])[] = [
      [",Sale,email,2025-12-01,,,,", "the customer is missing"],
      ["Ada,Sale,email,2025-12-01,,,,", "`Ada` is no customer's key: in this project they are whole numbers"],
      ["1,,email,2025-12-01,,,,", "the campaign is missing"],
      ["1,Sale,,2025-12-01,,,,", "the channel is missing"],
      ["1,Sale,emaill,2025-12-01,,,,", "the project has no channel `emaill`: did you mean `email`?"],
      ["1,Sale,email,yesterday,,,,", "`yesterday` is not a point in time: write it as"],
      ["1,Sale,email,2025-02-30,,,,", "`2025-02-30` is not a point in time: write it as"],
      ["1,Sale,email,2026-01-05T09:00:01Z,,,,", "the time is yet to come"],
      ["1,Sale,email,2026-01-06,,,,", "the time is yet to come"],
      ["1,Sale,email,2024-01-04,,,,", "it is older than the ledger is to `keep`"],
      ["1,Sale,email,2025-12-01,spam,,,", "`spam` is no purpose: it is one of `marketing`, `service`"],
      [
        "1,Sale,email,2025-12-01,,waiting,,",
        "`waiting` is no state: it is one of `sent`, `delivered`, `failed`, `cancelled`",
      ],
      ["1,Sale,email,2025-12-01,,,cheap,", "`cheap` is not an amount: write it as 1250 or 1250.50"],
      ["1,Sale,email", "the row has 3 cells, and the header 8"],
    ];
    const contacts = file(
      "contacts.csv",
      "customer,campaign,channel,time,purpose,state,cost,currency",
      ...rows.map(([row]) => row),
      "1,Sale,email,2025-12-01,service,failed,1,EUR",
    );
    const { code, out, err } = await run("ledger", "import", "--contacts", contacts);
    expect({ code, out }).toEqual({
      code: 1,
      out: `1 contact imported, 0 known before, ${rows.length} set aside\n`,
    });
    expect(err).toContain("… and 4 more\nthe rows that were set aside are in");
    const rejected = readFileSync(join(project.folder, "contacts.rejected.csv"), "utf8").split("\r\n");
    expect(rejected[0]).toBe("customer,campaign,channel,time,purpose,state,cost,currency,line,reason");
    for (const [index, [row, reason]] of rows.entries()) {
      expect(rejected[index + 1]).toContain(reason);
      expect(rejected[index + 1]?.startsWith(row)).toBe(true);
    }
  });

  test("a file that is broken in its midst leaves nothing", async () => {
    made(engine, "");
    const good = "1,Sale,email,2025-12-01";
    const contacts = file("contacts.csv", "customer,campaign,channel,time", good, '2,"Sale,email,2025-12-01');
    const broken = await run("ledger", "import", "--contacts", contacts);
    expect(broken).toMatchObject({ code: 2, out: "" });
    expect(broken.err).toContain("error[history-file]: ");
    expect(broken.err).toContain("line 3: a quote is never closed\n  = help: nothing of it was imported");
    file("contacts.csv", "customer,campaign,channel,time", good);
    expect((await run("ledger", "import", "--contacts", contacts)).out).toBe(
      "1 contact imported, 0 known before, 0 set aside\n",
    );
  });

  test("what was imported moves with the ledger, is forgotten with its customer, and she does not come again", async () => {
    process.env["LEDGER_FORGET_KEY"] = "a key that is long enough";
    made(engine, "", `, ${FORGET_KEY}`);
    const contacts = file(
      "contacts.csv",
      "id,customer,campaign,channel,time",
      "ADA-1,1,Sale,email,2025-12-01",
      "GRACE-1,2,Sale,email,2025-12-01",
    );
    await run("ledger", "import", "--contacts", contacts);
    expect((await run("forget", "1", "--dry-run")).out).toContain(
      "     1  contacts and responses of a former system\n",
    );
    expect((await run("forget", "1")).out).toContain("     1  of a former system now the pseudonym's\n");
    const again = await run("ledger", "import", "--contacts", contacts);
    expect(again).toMatchObject({ code: 1, out: "0 contacts imported, 1 known before, 1 set aside\n" });
    expect(again.err).toContain("contacts.csv:2: the customer is forgotten\n");
    const exported = join(project.folder, "ledger.jsonl");
    expect((await run("ledger", "export", exported, "--with-addresses")).code).toBe(0);
    const rows = readFileSync(exported, "utf8");
    expect(rows).toContain("GRACE-1");
    expect(rows).not.toContain("ADA-1");
    expect((await run("ledger", "import", exported)).err).toContain("the ledger is not empty");
    const yaml = readFileSync(join(project.folder, "baleen.yaml"), "utf8");
    writeFileSync(
      join(project.folder, "baleen.yaml"),
      yaml.replace(/^ledger:.*$/m, () => `ledger: { engine: sqlite, path: .baleen/other.db, ${FORGET_KEY} }`),
    );
    expect((await run("ledger", "import", exported)).code).toBe(0);
    expect((await run("ledger", "import", "--contacts", contacts)).out).toBe(
      "0 contacts imported, 1 known before, 1 set aside\n",
    );
  });
});

test("a relation of the warehouse is imported like a file", async () => {
  made("sqlite", "");
  project.change({
    "data/old_contacts.csv":
      "customer,campaign,channel,time,remark\n1,Sale,email,2025-12-01 10:00:00,x\n9,Sale,post,2025-12-01 10:00:00,y\n",
  });
  const from = ["ledger", "import", "--contacts", "relation:old_contacts"];
  const set = join(project.folder, "set-aside.csv");
  const { code, out, err } = await run(...from, "--rejected", set);
  expect({ code, out }).toEqual({ code: 1, out: "1 contact imported, 0 known before, 1 set aside\n" });
  expect(err).toContain("relation:old_contacts:2: the project has no channel `post`\n");
  expect(readFileSync(set, "utf8")).toBe(
    "customer,campaign,channel,time,line,reason\r\n9,Sale,post,2025-12-01 10:00:00,2,the project has no channel `post`\r\n",
  );
  const absent = await run("ledger", "import", "--responses", "relation:old_responses");
  expect(absent.code).toBe(2);
  expect(absent.err).toContain("there is no relation `old_responses`");
  const lacking = await run("ledger", "import", "--responses", "relation:purchases");
  expect(lacking.err).toContain("relation `purchases` has no column `customer`");
  for (const name of ["bank.dwh.answers", ".answers", "dwh.", ""]) {
    const two = ["--contacts", "relation:old_contacts", "--responses", `relation:${name}`];
    expect(await run("ledger", "import", ...two)).toEqual({
      code: 2,
      out: "",
      err:
        `error: \`relation:${name}\` names no table or view: it is named alone or after its schema and a dot, such as \`relation:dwh.contacts\`\n` +
        "  = help: make a view of what lies in another database, or has a dot in its own name\n",
    });
  }
});

test("what to import is named, and a ledger's file by itself", async () => {
  made("sqlite", "");
  expect((await run("ledger", "import")).err).toContain("what is to be imported?");
  for (const more of [["--contacts", "c.csv"], ["--dry-run"]]) {
    expect((await run("ledger", "import", "ledger.jsonl", ...more)).err).toContain(
      "a ledger's file is imported by itself",
    );
  }
  const both = ["--contacts", "c.csv", "--responses", "r.csv", "--rejected", "x.csv"];
  expect((await run("ledger", "import", ...both)).err).toContain("`--rejected` names one file");
  const file404 = await run("ledger", "import", "--contacts", "nowhere.csv");
  expect(file404.err).toMatch(
    /^error\[history-file\]: .*nowhere\.csv`: it cannot be read: it does not exist/,
  );
});
