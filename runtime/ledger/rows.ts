import type { Insertable, Selectable } from "kysely";
import type { ChainContact, ResponseRow } from "./contact-rows.ts";
import type { ReasonList } from "./reason-lists.ts";
import type {
  Amount,
  CampaignTick,
  ContactRecord,
  ContactState,
  DecisionIdentity,
  EventIdentity,
  OutgoingMessage,
  Reason,
  RejectionRecord,
  TickDecision,
} from "./records.ts";
import type { AnsweredContact } from "./responses.ts";
import type { LedgerTables } from "./tables.ts";

type RejectionRow = Selectable<LedgerTables["rejections"]>;
type DecisionRow = Omit<RejectionRow, "channel" | "offers" | "due" | "reason_list">;

type ChainRow = Pick<
  Selectable<LedgerTables["contacts"]>,
  | "id"
  | "customer"
  | "occasion"
  | "wave"
  | "due"
  | "channel"
  | "offers"
  | "value"
  | "currency"
  | "event_id"
  | "event_time"
  | "carried"
> & { readonly responses: number | null };

type TickRow = Omit<Selectable<LedgerTables["campaign_ticks"]>, "run"> & {
  readonly plan_hash: string;
};

export function runRow({ tick, at, planHash, startedAt }: TickDecision): Insertable<LedgerTables["runs"]> {
  return { tick, asked_at: at, plan_hash: planHash, started_at: startedAt };
}

export function campaignTickRow(tick: CampaignTick, run: number): Insertable<LedgerTables["campaign_ticks"]> {
  return {
    campaign: tick.campaign,
    tick: tick.tick,
    run,
    label: tick.label,
    owner: tick.owner,
    previous_tick: tick.previousTick,
    active: tick.active ? 1 : 0,
    floor: tick.floor,
    campaign_hash: tick.campaignHash,
    funnel: JSON.stringify(tick.funnel),
  };
}

/** Columns that contacts and rejections share, in the order of `decisionValues`. */
export const DECISION_COLUMNS = [
  "campaign",
  "tick",
  "wave",
  "customer",
  "arm",
  "occasion",
  "event_id",
  "event_time",
  "value",
  "currency",
] as const;

/** Columns of contacts alone, in the order of `contactValues`. */
export const CONTACT_COLUMNS = [
  "channel",
  "offers",
  "due",
  "costs",
  "purpose",
  "carried",
  "segments",
  "state",
] as const;

export function contactValues(
  contact: ContactRecord,
  state: ContactState = "waiting",
): readonly (string | number | null)[] {
  const { channel, offers, due, costs, purpose, carried, segments, arm } = contact;
  return [
    channel,
    JSON.stringify(offers),
    due,
    JSON.stringify(costs),
    purpose,
    JSON.stringify(carried),
    JSON.stringify(segments),
    arm === "treated" ? state : null,
  ];
}

export function decisionValues(decision: DecisionIdentity): readonly (string | number | null)[] {
  const { campaign, tick, wave, customer, arm, occasion, event, value } = decision;
  return [
    campaign,
    tick,
    wave,
    customer,
    arm,
    occasion,
    event?.id ?? null,
    event?.time ?? null,
    value?.amount ?? null,
    value?.currency ?? null,
  ];
}

/** Columns of rejections alone, in the order of `rejectionValues`. */
export const REJECTION_COLUMNS = ["channel", "offers", "due", "reason_list"] as const;

/** @param reasonList the number of the list of its reasons */
export function rejectionValues(
  { channel, offers, due }: RejectionRecord,
  reasonList: number,
): readonly (string | number | null)[] {
  return [channel, JSON.stringify(offers), due, reasonList];
}

/** Columns of lists of reasons. */
export const REASON_LIST_COLUMNS = ["id", "tick"] as const;

/** Columns of the reasons of a list, in the order of `reasonValues`. */
export const REASON_COLUMNS = ["reason_list", "position", "channel", "code", "rule"] as const;

/** The rows of a list's reasons. */
export function reasonValues({
  number,
  reasons,
}: ReasonList): readonly (readonly (string | number | null)[])[] {
  return reasons.map(({ channel, code, rule }, position) => [number, position, channel, code, rule ?? null]);
}

/** Columns of the outbox, in the order of `outboxValues`. */
export const OUTBOX_COLUMNS = ["contact", "key", "channel", "due", "address", "subject", "message"] as const;

export function outboxValues(
  id: number,
  { channel, due }: ContactRecord,
  { key, address, subject, message }: OutgoingMessage,
): readonly (string | number | null)[] {
  return [id, key, channel, due, address, subject, message];
}

