import type { Plan } from "../../plan/index.ts";
import { compareText } from "../arbitrate/order.ts";
import { type Clock, type Instant, now } from "../calendar/instant.ts";
import type { RowBatches } from "../ledger/batches.ts";
import type { Ledger, LedgerLock } from "../ledger/ledger.ts";
import type { DispatchMessage, DispatchRecord } from "../ledger/outgoing.ts";
import { RuntimeProblem } from "../problem.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import {
  type BatchAdapter,
  type ChannelAdapter,
  type DispatchSettings,
  type MessageAdapter,
  UncertainDelivery,
} from "./adapter.ts";
import { fileAdapter } from "./file-adapter.ts";
import { type Recheck, recheck } from "./recheck.ts";
import { sendMessages } from "./send-messages.ts";
import { assignTasks } from "./tasks/assign-tasks.ts";
import type { TaskSettings } from "./tasks/task-settings.ts";
import { webhookAdapter } from "./webhook/webhook-adapter.ts";

export type { AdapterSettings, DispatchSettings } from "./adapter.ts";

/** What left on a channel. */
export interface DispatchSummary {
  readonly channel: string;
  readonly messages: number;
  /** Where it went: a file's path, a gateway's host. */
  readonly target: string;
  /** Messages that the channel will not take, now dead letters. */
  readonly refused: number;
  /** Messages that a later dispatch tries again. */
  readonly later: number;
  /** Why the first of those did not leave. */
  readonly reason: string | undefined;
}

/** Messages that are no longer allowed. */
export interface CancelledMessages {
  readonly messages: number;
  /** How many by code, in order of code; one message may have several. */
  readonly reasons: Readonly<Record<string, number>>;
}

/** What left, by channel, and why the rest did not: it waits for the next dispatch. */
export interface DispatchOutcome {
  readonly dispatched: readonly DispatchSummary[];
  readonly undelivered: readonly RuntimeProblem[];
  readonly cancelled: CancelledMessages;
  /** Messages that wait until contact may be made again, as they were tried before or their turn came too late, in order of channel. */
  readonly outsideHours: readonly { readonly channel: string; readonly messages: number }[];
}

/** The outcome where nothing is due. */
export const NOTHING_DUE: DispatchOutcome = {
  dispatched: [],
  undelivered: [],
  cancelled: { messages: 0, reasons: {} },
  outsideHours: [],
};

export interface DispatchOptions {
  readonly ledger: Ledger;
  readonly lock: LedgerLock;
  readonly clock: Clock;
  readonly settings: DispatchSettings;
  /** By which messages of earlier runs are asked again. */
  readonly plan: Plan;
  readonly warehouse: Warehouse;
  /** The number of the last run before this one: what it and those before it decided is asked again. */
  readonly decidedBefore: number;
}

/**
 * Sends the messages whose due time the clock has reached, those of earlier runs where what stood for them still holds. A
 * dispatch is recorded before anything is sent and marked after: a batch that a crash cut short is delivered again under the
 * same number, messages that leave one by one under the same keys. A channel that cannot deliver keeps no other waiting.
 * @throws RuntimeProblem where the ledger cannot be written.
 */
export async function dispatchDue(options: DispatchOptions): Promise<DispatchOutcome> {
  const { ledger, lock, clock, decidedBefore } = options;
  const dispatched: DispatchSummary[] = [];
  const undelivered: RuntimeProblem[] = [];
  const closed = new Map<string, number>();
  const send = async (dispatch: DispatchRecord): Promise<void> => {
    const { summary, problem, outsideHours = 0 } = await deliver(dispatch, options);
    const before = closed.get(dispatch.channel) ?? 0;
    if (outsideHours > 0) closed.set(dispatch.channel, before + outsideHours);
    if (summary !== undefined) dispatched.push(summary);
    if (problem !== undefined) undelivered.push(ofChannel(problem, dispatch.channel));
  };
  for (const dispatch of await takeUp(options)) await send(dispatch);
  const at = now(clock);
  const again = await askAgain(at, options);
  if (again.problem !== undefined) undelivered.push(again.problem);
  const claim = { runsAfter: decidedBefore, again: again.found };
  for (const dispatch of await ledger.claimDue(lock, at, claim)) await send(dispatch);
  for (const [channel, messages] of again.found.outsideHours) {
    closed.set(channel, (closed.get(channel) ?? 0) + messages);
  }
  const cancelled = cancelledOf(again.found.refused);
  return { dispatched, undelivered, cancelled, outsideHours: waitingOf(closed) };
}

