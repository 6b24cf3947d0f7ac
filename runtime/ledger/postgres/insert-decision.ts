import type { Instant } from "../../calendar/instant.ts";
import type { LedgerQueries } from "../queries.ts";
import type { MembershipRecord, TickDecision } from "../records.ts";
import {
  CONTACT_COLUMNS,
  campaignTickRow,
  contactValues,
  DECISION_COLUMNS,
  decisionValues,
  OUTBOX_COLUMNS,
  outboxValues,
  REASON_COLUMNS,
  REJECTION_COLUMNS,
  reasonValues,
  rejectionValues,
  runRow,
} from "../rows.ts";
import type { Cell } from "../transfer/transferred-tables.ts";
import type { Session } from "./session.ts";

const target = (table: string, columns: readonly string[]): string => `${table} (${columns.join(", ")})`;
const CONTACTS = target("contacts", ["id", ...DECISION_COLUMNS, ...CONTACT_COLUMNS]);
const OUTBOX = target("outbox", OUTBOX_COLUMNS);
const REJECTIONS = target("rejections", ["id", ...DECISION_COLUMNS, ...REJECTION_COLUMNS]);
const REASONS = target("rejection_reasons", REASON_COLUMNS);

/** Writes all that was decided at an instant, within the transaction that the session is in. */
export async function insertDecision(
  inside: Session,
  queries: LedgerQueries,
  decision: TickDecision,
): Promise<void> {
  const [run] = await inside.all(queries.insertRun(runRow(decision)));
  if (run === undefined) throw new Error("an insertion gave no row");
  for (const tick of decision.campaigns) {
    await inside.all(queries.insertCampaignTick(campaignTickRow(tick, run.id)));
  }
  const contact = await reserveNumbers(inside, "contacts", decision.contacts.length);
  await inside.copy(CONTACTS, contactRows(decision, contact));
  await inside.copy(OUTBOX, outboxRows(decision, contact));
  const rejection = await reserveNumbers(inside, "rejections", decision.rejections.length);
  await inside.copy(REJECTIONS, rejectionRows(decision, rejection));
  await inside.copy(REASONS, reasonRows(decision, rejection));
  for (const record of decision.memberships) await putMembers(inside, queries, decision.tick, record);
}

/** Takes numbers out of a table's sequence, so that rows that need them can be copied; gives the first. */
async function reserveNumbers(
  inside: Session,
  table: "contacts" | "rejections",
  count: number,
): Promise<number> {
  const sequence = `pg_get_serial_sequence('${table}', 'id')`;
  const [next] = await inside.select<{ readonly first: number }>(`select nextval(${sequence}) as first`);
  const first = next?.first ?? 1;
  if (count > 1) await inside.select(`select setval(${sequence}, $1)`, [first + count - 1]);
  return first;
}

function* contactRows({ contacts }: TickDecision, first: number): Iterable<readonly Cell[]> {
  for (const [index, { contact, state }] of contacts.entries()) {
    yield [first + index, ...decisionValues(contact), ...contactValues(contact, state)];
  }
}

function* outboxRows({ contacts }: TickDecision, first: number): Iterable<readonly Cell[]> {
  for (const [index, { contact, outgoing }] of contacts.entries()) {
    if (outgoing !== undefined) yield outboxValues(first + index, contact, outgoing);
  }
}

function* rejectionRows({ rejections }: TickDecision, first: number): Iterable<readonly Cell[]> {
  for (const [index, rejection] of rejections.entries()) {
    yield [first + index, ...decisionValues(rejection), ...rejectionValues(rejection)];
  }
}

function* reasonRows({ rejections }: TickDecision, first: number): Iterable<readonly Cell[]> {
  for (const [index, { reasons }] of rejections.entries()) {
    for (const [position, reason] of reasons.entries()) yield reasonValues(first + index, position, reason);
  }
}

async function putMembers(
  inside: Session,
  queries: LedgerQueries,
  tick: Instant,
  { campaign, meaning, put, removed }: MembershipRecord,
): Promise<void> {
  await inside.all(queries.putMemberState({ campaign, tick, meaning }));
  const changed = [...put.map(({ customer }) => customer), ...removed];
  await inside.select("delete from memberships where campaign = $1 and customer = any($2::text[])", [
    campaign,
    changed,
  ]);
  await inside.copy(
    "memberships (campaign, customer, value)",
    put.map(({ customer, value }) => [campaign, customer, value]),
  );
}
