import { type Clock, now } from "../calendar/instant.ts";
import type { DispatchMessage, Ledger, LedgerLock } from "../ledger/ledger.ts";
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

/**
 * Sends the messages whose due time the clock has reached. A dispatch is recorded before anything is sent and
 * marked after: one that a crash cut short is sent again under the same number and keys.
 * @throws RuntimeProblem where an adapter cannot deliver; its messages wait for the next dispatch.
 */
export async function dispatchDue(options: {
  readonly ledger: Ledger;
  readonly lock: LedgerLock;
  readonly clock: Clock;
  readonly settings: DispatchSettings;
}): Promise<readonly DispatchSummary[]> {
  const { ledger, lock, clock, settings } = options;
  const summaries: DispatchSummary[] = [];
  for (const dispatch of await ledger.claimDue(lock, now(clock))) {
    const counter = counting(ledger.dispatchMessages(dispatch.id));
    const target = await adapterOf(dispatch.channel, settings).deliver(dispatch, counter.messages);
    await ledger.finishDispatch(lock, dispatch.id, now(clock), target);
    summaries.push({ channel: dispatch.channel, messages: counter.count(), target });
  }
  return summaries;
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

function counting(messages: Iterable<DispatchMessage>): {
  readonly messages: Iterable<DispatchMessage>;
  readonly count: () => number;
} {
  let seen = 0;
  return {
    messages: (function* () {
      for (const message of messages) {
        seen += 1;
        yield message;
      }
    })(),
    count: () => seen,
  };
}
