import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bank, duckDBBank, postgresBank } from "./bank.ts";
import { connectionsGone, makeDatabase, withClient } from "./postgres-place.ts";
import { type Reference, undisturbed } from "./reference.ts";
import type { Step } from "./run-step.ts";
import { openWorld, postgresLedger, type World, type WorldOptions } from "./world.ts";

export interface LaneOptions extends Omit<Partial<WorldOptions>, "ledger"> {
  /** Where a ledger in PostgreSQL puts its tables. */
  readonly tablespace?: string;
}

/** A pair of stores, on which stories are run. */
export interface Lane {
  readonly name: string;
  readonly ledger: "sqlite" | "postgres";
  /** Tables that nobody changes. */
  readonly bank: Bank;
  /** Tables of one's own, to change. */
  ownBank(): Promise<Bank>;
  /** A project with a fresh ledger. */
  open(options?: LaneOptions): Promise<World>;
  /** Removes a world's ledger, where it does not lie in the world's folder. */
  drop(world: World): Promise<void>;
  /** Resolves when nothing is left of processes that were killed. */
  settled(world: World): Promise<void>;
}

/** All that stories need: the stores, and what an undisturbed ledger says after each step. */
export interface Ground {
  readonly lanes: readonly Lane[];
  readonly reference: Reference;
  close(): void;
}

/** Makes the stores, PostgreSQL's as databases of a server. */
export async function openGround(server: string, steps: readonly Step[]): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), "baleen-banks-"));
  let made = 0;
  const ownFolder = (): string => mkdtempSync(join(folder, "bank-"));
  const prefix = `faults_${process.pid}`;
  const place = await makeDatabase(server, `${prefix}_bank`);
  const inDuckDB = (): Promise<Bank> => duckDBBank(ownFolder());
  const inPostgres = (): Promise<Bank> => postgresBank(place, `mart_${++made}`);
  const duckdb = await inDuckDB();
  const postgres = await inPostgres();
  const inServer = async (bank: Bank, { tablespace, ...options }: LaneOptions = {}): Promise<World> => {
    const own = await makeDatabase(server, `${prefix}_ledger_${++made}`, tablespace);
    return openWorld({ bank, ...options, ledger: postgresLedger(own) });
  };
  const drop = async ({ settings: { ledger } }: World): Promise<void> => {
    if (ledger.engine !== "postgres") return;
    const name = new URL(ledger.url).pathname.slice(1);
    await withClient(server, (client) => client.query(`drop database ${name} with (force)`));
  };
  const gone = async ({ settings: { ledger } }: World): Promise<void> => {
    if (ledger.engine === "postgres") await connectionsGone(ledger.url);
  };
  return {
    lanes: [
      {
        name: "SQLite ledger, DuckDB warehouse",
        ledger: "sqlite",
        bank: duckdb,
        ownBank: inDuckDB,
        open: (options) => openWorld({ bank: duckdb, ...options }),
        settled: gone,
        drop,
      },
      {
        name: "PostgreSQL ledger, PostgreSQL warehouse",
        ledger: "postgres",
        bank: postgres,
        ownBank: inPostgres,
        open: (options) => inServer(postgres, options),
        settled: gone,
        drop,
      },
      {
        name: "PostgreSQL ledger, DuckDB warehouse",
        ledger: "postgres",
        bank: duckdb,
        ownBank: inDuckDB,
        open: (options) => inServer(duckdb, options),
        settled: gone,
        drop,
      },
    ],
    reference: await undisturbed(duckdb, steps),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
