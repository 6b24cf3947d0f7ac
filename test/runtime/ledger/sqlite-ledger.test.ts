import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openLedger, openLedgerReader, runPlan } from "../../../runtime/index.ts";
import { LATEST_VERSION } from "../../../runtime/ledger/migrations.ts";
import { columnsOf, TRANSFERRED_TABLES } from "../../../runtime/ledger/transfer/transferred-tables.ts";
import { at, campaign, clockAt, plan, row, warehouse } from "../support/plans.ts";

/** The steps that a ledger has had, each once. */
const EVERY_STEP = Array.from({ length: LATEST_VERSION }, (_, index) => ({ number: index + 1 }));

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "baleen-ledger-"));
  path = join(folder, "ledger.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("all columns of all tables move with a ledger", async () => {
  await (await openLedger({ engine: "sqlite", path })).close();
  const database = new DatabaseSync(path, { readOnly: true });
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all();
  const stays = ["ledger_owner", "migrations", "run_lock"];
  const moving = tables.map(({ name }) => String(name)).filter((name) => !stays.includes(name));
  expect([...TRANSFERRED_TABLES].sort()).toEqual(moving.sort());
  for (const table of TRANSFERRED_TABLES) {
    const columns = database.prepare(`select name from pragma_table_info('${table}')`).all();
    expect([...columnsOf(table)].sort(), table).toEqual(columns.map(({ name }) => name).sort());
  }
  database.close();
});

describe("opening a ledger", () => {
  test("creates it with its folder, once", async () => {
    const nested = join(folder, "a", "b", "ledger.db");
    await (await openLedger({ engine: "sqlite", path: nested })).close();
    await (await openLedger({ engine: "sqlite", path: nested })).close();
    const database = new DatabaseSync(nested, { readOnly: true });
    expect(database.prepare("select number from migrations").all()).toEqual(EVERY_STEP);
    expect(database.prepare("pragma journal_mode").get()).toEqual({ journal_mode: "wal" });
    database.close();
  });

  test("refuses one of a newer release, and leaves it as it was", async () => {
    await (await openLedger({ engine: "sqlite", path })).close();
    const database = new DatabaseSync(path);
    database.exec("insert into migrations (number, name) values (99, 'from the future')");
    database.close();
    const bytes = readFileSync(path);
    for (const open of [openLedger, openLedgerReader]) {
      await expect(open({ engine: "sqlite", path })).rejects.toThrow(
        expect.objectContaining({ code: "ledger-newer", message: expect.stringContaining("version 99") }),
      );
    }
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test("refuses what is no ledger, and leaves it as it was", async () => {
    writeFileSync(path, "date,amount\n".repeat(1_000));
    await expect(openLedger({ engine: "sqlite", path })).rejects.toThrow(
      expect.objectContaining({ code: "ledger-unreadable" }),
    );
    expect(readFileSync(path, "utf8")).toBe("date,amount\n".repeat(1_000));
    const other = join(folder, "other.db");
    const database = new DatabaseSync(other);
    database.exec("create table customers (id integer)");
    database.close();
    const bytes = readFileSync(other);
    await expect(openLedger({ engine: "sqlite", path: other })).rejects.toThrow(
      expect.objectContaining({ code: "ledger-unreadable" }),
    );
    expect(readFileSync(other).equals(bytes)).toBe(true);
  });

  test("says where it cannot be", async () => {
    writeFileSync(join(folder, "file"), "");
    for (const impossible of [join(folder, "file", "ledger.db"), folder]) {
      await expect(openLedger({ engine: "sqlite", path: impossible })).rejects.toThrow(
        expect.objectContaining({ code: "ledger-unreachable" }),
      );
    }
  });

  test("to read creates nothing", async () => {
    const reader = await openLedgerReader({ engine: "sqlite", path });
    expect((await reader.lastTicks()).size).toBe(0);
    await reader.close();
    expect(readdirSync(folder)).toEqual([]);
  });
});

test("a full disk while committing decides nothing, and the next run goes on", async (context) => {
  const disk = join(folder, "disk");
  mkdirSync(disk);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], { stdio: "ignore" });
  } catch {
    return context.skip("mounting a small disk takes root");
  }
  try {
    const bank = warehouse({ welcome: Array.from({ length: 3_000 }, (_, index) => row(String(index))) });
    const run = async () => {
      const ledger = await openLedger({ engine: "sqlite", path: join(disk, "ledger.db") });
      try {
        return await runPlan({
          plan: plan([campaign("welcome")]),
          warehouse: bank,
          ledger,
          at: at("2026-03-02 06:00"),
          clock: clockAt("2026-03-02 06:00"),
          dispatch: { default: { adapter: "file", path: join(disk, "outbox") } },
        });
      } finally {
        await ledger.close();
      }
    };
    await expect(run()).rejects.toMatchObject({ code: "disk-full" });
    execFileSync("mount", ["-o", "remount,size=8m", disk]);
    const outcome = await run();
    expect(outcome.answered).toBe(false);
    expect(outcome.report.ticks[0]?.contacts).toHaveLength(3_000);
    expect(outcome.dispatched.map((one) => one.messages)).toEqual([3_000]);
  } finally {
    execFileSync("umount", [disk]);
  }
});
