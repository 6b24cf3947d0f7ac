import type { Plan } from "../../plan/index.ts";
import { type Clock, type Instant, isoInstant, now } from "../calendar/instant.ts";
import type { Ledger, LedgerLock } from "../ledger/ledger.ts";
import {
  type KeyedContact,
  type NewResponse,
  type RecordedAnswer,
  responseKey,
} from "../ledger/responses.ts";
import { readAmount, readTime } from "../tabular/cells.ts";
import { lengthProblem, type RejectedLine } from "../tabular/table.ts";
import { type AnswerLine, type AnswersFile, openAnswersFile } from "./answers-file.ts";

/** What became of a file of answers. */
export interface AnswersOutcome {
  /** Answers that are new in the ledger, or with `dryRun` would be. */
  readonly recorded: number;
  /** Rows whose answer the ledger has, or that stand in the file before. */
  readonly known: number;
  readonly header: readonly string[];
  /** Rows that were set aside, in order. */
  readonly rejected: readonly RejectedLine[];
}

interface AnswerWorld {
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly lock: LedgerLock;
  readonly clock: Clock;
  /** Writes nothing. */
  readonly dryRun: boolean;
}

/** Rows that are looked up and written at one go. */
const LINES_AT_ONCE = 10_000;

/**
 * Records what a channel reports of its messages: each row that is sound becomes an answer to the contact whose message
 * has the key. A row whose answer is there already adds nothing, so that a file may be read again.
 * @throws RuntimeProblem `answers-file` where the file as a whole cannot be worked with.
 */
export async function recordAnswers(path: string, world: AnswerWorld): Promise<AnswersOutcome> {
  const file: AnswersFile = await openAnswersFile(path);
  const rejected: RejectedLine[] = [];
  const seen: SeenAnswers = new Map();
  let recorded = 0;
  let known = 0;
  const flush = async (lines: readonly AnswerLine[]): Promise<void> => {
    const { fresh, ...rest } = await judge(lines, file.header, seen, world);
    rejected.push(...rest.rejected);
    known += rest.known;
    recorded += fresh.length;
    if (fresh.length === 0 || world.dryRun) return;
    await world.ledger.recordResponses(world.lock, {
      responses: fresh,
      foundAt: now(world.clock),
      searched: [],
      priorities: new Map(),
    });
  };
  let lines: AnswerLine[] = [];
  for await (const line of file.lines) {
    lines.push(line);
    if (lines.length < LINES_AT_ONCE) continue;
    await flush(lines);
    lines = [];
  }
  await flush(lines);
  return { recorded, known, header: file.header, rejected };
}

/** Answers by what tells them apart, `identityOf`; what else is known of each. */
type SeenAnswers = Map<string, Instant>;

interface Judged {
  readonly fresh: readonly NewResponse[];
  readonly known: number;
  readonly rejected: readonly RejectedLine[];
}

async function judge(
  lines: readonly AnswerLine[],
  header: readonly string[],
  seen: SeenAnswers,
  { plan, ledger, clock }: AnswerWorld,
): Promise<Judged> {
  const contacts = await ledger.contactsByKey([...new Set(lines.map(({ key }) => key))]);
  for (const answer of await ledger.answersTo([...contacts.values()].map(({ contact }) => contact))) {
    seen.set(identityOf(answer), answer.time);
  }
  const fresh: NewResponse[] = [];
  const rejected: RejectedLine[] = [];
  let known = 0;
  for (const line of lines) {
    const read = readLine(line, { header, contacts, plan, now: now(clock) });
    if (typeof read === "string") {
      rejected.push({ line: line.line, cells: line.cells, reason: read });
      continue;
    }
    const identity = identityOf(read);
    const before = seen.get(identity);
    if (before === undefined) {
      seen.set(identity, read.time);
      fresh.push(read);
    } else if (before === read.time) known += 1;
    else {
      const reason = `the answer \`${line.id}\` to this message is known with another time, ${isoInstant(before)}`;
      rejected.push({ line: line.line, cells: line.cells, reason });
    }
  }
  return { fresh, known, rejected };
}

/** An answer with a number of its own is told from others by that; one without by what it is called and when it came. */
function identityOf({ contact, event, eventId, time }: RecordedAnswer): string {
  return eventId === "" ? responseKey(contact, event, "", time) : responseKey(contact, "", eventId, 0);
}

/** An answer, or why the row is none. */
function readLine(
  line: AnswerLine,
  world: {
    readonly header: readonly string[];
    readonly contacts: ReadonlyMap<string, KeyedContact>;
    readonly plan: Plan;
    readonly now: Instant;
  },
): NewResponse | string {
  const { header, contacts, plan } = world;
  const wrongLength = lengthProblem(line, header);
  if (wrongLength !== undefined) return wrongLength;
  if (line.key === "") return "the key is missing";
  const contact = contacts.get(line.key);
  if (contact === undefined) return `no message has the key \`${line.key}\``;
  const time = readTime(line.time, world.now, plan);
  if (typeof time === "string") return time;
  if (time < contact.due) return `the message was not due until ${isoInstant(contact.due)}`;
  const amount = readAmount(line.amount, line.currency, plan);
  if (typeof amount === "string") return amount;
  return {
    kind: "answer",
    contact: contact.contact,
    credited: true,
    event: line.answer,
    eventId: line.id,
    time,
    amount,
  };
}
