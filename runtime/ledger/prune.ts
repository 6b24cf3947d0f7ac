import { type Instant, isoInstant } from "../calendar/instant.ts";
import { addMonths } from "../calendar/local-date.ts";
import { startOfDay } from "../calendar/zoned-time.ts";
import type { Ledger, LedgerLock } from "./ledger.ts";
import type { ForgottenRows } from "./privacy.ts";

/** How long a ledger says who was contacted. */
export interface Retention {
  readonly count: number;
  readonly unit: "month" | "year";
}

export interface PruneOutcome extends ForgottenRows {
  /** The first day that is kept. */
  readonly date: string;
}

/** The first day that is kept at an instant, and its beginning. Days are those of UTC: a ledger has no zone, and a day more or less is none in months. */
export function keptFrom(keep: Retention, at: Instant): { readonly date: string; readonly start: Instant } {
  const today = isoInstant(at).slice(0, 10);
  const date = addMonths(today, -keep.count * (keep.unit === "year" ? 12 : 1));
  return { date, start: startOfDay(date, "UTC") };
}

/** Makes anonymous what was due, or of rejections decided, before the time that is kept. */
export async function pruneLedger(
  ledger: Ledger,
  lock: LedgerLock,
  { keep, at }: { readonly keep: Retention; readonly at: Instant },
): Promise<PruneOutcome> {
  const { date, start } = keptFrom(keep, at);
  return { date, ...(await ledger.forgetBefore(lock, start)) };
}
