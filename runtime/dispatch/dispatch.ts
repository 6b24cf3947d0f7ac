import { type Clock, now } from "../calendar/instant.ts";
import type { RowBatches } from "../ledger/batches.ts";
import type { DispatchMessage, DispatchRecord, Ledger, LedgerLock } from "../ledger/ledger.ts";
import { RuntimeProblem } from "../problem.ts";
import type { BatchAdapter, ChannelAdapter, DispatchSettings, MessageAdapter } from "./adapter.ts";
import { fileAdapter } from "./file-adapter.ts";
import { sendMessages } from "./send-messages.ts";
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

/** What left, by channel, and why the rest did not: it waits for the next dispatch. */
export interface DispatchOutcome {
  readonly dispatched: readonly DispatchSummary[];
  readonly undelivered: readonly RuntimeProblem[];
}

export interface DispatchOptions {
  readonly ledger: Ledger;
  readonly lock: LedgerLock;
  readonly clock: Clock;
  readonly settings: DispatchSettings;
}

/**
 * Sends the messages whose due time the clock has reached. A dispatch is recorded before anything is sent and
 * marked after: one that a crash cut short is sent again under the same number and keys. A channel that cannot
 * deliver keeps no other waiting.
 * @throws RuntimeProblem where the ledger cannot be written.
 */
export async function dispatchDue(options: DispatchOptions): Promise<DispatchOutcome> {
  const { ledger, lock, clock } = options;
  const dispatched: DispatchSummary[] = [];
  const undelivered: RuntimeProblem[] = [];
  for (const dispatch of await ledger.claimDue(lock, now(clock))) {
    const { summary, problem } = await deliver(dispatch, options);
    if (summary !== undefined) dispatched.push(summary);
    if (problem !== undefined) undelivered.push(ofChannel(problem, dispatch.channel));
  }
  return { dispatched, undelivered };
}

function ofChannel(problem: RuntimeProblem, channel: string): RuntimeProblem {
  const { code, message, help, origin, cause } = problem;
  return new RuntimeProblem(code, message, { help, origin, cause, channel });
}

/** What left of a dispatch, and why the rest did not, or all. */
interface Delivery {
  readonly summary?: DispatchSummary;
  readonly problem?: RuntimeProblem;
}

async function deliver(dispatch: DispatchRecord, options: DispatchOptions): Promise<Delivery> {
  const adapter = adapterOf(dispatch.channel, options.settings, options.clock);
  if (adapter === undefined) return { problem: noAdapter(dispatch.channel) };
  return adapter.kind === "batch"
    ? deliverBatch(dispatch, adapter, options)
    : deliverMessages(dispatch, adapter, options);
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
    if (error instanceof RuntimeProblem && !error.code.startsWith("ledger-")) return { problem: error };
    throw error;
  }
  await ledger.finishDispatch(lock, id, now(clock), target);
  return { summary: { channel, messages: counter.count(), target, refused: 0, later: 0, reason: undefined } };
}

async function deliverMessages(
  dispatch: DispatchRecord,
  adapter: MessageAdapter,
  options: DispatchOptions,
): Promise<Delivery> {
  const { ledger, lock, clock } = options;
  const { channel, id } = dispatch;
  const { target } = adapter;
  try {
    const { sent, refused, later, reason, stopped } = await sendMessages(dispatch, adapter, options);
    const summary = { channel, messages: sent, target, refused, later, reason };
    if (stopped !== undefined) return { summary, problem: takesNone(channel, target, stopped) };
    await ledger.finishDispatch(lock, id, now(clock), target);
    return { summary };
  } finally {
    await adapter.close();
  }
}

function takesNone(channel: string, target: string, reason: string): RuntimeProblem {
  return new RuntimeProblem(
    "dispatch-failed",
    `\`${target}\` takes no messages on \`${channel}\`: ${reason}`,
    {
      help: `what was decided stands, and the messages wait for the next run; look at \`url\` and \`secret\` under \`dispatch:\``,
    },
  );
}

function noAdapter(channel: string): RuntimeProblem {
  return new RuntimeProblem("dispatch-failed", `nothing says where messages on \`${channel}\` go`, {
    help: `name an adapter for \`${channel}\`, or a \`default\`, under \`dispatch:\` in \`baleen.yaml\``,
  });
}

function adapterOf(channel: string, settings: DispatchSettings, clock: Clock): ChannelAdapter | undefined {
  const named = Object.hasOwn(settings, channel) ? settings[channel] : settings["default"];
  switch (named?.adapter) {
    case undefined:
      return undefined;
    case "file":
      return fileAdapter(named.path);
    case "webhook":
      return webhookAdapter(named, clock);
  }
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
