import type { CampaignPlan, Channel, Message, Offer, Plan } from "../../plan/index.ts";
import { contactHours } from "../calendar/contact-hours.ts";
import { earliestAllowed } from "../calendar/due.ts";
import type { Instant } from "../calendar/instant.ts";
import { epochDay } from "../calendar/local-date.ts";
import { localDateOf } from "../calendar/zoned-time.ts";
import { addDecimals, type Decimal, parseDecimal, ZERO } from "../decimal.ts";
import type { ChosenOffers } from "../detect/candidate.ts";
import type { Rates } from "../rates.ts";
import type { DueTime } from "./rules/rule.ts";

/** What is the same for all candidates of a campaign at a tick who would get the same offers on the same channel. */
export interface ContactTerms {
  readonly channel: Channel;
  readonly due: DueTime | undefined;
  readonly offers: readonly Offer[];
  readonly offerNames: readonly string[];
  readonly expiredOffers: readonly Offer[];
  readonly costs: ReadonlyMap<string, Decimal>;
  /** Empty where the channel takes none. */
  readonly messages: readonly Message[];
}

/** Gives a due instant its local date; each instant is looked at once. */
export function dueTimes(zone: string): (instant: Instant) => DueTime {
  const known = new Map<Instant, DueTime>();
  return (instant) => {
    const found = known.get(instant);
    if (found !== undefined) return found;
    const date = localDateOf(instant, zone);
    const due = { instant, date, day: epochDay(date) };
    known.set(instant, due);
    return due;
  };
}

/** The terms of a campaign's contacts at a tick, by channel and offers (undefined where no branch holds), worked out once each. */
export function contactTerms(
  campaign: CampaignPlan,
  tick: Instant,
  world: { readonly plan: Plan; readonly rates: Rates; readonly dueTime: (instant: Instant) => DueTime },
): (channel: string, offers: ChosenOffers | undefined) => ContactTerms {
  const known = new Map<string, Map<ChosenOffers | undefined, ContactTerms>>();
  return (channel, offers) => {
    const byOffers = known.get(channel) ?? new Map<ChosenOffers | undefined, ContactTerms>();
    known.set(channel, byOffers);
    const found = byOffers.get(offers) ?? workOut(campaign, tick, channel, offers, world);
    byOffers.set(offers, found);
    return found;
  };
}

function workOut(
  campaign: CampaignPlan,
  tick: Instant,
  channelName: string,
  chosen: ChosenOffers | undefined,
  world: { readonly plan: Plan; readonly rates: Rates; readonly dueTime: (instant: Instant) => DueTime },
): ContactTerms {
  const { plan, dueTime } = world;
  const channel = named(plan.channels, channelName, "channel");
  const instant = earliestAllowed(tick, contactHours(campaign, channelName, plan), plan);
  const due = instant === undefined ? undefined : dueTime(instant);
  const all = (chosen?.names ?? []).map((name) => named(plan.offers, name, "offer"));
  const offers = chosen?.expired === true ? [] : all.filter((offer) => isValid(offer, due));
  return {
    channel,
    due,
    offers,
    offerNames: offers.map(({ name }) => name),
    expiredOffers: all.filter((offer) => !offers.includes(offer)),
    costs: contactCosts(campaign, channel, offers, world),
    messages: channel.message ? offers.flatMap((offer) => offer.messages[channelName] ?? []) : [],
  };
}

/** Without a due time nothing can be said of an offer's days. */
function isValid({ valid }: Offer, due: DueTime | undefined): boolean {
  if (due === undefined || valid?.kind !== "dates") return true;
  return valid.from <= due.date && due.date <= valid.to;
}

/** The costs of offers and channel together, in the project's currency and in those of the campaign's and the policy's caps. */
function contactCosts(
  campaign: CampaignPlan,
  channel: Channel,
  offers: readonly Offer[],
  { plan, rates }: { readonly plan: Plan; readonly rates: Rates },
): ReadonlyMap<string, Decimal> {
  const parts = [channel.cost, ...offers.map((offer) => offer.cost)].filter((cost) => cost !== undefined);
  const capped = [...campaign.caps, ...(plan.policy?.caps ?? [])].flatMap((cap) =>
    cap.kind === "money" ? [cap.currency] : [],
  );
  const costs = new Map<string, Decimal>();
  for (const currency of [...new Set([plan.currency, ...capped])].sort()) {
    let total: Decimal | undefined = ZERO;
    for (const part of parts) {
      const cost = rates.convert(parseDecimal(part.amount), part.currency, currency);
      total = total === undefined || cost === undefined ? undefined : addDecimals(total, cost);
    }
    if (total !== undefined) costs.set(currency, total);
  }
  return costs;
}

function named<Value>(values: Readonly<Record<string, Value>>, name: string, kind: string): Value {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new Error(`the plan has no ${kind} ${name}`);
  return value;
}
