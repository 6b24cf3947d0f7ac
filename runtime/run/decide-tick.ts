import type { Plan } from "../../plan/index.ts";
import { type Acceptance, arbitrate } from "../arbitrate/arbitrate.ts";
import { readCampaignHistory, readChannelHistory } from "../arbitrate/history.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Detection } from "../detect/candidate.ts";
import { detect } from "../detect/detect.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { CampaignTick, Funnel, RejectionRecord, TickDecision } from "../ledger/records.ts";
import { readRates } from "../rates.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { PendingTick } from "./pending.ts";

/** A run's own circumstances, noted with what it decides. */
export interface RunNote {
  readonly at: Instant;
  readonly startedAt: Instant;
}

/** Detects, holds out and arbitrates the campaigns that share an instant. Writes nothing. */
export async function decideTick(
  tick: Instant,
  group: readonly PendingTick[],
  world: { readonly plan: Plan; readonly warehouse: Warehouse; readonly ledger: Ledger },
  note: RunNote,
): Promise<TickDecision> {
  const { plan, warehouse, ledger } = world;
  const active = group.filter(({ campaign }) => campaign.status === "active");
  if (active.length === 0) return { ...note, tick, planHash: plan.hash, ...emptyTick(group, plan) };
  const detections = new Map<string, Detection>();
  const rates = await readRates(plan, { tick, firingFrom: tick }, warehouse);
  for (const { campaign, firingFrom } of active) {
    detections.set(campaign.name, await detect(campaign, { tick, firingFrom }, { ...world, rates }));
  }
  const campaigns = active.map(({ campaign }) => campaign);
  const history = new Map(
    await Promise.all(
      campaigns.map(async (one) => [one.name, await readCampaignHistory(one, tick, plan, ledger)] as const),
    ),
  );
  const { accepted, rejections } = arbitrate({
    plan,
    tick,
    campaigns,
    candidates: [...detections.values()].flatMap(({ candidates }) => candidates),
    history,
    channelHistory: await readChannelHistory(Object.values(plan.channels), tick, plan, ledger),
    rates,
  });
  const funnels = funnelsOf(detections, accepted, rejections);
  return {
    ...note,
    tick,
    planHash: plan.hash,
    campaigns: group.map((one) => campaignTick(one, plan, funnels.get(one.campaign.name) ?? EMPTY_FUNNEL)),
    contacts: accepted,
    rejections,
  };
}

function emptyTick(
  group: readonly PendingTick[],
  plan: Plan,
): Pick<TickDecision, "campaigns" | "contacts" | "rejections"> {
  return {
    campaigns: group.map((one) => campaignTick(one, plan, EMPTY_FUNNEL)),
    contacts: [],
    rejections: [],
  };
}

const EMPTY_FUNNEL: Funnel = {
  detected: 0,
  decidedEarlier: 0,
  eligible: 0,
  heldOut: 0,
  rejected: 0,
  reasons: {},
  contacted: {},
  putOff: 0,
};

/** An inactive campaign's stretch ends at its tick: no event up to then is taken later. */
function campaignTick(
  { campaign, tick, previousTick, floor }: PendingTick,
  plan: Plan,
  funnel: Funnel,
): CampaignTick {
  const active = campaign.status === "active";
  return {
    campaign: campaign.name,
    label: campaign.label ?? null,
    owner: campaign.owner,
    tick,
    previousTick,
    active,
    floor: active ? floor : tick + 1,
    campaignHash: campaign.hash,
    planHash: plan.hash,
    funnel,
  };
}

function funnelsOf(
  detections: ReadonlyMap<string, Detection>,
  accepted: readonly Acceptance[],
  rejections: readonly RejectionRecord[],
): ReadonlyMap<string, Funnel> {
  const contactsOf = Map.groupBy(accepted, ({ contact }) => contact.campaign);
  const rejectionsOf = Map.groupBy(rejections, ({ campaign }) => campaign);
  return new Map(
    [...detections].map(([campaign, { detected, decidedEarlier, candidates }]) => {
      const places = (contactsOf.get(campaign) ?? []).map(({ contact }) => contact);
      const treated = places.filter(({ arm }) => arm === "treated");
      const refused = rejectionsOf.get(campaign) ?? [];
      const codes = refused.flatMap(({ reasons }) => [...new Set(reasons.map(({ code }) => code))]);
      const funnel: Funnel = {
        detected,
        decidedEarlier,
        eligible: candidates.length,
        heldOut: places.length - treated.length,
        rejected: refused.length,
        reasons: counted(codes),
        contacted: counted(treated.map(({ channel }) => channel)),
        putOff: treated.filter(({ due, tick }) => due > tick).length,
      };
      return [campaign, funnel];
    }),
  );
}

/** How often each name occurs, in order of name. */
function counted(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
