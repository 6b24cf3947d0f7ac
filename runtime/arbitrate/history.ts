import type { CampaignPlan, Channel, Plan } from "../../plan/index.ts";
import type { Instant } from "../calendar/instant.ts";
import type { ProjectTime } from "../calendar/schedule.ts";
import { localDateOf } from "../calendar/zoned-time.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { ChannelPlaces, CustomerContact, PolicyPlaces, Spending } from "../ledger/places.ts";
import { type CustomerPlaces, customerPlaces } from "./customer-places.ts";
import { earliest, lookBack, startOf } from "./look-back.ts";
import { readPolicyHistory } from "./policy/policy-history.ts";
import type { CustomerNumbers } from "./pool/customer-numbers.ts";
import { type CustomerCap, ONCE_EVER } from "./rules/customer-cap.ts";
import { firstDateOf } from "./rules/period.ts";
import type { DueTime } from "./rules/rule.ts";

/** What was accepted before and still takes places, as far as the rules of a tick look back. */
export interface History {
  /** By name. */
  readonly campaigns: ReadonlyMap<string, CampaignHistory>;
  readonly channels: readonly ChannelPlaces[];
  readonly policy: readonly PolicyPlaces[];
  /** Of the tick's candidates alone; what the tick accepts comes to it. */
  readonly customers: CustomerPlaces;
}

/** What takes places in a campaign's own caps on numbers and money. */
export interface CampaignHistory {
  readonly places: readonly ChannelPlaces[];
  readonly spending: readonly Spending[];
}

/** The caps per customer of a campaign: without a line of its own, once ever. */
export function customerCaps(campaign: CampaignPlan): readonly CustomerCap[] {
  const caps = campaign.caps.filter((cap) => cap.kind === "customer");
  return caps.length === 0 ? [ONCE_EVER] : caps;
}

/** @throws Error where the campaign has no tick. */
export function campaignHistory({ campaigns }: History, { name }: CampaignPlan): CampaignHistory {
  const history = campaigns.get(name);
  if (history === undefined) throw new Error(`no history was read for ${name}`);
  return history;
}

/** Reads once what the rules need for due times at or after the tick. */
export async function readHistory(
  campaigns: readonly CampaignPlan[],
  tick: Instant,
  world: {
    readonly plan: Plan;
    readonly ledger: Ledger;
    /** The tick's candidates. */
    readonly candidates: CustomerNumbers;
    readonly dueTime: (due: Instant) => DueTime;
  },
): Promise<History> {
  const { plan, ledger, candidates } = world;
  const customers = customerPlaces(candidates.size);
  const read = new Map<string, CampaignHistory>();
  for (const campaign of campaigns) {
    await readCustomerPlaces(campaign, tick, customers, world);
    read.set(campaign.name, await readCampaignHistory(campaign, tick, plan, ledger));
  }
  return {
    campaigns: read,
    channels: await readChannelHistory(Object.values(plan.channels), tick, plan, ledger),
    policy: await readPolicyHistory(plan, tick, ledger, contactTaker(customers, world)),
    customers,
  };
}

async function readCustomerPlaces(
  campaign: CampaignPlan,
  tick: Instant,
  customers: CustomerPlaces,
  {
    plan,
    ledger,
    candidates,
    dueTime,
  }: {
    readonly plan: Plan;
    readonly ledger: Ledger;
    readonly candidates: CustomerNumbers;
    readonly dueTime: (due: Instant) => DueTime;
  },
): Promise<void> {
  const from = earliest(customerCaps(campaign).map((cap) => lookBack(cap, tick, plan)));
  const kinds = new Map<Instant, number>();
  for await (const batch of ledger.customerPlaces(campaign.name, from)) {
    for (const { customer, due } of batch) {
      const number = candidates.find(customer);
      if (number === undefined) continue;
      const place = { due: dueTime(due), campaign: campaign.name, contact: undefined };
      const kind = kinds.get(due) ?? customers.kind(place);
      kinds.set(due, kind);
      customers.add(number, kind);
    }
  }
}

function contactTaker(
  customers: CustomerPlaces,
  {
    candidates,
    dueTime,
  }: { readonly candidates: CustomerNumbers; readonly dueTime: (due: Instant) => DueTime },
): (contact: CustomerContact) => void {
  const kinds = new Map<string, number>();
  return ({ customer, due, channel, offers, purpose }) => {
    const number = candidates.find(customer);
    if (number === undefined) return;
    const key = JSON.stringify([due, channel, offers, purpose]);
    const time = dueTime(due);
    const contact = { due: time, channel, offers, service: purpose === "service" };
    const kind = kinds.get(key) ?? customers.kind({ due: time, campaign: undefined, contact });
    kinds.set(key, kind);
    customers.add(number, kind);
  };
}

async function readCampaignHistory(
  campaign: CampaignPlan,
  tick: Instant,
  time: ProjectTime,
  ledger: Ledger,
): Promise<CampaignHistory> {
  const volumes = campaign.caps.filter((cap) => cap.kind === "volume");
  const budgets = campaign.caps.filter((cap) => cap.kind === "money");
  const volumesFrom = earliest(volumes.map((cap) => lookBack(cap, tick, time)));
  const budgetsFrom = earliest(budgets.map((cap) => lookBack(cap, tick, time)));
  return {
    places: volumes.length === 0 ? [] : await ledger.campaignPlaces(campaign.name, volumesFrom),
    spending: budgets.length === 0 ? [] : await ledger.spending(campaign.name, budgetsFrom),
  };
}

/** What takes places in the channels' capacities. */
async function readChannelHistory(
  channels: readonly Channel[],
  tick: Instant,
  time: ProjectTime,
  ledger: Ledger,
): Promise<readonly ChannelPlaces[]> {
  const date = localDateOf(tick, time.timezone);
  const starts = channels.flatMap(({ capacity }) =>
    capacity === undefined ? [] : [startOf(firstDateOf(date, capacity.period), time)],
  );
  return starts.length === 0 ? [] : ledger.channelPlaces(earliest(starts));
}
