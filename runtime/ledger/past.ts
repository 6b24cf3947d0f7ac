import type { Instant } from "../calendar/instant.ts";
import type { Ledger } from "./ledger.ts";
import type { LedgerReading } from "./reading.ts";

/** A run of the past, and the tick that it decided. */
export interface PastRun {
  readonly run: number;
  readonly tick: Instant;
  readonly startedAt: Instant;
  /** Campaigns whose part in the run is taken as it is recorded: they are there as if decided before. */
  readonly asRecorded: readonly string[];
}

/**
 * A ledger as it was before a run, `past` being what then was asked of it. What the run decided is not there. What changes with
 * time is as it is now: states of messages, responses to earlier contacts, who stands how.
 */
export function pastLedger(ledger: Ledger, past: LedgerReading): Ledger {
  const none = async () => [];
  return { ...ledger, ...past, completed: none, contacts: none, rejections: none };
}
