import type { Bank } from "./bank.ts";
import { decisionsOf } from "./decisions.ts";
import { readLedger } from "./ledger-rows.ts";
import { runStep, type Step } from "./run-step.ts";
import { openWorld } from "./world.ts";

/** What an undisturbed ledger says after each step of a story. */
export type Reference = readonly (readonly string[])[];

/** Runs a story with nothing in its way, on a fresh ledger in SQLite. */
export async function undisturbed(bank: Bank, steps: readonly Step[]): Promise<Reference> {
  const world = await openWorld({ bank });
  try {
    const after: (readonly string[])[] = [];
    for (const step of steps) {
      const outcome = await runStep(world.settings, step);
      if (outcome.failed !== undefined || outcome.undelivered.length > 0 || outcome.leftOpen > 0) {
        throw new Error(`an undisturbed run is disturbed: ${JSON.stringify(outcome)}`);
      }
      after.push(decisionsOf(await readLedger(world.settings.ledger)));
    }
    return after;
  } finally {
    await world.close();
  }
}
