import type { Plan } from "../../plan/index.ts";
import { type Clock, type Instant, now } from "../calendar/instant.ts";
import type { Ledger, LedgerLock } from "../ledger/ledger.ts";
import { lockLost } from "../ledger/lock-problem.ts";
import type { DeliveryResults, DispatchMessage, DispatchRecord } from "../ledger/outgoing.ts";
import type { MessageAdapter, SendResult } from "./adapter.ts";
import { openHours } from "./open-hours.ts";
import { MOST_ATTEMPTS, nextAttempt } from "./retry.ts";

/** Messages whose results are written together: after a crash no more than these are sent twice. */
const RESULTS_AT_ONCE = 200;

/** Messages in a row that could not be handed over, after which the channel is taken to be down. */
const MOST_IN_VAIN = 16;

/** What became of a dispatch's messages. */
export interface SendCounts {
  readonly sent: number;
  /** Dead letters. */
  readonly refused: number;
  /** To be tried again. */
  readonly later: number;
  /** Why the first of those that did not leave did not. */
  readonly reason: string | undefined;
  /** Why the channel takes nothing just now: the rest was not tried, and waits. */
  readonly stopped: string | undefined;
  /** Those that were not tried because the hours of contact ended before their turn had come. */
  readonly outsideHours: number;
}

/** What is known of a channel while messages are sent. */
interface ChannelState {
  inVain: number;
  stopped: string | undefined;
}

/**
 * Sends a dispatch's messages one by one, some at once, and writes down what became of them as it goes. Stops where the
 * channel is wrongly set up, or down: many messages in a row could not be handed over.
 * @throws RuntimeProblem where the ledger cannot be written, or the lock is lost.
 */
export async function sendMessages(
  dispatch: DispatchRecord,
  adapter: MessageAdapter,
  {
    ledger,
    lock,
    clock,
    plan,
  }: {
    readonly ledger: Ledger;
    readonly lock: LedgerLock;
    readonly clock: Clock;
    readonly plan: Plan;
  },
): Promise<SendCounts> {
  const counts = { sent: 0, refused: 0, later: 0, outsideHours: 0, reason: undefined as string | undefined };
  const isOpen = openHours(plan);
  // One that began outside of them, because nobody dispatched before, is none of those that ran into their end.
  const isOver = ({ campaign }: DispatchMessage): boolean =>
    !isOpen(campaign, dispatch.channel, now(clock)) && isOpen(campaign, dispatch.channel, dispatch.startedAt);
  const state: ChannelState = { inVain: 0, stopped: undefined };
  for await (const batch of ledger.dispatchMessages(dispatch.id)) {
    for (let start = 0; start < batch.length; start += RESULTS_AT_ONCE) {
      // Whoever holds it now sends the same messages.
      if (!lock.isHeld()) throw lockLost();
      const next = batch.slice(start, start + RESULTS_AT_ONCE);
      const some = next.filter((message) => !isOver(message));
      counts.outsideHours += next.length - some.length;
      const answers = await sendAll(dispatch.channel, some, adapter, state);
      const results = resultsOf(some, answers, now(clock));
      await ledger.recordDeliveries(lock, dispatch.id, now(clock), results);
      counts.sent += results.sent.length;
      counts.refused += results.refused.length;
      counts.later += results.later.length;
      counts.reason ??= (results.refused[0] ?? results.later[0])?.reason;
      if (state.stopped !== undefined) return { ...counts, stopped: state.stopped };
    }
  }
  return { ...counts, stopped: undefined };
}

/** Sends messages, as many at once as the adapter takes; gives the answers in the messages' order, fewer where it stops. */
async function sendAll(
  channel: string,
  messages: readonly DispatchMessage[],
  adapter: MessageAdapter,
  state: ChannelState,
): Promise<readonly SendResult[]> {
  const answers: SendResult[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < messages.length && state.stopped === undefined) {
      const index = next++;
      const answer = await adapter.send(channel, messages[index] as DispatchMessage);
      answers[index] = answer;
      note(answer, state);
    }
  };
  await Promise.all(Array.from({ length: Math.min(adapter.concurrency, messages.length) }, work));
  return answers;
}

function note(answer: SendResult, state: ChannelState): void {
  switch (answer.kind) {
    case "sent":
    case "refused":
      state.inVain = 0;
      return;
    case "later":
      state.inVain += 1;
      if (state.inVain >= MOST_IN_VAIN) state.stopped ??= answer.reason;
      return;
    case "closed":
      state.stopped ??= answer.reason;
  }
}

/** What is to be written; messages for which the channel is closed stay as they are, and cost no attempt. */
function resultsOf(
  messages: readonly DispatchMessage[],
  answers: readonly SendResult[],
  at: Instant,
): DeliveryResults {
  const sent: number[] = [];
  const refused: { contact: number; reason: string }[] = [];
  const later: { contact: number; until: Instant; reason: string }[] = [];
  for (const [index, answer] of answers.entries()) {
    const { contact, key, attempts } = messages[index] as DispatchMessage;
    switch (answer.kind) {
      case "sent":
        sent.push(contact);
        break;
      case "refused":
        refused.push({ contact, reason: answer.reason });
        break;
      case "later":
        if (attempts + 1 >= MOST_ATTEMPTS) {
          refused.push({ contact, reason: `given up after ${attempts + 1} attempts: ${answer.reason}` });
        } else {
          later.push({
            contact,
            until: nextAttempt(at, key, attempts + 1, answer.seconds),
            reason: answer.reason,
          });
        }
        break;
      case "closed":
        break;
    }
  }
  return { sent, refused, later };
}
