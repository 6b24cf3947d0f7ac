import { isoInstant } from "../calendar/instant.ts";
import type { DispatchOutcome } from "../dispatch/dispatch.ts";
import type { DispatchWaitingOutcome } from "../dispatch/dispatch-waiting.ts";
import type { DeadLetters } from "../ledger/outgoing.ts";

/** The version of the report's shape. */
export const DISPATCH_REPORT_VERSION = 1;

/** What a dispatch did, for programs: channels in order, no customers' data. */
export interface DispatchReport {
  readonly version: typeof DISPATCH_REPORT_VERSION;
  readonly project: string;
  /** Dead letters that were taken up again. */
  readonly retried: number;
  readonly dispatched: readonly {
    readonly channel: string;
    readonly messages: number;
    readonly target: string;
    readonly refused: number;
    readonly later: number;
    readonly reason: string | null;
  }[];
  readonly cancelled: DispatchOutcome["cancelled"];
  readonly outsideHours: DispatchOutcome["outsideHours"];
  readonly undelivered: readonly {
    readonly channel: string | null;
    readonly code: string;
    readonly message: string;
  }[];
  readonly deadLetters: readonly DeadLetters[];
  /** What still waits: `next` is when the first of them is sent or tried again that no dispatch has, in UTC. */
  readonly waiting: readonly {
    readonly channel: string;
    readonly messages: number;
    readonly next: string | null;
    /** How many were tried in vain, and why one of them did not leave. */
    readonly tried: number;
    readonly reason: string | null;
    /** How many are in dispatches that are under way, or were cut short. */
    readonly unfinished: number;
  }[];
}

/** Reports what a dispatch did. */
export function dispatchReport(project: string, outcome: DispatchWaitingOutcome): DispatchReport {
  const { retried, dispatched, cancelled, outsideHours, undelivered, deadLetters, waiting } = outcome;
  return {
    version: DISPATCH_REPORT_VERSION,
    project,
    retried,
    dispatched: dispatched.map(({ channel, messages, target, refused, later, reason }) => ({
      channel,
      messages,
      target,
      refused,
      later,
      reason: reason ?? null,
    })),
    cancelled,
    outsideHours,
    undelivered: undelivered.map(({ channel, code, message }) => ({
      channel: channel ?? null,
      code,
      message,
    })),
    deadLetters,
    waiting: waiting.map(({ channel, waiting: messages, next, tried, failure, unfinished }) => ({
      channel,
      messages,
      next: next === null ? null : isoInstant(next),
      tried,
      reason: failure,
      unfinished,
    })),
  };
}
