import type { CampaignPlan, FollowUp, Plan } from "../../plan/index.ts";
import type { Court } from "../arbitrate/judge.ts";
import type { CandidatePool } from "../arbitrate/pool/candidate-pool.ts";
import type { Instant } from "../calendar/instant.ts";
import { addDays } from "../calendar/local-date.ts";
import type { TickTime } from "../calendar/parameters.ts";
import { addDuration, localDateOf, startOfDay } from "../calendar/zoned-time.ts";
import type { ChainContact } from "../ledger/contact-rows.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Warehouse, WarehouseRow } from "../warehouse/warehouse.ts";
import type { Candidate, ChosenOffers } from "./candidate.ts";
import { readBoolean, readNumber } from "./cells.ts";
import { customerColumns } from "./customer-columns.ts";
import type { StatementBinder, WaveRow } from "./ledger-rows.ts";

/** What a tick asks of contacts that may get a further wave, by follow-up, in their order. */
export type WaveCounts = readonly {
  readonly asked: number;
  readonly ended: number;
  readonly excluded: number;
}[];

/** The contacts of one customer and occasion, from the first on. */
interface Chain {
  readonly contacts: readonly ChainContact[];
  readonly first: ChainContact;
  readonly last: ChainContact;
}

interface WaveWorld {
  readonly plan: Plan;
  readonly warehouse: Warehouse;
  readonly ledger: Ledger;
  readonly binder: StatementBinder;
  readonly at: TickTime;
  readonly previousTick: Instant | null;
  readonly court: Court;
  readonly pool: CandidatePool;
}

/**
 * Finds the candidates for a campaign's further waves, LANGUAGE § 7, and puts them into the pool: contacts whose next wave this
 * tick is to try, who have not met the goal or responded, and whom the campaign doesn't exclude. Any contact of a chain can
 * meet the goal.
 */
export async function gatherWaves(campaign: CampaignPlan, world: WaveWorld): Promise<WaveCounts> {
  const { waves, followUps } = campaign;
  const counts = followUps.map(() => ({ asked: 0, ended: 0, excluded: 0 }));
  if (waves === undefined) return counts;
  const chains = await chainsToTry(campaign, world);
  if (chains.length === 0) return counts;
  const answers = await ask(campaign, chains, world);
  const candidateOf = waveReader(campaign, world.plan);
  const lot = world.pool.lot(world.court.judge(campaign), (text) => candidateOf(JSON.parse(text)));
  for (const chain of chains) {
    const followUp = followUps[chain.last.wave];
    const count = counts[chain.last.wave];
    if (followUp === undefined || count === undefined) continue;
    count.asked += 1;
    const rows = chain.contacts.map(({ id }) => answers.get(id));
    const met = rows.some((row) => row !== undefined && readBoolean(row, "met") === true);
    const responded = followUp.unless === "responded" && chain.contacts.some((contact) => contact.responded);
    const row = answers.get(chain.last.id);
    if (met || responded) count.ended += 1;
    else if (row === undefined || readBoolean(row, "excluded") === true) count.excluded += 1;
    else {
      const tried = { first: chain.first, wave: chain.last.wave + 1, row };
      lot.add(candidateOf(tried), JSON.stringify(tried));
    }
  }
  return counts;
}

async function chainsToTry(campaign: CampaignPlan, world: WaveWorld): Promise<readonly Chain[]> {
  const { ledger, at, previousTick, plan } = world;
  const { followUps } = campaign;
  const contacts = await ledger.openChains(campaign.name, {
    waves: followUps.length,
    from: Math.min(...followUps.map((followUp) => earliestDue(followUp, world))),
    tick: at.tick,
  });
  return chainsOf(contacts).filter(({ last }) => {
    const followUp = followUps[last.wave];
    return followUp !== undefined && isToTry(last.due, followUp, at.tick, previousTick, plan);
  });
}

/**
 * Whether a tick tries the wave after a contact: from the due time plus D on until the due time plus 2D; and in any case at
 * the first tick at or after the due time plus D, however late that is.
 */
function isToTry(
  due: Instant,
  { after }: FollowUp,
  tick: Instant,
  previousTick: Instant | null,
  { timezone, calendar }: Plan,
): boolean {
  const opens = addDuration(due, after, timezone, calendar);
  if (tick < opens) return false;
  const isFirst = previousTick === null || previousTick < opens;
  return isFirst || tick <= addDuration(due, { ...after, count: 2 * after.count }, timezone, calendar);
}

/** How far two ways of counting a duration, forth and back, can lie apart: months are clamped, clocks are changed. */
const SLACK_DAYS = 5;

/** A due time before which no chain can be tried by this tick. */
function earliestDue({ after }: FollowUp, { at, previousTick, plan }: WaveWorld): Instant {
  const back = (from: Instant, count: number): Instant =>
    addDuration(from, { ...after, count: -count }, plan.timezone, plan.calendar);
  const earliest = Math.min(back(at.tick, 2 * after.count), back(previousTick ?? at.tick, after.count));
  return startOfDay(addDays(localDateOf(earliest, plan.timezone), -SLACK_DAYS), plan.timezone);
}

