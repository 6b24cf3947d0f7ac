import type { CampaignProgram, Expression, Offer, Route } from "../plan/index.ts";
import { type Instant, type LocalDate, localDate } from "./calendar.ts";
import { add, compareDecimals, type Decimal, decimal, decimalText } from "./decimal.ts";
import { evaluate, isHolding, type Scope } from "./evaluate.ts";
import { type Fired, firings, type Members } from "./firing.ts";
import type { Model } from "./model.ts";
import { occurrencesOf } from "./occurrence.ts";
import { convert } from "./rates.ts";
import { named } from "./rows.ts";
import { canonicalText, numberOf, type Value } from "./value.ts";

/** A customer, and perhaps an event, that a campaign would contact. */
export interface Candidate extends Fired {
  readonly campaign: CampaignProgram;
  /** 0 the first contact; follow-ups count from 1. */
  readonly wave: number;
  /** Place of the offer clause's line; undefined where none holds. */
  readonly offerRoute: number | undefined;
  /** Of a line that chooses the best, the place of the one chosen; undefined elsewhere, and where none is valid on D. */
  readonly offerChoice: number | undefined;
  /** The offers of the contact: empty where of the best none is valid, undefined where no line holds. */
  readonly offers: readonly string[] | undefined;
  readonly channelRoute: number | undefined;
  readonly channels: readonly string[] | undefined;
  /** In the project's currency. */
  readonly value: Decimal | undefined;
  /** Where its placeholders, addresses and rules are asked. */
  readonly scope: Scope;
}

export interface Detection {
  /** Firings before the segment is asked; without an event, customers of the segment for whom the firing holds. */
  readonly detected: number;
  readonly candidates: readonly Candidate[];
}

/** A campaign's candidates at a tick, in order of customer and firing. */
export function detect(
  campaign: CampaignProgram,
  model: Model,
  from: Instant,
  members: Members | undefined,
): Detection {
  const fired = firings(campaign, model, from, members);
  const inSegment = fired.filter(({ customer }) => isHolding(campaign.segment, { model, customer }));
  const isByEvent = ["event", "pattern", "reaches", "date"].includes(campaign.firing.kind);
  return {
    detected: isByEvent ? fired.length : inSegment.length,
    candidates: inSegment
      .filter(({ customer }) => !isExcluded(campaign, customer, model))
      .map((one) => candidateOf(campaign, one, model)),
  };
}

export function isExcluded({ exclude }: CampaignProgram, customer: string, model: Model): boolean {
  return exclude !== undefined && isHolding(exclude, { model, customer });
}

/** What a campaign would offer on a firing, by which channel and of what worth, whoever may be contacted. */
export function candidateOf(campaign: CampaignProgram, fired: Fired, model: Model): Candidate {
  const { customer, event, steps } = fired;
  const scope: Scope = {
    model,
    customer,
    ...(event === undefined ? {} : { event }),
    ...(steps === undefined ? {} : { steps }),
  };
  const offerRoute = routeOf(campaign.offers, scope);
  const channelRoute = routeOf(campaign.channels, scope);
  const route = offerRoute === undefined ? undefined : campaign.offers[offerRoute];
  const offerChoice = route?.choice?.kind === "best" ? best(route, route.choice.scores, scope) : undefined;
  const offers = route === undefined ? undefined : offersOf(route, offerChoice);
  return {
    ...fired,
    campaign,
    wave: 0,
    offerRoute,
    offerChoice,
    offers,
    channelRoute,
    channels: channelRoute === undefined ? undefined : campaign.channels[channelRoute]?.names,
    value: campaign.value === undefined ? offersValue(offers ?? [], model) : worthOf(campaign.value, scope),
    scope,
  };
}

/** The first line whose condition holds. */
function routeOf(routes: readonly Route[], scope: Scope): number | undefined {
  const index = routes.findIndex(({ when }) => when === undefined || isHolding(when, scope));
  return index < 0 ? undefined : index;
}