/**
 * Looks at dispatches that a crash or a failure cut short, and gives those that are to be delivered as they are: a batch may
 * have been seen. Messages that leave one by one wait again, to be asked before they do.
 */
async function takeUp(options: DispatchOptions): Promise<readonly DispatchRecord[]> {
  const { ledger, lock, clock, settings } = options;
  const batches: DispatchRecord[] = [];
  for (const dispatch of await ledger.takeUpDispatches(lock)) {
    const adapter = await adapterOf(dispatch.channel, settings, clock);
    if (adapter?.kind === "message") {
      await ledger.releaseDispatch(lock, dispatch.id, now(clock), adapter.target);
      await adapter.close();
    } else batches.push(dispatch);
  }
  return batches;
}

/** Without the warehouse nothing can be asked: what waits goes on waiting, and what was decided just now leaves. */
async function askAgain(
  at: Instant,
  { plan, warehouse, ledger, decidedBefore }: DispatchOptions,
): Promise<{ readonly found: Recheck; readonly problem?: RuntimeProblem }> {
  try {
    const waiting = ledger.waitingMessages(at, decidedBefore);
    return { found: await recheck(waiting, { plan, warehouse, ledger, now: at }) };
  } catch (error) {
    const [problem] = error instanceof AggregateError ? error.errors : [error];
    if (!(problem instanceof RuntimeProblem) || problem.code.startsWith("ledger-")) throw error;
    return { found: { allowed: [], refused: [], outsideHours: new Map() }, problem };
  }
}

function ofChannel(problem: RuntimeProblem, channel: string): RuntimeProblem {
  const { code, message, help, origin, cause } = problem;
  return new RuntimeProblem(code, message, { help, origin, cause, channel });
}

/** What left of a dispatch, and why the rest did not, or all. */
interface Delivery {
  readonly summary?: DispatchSummary;
  readonly problem?: RuntimeProblem;
  /** Those whose hours ended before their turn. */
  readonly outsideHours?: number;
}

async function deliver(dispatch: DispatchRecord, options: DispatchOptions): Promise<Delivery> {
  const adapter = await adapterOf(dispatch.channel, options.settings, options.clock);
  if (adapter === undefined) return { problem: noAdapter(dispatch.channel) };
  switch (adapter.kind) {
    case "batch":
      return deliverBatch(dispatch, adapter, options);
    case "message":
      return deliverMessages(dispatch, adapter, options);
    case "tasks":
      return deliverTasks(dispatch, adapter.settings, options);
  }
}

async function deliverBatch(
  dispatch: DispatchRecord,
  adapter: BatchAdapter,
  { ledger, lock, clock }: DispatchOptions,
): Promise<Delivery> {
  const { channel, id } = dispatch;
  const counter = counting(ledger.dispatchMessages(id));
  let target: string;
  try {
    target = await adapter.deliver(dispatch, counter.messages);
  } catch (error) {
    if (error instanceof UncertainDelivery) return { problem: error.problem };
    if (!(error instanceof RuntimeProblem) || error.code.startsWith("ledger-")) throw error;
    await ledger.releaseDispatch(lock, id, now(clock), NOWHERE);
    return { problem: error };
  }
  await ledger.finishDispatch(lock, id, now(clock), target);
  return { summary: { channel, messages: counter.count(), target, refused: 0, later: 0, reason: undefined } };
}

