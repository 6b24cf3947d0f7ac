import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Ledger, openLedger, type RunOutcome, runPlan } from "../../../runtime/index.ts";
import { at, campaign, clockAt, plan, row, warehouse } from "../support/plans.ts";

let folder = "";
let outbox = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "baleen-dispatch-"));
  outbox = join(folder, "outbox");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(
  clock: string,
  change: (ledger: Ledger) => Partial<Ledger> = () => ({}),
): Promise<RunOutcome> {
  const ledger = await openLedger({ engine: "sqlite", path: join(folder, "ledger.db") });
  try {
    return await runPlan({
      plan: plan([campaign("welcome")]),
      warehouse: warehouse({ welcome: Array.from({ length: 2_500 }, (_, index) => row(`c${index}`)) }),
      ledger: { ...ledger, ...change(ledger) },
      at: at("2026-03-02 06:00"),
      clock: clockAt(clock),
      dispatch: { default: { adapter: "file", path: outbox } },
    });
  } finally {
    await ledger.close();
  }
}

function crash(): never {
  throw new Error("the power went off");
}

const NAME = "sms-20260301T220000Z-000001.csv";

test("a crash before the file is written loses nothing", async () => {
  await expect(run("2026-03-02 06:00", () => ({ dispatchMessages: crash }))).rejects.toThrow("power");
  expect(existsSync(outbox)).toBe(false);
  const outcome = await run("2026-03-02 07:00");
  expect(outcome.dispatched.map((one) => one.messages)).toEqual([2_500]);
  expect(readdirSync(outbox)).toEqual([NAME]);
});

test("a crash between writing and marking writes the same file again", async () => {
  await expect(run("2026-03-02 06:00", () => ({ finishDispatch: crash }))).rejects.toThrow("power");
  const written = readFileSync(join(outbox, NAME), "utf8");
  expect(written.split("\r\n")).toHaveLength(2_502);
  await run("2026-03-02 08:00");
  expect(readdirSync(outbox)).toEqual([NAME]);
  expect(readFileSync(join(outbox, NAME), "utf8")).toBe(written);
  expect((await run("2026-03-02 09:00")).dispatched).toEqual([]);
});

test("a folder that cannot be written to is a problem, and its messages wait", async () => {
  writeFileSync(outbox, "a file where the folder should be");
  expect((await run("2026-03-02 06:00")).undelivered).toMatchObject([{ code: "dispatch-failed" }]);
  rmSync(outbox);
  expect((await run("2026-03-02 06:00")).dispatched.map((one) => one.messages)).toEqual([2_500]);
});

test("a full disk while dispatching leaves no half file, and loses nothing", async (context) => {
  mkdirSync(outbox);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", outbox], { stdio: "ignore" });
  } catch {
    return context.skip("mounting a small disk takes root");
  }
  try {
    expect((await run("2026-03-02 06:00")).undelivered).toMatchObject([{ code: "disk-full" }]);
    expect(readdirSync(outbox)).toEqual([]);
    execFileSync("mount", ["-o", "remount,size=4m", outbox]);
    expect((await run("2026-03-02 06:00")).dispatched.map((one) => one.messages)).toEqual([2_500]);
    expect(readdirSync(outbox)).toEqual([NAME]);
  } finally {
    execFileSync("umount", [outbox]);
  }
});
