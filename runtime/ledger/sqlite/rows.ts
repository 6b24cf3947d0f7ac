import type { Selectable } from "kysely";
import type { ChainContact, ResponseRow } from "../ledger.ts";
import type {
  Amount,
  CampaignTick,
  ContactRecord,
  ContactState,
  DecisionIdentity,
  EventIdentity,
  Reason,
  RejectionRecord,
} from "../records.ts";
import type { LedgerTables } from "../tables.ts";

type RejectionRow = Selectable<LedgerTables["rejections"]>;
type DecisionRow = Omit<RejectionRow, "channel" | "offers" | "due">;

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

export type TickRow = Omit<Selectable<LedgerTables["campaign_ticks"]>, "run"> & {
  readonly plan_hash: string;
};

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

export function rejectionFrom(row: RejectionRow, reasons: readonly Reason[]): RejectionRecord {
  return {
    ...decisionFrom(row),
    channel: row.channel,
    offers: JSON.parse(row.offers),
    due: row.due,
    reasons,
  };
}

export function reasonFrom(row: {
  readonly channel: string | null;
  readonly code: string;
  readonly rule: string | null;
}): Reason {
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

function amountFrom(amount: string | null, currency: string | null): Amount | null {
  return amount === null || currency === null ? null : { amount, currency };
}
