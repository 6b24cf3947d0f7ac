import type { Plan } from "../../plan/index.ts";
import { type Clock, now } from "../calendar/instant.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { DeadLetters } from "../ledger/outgoing.ts";
import type { ChannelOutlook } from "../ledger/outlook.ts";
import { assertKnownFormat } from "../run/assert-runnable.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { type DispatchOutcome, type DispatchSettings, dispatchDue } from "./dispatch.ts";

/** What a dispatch without a run needs. */
export interface DispatchWaitingOptions {
  readonly plan: Plan;
  readonly warehouse: Warehouse;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly settings: DispatchSettings;
  /** How long a run of the project is waited for; 0 unless given. */
  readonly waitSeconds?: number;
  /** Takes dead letters up again first: those of a channel, or all. */
  readonly retry?: { readonly channel?: string };
}

export interface DispatchWaitingOutcome extends DispatchOutcome {
  /** How many dead letters were taken up again. */
  readonly retried: number;
  /** Those that there are in the end. */
  readonly deadLetters: readonly DeadLetters[];
  /** The channels on which messages still wait in the end, in order. */
  readonly waiting: readonly ChannelOutlook[];
}

/**
 * Sends what waits and is due, without deciding anything: as a run does when it ends. All of it was decided by earlier runs,
 * and is asked again.
 * @throws RuntimeProblem `ledger-locked` where a run of the project is under way.
 */
export async function dispatchWaiting(options: DispatchWaitingOptions): Promise<DispatchWaitingOutcome> {
  const { plan, warehouse, ledger, clock, settings, retry } = options;
  assertKnownFormat(plan);
  const lock = await ledger.dispatchLock(clock, options.waitSeconds ?? 0);
  try {
    const retried = retry === undefined ? 0 : await ledger.retryDeadLetters(lock, now(clock), retry.channel);
    const decidedBefore = await ledger.lastRun();
    const outcome = await dispatchDue({ plan, warehouse, ledger, lock, clock, settings, decidedBefore });
    const waiting = (await ledger.outlook()).filter((channel) => channel.waiting > 0);
    return { ...outcome, retried, deadLetters: await ledger.deadLetters(), waiting };
  } finally {
    await lock.release();
  }
}
