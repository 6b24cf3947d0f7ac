import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { baleen, outboxMessages, starterProject, type TemporaryProject } from "./support.ts";

let project: TemporaryProject;
beforeEach(async () => {
  project = starterProject();
  await run("--at", "2026-03-02T09:00");
});
afterEach(() => {
  delete process.env["LEDGER_FORGET_KEY"];
  delete process.env["BALEEN_NOW"];
  project.remove();
});

const run = (...more: readonly string[]) => baleen("run", "--project", project.folder, ...more);
const ledger = () => readFileSync(join(project.folder, ".baleen/ledger.db"), "latin1");
const forget = (...more: readonly string[]) => baleen("forget", ...more, "--project", project.folder);

/** Writes more keys behind the ledger's path. */
function withLedger(more: string): void {
  const path = join(project.folder, "baleen.yaml");
  writeFileSync(
    path,
    readFileSync(path, "utf8").replace(".baleen/ledger.db }", `.baleen/ledger.db, ${more} }`),
  );
}

test("a customer is taken out, and what has left is named", async () => {
  expect(ledger()).toContain("ada@example.com");
  const dry = await forget("1", "--dry-run");
  expect(dry.out).toMatch(
    / {7}1 {2}contacts\n[\s\S]* {7}1 {2}messages that have left\n[\s\S]*dry run: nothing was changed\n$/,
  );
  expect(ledger()).toContain("ada@example.com");
  const { code, out, err } = await forget("1");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/not the ledger's to erase:\n {2}email {2}\S+ {2}\S+email-\S+\.csv\n/);
  expect(out).toContain("nothing of this customer is left in the ledger\n");
  expect(ledger()).not.toContain("ada@example.com");
  const again = await forget("1");
  expect(again.code).toBe(1);
  expect(again.out).toContain(
    "the ledger had nothing of a customer `1`: make sure that this is her key in the warehouse\n",
  );
  // Runs go on, and what the ledger says of earlier ones has the pseudonym.
  expect((await run("--at", "2026-03-02T09:00", "--format", "json")).out).toContain(
    '"customer": "forgotten:contact:1"',
  );
});

test("without a key she may be contacted again, as is said, and with one she is not", async () => {
  expect((await forget("1")).out).toContain("no key is set");
  await run("--at", "2026-03-03T09:00");
  expect(outboxMessages(join(project.folder, ".baleen/outbox"))).toHaveLength(2);
  withLedger('forget_key: "$\u007bLEDGER_FORGET_KEY}"');
  process.env["LEDGER_FORGET_KEY"] = "0123456789abcdef";
  expect((await forget("1")).out).toContain("no campaign contacts her again");
  const { code } = await run("--at", "2026-03-04T09:00");
  expect(code).toBe(0);
  expect(outboxMessages(join(project.folder, ".baleen/outbox"))).toHaveLength(2);
  process.env["LEDGER_FORGET_KEY"] = "another key of 16";
  const wrong = await run("--at", "2026-03-05T09:00");
  expect(wrong).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^error\[forget-key\]: .*\n --> baleen.yaml:\d+/),
  });
  expect(wrong.err).not.toContain("another key");
});

test("what is older than the ledger keeps is made anonymous", async () => {
  process.env["BALEEN_NOW"] = "2029-03-02T12:00:00Z";
  const prune = () => baleen("ledger", "prune", "--project", project.folder);
  expect(await prune()).toMatchObject({
    code: 2,
    err: expect.stringContaining("`keep: 3 years` under `ledger:`"),
  });
  withLedger("keep: 3 years");
  expect((await prune()).out).toBe(
    "0 contacts, 0 rejections and 0 messages of before 2026-03-02 are nobody's any more\n",
  );
  process.env["BALEEN_NOW"] = "2029-03-03T12:00:00Z";
  expect((await prune()).out).toBe(
    "1 contacts, 1 rejections and 1 messages of before 2026-03-03 are nobody's any more\n",
  );
  expect(ledger()).not.toContain("ada@example.com");
});

test.each([
  ["keep: 3 weeks", "must be a number of months or years"],
  ["keep: 0 years", "must be a number of months or years"],
  ["forget_key: 0123456789abcdef", "a secret stands in the file"],
  ["forget_key: short", "must be a secret of 16 letters or more"],
])("%s is refused", async (setting, reason) => {
  withLedger(setting);
  const { code, out, err } = await baleen("check", "--project", project.folder);
  expect(code).toBe(2);
  expect(out + err).toContain(reason);
});

test("an export has addresses and messages only where they are asked for", async () => {
  const file = join(project.folder, "ledger.jsonl");
  const exported = async (...more: readonly string[]): Promise<string> => {
    await baleen("ledger", "export", file, "--project", project.folder, ...more);
    return readFileSync(file, "utf8");
  };
  const masked = await exported();
  expect(masked).not.toContain("ada@example.com");
  expect(masked).not.toContain("Dear Ada");
  const plain = await exported("--with-addresses", "--force");
  expect(plain).toContain("ada@example.com");
  expect(plain).toContain("Dear Ada");
});