/** Contacts come in order of occasion, customer and wave. A chain without its first contact is none. */
function chainsOf(contacts: readonly ChainContact[]): readonly Chain[] {
  const chains: ChainContact[][] = [];
  for (const contact of contacts) {
    const chain = chains.at(-1);
    const other = chain?.[0];
    if (chain !== undefined && other?.occasion === contact.occasion && other.customer === contact.customer) {
      chain.push(contact);
    } else chains.push([contact]);
  }
  return chains.flatMap((chain) => {
    const first = chain[0];
    const last = chain.at(-1);
    return first?.wave === 0 && last !== undefined ? [{ contacts: chain, first, last }] : [];
  });
}

/** The warehouse's answers by contact. */
async function ask(
  campaign: CampaignPlan,
  chains: readonly Chain[],
  { plan, warehouse, binder, at }: WaveWorld,
): Promise<ReadonlyMap<number, WarehouseRow>> {
  const answers = new Map<number, WarehouseRow>();
  if (campaign.waves === undefined) return answers;
  const waves = chains
    .flatMap(({ contacts }) => contacts)
    .map(
      ({ id, customer, due, carried }): WaveRow => ({
        contact: id,
        customer,
        due,
        until: goalEnd(campaign, due, at.tick, plan),
        carried: campaign.columns.carried.map(({ name }) => carried[name] ?? null),
      }),
    );
  const wavesFrom = waves.reduce((least, { due }) => Math.min(least, due), at.tick);
  const bound = await binder.bind(
    campaign.waves.statement[warehouse.engine],
    { ...at, wavesFrom },
    { waves },
  );
  await warehouse.query(bound, (rows) => {
    for (const row of rows) {
      const contact = readNumber(row, "contact");
      if (contact !== null) answers.set(contact, row);
    }
  });
  return answers;
}

function goalEnd({ goal }: CampaignPlan, due: Instant, tick: Instant, { timezone, calendar }: Plan): Instant {
  return goal === undefined ? due : Math.min(addDuration(due, goal.within, timezone, calendar), tick);
}

/** A further wave that is tried: all that its candidate is made of. */
interface TriedWave {
  readonly first: ChainContact;
  readonly wave: number;
  readonly row: WarehouseRow;
}

/**
 * Makes candidates: the first contact's event, offers, channel and value, unless the follow-up names others. What the
 * campaign no longer has is left out.
 */
function waveReader(campaign: CampaignPlan, plan: Plan): (tried: TriedWave) => Candidate {
  const { waves, followUps } = campaign;
  if (waves === undefined) throw new Error(`${campaign.name} has no further waves`);
  const cells = customerColumns(waves.columns);
  const tagPlaceholders = new Set(waves.columns.placeholders.map(({ name }) => name));
  const sharedOffers = shared((names): ChosenOffers => ({ names, expired: false }));
  const sharedChannels = shared((names) => names);
  const known = ownNames(campaign, plan);
  return ({ first, wave, row }) => {
    const followUp = followUps[wave - 1];
    const own = cells(row);
    const offers = (followUp?.offering ?? first.offers).filter((name) => known.offers.has(name));
    const channels = (followUp?.via ?? [first.channel]).filter((name) => known.channels.has(name));
    return {
      campaign,
      customer: first.customer,
      wave,
      occasion: first.occasion,
      event: first.event,
      // Contacts of one tick were recorded in the order of their events.
      eventOrder: first.id,
      offers: offers.length === 0 ? undefined : sharedOffers(offers),
      channels: channels.length === 0 ? undefined : sharedChannels(channels),
      value: first.value?.amount,
      ...own,
      placeholder: (name) =>
        tagPlaceholders.has(name) ? own.placeholder(name) : (first.carried[name] ?? undefined),
      carried: () => first.carried,
    };
  };
}

/** The offers and channels that the campaign has by now: of others the statement says nothing. */
function ownNames(
  { offerRoutes, channelRoutes, followUps }: CampaignPlan,
  plan: Plan,
): { readonly offers: ReadonlySet<string>; readonly channels: ReadonlySet<string> } {
  const offers = [
    ...offerRoutes.flatMap(({ names }) => names),
    ...followUps.flatMap(({ offering }) => offering ?? []),
  ];
  const channels = [...channelRoutes.flat(), ...followUps.flatMap(({ via }) => via ?? [])];
  return {
    offers: new Set(offers.filter((name) => Object.hasOwn(plan.offers, name))),
    channels: new Set(channels.filter((name) => Object.hasOwn(plan.channels, name))),
  };
}

/** What is made of equal names is one and the same. */
function shared<Made>(make: (names: readonly string[]) => Made): (names: readonly string[]) => Made {
  const known = new Map<string, Made>();
  return (names) => {
    const key = JSON.stringify(names);
    const found = known.get(key) ?? make(names);
    known.set(key, found);
    return found;
  };
}
