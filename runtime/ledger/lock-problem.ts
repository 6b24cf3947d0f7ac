import { type Instant, isoInstant } from "../calendar/instant.ts";
import { RuntimeProblem } from "../problem.ts";

/** Who took a project's lock last. */
export interface LockHolder {
  readonly token: number;
  /** Its process, on its own machine. */
  readonly process: number;
  readonly since: Instant;
}

/** What is said where another run holds the lock, and is not waited for any longer. */
export function lockedBy(holder: LockHolder | undefined): RuntimeProblem {
  const who = holder === undefined ? "" : ` (process ${holder.process}, since ${isoInstant(holder.since)})`;
  return new RuntimeProblem("ledger-locked", `another run of this project is under way${who}`, {
    help: "wait for it to end, or give a longer `--wait`",
  });
}

/** What is said where messages are being sent, and their end is not waited for any longer. */
export function beingSent(): RuntimeProblem {
  return new RuntimeProblem("ledger-locked", "messages of this project are being sent", {
    help: "wait for that to end, or give a longer `--wait`",
  });
}

/** What is said where the lock was lost on the way: whatever was about to be written is not. */
export function lockLost(): RuntimeProblem {
  return new RuntimeProblem(
    "ledger-locked",
    "the project's lock was lost to another run, so nothing was written",
    { help: "let the other run end, then run again" },
  );
}
