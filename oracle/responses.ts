import type { CampaignProgram, Duration, Occurrence, Program } from "../plan/index.ts";
import {
  addDays,
  backwards,
  type Instant,
  instantAfter,
  instantText,
  localDate,
  midnight,
} from "./calendar.ts";
import { evaluate } from "./evaluate.ts";
import type { Contact, Found, Ledger, Response } from "./ledger.ts";
import { customers, type Model } from "./model.ts";
import { latenessesOf, occurrencesOf } from "./occurrence.ts";
import { areGoalSourcesReady } from "./readiness.ts";
import { stableHash } from "./stable-hash.ts";
import { compareText, numberOf } from "./value.ts";

/**
 * The ledger after a tick has looked for responses, before it decides: for its own campaigns' goals, and for those of
 * campaigns that were last looked at on a day before.
 */
export function withResponses(decided: readonly CampaignProgram[], model: Model, ledger: Ledger): Ledger {
  const { program, tick, today, time } = model;
  const dayBegins = midnight(today, time.timezone);
  const found: Found[] = [];
  const searched = new Map(ledger.searched);
  for (const campaign of program.campaigns) {
    const { goal, name } = campaign;
    const last = ledger.searched.get(name);
    const isToday = last !== undefined && last >= dayBegins;
    if (goal === undefined || (isToday && !decided.includes(campaign))) continue;
    const spans = [goal.within, longest(latenessesOf(goal.occurrence, model))];
    const from = last === undefined ? undefined : stillOpen(last, spans, model);
    const contacts = ledger.contacts.filter(
      ({ campaign: own, due }) => own === name && due < tick && (from === undefined || due >= from),
    );
    if (contacts.length === 0) continue;
    const own = contacts.flatMap((contact) => responsesTo(contact, campaign, model));
    found.push(...own.sort((a, b) => compareFound(a, b, contacts)));
    if (areGoalSourcesReady(campaign, model))
      searched.set(name, last === undefined || tick > last ? tick : last);
  }
  const fresh = found.filter(
    (one) => !ledger.found.some((other) => isSame(one, other) && one.contact === other.contact),
  );
  return { ...ledger, found: [...ledger.found, ...fresh], searched };
}

/** In order of time, contact and id: so they are numbered. */
function compareFound(a: Found, b: Found, contacts: readonly Contact[]): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return contacts.indexOf(a.contact) - contacts.indexOf(b.contact) || compareText(a.id, b.id);
}

/** What is due from here on may still be responded to, or be found to have been. */
function stillOpen(last: Instant, spans: readonly (Duration | undefined)[], { time }: Model): Instant {
  const earliest = spans.reduce(
    (instant, span) => (span === undefined ? instant : instantAfter(instant, backwards(span), time)),
    last,
  );
  return midnight(addDays(localDate(earliest, time.timezone), -5), time.timezone);
}

const MINUTES: Readonly<Record<string, number>> = {
  minute: 1,
  hour: 60,
  day: 1_440,
  week: 10_080,
  month: 43_830,
  quarter: 131_490,
  year: 525_960,
};

function longest(durations: readonly Duration[]): Duration | undefined {
  const minutes = ({ count, unit }: Duration): number => count * (MINUTES[unit] ?? 0);
  return [...durations].sort((a, b) => minutes(b) - minutes(a))[0];
}

function responsesTo(contact: Contact, campaign: CampaignProgram, model: Model): readonly Found[] {
  const { goal } = campaign;
  if (goal === undefined || !customers(model).includes(contact.customer)) return [];
  const until = instantAfter(contact.due, goal.within, model.time);
  return occurrencesOf(goal.occurrence, contact.customer, model, contact)
    .filter(({ time }) => time > contact.due && time <= until)
    .map(({ id, time, event }): Found => {
      const about = {
        ...(contact.event === undefined ? {} : { event: contact.event }),
        ...(contact.steps === undefined ? {} : { steps: contact.steps }),
      };
      const scope = { model, customer: contact.customer, ...about, row: { ...event, time } };
      const worth = goal.worth === undefined ? contact.value : numberOf(evaluate(goal.worth, scope));
      return { contact, event: nameOf(goal.occurrence), id, time, worth };
    });
}

/** What occurs, by which goals know the same. */
function nameOf(occurrence: Occurrence): string {
  switch (occurrence.kind) {
    case "event":
    case "reaches":
      return occurrence.event;
    case "pattern":
      return occurrence.first.event;
    case "date":
      return JSON.stringify(occurrence.of);
  }
}

function isSame(a: Found, b: Found): boolean {
  return (
    a.contact.customer === b.contact.customer && a.event === b.event && a.id === b.id && a.time === b.time
  );
}

/** What was found as answers, each with the one contact that is credited best: the latest, of highest priority, by hash. */
export function creditedResponses(ledger: Ledger, tick: Instant, program: Program): readonly Response[] {
  const priority = (contact: Contact): number =>
    program.campaigns.find(({ name }) => name === contact.campaign)?.priority ?? 0;
  const hash = ({ tick: decided, campaign, customer }: Contact): string =>
    stableHash([instantText(decided), campaign, customer]);
  const treated = ledger.found.filter(({ contact }) => contact.arm === "treated");
  const isBetter = (a: Contact, b: Contact): boolean => {
    if (a.due !== b.due) return a.due > b.due;
    const order =
      priority(b) - priority(a) ||
      compareText(hash(a), hash(b)) ||
      b.wave - a.wave ||
      compareText(a.occasion, b.occasion);
    return order < 0;
  };
  return treated
    .filter((one) => one.time <= tick && one.contact.tick < tick)
    .filter((one) => !treated.some((other) => isSame(one, other) && isBetter(other.contact, one.contact)))
    .map(({ contact, time, worth }) => ({
      customer: contact.customer,
      campaign: contact.campaign,
      occasion: contact.occasion,
      offers: contact.offers,
      channel: contact.channel,
      time,
      ...(worth === undefined ? {} : { amount: { amount: worth, currency: program.currency } }),
    }));
}
