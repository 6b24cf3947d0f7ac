import type { LedgerSettings } from "./open-ledger.ts";

/**
 * Which one of several copies of a service works. It is apart from the project's lock, which is held for a piece of work
 * alone: so commands by hand find their turn while a service is up. That two never decide at once is the lock's affair.
 */
export interface Leadership {
  /**
   * Takes the lead where it is free, and says whether this process has it; the system releases it when the process ends.
   * @throws RuntimeProblem where the ledger cannot be reached: then nobody knows who has it.
   */
  hold(): Promise<boolean>;
  release(): Promise<void>;
}

/** Who leads is told by the ledger's database. Nothing is opened before the first `hold`. */
export async function openLeadership(settings: LedgerSettings): Promise<Leadership> {
  switch (settings.engine) {
    case "sqlite":
      return (await import("./sqlite/leadership.ts")).sqliteLeadership(settings.path);
    case "postgres":
      return (await import("./postgres/leadership.ts")).postgresLeadership(settings);
  }
}
