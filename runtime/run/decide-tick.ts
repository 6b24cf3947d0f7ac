import type { Plan } from "../../plan/index.ts";
import { type Arbitration, arbitrate } from "../arbitrate/arbitrate.ts";
import { decidedRecords } from "../arbitrate/decided-records.ts";
import { readHistory } from "../arbitrate/history.ts";
import { type Court, court } from "../arbitrate/judge.ts";
import { type CandidatePool, candidatePool } from "../arbitrate/pool/candidate-pool.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Detection } from "../detect/candidate.ts";
import { gather } from "../detect/gather.ts";
import { type StatementBinder, statementBinder } from "../detect/ledger-rows.ts";
import { type Membership, readMembership } from "../detect/membership.ts";
import { gatherWaves } from "../detect/waves.ts";
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

/** What stands for the candidates of a tick while it is decided. */
interface Sitting extends TickWorld {
  readonly court: Court;
  readonly pool: CandidatePool;
  readonly rates: Rates;
}

/**
 * Detects, holds out and arbitrates the campaigns that share an instant, and hands the decision over; its contacts and
 * rejections can be asked for until `take` ends. Writes nothing itself.
 */
export async function decideTick(
  tick: Instant,
  group: readonly PendingTick[],
  world: TickWorld,
  note: RunNote,
  take: (decision: TickDecision) => void | Promise<void>,
): Promise<void> {
  const { plan, warehouse } = world;
  const active = group.filter(({ campaign }) => campaign.status === "active");
  const heading = { ...note, tick, planHash: plan.hash };
  if (active.length === 0) return take({ ...heading, ...emptyTick(group, plan) });
  const rates = await readRates(plan, { tick, firingFrom: tick }, warehouse);
  const pool = candidatePool({ plan, tick });
  try {
    const sitting = { ...world, court: court(plan, tick, rates), pool, rates };
    const { findings, memberships } = await findAll(active, sitting);
    const arbitration = await inPhase("arbitrate", () => decide(active, sitting));
    const funnels = funnelsOf(findings, arbitration.contests, tick);
    await take({
      ...heading,
      campaigns: group.map((one) => campaignTick(one, plan, funnels.get(one.campaign.name) ?? EMPTY_FUNNEL)),
      ...decidedRecords(pool, arbitration, { plan, tick }),
      memberships,
    });
  } finally {
    pool.release();
  }
}

/** Puts all candidates of the campaigns into the pool. */
async function findAll(
  active: readonly PendingTick[],
  sitting: Sitting,
): Promise<{
  readonly findings: ReadonlyMap<string, Findings>;
  readonly memberships: readonly MembershipRecord[];
}> {
  const { plan, ledger } = sitting;
  const binder = statementBinder(plan, ledger);
  const isForgotten = await ledger.forgotten();
  const findings = new Map<string, Findings>();
  const memberships: MembershipRecord[] = [];
  for (const pending of active) {
    const { membership, ...found } = await inPhase("detect", () =>
      find(pending, { ...sitting, binder, isForgotten }),
    );
    findings.set(pending.campaign.name, found);
    if (membership !== undefined) memberships.push(membership.record);
  }
  return { findings, memberships };
}

/** Holds out and arbitrates, against what the ledger has of before. */
async function decide(
  active: readonly PendingTick[],
  { plan, ledger, court, pool }: Sitting,
): Promise<Arbitration> {
  const { tick, dueTime } = court;
  const campaigns = active.map(({ campaign }) => campaign);
  const candidates = pool.customers;
  return arbitrate(pool, court, await readHistory(campaigns, tick, { plan, ledger, candidates, dueTime }));
}

const NOTHING_DETECTED: Detection = { detected: 0, decidedEarlier: 0, eligible: 0 };

/** Finds a campaign's first contacts and its further waves. */
async function find(
  { campaign, tick, firingFrom, previousTick, wavesOnly }: PendingTick,
  world: Sitting & {
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
  const detection =
    wavesOnly || onlyRecords
      ? NOTHING_DETECTED
      : await gather(campaign, at, { ...world, members: membership?.before });
  const waves = await gatherWaves(campaign, { ...world, at, previousTick });
  const isKnown = ({ customer }: { readonly customer: string }): boolean => !world.isForgotten(customer);
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
