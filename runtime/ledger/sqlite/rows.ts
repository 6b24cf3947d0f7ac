import type { Selectable } from "kysely";
import type { CampaignTick, ContactRecord, DecisionIdentity, Reason, RejectionRecord } from "../records.ts";
import type { LedgerTables } from "../tables.ts";

type RejectionRow = Selectable<LedgerTables["rejections"]>;
type DecisionRow = Omit<RejectionRow, "channel" | "offers" | "due">;

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
    event:
      row.event_id === null || row.event_time === null ? null : { id: row.event_id, time: row.event_time },
    value: row.value === null || row.currency === null ? null : { amount: row.value, currency: row.currency },
  };
}
