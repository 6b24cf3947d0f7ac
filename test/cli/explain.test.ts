import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, expect, test } from "vitest";
import { backToVersion } from "../runtime/support/older-ledger.ts";
import { ENGINES, ledgersOf } from "./ledgers.ts";
import { baleen, outboxMessages, starterProject, starterWith, type TemporaryProject } from "./support.ts";

const ledgerOf = ledgersOf("explain");

let project: TemporaryProject;
afterEach(() => {
  project.remove();
  delete process.env["BALEEN_NOW"];
});

const path = "campaigns/thank-you.campaign";

const run = (...parameters: readonly string[]) => baleen(...parameters, "--project", project.folder);

async function runAt(at: string): Promise<void> {
  process.env["BALEEN_NOW"] = `${at}:00Z`;
  expect(await run("run", "--at", at)).toMatchObject({ code: 0 });
}

function change(file: string, from: string, to: string): void {
  const whole = join(project.folder, file);
  const text = readFileSync(whole, "utf8");
  expect(text).toContain(from);
  writeFileSync(
    whole,
    text.replace(from, () => to),
  );
}

describe.each(ENGINES)("on %s", (engine) => {
  test("a contact is told with what came of it, a rejection with every reason, and by which rules", async () => {
    project = starterProject(
      starterWith(
        "baleen.yaml",
        "ledger: { engine: sqlite, path: .baleen/ledger.db }",
        `ledger: ${ledgerOf(engine)} }`,
      ),
    );
    await runAt("2026-01-05T09:00");
    const [key] = outboxMessages(join(project.folder, ".baleen/outbox"))[0]?.split(",") ?? [];
    const answers = join(project.folder, "answers.csv");
    writeFileSync(answers, `key,time,answer,amount\n${key},2026-01-05T10:00,ordered,12.50\n`);
    process.env["BALEEN_NOW"] = "2026-01-05T11:00:00Z";
    expect((await run("respond", "--from", answers)).code).toBe(0);
    // A layout that means the same, and then another meaning.
    change(path, "  priority 50\n", "  priority    50\n");
    await runAt("2026-01-06T09:00");
    change(path, "1 per customer per 90 days", "1 per customer per 60 days");
    await runAt("2026-01-07T09:00");

    const ada = await run("explain", "thank_you", "1");
    expect(ada).toMatchObject({ code: 0, err: "" });
    const hex = (text: string) => text.replaceAll(/\b[0-9a-f]{12}\b/g, "HASH");
    expect(hex(ada.out)).toBe(`thank_you, customer 1

tick 2026-01-05 09:00  (run 1, started 2026-01-05 09:00)
  contacted: voucher on email, due 2026-01-05 09:00
    sent, left 2026-01-05 09:00
    answer ordered 2026-01-05 10:00, 12.5 GBP
  decided by campaign HASH, plan HASH, catalog HASH; the campaign has changed since
  the texts of then are noted: 2 files, compiled by release 0.1.0

tick 2026-01-06 09:00  (run 2, started 2026-01-06 09:00)
  rejected: voucher on email, due 2026-01-06 09:00
    email: cap (1 per customer per 90 days)
  decided by campaign HASH, plan HASH, catalog HASH; the campaign has changed since
  the texts of then are noted: 2 files, compiled by release 0.1.0

tick 2026-01-07 09:00  (run 3, started 2026-01-07 09:00)
  rejected: voucher on email, due 2026-01-07 09:00
    email: cap (1 per customer per 60 days)
  decided by campaign HASH, plan HASH, catalog HASH; the campaign means the same now
  the texts of then are noted: 2 files, compiled by release 0.1.0
`);
    const alan = await run("explain", "thank_you", "3", "--at", "2026-01-05T18:00");
    expect(alan.out).toContain(
      "  rejected: voucher on email, due 2026-01-05 09:00\n    email: consent\n  decided by",
    );
    expect(alan.out.match(/^tick /gm)).toHaveLength(1);
    const edsger = await run("explain", "thank_you", "4");
    expect(edsger.out).toBe(
      "thank_you, customer 4\n\nno candidate at any of its 3 ticks: outside the segment, or excluded, or the trigger did not fire\n",
    );
    const then = await run("explain", "thank_you", "4", "--at", "2026-01-05T09:00");
    expect(then.out).toContain("tick 2026-01-05 09:00  (run 1, started 2026-01-05 09:00)\n  no candidate: ");

    const json = JSON.parse((await run("explain", "thank_you", "1", "--format", "json")).out);
    expect(json).toMatchObject({
      version: 1,
      project: "first-steps",
      completed: { ticks: 3, first: "2026-01-05T09:00:00Z", last: "2026-01-07T09:00:00Z" },
      ticks: [
        {
          run: { number: 1, at: "2026-01-05T09:00:00Z" },
          campaignNow: "changed",
          outcomes: [
            { kind: "contact", state: "sent", responses: [{ kind: "answer", amount: { amount: "12.5" } }] },
          ],
        },
        { outcomes: [{ kind: "rejection", reasons: [{ channel: "email", code: "cap" }] }] },
        { campaignNow: "same" },
      ],
    });
    // Two layouts that mean the same are one campaign and one plan, and two texts.
    const [first, second, third] = json.ticks;
    expect(first.hashes).toEqual(second.hashes);
    expect(first.hashes.campaign).not.toBe(third.hashes.campaign);
    const textOf = (tick: typeof first): string =>
      tick.sources.files.find((one: { readonly path: string }) => one.path === path).sha256;
    expect(new Set([first, second, third].map(textOf)).size).toBe(3);
    const exported = join(project.folder, "ledger.jsonl");
    expect((await run("ledger", "export", exported)).code).toBe(0);
    const rows = readFileSync(exported, "utf8");
    for (const text of ["priority    50", "per 60 days", "per 90 days", "bought_at"]) {
      expect(rows).toContain(text);
    }
    // Each text once: three of the campaign's file, one of the catalog's.
    expect(rows.split("Thank good customers").length - 1).toBe(3 + 3);
    expect(rows.split("timezone: Europe/London").length - 1).toBe(1);
  });
});

test("what cannot be explained is said", async () => {
  project = starterProject();
  const before = await run("explain", "thank_you", "1");
  expect(before.out).toBe("thank_you, customer 1\n\nthe campaign has completed no tick\n");
  await runAt("2026-01-05T09:00");
  expect(await run("explain", "thank_yuo", "1")).toMatchObject({
    code: 2,
    err: "error: neither the project nor its ledger has a campaign `thank_yuo`\n  = help: did you mean `thank_you`?\n",
  });
  expect((await run("explain", "thank_you")).err).toContain("The customer is missing");
  const early = await run("explain", "thank_you", "1", "--at", "2026-01-05T08:59");
  expect(early).toMatchObject({ code: 2 });
  expect(early.err).toContain("`thank_you` has completed no tick at or before 2026-01-05T08:59");
});

test("of a ledger of before is told what it has, and a campaign that is gone is said to be", async () => {
  project = starterProject();
  await runAt("2026-01-05T09:00");
  const file = new DatabaseSync(join(project.folder, ".baleen/ledger.db"));
  file.exec(backToVersion(5));
  file.close();
  change(path, "campaign thank_you ", "campaign thanks ");
  change(path, "for thank_you {", "for thanks {");
  const { out } = await run("explain", "thank_you", "1");
  expect(out).toContain("    sent, left 2026-01-05 09:00\n");
  expect(out).toMatch(/; the campaign is no more in the project\n {2}the texts of then were not noted\n$/);
});
