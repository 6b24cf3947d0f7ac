import { type Clock, type Instant, now } from "../calendar/instant.ts";
import type {
  DeliveryResults,
  DispatchMessage,
  DispatchRecord,
  Ledger,
  LedgerLock,
} from "../ledger/ledger.ts";
import type { MessageAdapter, SendResult } from "./adapter.ts";
import { MOST_ATTEMPTS, nextAttempt } from "./retry.ts";

/** Messages whose results are written together: after a crash no more than these are sent twice. */
const RESULTS_AT_ONCE = 200;

/** What became of a dispatch's messages. */
export interface SendCounts {
  readonly sent: number;
  /** Dead letters. */
  readonly refused: number;
  /** To be tried again. */
  readonly later: number;
  /** Why the first of those that did not leave did not. */
  readonly reason: string | undefined;
  /** Whether the channel takes nothing just now: the rest was not tried. */
  readonly stopped: boolean;
}

/**
 * Sends a dispatch's messages one by one, some at once, and writes down what became of them as it goes.
 * @throws RuntimeProblem where the ledger cannot be written.
 */
export async function sendMessages(
  dispatch: DispatchRecord,
  adapter: MessageAdapter,
  { ledger, lock, clock }: { readonly ledger: Ledger; readonly lock: LedgerLock; readonly clock: Clock },
): Promise<SendCounts> {
  const counts = { sent: 0, refused: 0, later: 0, reason: undefined as string | undefined, stopped: false };
  for await (const batch of ledger.dispatchMessages(dispatch.id)) {
    for (let start = 0; start < batch.length; start += RESULTS_AT_ONCE) {
      const some = batch.slice(start, start + RESULTS_AT_ONCE);
      const answers = await sendAll(dispatch.channel, some, adapter);
      const results = resultsOf(some, answers, now(clock));
      await ledger.recordDeliveries(lock, dispatch.id, now(clock), results);
      counts.sent += results.sent.length;
      counts.refused += results.refused.length;
      counts.later += results.later.length;
      counts.reason ??= (results.refused[0] ?? results.later[0])?.reason;
      if (answers.length < some.length) return { ...counts, stopped: true };
    }
  }
  return counts;
}

/**
 * Sends messages, as many at once as the adapter takes; gives the answers in the messages' order. Where twice that
 * many in a row could not be handed over the channel is down, and the rest is left: fewer answers than messages.
 */
async function sendAll(
  channel: string,
  messages: readonly DispatchMessage[],
  adapter: MessageAdapter,
): Promise<readonly SendResult[]> {
  const answers: SendResult[] = [];
  let next = 0;
  let inVain = 0;
  const work = async (): Promise<void> => {
    while (next < messages.length && inVain < 2 * adapter.concurrency) {
      const index = next++;
      const message = messages[index] as DispatchMessage;
      const answer = await adapter.send(channel, message);
      answers[index] = answer;
      inVain = answer.kind === "later" ? inVain + 1 : 0;
    }
  };
  await Promise.all(Array.from({ length: Math.min(adapter.concurrency, messages.length) }, work));
  return answers;
}

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
    if (answer.kind === "sent") sent.push(contact);
    else if (answer.kind === "refused") refused.push({ contact, reason: answer.reason });
    else if (attempts + 1 >= MOST_ATTEMPTS) {
      refused.push({ contact, reason: `given up after ${attempts + 1} attempts: ${answer.reason}` });
    } else {
      const until = nextAttempt(at, key, attempts + 1, answer.seconds);
      later.push({ contact, until, reason: answer.reason });
    }
  }
  return { sent, refused, later };
}
