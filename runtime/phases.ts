import { channel } from "node:diagnostics_channel";

/** What a run spends its time with. */
export type Phase = "readiness" | "detect" | "arbitrate" | "commit" | "dispatch";

interface PhaseTime {
  readonly phase: Phase;
  readonly seconds: number;
}

/** Node's own way to watch from outside what goes on within; it costs nothing where nobody does. */
const phases = channel("baleen:phase");

/** Does a piece of work of a phase, and tells those who watch how long it took, however it ends. */
export async function inPhase<Result>(phase: Phase, work: () => Promise<Result> | Result): Promise<Result> {
  if (!phases.hasSubscribers) return work();
  const start = performance.now();
  try {
    return await work();
  } finally {
    phases.publish({ phase, seconds: (performance.now() - start) / 1_000 } satisfies PhaseTime);
  }
}

/** Is told of all pieces of work from now on; gives what ends that. */
export function watchPhases(take: (phase: Phase, seconds: number) => void): () => void {
  const listener = (message: unknown): void => {
    const { phase, seconds } = message as PhaseTime;
    take(phase, seconds);
  };
  phases.subscribe(listener);
  return () => void phases.unsubscribe(listener);
}