/** Tasks, and that their messages have left, are written as one: there is nothing that could be done twice. */
async function deliverTasks(
  dispatch: DispatchRecord,
  settings: TaskSettings,
  { ledger, lock, clock, plan }: DispatchOptions,
): Promise<Delivery> {
  const { channel, id } = dispatch;
  try {
    const tasks = await assignTasks(ledger.dispatchMessages(id), settings, {
      plan,
      loads: await ledger.taskLoads(),
    });
    await ledger.putTasks(lock, id, now(clock), tasks);
    return {
      summary: {
        channel,
        messages: tasks.length,
        target: WORK_LISTS,
        refused: 0,
        later: 0,
        reason: undefined,
      },
    };
  } catch (error) {
    if (!(error instanceof RuntimeProblem) || error.code.startsWith("ledger-")) throw error;
    await ledger.releaseDispatch(lock, id, now(clock), NOWHERE);
    return { problem: error };
  }
}

/** Where tasks go. */
const WORK_LISTS = "work lists";

/** Where a dispatch has gone of which nothing has left. */
const NOWHERE = "nowhere";

async function deliverMessages(
  dispatch: DispatchRecord,
  adapter: MessageAdapter,
  options: DispatchOptions,
): Promise<Delivery> {
  const { ledger, lock, clock } = options;
  const { channel, id } = dispatch;
  const { target } = adapter;
  try {
    const counts = await sendMessages(dispatch, adapter, options);
    const { sent, refused, later, reason, stopped, outsideHours } = counts;
    const summary = { channel, messages: sent, target, refused, later, reason };
    if (stopped === undefined && outsideHours === 0) {
      await ledger.finishDispatch(lock, id, now(clock), target);
      return { summary };
    }
    await ledger.releaseDispatch(lock, id, now(clock), target);
    return {
      summary,
      outsideHours,
      ...(stopped !== undefined && { problem: takesNone(channel, target, stopped) }),
    };
  } finally {
    await adapter.close();
  }
}

function takesNone(channel: string, target: string, reason: string): RuntimeProblem {
  return new RuntimeProblem(
    "dispatch-failed",
    `\`${target}\` takes no messages on \`${channel}\`: ${reason}`,
    {
      help: "what was decided stands, and the messages wait for the next run; look at what `dispatch:` in `baleen.yaml` says of the channel",
    },
  );
}

function noAdapter(channel: string): RuntimeProblem {
  return new RuntimeProblem("dispatch-failed", `nothing says where messages on \`${channel}\` go`, {
    help: `name an adapter for \`${channel}\`, or a \`default\`, under \`dispatch:\` in \`baleen.yaml\``,
  });
}

async function adapterOf(
  channel: string,
  settings: DispatchSettings,
  clock: Clock,
): Promise<ChannelAdapter | undefined> {
  const named = Object.hasOwn(settings, channel) ? settings[channel] : settings["default"];
  switch (named?.adapter) {
    case undefined:
      return undefined;
    case "file":
      return fileAdapter(named.path);
    case "webhook":
      return webhookAdapter(named, clock);
    case "smtp":
      return (await import("./smtp/smtp-adapter.ts")).smtpAdapter(named, clock);
    case "tasks":
      return { kind: "tasks", settings: named };
  }
}

function cancelledOf(refused: Recheck["refused"]): CancelledMessages {
  const counts = new Map<string, number>();
  for (const { reasons } of refused) {
    for (const code of new Set(reasons.map((reason) => reason.code))) {
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  const inOrder = [...counts].sort(([a], [b]) => compareText(a, b));
  return { messages: refused.length, reasons: Object.fromEntries(inOrder) };
}

function waitingOf(byChannel: ReadonlyMap<string, number>): DispatchOutcome["outsideHours"] {
  return [...byChannel]
    .sort(([a], [b]) => compareText(a, b))
    .map(([channel, messages]) => ({ channel, messages }));
}

function counting(messages: RowBatches<DispatchMessage>): {
  readonly messages: RowBatches<DispatchMessage>;
  readonly count: () => number;
} {
  let seen = 0;
  return {
    messages: (async function* () {
      for await (const batch of messages) {
        seen += batch.length;
        yield batch;
      }
    })(),
    count: () => seen,
  };
}
