import type { Ledger } from "../ledger/ledger.ts";
import { inPhase, type Phase, watchPhases } from "../phases.ts";
import type { RunOutcome } from "../run/run.ts";
import type { ServiceOptions } from "./service.ts";

/** Thrown behind a commit when the service is to end: what comes after is the next one's. */
export class StopRequested extends Error {
  override readonly name = "StopRequested";
}

/** Runs over a ledger that tells of each commit, and says what time was spent with what. */
export async function observedRun(
  ledger: Ledger,
  { watch, stopped }: Pick<ServiceOptions, "watch" | "stopped">,
  run: (ledger: Ledger) => Promise<RunOutcome>,
): Promise<{
  readonly outcome: RunOutcome;
  readonly seconds: number;
  readonly phases: ReadonlyMap<Phase, number>;
}> {
  const phases = new Map<Phase, number>();
  const add = (phase: Phase, seconds: number): void => {
    phases.set(phase, (phases.get(phase) ?? 0) + seconds);
  };
  let dispatching: number | undefined;
  const observed: Ledger = {
    ...ledger,
    async commit(lock, decision) {
      await inPhase("commit", () => ledger.commit(lock, decision));
      watch({ kind: "completed", tick: decision.tick, campaigns: decision.campaigns });
      if (stopped.aborted) throw new StopRequested();
    },
    claimDue(...claim) {
      dispatching ??= performance.now();
      return ledger.claimDue(...claim);
    },
  };
  const unwatch = watchPhases(add);
  const start = performance.now();
  try {
    const outcome = await run(observed);
    const end = performance.now();
    // A run ends with its dispatch.
    if (dispatching !== undefined) add("dispatch", (end - dispatching) / 1_000);
    return { outcome, seconds: (end - start) / 1_000, phases };
  } finally {
    unwatch();
  }
}
