import { setTimeout as sleep } from "node:timers/promises";

/** Lets so many pass a second at most, evenly: each waits for its turn. */
export function pacer(perSecond: number): () => Promise<void> {
  const interval = 1_000 / perSecond;
  let next = 0;
  return async () => {
    // A process's own clock, which no one sets back: this is about pace, not about time.
    const current = performance.now();
    const turn = Math.max(current, next);
    next = turn + interval;
    if (turn > current + 1) await sleep(turn - current);
  };
}
