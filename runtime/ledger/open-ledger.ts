import type { Ledger } from "./ledger.ts";
import { openSqliteLedger, openSqliteLedgerReader } from "./sqlite/sqlite-ledger.ts";

/** Where the ledger is, from the project file; `path` is absolute. */
export interface LedgerSettings {
  readonly engine: "sqlite";
  readonly path: string;
}

/**
 * Opens the project's ledger to run campaigns, creating or migrating it as needed.
 * @throws RuntimeProblem where it cannot be opened, is no ledger, or is newer than this release.
 */
export function openLedger(settings: LedgerSettings): Ledger {
  return openSqliteLedger(settings.path);
}

/**
 * Opens the project's ledger to read, for reports and rehearsals: changes nothing and never waits for a run; an
 * absent one reads as empty.
 * @throws RuntimeProblem as `openLedger`.
 */
export function openLedgerReader(settings: LedgerSettings): Ledger {
  return openSqliteLedgerReader(settings.path);
}
