import { audit } from "./audit.ts";
import { evidenceOf } from "./audit-deliveries.ts";
import { decisionsOf, differencesBetween } from "./decisions.ts";
import { type LedgerRows, readLedger } from "./ledger-rows.ts";
import { instant } from "./run-step.ts";
import type { World } from "./world.ts";

/** What was done, and all that was found wrong. */
export interface Tally {
  /** Faults that were put in, by stores and by what they were: how many, and how many at each place. */
  readonly faults: Map<string, Map<string, number>>;
  audits: number;
  readonly lost: string[];
  readonly duplicated: string[];
  readonly exceeded: string[];
  /** All else: contradictions, differences from an undisturbed run, runs that failed for no reason. */
  readonly wrong: string[];
  readonly skipped: string[];
}

export const emptyTally = (): Tally => ({
  faults: new Map(),
  audits: 0,
  lost: [],
  duplicated: [],
  exceeded: [],
  wrong: [],
  skipped: [],
});

export function noteFault(
  { faults }: Tally,
  { name }: { readonly name: string },
  what: string,
  place: string,
): void {
  const key = `${name}: ${what}`;
  const places = faults.get(key) ?? new Map<string, number>();
  places.set(place, (places.get(place) ?? 0) + 1);
  faults.set(key, places);
}

export function countFaults({ faults }: Tally): number {
  return [...faults.values()]
    .flatMap((places) => [...places.values()])
    .reduce((sum, count) => sum + count, 0);
}

export function isClean({ lost, duplicated, exceeded, wrong }: Tally): boolean {
  return lost.length + duplicated.length + exceeded.length + wrong.length === 0;
}

/**
 * Judges a world after a fault and the run that came after it, by the clock of that run; with `expected` holds its decisions
 * to those of an undisturbed ledger.
 */
export async function judge(
  world: World,
  { after, clock, expected, states = true, comparable = (line) => line }: JudgeOptions,
  tally: Tally,
): Promise<LedgerRows> {
  const rows = await readLedger(world.settings.ledger);
  const now = instant(clock, world.settings.plan);
  const found = audit(rows, evidenceOf(world), now);
  const told = (text: string): string => `${after}: ${text}`;
  tally.audits += 1;
  tally.lost.push(...found.lost.map(told));
  tally.duplicated.push(...found.duplicated.map(told));
  tally.exceeded.push(...found.exceeded.map(told));
  tally.wrong.push(...found.contradictions.map(told));
  if (expected !== undefined) {
    const own = decisionsOf(rows, { states });
    const differences = differencesBetween(expected.map(comparable), own.map(comparable));
    tally.wrong.push(...differences.map((text) => told(`unlike an undisturbed run: ${text}`)));
  }
  return rows;
}

export interface JudgeOptions {
  /** The fault, for whoever reads what was found. */
  readonly after: string;
  /** Local time. */
  readonly clock: string;
  readonly expected?: readonly string[];
  readonly states?: boolean;
  /** What of a line is compared, where the fault changes some of it rightly. */
  readonly comparable?: (line: string) => string;
}
