import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { starterFiles } from "../../cli/init/starter.ts";
import { ENGINES, type Engine, ledgersOf } from "./ledgers.ts";
import { baleen, starterProject, starterWith, type TemporaryProject } from "./support.ts";

const ledgerOf = ledgersOf("replay");

let project: TemporaryProject;
afterEach(() => {
  project.remove();
  delete process.env["BALEEN_NOW"];
});

const path = "campaigns/thank-you.campaign";

/** Four who may be thanked, two a day, each reminded the day after; and those who come to be good customers. */
function made(engine: Engine): void {
  const text = (starterFiles.get(path) ?? "")
    .split("\ntest ")[0]
    ?.replace("1_000 per day\n", "2 per day\n  followup reminder after 1 day unless responded\n");
  const people = ["Ada", "Grace", "Alan", "Barbara"];
  project = starterProject({
    ...starterWith(
      "baleen.yaml",
      "ledger: { engine: sqlite, path: .baleen/ledger.db }",
      `ledger: ${ledgerOf(engine)} }`,
    ),
    [path]: `${text}
campaign welcome {
  owner    "shop/marketing"
  segment  age >= 18
  trigger  daily at 09:00 on enter good_customers
  window   2026-01-01 .. 2035-12-31
  offer    voucher
  channel  email
  priority 10
  caps     1 per customer
}
`,
    "data/customers.csv": `customer_id,name,age,email,email_consent\n${people
      .map((name, index) => `${index + 1},${name},40,${name}@example.com,true\n`)
      .join("")}`,
    "data/purchases.csv": `purchase_id,customer_id,bought_at,amount\n${people
      .map((_, index) => `${index + 1},${index + 1},2025-11-03 10:15:00,180.00\n`)
      .join("")}`,
  });
}

const run = (...parameters: readonly string[]) => baleen(...parameters, "--project", project.folder);

function change(file: string, from: string, to: string): void {
  const whole = join(project.folder, file);
  const text = readFileSync(whole, "utf8");
  expect(text).toContain(from);
  writeFileSync(
    whole,
    text.replace(from, () => to),
  );
}

async function runDays(...days: readonly string[]): Promise<void> {
  for (const day of days) {
    process.env["BALEEN_NOW"] = `${day}T09:00:00Z`;
    expect(await run("run")).toMatchObject({ code: 0 });
  }
}

describe.each(ENGINES)("on %s", (engine) => {
  test("a past tick comes out again as it was, by the rules of then, whatever has come since", async () => {
    made(engine);
    await runDays("2026-01-05", "2026-01-06");
    change(path, "age >= 18\n  trigger  daily at 09:00\n", "age >= 99\n  trigger  daily at 09:00\n");
    await runDays("2026-01-07");
    process.env["BALEEN_NOW"] = "2026-01-10T09:00:00Z";
    const before = await run("ledger", "export", join(project.folder, "before.jsonl"));
    expect(before.code).toBe(0);
    // Two a day: on the second, first contacts and reminders together; on the third, reminders alone.
    const recorded = [2, 2, 2];
    for (const [index, day] of ["2026-01-05", "2026-01-06", "2026-01-07"].entries()) {
      const { code, out, err } = await run("replay", "--at", `${day}T20:00`);
      const count = recorded[index];
      expect({ code, out, err }).toEqual({
        code: 0,
        out: `tick ${day} 09:00, run ${index + 1}
  contacts and places of holdouts: ${count} recorded, ${count} the same, 0 gone, 0 new, 0 otherwise
  welcome counts as it is recorded: it compares with the tick before, of which nothing is kept
`,
        err: "",
      });
    }
    await run("ledger", "export", join(project.folder, "after.jsonl"));
    const exported = (name: string) => readFileSync(join(project.folder, name), "utf8");
    expect(exported("after.jsonl")).toBe(exported("before.jsonl"));
  });

  test("where the warehouse has changed, contacts that are gone or new are said, each with what it is now", async () => {
    made(engine);
    await runDays("2026-01-05", "2026-01-06");
    const report = JSON.parse((await run("run", "--at", "2026-01-05T09:00", "--format", "json")).out);
    const first: string = report.ticks[0].contacts[0].customer;
    const rejected: string = report.ticks[0].rejections[0].customer;
    const names = ["", "Ada", "Grace", "Alan", "Barbara"];
    change(
      "data/customers.csv",
      `${names[Number(first)]}@example.com,true`,
      `${names[Number(first)]}@example.com,false`,
    );
    const { code, out } = await run("replay", "--at", "2026-01-05T09:00", "--format", "json");
    expect(code).toBe(1);
    const [replayed] = JSON.parse(out).replays;
    expect(replayed).toMatchObject({ recorded: 2, same: 1, forgotten: 0 });
    const due = "2026-01-05T09:00:00Z";
    const contact = { kind: "contact", arm: "treated", channel: "email", offers: ["voucher"], due };
    expect(replayed.differences).toHaveLength(2);
    expect(replayed.differences).toContainEqual({
      campaign: "thank_you",
      customer: first,
      wave: 0,
      event: null,
      recorded: contact,
      now: {
        kind: "rejection",
        channel: "email",
        offers: ["voucher"],
        due,
        reasons: [{ channel: "email", code: "consent" }],
      },
    });
    const taken = replayed.differences.find(
      ({ customer }: { readonly customer: string }) => customer !== first,
    );
    expect(taken).toMatchObject({
      recorded: { kind: "rejection", reasons: [{ code: "cap" }] },
      now: contact,
    });
    expect([rejected, report.ticks[0].rejections[1].customer]).toContain(taken.customer);
    const pretty = await run("replay", "--at", "2026-01-05T09:00");
    expect(pretty.out).toContain("2 recorded, 1 the same, 1 gone, 1 new, 0 otherwise");
    expect(pretty.out).toContain(
      `  gone: thank_you customer ${first}: then voucher on email, due 2026-01-05 09:00; now rejected, email: consent\n`,
    );
    expect(pretty.out).toContain(
      `  new: thank_you customer ${taken.customer}: then rejected, email: cap; now voucher on email, due 2026-01-05 09:00\n`,
    );
  });
});

test("what cannot be replayed is said", async () => {
  made("sqlite");
  const none = await run("replay", "--at", "2026-01-05T09:00");
  expect(none).toMatchObject({
    code: 2,
    err: "error: the ledger has no tick at or before 2026-01-05T09:00\n",
  });
  await runDays("2026-01-05");
  const { DatabaseSync } = await import("node:sqlite");
  const file = new DatabaseSync(join(project.folder, ".baleen/ledger.db"));
  file.exec("delete from project_records");
  file.close();
  const unknown = await run("replay", "--at", "2026-01-05T09:00");
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain("the texts that run 1 went by were not noted");
});
