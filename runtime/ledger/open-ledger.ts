import type { Ledger } from "./ledger.ts";

/** Where the ledger is, from the project file. */
export type LedgerSettings = (
  | {
      readonly engine: "sqlite";
      /** Absolute. */
      readonly path: string;
    }
  | {
      readonly engine: "postgres";
      /** With user and password. */
      readonly url: string;
      /** Where its tables are: a schema of their own, made at the first run. */
      readonly schema: string;
    }
) & {
  /** By which customers who are forgotten are known again; without one they are not. */
  readonly forgetKey?: string;
  /** The project's name: another one's ledger is refused. Without it nobody asks whose the ledger is. */
  readonly project?: string;
};

/**
 * Opens the project's ledger to run campaigns, creating or migrating it as needed, and loads its engine's driver alone.
 * @throws RuntimeProblem where it cannot be opened, is no ledger or another project's, or is newer than this release.
 */
export async function openLedger(settings: LedgerSettings): Promise<Ledger> {
  switch (settings.engine) {
    case "sqlite":
      return (await import("./sqlite/sqlite-ledger.ts")).openSqliteLedger(settings);
    case "postgres":
      return (await import("./postgres/postgres-ledger.ts")).openPostgresLedger(settings);
  }
}

/**
 * Opens the project's ledger to read, for reports and rehearsals: changes nothing and never waits for a run; an
 * absent one reads as empty.
 * @throws RuntimeProblem as `openLedger`.
 */
export async function openLedgerReader(settings: LedgerSettings): Promise<Ledger> {
  switch (settings.engine) {
    case "sqlite":
      return (await import("./sqlite/sqlite-ledger.ts")).openSqliteLedgerReader(settings);
    case "postgres":
      return (await import("./postgres/postgres-ledger.ts")).openPostgresLedgerReader(settings);
  }
}

/**
 * Tries whether a run could open the project's ledger and write into it; leaves no trace.
 * @throws RuntimeProblem as `openLedger`.
 */
export async function tryLedger(settings: LedgerSettings): Promise<void> {
  const ledger = await openLedgerReader(settings);
  await ledger.close();
  switch (settings.engine) {
    case "sqlite":
      return (await import("./sqlite/try-ledger.ts")).trySqliteLedger(settings.path);
    case "postgres":
      return (await import("./postgres/try-ledger.ts")).tryPostgresLedger(settings);
  }
}
