import { type Clock, now } from "../calendar/instant.ts";
import type { RowBatches } from "../ledger/batches.ts";
import type { DispatchMessage, DispatchRecord, Ledger, LedgerLock } from "../ledger/ledger.ts";
import { RuntimeProblem } from "../problem.ts";
import type { ChannelAdapter, DispatchSettings } from "./adapter.ts";
import { fileAdapter } from "./file-adapter.ts";

export type { AdapterSettings, DispatchSettings } from "./adapter.ts";

/** What left on a channel. */
export interface DispatchSummary {
  readonly channel: string;
  readonly messages: number;
  /** Where it went: a file's path. */
  readonly target: string;
}

/** What left, by channel, and why the rest did not: it waits for the next dispatch. */
export interface DispatchOutcome {
  readonly dispatched: readonly DispatchSummary[];
  readonly undelivered: readonly RuntimeProblem[];
}

/**
 * Sends the messages whose due time the clock has reached. A dispatch is recorded before anything is sent and
 * marked after: one that a crash cut short is sent again under the same number and keys. A channel that cannot
 * deliver keeps no other waiting.
 * @throws RuntimeProblem where the ledger cannot be written.
 */
export async function dispatchDue(options: {
  readonly ledger: Ledger;
  readonly lock: LedgerLock;
  readonly clock: Clock;
  readonly settings: DispatchSettings;
}): Promise<DispatchOutcome> {
  const { ledger, lock, clock, settings } = options;
  const dispatched: DispatchSummary[] = [];
  const undelivered: RuntimeProblem[] = [];
  for (const dispatch of await ledger.claimDue(lock, now(clock))) {
    const counter = counting(ledger.dispatchMessages(dispatch.id));
    const target = await deliver(dispatch, counter.messages, settings);
    if (target instanceof RuntimeProblem) {
      undelivered.push(target);
      continue;
    }
    await ledger.finishDispatch(lock, dispatch.id, now(clock), target);
    dispatched.push({ channel: dispatch.channel, messages: counter.count(), target });
  }
  return { dispatched, undelivered };
}

/** Gives where the messages went, or why they could not be delivered. */
async function deliver(
  dispatch: DispatchRecord,
  messages: RowBatches<DispatchMessage>,
  settings: DispatchSettings,
): Promise<string | RuntimeProblem> {
  try {
    return await adapterOf(dispatch.channel, settings).deliver(dispatch, messages);
  } catch (error) {
    if (error instanceof RuntimeProblem) return error;
    throw error;
  }
}

function adapterOf(channel: string, settings: DispatchSettings): ChannelAdapter {
  const named = Object.hasOwn(settings, channel) ? settings[channel] : settings["default"];
  if (named === undefined) {
    throw new RuntimeProblem("dispatch-failed", `nothing says where messages on \`${channel}\` go`, {
      help: `name an adapter for \`${channel}\`, or a \`default\`, under \`dispatch:\` in \`baleen.yaml\``,
    });
  }
  return fileAdapter(named.path);
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
