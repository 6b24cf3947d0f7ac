import { type Clock, isoInstant, now, parseInstant } from "../../runtime/index.ts";
import { CommandFailure } from "../failure.ts";
import type { Terminal } from "../output/terminal.ts";

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

/**
 * The wall clock of a command that decides, sends or deletes by it, which says first where it stands still at an instant
 * that is to come: what is done then isn't done again when it has come.
 * @throws CommandFailure as `wallClock`.
 */
export function workingClock(
  environment: Readonly<Record<string, string | undefined>>,
  terminal: Pick<Terminal, "err">,
): Clock {
  const clock = wallClock(environment);
  const at = now(clock);
  if (clock !== systemClock && at > now(systemClock)) terminal.err(standsAheadText(isoInstant(at)));
  return clock;
}

const standsAheadText = (at: string): string =>
  `note: the clock stands still at ${at}: ${VARIABLE} is set, and ahead of the system's clock. All goes by it: ticks up to it count as due, and campaigns that are run do nothing more until it has passed\n`;
