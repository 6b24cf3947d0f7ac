import type { Plan, TestContact, TestPlan, TestResponse } from "../../plan/index.ts";
import { type Instant, parseInstant } from "../calendar/instant.ts";
import { addDecimals, type Decimal, formatDecimal, parseDecimal, ZERO } from "../decimal.ts";
import { mergeBatches } from "../ledger/batches.ts";
import type { ChainContact, ResponseRow } from "../ledger/contact-rows.ts";
import type { Ledger, LedgerLock } from "../ledger/ledger.ts";
import type { CampaignTick, ContactRecord, DecidedContact } from "../ledger/records.ts";
import { EMPTY_FUNNEL } from "../run/funnel.ts";

/** What the ticks that a test only tells of are known by: no plan has such a hash. */
const PAST = "before the test";

/** @throws Error where a test's instant is none: they are checked when it is compiled. */
export function instantOf(text: string): Instant {
  const instant = parseInstant(text, "UTC");
  if (instant === undefined) throw new Error(`${text} is not an instant`);
  return instant;
}

/** Writes the contacts that a test tells of, each into a tick of its own day, before the first that is run. */
export async function writePast(testPlan: TestPlan, ledger: Ledger, lock: LedgerLock): Promise<void> {
  const { test } = testPlan;
  const first = instantOf(test.ticks[0]?.at ?? "1970-01-01T00:00:00Z");
  const occasions = chainOccasions(test.contacts);
  const ticks = Map.groupBy(
    test.contacts.map((contact, index) => ({ contact, occasion: occasions[index] ?? String(index) })),
    ({ contact }) => Math.min(instantOf(contact.time), first - 1),
  );
  for (const [tick, given] of [...ticks].sort(([a], [b]) => a - b)) {
    const contacts = given.map(
      ({ contact, occasion }): DecidedContact => ({
        contact: recordOf(contact, tick, occasion, testPlan),
        state: contact.state,
      }),
    );
    const campaigns = [...new Set(given.map(({ contact }) => contact.campaign))].sort();
    await ledger.commit(lock, {
      tick,
      at: tick,
      startedAt: tick,
      planHash: PAST,
      campaigns: campaigns.map((campaign) => pastTick(campaign, tick)),
      contacts,
      rejections: [],
      memberships: [],
    });
  }
}

/**
 * The ledger as a test's campaign sees it: contacts that the test only tells of are no ticks of the campaign, so that its
 * first run is a first run; and the test's responses are there beside those that are found.
 */
export function withPast(ledger: Ledger, responses: readonly TestResponse[]): Ledger {
  const rows = responses
    .map((response, index): ResponseRow => {
      const { customer, campaign, offers, channel, time, amount } = response;
      const known = { customer, campaign, offers, channel: channel ?? null, amount: amount ?? null };
      return { id: index + 1, time: instantOf(time), ...known };
    })
    .sort((a, b) => a.time - b.time || a.id - b.id);
  return {
    ...ledger,
    async lastTicks(until) {
      const all = await ledger.lastTicks(until);
      return new Map([...all].filter(([, { planHash }]) => planHash !== PAST));
    },
    responsesBefore: (tick, from) =>
      mergeBatches(
        ledger.responsesBefore(tick, from),
        rows.filter(({ time }) => time >= from && time <= tick),
        (a, b) => a.time - b.time || a.id - b.id,
      ),
    async openChains(campaign, asked) {
      const chains = await ledger.openChains(campaign, asked);
      const own = rows.filter((row) => row.campaign === campaign && row.time <= asked.tick);
      return chains.map((contact) => ({
        ...contact,
        responded: contact.responded || own.some((row) => answers(row, contact)),
      }));
    },
  };
}

function answers({ customer, time, channel, offers }: ResponseRow, contact: ChainContact): boolean {
  return (
    customer === contact.customer &&
    time >= contact.due &&
    (channel === null || channel === contact.channel) &&
    offers.every((offer) => contact.offers.includes(offer))
  );
}

/** A wave belongs to the latest chain of its campaign and customer that lacks it; a first contact begins one. */
function chainOccasions(contacts: readonly TestContact[]): readonly string[] {
  const occasions = new Map<TestContact, string>();
  const inTime = [...contacts].sort((a, b) => a.wave - b.wave || instantOf(a.time) - instantOf(b.time));
  for (const [index, contact] of inTime.entries()) {
    const same = (other: TestContact) =>
      other.campaign === contact.campaign && other.customer === contact.customer;
    const taken = inTime.slice(0, index).filter((other) => same(other) && other.wave === contact.wave);
    const open = inTime
      .slice(0, index)
      .filter((other) => same(other) && other.wave === contact.wave - 1 && other.time <= contact.time)
      .flatMap((other) => occasions.get(other) ?? [])
      .filter((occasion) => !taken.some((other) => occasions.get(other) === occasion));
    occasions.set(contact, open.at(-1) ?? `${PAST} ${index + 1}`);
  }
  return contacts.map((contact) => occasions.get(contact) ?? PAST);
}

function recordOf(
  { customer, time, campaign, channel, offers, wave }: TestContact,
  tick: Instant,
  occasion: string,
  { plan, service }: TestPlan,
): ContactRecord {
  return {
    campaign,
    tick,
    wave,
    customer,
    arm: "treated",
    occasion,
    event: null,
    value: null,
    channel,
    offers,
    due: instantOf(time),
    costs: costsOf(channel, offers, plan),
    purpose: service.includes(campaign) ? "service" : "marketing",
    carried: {},
    segments: [],
  };
}

/** What a contact cost, in the one currency of its costs; money of several is left out, for nothing is said of that day's rates. */
function costsOf(channel: string, offers: readonly string[], plan: Plan): Readonly<Record<string, string>> {
  const parts = [plan.channels[channel]?.cost, ...offers.map((offer) => plan.offers[offer]?.cost)];
  const costs = parts.filter((cost) => cost !== undefined);
  const [currency = plan.currency, ...others] = new Set(costs.map((cost) => cost.currency));
  if (others.length > 0) return {};
  const total = costs.reduce((sum: Decimal, { amount }) => addDecimals(sum, parseDecimal(amount)), ZERO);
  return { [currency]: formatDecimal(total) };
}

function pastTick(campaign: string, tick: Instant): CampaignTick {
  return {
    campaign,
    label: null,
    owner: "",
    tick,
    previousTick: null,
    active: true,
    floor: tick,
    campaignHash: PAST,
    planHash: PAST,
    funnel: EMPTY_FUNNEL,
  };
}
