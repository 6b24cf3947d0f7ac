import { type Clock, parseInstant } from "../../runtime/index.ts";
import { CommandFailure } from "../failure.ts";

/** The environment's variable that stands for the clock. */
const VARIABLE = "BALEEN_NOW";

/** The system's clock, whatever stands for it. */
export const systemClock: Clock = Date.now;

/**
 * The one place where the wall clock is read. `BALEEN_NOW` holds another instant that stands still instead, for
 * rehearsals and tests.
 * @throws CommandFailure where the variable holds no instant.
 */
export function wallClock(environment: Readonly<Record<string, string | undefined>>): Clock {
  const text = environment[VARIABLE];
  if (text === undefined || text === "") return systemClock;
  const instant = /Z$|[+-]\d\d:\d\d$/.test(text) ? parseInstant(text, "UTC") : undefined;
  if (instant === undefined) {
    throw new CommandFailure(
      `the environment variable \`${VARIABLE}\` is not a point in time`,
      "write it as 2026-03-01T22:00:00Z, or unset it",
    );
  }
  return () => instant / 1_000;
}
