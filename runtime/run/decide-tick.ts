import type { Plan } from "../../plan/index.ts";
import { type Arbitration, arbitrate } from "../arbitrate/arbitrate.ts";
import { readCampaignHistory, readChannelHistory } from "../arbitrate/history.ts";
import { readPolicyHistory } from "../arbitrate/policy/policy-history.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Candidate, Detection } from "../detect/candidate.ts";
import { detect } from "../detect/detect.ts";
import { type StatementBinder, statementBinder } from "../detect/ledger-rows.ts";
import { type Membership, readMembership } from "../detect/membership.ts";
import { detectWaves } from "../detect/waves.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { CampaignTick, Funnel, MembershipRecord, TickDecision } from "../ledger/records.ts";
import { inPhase } from "../phases.ts";
import { type Rates, readRates } from "../rates.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { EMPTY_FUNNEL, type Findings, funnelsOf } from "./funnel.ts";
import type { PendingTick } from "./pending.ts";

/** A run's own circumstances, noted with what it decides. */
export interface RunNote {
  readonly at: Instant;
  readonly startedAt: Instant;
}

interface TickWorld {
  readonly plan: Plan;
  readonly warehouse: Warehouse;
  readonly ledger: Ledger;
}

/** Detects, holds out and arbitrates the campaigns that share an instant. Writes nothing. */
export async function decideTick(
  tick: Instant,
  group: readonly PendingTick[],
  world: TickWorld,
  note: RunNote,
): Promise<TickDecision> {
  const { plan, warehouse, ledger } = world;
  const active = group.filter(({ campaign }) => campaign.status === "active");
  if (active.length === 0) return { ...note, tick, planHash: plan.hash, ...emptyTick(group, plan) };
  const rates = await readRates(plan, { tick, firingFrom: tick }, warehouse);
  const binder = statementBinder(plan, ledger);
  const isForgotten = await ledger.forgotten();
  const findings = new Map<string, Findings>();
  const memberships: MembershipRecord[] = [];
  for (const pending of active) {
    const { membership, ...found } = await inPhase("detect", () =>
      find(pending, { ...world, rates, binder, isForgotten }),
    );
    findings.set(pending.campaign.name, found);
    if (membership !== undefined) memberships.push(membership.record);
  }
  const candidates = [...findings.values()].flatMap(({ detection, waves }) => [
    ...detection.candidates,
    ...waves.candidates,
  ]);
  const { accepted, rejections } = await inPhase("arbitrate", () =>
    decide({ ...world, tick, active, candidates, rates }),
  );
  const funnels = funnelsOf(findings, accepted, rejections);
  return {
    ...note,
    tick,
    planHash: plan.hash,
    campaigns: group.map((one) => campaignTick(one, plan, funnels.get(one.campaign.name) ?? EMPTY_FUNNEL)),
    contacts: accepted,
    rejections,
    memberships,
  };
}

/** Holds out and arbitrates, against what the ledger has of before. */
async function decide({
  plan,
  ledger,
  tick,
  active,
  candidates,
  rates,
}: TickWorld & {
  readonly tick: Instant;
  readonly active: readonly PendingTick[];
  readonly candidates: readonly Candidate[];
  readonly rates: Rates;
}): Promise<Arbitration> {
  const customers = new Set(candidates.map(({ customer }) => customer));
  const campaigns = active.map(({ campaign }) => campaign);
  const history = new Map(
    await Promise.all(
      campaigns.map(async (one) => [one.name, await readCampaignHistory(one, tick, plan, ledger)] as const),
    ),
  );
  return arbitrate({
    plan,
    tick,
    campaigns,
    candidates,
    history,
    channelHistory: await readChannelHistory(Object.values(plan.channels), tick, plan, ledger),
    policyHistory: await readPolicyHistory(plan, tick, ledger, (customer) => customers.has(customer)),
    rates,
  });
}

const NOTHING_DETECTED: Detection = { detected: 0, decidedEarlier: 0, candidates: [] };

/** Finds a campaign's first contacts and its further waves. */
async function find(
  { campaign, tick, firingFrom, previousTick, wavesOnly }: PendingTick,
  world: TickWorld & {
    readonly rates: Rates;
    readonly binder: StatementBinder;
    readonly isForgotten: (customer: string) => boolean;
  },
): Promise<Findings & { readonly membership: Membership | undefined }> {
  const at = { tick, firingFrom };
  const { firing, followUps } = campaign;
  const membership =
    firing.kind === "membership" && !wavesOnly
      ? await readMembership(campaign, firing, { ...world, at, previousTick })
      : undefined;
  const onlyRecords = membership !== undefined && membership.before === undefined;
  const detected =
    wavesOnly || onlyRecords
      ? NOTHING_DETECTED
      : await detect(campaign, at, { ...world, members: membership?.before });
  const waves = await detectWaves(campaign, { ...world, at, previousTick });
  // Who is forgotten leaves no trace, not even that of a rejection.
  const isKnown = ({ customer }: { readonly customer: string }): boolean => !world.isForgotten(customer);
  const detection = { ...detected, candidates: detected.candidates.filter(isKnown) };
  return {
    detection,
    recorded: membership?.recorded,
    followUps,
    waves,
    membership: membership && {
      ...membership,
      record: { ...membership.record, put: membership.record.put.filter(isKnown) },
    },
  };
}

function emptyTick(
  group: readonly PendingTick[],
  plan: Plan,
): Pick<TickDecision, "campaigns" | "contacts" | "rejections" | "memberships"> {
  return {
    campaigns: group.map((one) => campaignTick(one, plan, EMPTY_FUNNEL)),
    contacts: [],
    rejections: [],
    memberships: [],
  };
}

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