export function contactFrom(row: Selectable<LedgerTables["contacts"]>): ContactRecord {
  return {
    ...decisionFrom(row),
    channel: row.channel,
    offers: JSON.parse(row.offers),
    due: row.due,
    costs: JSON.parse(row.costs),
    purpose: row.purpose,
    carried: JSON.parse(row.carried),
    segments: JSON.parse(row.segments),
  };
}

export function chainContactFrom(row: ChainRow): ChainContact {
  const { id, customer, occasion, wave, due, channel } = row;
  return {
    id,
    customer,
    occasion,
    wave,
    due,
    channel,
    offers: JSON.parse(row.offers),
    value: amountFrom(row.value, row.currency),
    event: eventFrom(row.event_id, row.event_time),
    carried: JSON.parse(row.carried),
    responded: (row.responses ?? 0) > 0,
  };
}

export function answeredContactFrom(
  row: Omit<
    Selectable<LedgerTables["contacts"]>,
    "event_id" | "event_time" | "costs" | "purpose" | "segments" | "state"
  >,
): AnsweredContact {
  const { id, campaign, customer, arm, wave, tick, occasion, due, channel } = row;
  return {
    id,
    campaign,
    customer,
    arm,
    wave,
    tick,
    occasion,
    due,
    channel,
    offers: JSON.parse(row.offers),
    value: amountFrom(row.value, row.currency),
    carried: JSON.parse(row.carried),
  };
}

export function responseFrom(row: {
  readonly id: number;
  readonly customer: string;
  readonly campaign: string;
  readonly offers: string;
  readonly channel: string;
  readonly time: number;
  readonly amount: string | null;
  readonly currency: string | null;
}): ResponseRow {
  const { id, customer, campaign, channel, time } = row;
  const offers = JSON.parse(row.offers);
  return { id, customer, campaign, offers, channel, time, amount: amountFrom(row.amount, row.currency) };
}

/** Reads JSON lists of names, of which few stand in many rows. */
export function rememberedList(): (text: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (text) => {
    const found: readonly string[] = known.get(text) ?? JSON.parse(text);
    known.set(text, found);
    return found;
  };
}

/** @param lists lists of reasons by number, as `reasonLists` gives them */
export function rejectionFrom(
  row: RejectionRow,
  lists: ReadonlyMap<number, readonly Reason[]>,
): RejectionRecord {
  return {
    ...decisionFrom(row),
    channel: row.channel,
    offers: JSON.parse(row.offers),
    due: row.due,
    reasons: lists.get(listNumber(row)) ?? [],
  };
}

/** The number of a rejection's list of reasons; in ledgers of before its own. */
export function listNumber({ id, reason_list }: Pick<RejectionRow, "id" | "reason_list">): number {
  return reason_list ?? id;
}

type ReasonRow = Pick<Selectable<LedgerTables["reasons"]>, "reason_list" | "channel" | "code" | "rule">;

/** Lists of reasons by their numbers, of rows in order of list and position. */
export function reasonLists(rows: readonly ReasonRow[]): ReadonlyMap<number, readonly Reason[]> {
  const lists = new Map<number, Reason[]>();
  for (const row of rows) {
    const list = lists.get(row.reason_list);
    if (list === undefined) lists.set(row.reason_list, [reasonFrom(row)]);
    else list.push(reasonFrom(row));
  }
  return lists;
}

function reasonFrom(row: Omit<ReasonRow, "reason_list">): Reason {
  return { channel: row.channel, code: row.code, ...(row.rule === null ? {} : { rule: row.rule }) };
}

export function tickFrom(row: TickRow): CampaignTick {
  return {
    campaign: row.campaign,
    label: row.label,
    owner: row.owner,
    tick: row.tick,
    previousTick: row.previous_tick,
    active: row.active === 1,
    floor: row.floor,
    campaignHash: row.campaign_hash,
    planHash: row.plan_hash,
    funnel: JSON.parse(row.funnel),
  };
}

function decisionFrom(row: DecisionRow): DecisionIdentity {
  const { campaign, tick, wave, customer, arm, occasion } = row;
  return {
    campaign,
    tick,
    wave,
    customer,
    arm,
    occasion,
    event: eventFrom(row.event_id, row.event_time),
    value: amountFrom(row.value, row.currency),
  };
}

function eventFrom(id: string | null, time: number | null): EventIdentity | null {
  return id === null || time === null ? null : { id, time };
}

export function amountFrom(amount: string | null, currency: string | null): Amount | null {
  return amount === null || currency === null ? null : { amount, currency };
}