/** The offers among which the candidate's line looked for the best. */
export function weighedOffers({ campaign, offerRoute }: Candidate): readonly string[] {
  return offerRoute === undefined ? [] : (campaign.offers[offerRoute]?.names ?? []);
}

function offersOf({ names, choice }: Route, chosen: number | undefined): readonly string[] {
  if (choice?.kind !== "best") return names;
  const name = chosen === undefined ? undefined : names[chosen];
  return name === undefined ? [] : [name];
}

/** Among the offers valid on D the one that scores highest: unknown scores last, of equal ones the first written. */
function best({ names }: Route, scores: readonly Expression[], scope: Scope): number | undefined {
  const { model } = scope;
  const weighed = names.flatMap((offer, place) => {
    const score = scores[place];
    if (score === undefined || !isValidOn(named(model.program.offers, offer), model.today)) return [];
    return [{ place, score: numberOf(evaluate(score, { ...scope, offer })) }];
  });
  weighed.sort((a, b) => {
    if (a.score === undefined || b.score === undefined) {
      return Number(a.score === undefined) - Number(b.score === undefined) || a.place - b.place;
    }
    return compareDecimals(b.score, a.score) || a.place - b.place;
  });
  return weighed[0]?.place;
}

/** Whether a date is among an offer's days; those of an offer that is valid from the contact are never over. */
export function isValidOn({ valid }: Offer, date: LocalDate): boolean {
  return valid?.kind !== "dates" || (valid.from <= date && date <= valid.to);
}

/** What offers are worth together in the project's currency: those whose days are not over on D, or all where none is left. */
export function offersValue(names: readonly string[], model: Model): Decimal | undefined {
  const offers = names.map((name) => named(model.program.offers, name));
  const open = offers.filter(({ valid }) => valid?.kind !== "dates" || model.today <= valid.to);
  const values = (open.length > 0 ? open : offers).map(({ value }) =>
    value === undefined
      ? undefined
      : convert(decimal(value.amount), value.currency, model.program.currency, model.today, model),
  );
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce(add);
}

function worthOf(expression: Expression, scope: Scope): Decimal | undefined {
  const value = evaluate(expression, scope);
  if (value?.kind !== "number") return undefined;
  const { model } = scope;
  const type = "type" in expression ? expression.type : undefined;
  const currency = value.currency ?? (type?.kind === "money" ? type.currency : undefined);
  return convert(value.number, currency, model.program.currency, model.today, model);
}

/** The address on a channel: undefined where the channel needs none, null where it is unknown. */
export function addressOn(channel: string, { model, customer }: Scope): string | null | undefined {
  const { address } = named(model.program.channels, channel);
  if (address === undefined) return undefined;
  const value = tagValue(address, model, customer);
  return value === undefined ? null : canonicalText(value);
}

/** Whether the customer has agreed to the channel: undefined where it asks for nothing, false where it is unknown. */
export function consentOn(channel: string, { model, customer }: Scope): boolean | undefined {
  const { consent } = named(model.program.channels, channel);
  if (consent === undefined) return undefined;
  const value = tagValue(consent, model, customer);
  return value?.kind === "boolean" && value.value;
}

function tagValue(tag: string, model: Model, customer: string): Value {
  return evaluate({ kind: "tag", tag, type: named(model.program.tags, tag).type }, { model, customer });
}

/** Whether the customer is in a segment that the policy names. */
export function isInSegment(segment: string, { model, customer }: Scope): boolean {
  const { policy } = model.program;
  return policy !== undefined && isHolding(named(policy.segments, segment), { model, customer });
}

/** The local dates of an event that the policy names, up to the tick. */
export function datesOfOccurrence(name: string, { model, customer }: Scope): readonly LocalDate[] {
  const { policy } = model.program;
  if (policy === undefined) return [];
  return occurrencesOf(named(policy.occurrences, name), customer, model).map(({ time }) =>
    localDate(time, model.time.timezone),
  );
}

/** A value's decimal text; null where it is unknown. */
export function amountText(value: Decimal | undefined): string | null {
  return value === undefined ? null : decimalText(value);
}
