import type { Instant } from "../../calendar/instant.ts";
import { lists } from "../batches.ts";
import type { LedgerQueries } from "../queries.ts";
import { reasonListNumbering } from "../reason-lists.ts";
import type { DecidedContact, MembershipRecord, TickDecision } from "../records.ts";
import {
  CONTACT_COLUMNS,
  campaignTickRow,
  contactValues,
  DECISION_COLUMNS,
  decisionValues,
  OUTBOX_COLUMNS,
  outboxValues,
  REASON_COLUMNS,
  REASON_LIST_COLUMNS,
  REJECTION_COLUMNS,
  reasonValues,
  rejectionValues,
  runRow,
} from "../rows.ts";
import type { Session } from "./session.ts";

const target = (table: string, columns: readonly string[]): string => `${table} (${columns.join(", ")})`;
const CONTACTS = target("contacts", ["id", ...DECISION_COLUMNS, ...CONTACT_COLUMNS]);
const OUTBOX = target("outbox", OUTBOX_COLUMNS);
const REJECTIONS = target("rejections", ["id", ...DECISION_COLUMNS, ...REJECTION_COLUMNS]);
const REASON_LISTS = target("reason_lists", REASON_LIST_COLUMNS);
const REASONS = target("reasons", REASON_COLUMNS);

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
  await copyContacts(inside, decision.contacts, contact);
  await copyRejections(inside, queries, decision);
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

/** Contacts with their messages, some at a time: one connection copies into one table after the other. */
async function copyContacts(inside: Session, contacts: Iterable<DecidedContact>, first: number) {
  let id = first;
  for (const some of lists(contacts)) {
    const numbered = some.map((one) => ({ ...one, id: id++ }));
    await inside.copy(
      CONTACTS,
      numbered.map(({ id, contact, state }) => [
        id,
        ...decisionValues(contact),
        ...contactValues(contact, state),
      ]),
    );
    await inside.copy(
      OUTBOX,
      numbered.flatMap(({ id, contact, outgoing }) =>
        outgoing === undefined ? [] : [outboxValues(id, contact, outgoing)],
      ),
    );
  }
}

async function copyRejections(inside: Session, queries: LedgerQueries, { tick, rejections }: TickDecision) {
  let id = await reserveNumbers(inside, "rejections", rejections.length);
  const [last] = await inside.all(queries.lastReasonList());
  const listOf = reasonListNumbering((last?.id ?? 0) + 1);
  for (const some of lists(rejections)) {
    const listed = some.map((rejection) => ({ id: id++, rejection, list: listOf(rejection.reasons) }));
    const added = listed.flatMap(({ list }) => (list.isNew ? [list] : []));
    if (added.length > 0) {
      await inside.copy(
        REASON_LISTS,
        added.map(({ number }) => [number, tick]),
      );
      await inside.copy(REASONS, added.flatMap(reasonValues));
    }
    await inside.copy(
      REJECTIONS,
      listed.map(({ id, rejection, list }) => [
        id,
        ...decisionValues(rejection),
        ...rejectionValues(rejection, list.number),
      ]),
    );
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
