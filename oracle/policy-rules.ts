import type { Duration, Offer, OfferSet, Policy, PolicyCap, PolicyRule } from "../plan/index.ts";
import { dateAfter, type LocalDate, localDate } from "./calendar.ts";
import { datesOfOccurrence } from "./detect.ts";
import { type Contact, sharePeriod } from "./ledger.ts";
import type { Proposal } from "./proposal.ts";
import { isOverspent, type Refusal } from "./rules.ts";
import { isTooMany } from "./spans.ts";

/** What the contact policy holds against a contact. `before` is all that has been accepted so far. */
export function policyRefusals(proposal: Proposal, before: readonly Contact[]): readonly Refusal[] {
  const { policy } = proposal.model.program;
  if (policy === undefined) return [];
  return [
    ...policy.suppress
      .filter((segment) => proposal.segments.includes(segment))
      .map((segment) => ({ code: "suppressed", rule: `suppress ${segment}` })),
    ...policy.rules
      .filter((rule) => isBroken(rule, proposal, before))
      .map((rule) => ({ code: rule.kind.startsWith("only") ? "only" : "never", rule: rule.text })),
    ...policy.caps
      .filter((cap) => isReached(cap, policy, proposal, before))
      .map((cap) => ({ code: cap.kind === "money" ? "budget" : "cap", rule: cap.text })),
  ];
}

/** Service campaigns skip lines on customers, and don't count for them, unless a line includes them. */
function isBoundBy({ includingService }: { readonly includingService: boolean }, service: boolean): boolean {
  return includingService || !service;
}

function isBroken(rule: PolicyRule, proposal: Proposal, before: readonly Contact[]): boolean {
  const { campaign, candidate, dueDate, offers, segments, model } = proposal;
  if (dueDate === undefined || !isBoundBy(rule, campaign.purpose === "service")) return false;
  const concerns = holdsAny(rule.of, offers);
  const { timezone, calendar } = model.time;
  const made = before
    .filter(
      ({ customer, arm, service }) =>
        customer === candidate.customer && arm === "treated" && isBoundBy(rule, service),
    )
    .map((contact) => ({ contact, date: localDate(contact.due, timezone) }));
  const hasWith = (set: OfferSet, matches: (date: LocalDate) => boolean): boolean =>
    made.some(({ contact, date }) => holdsAnyName(set, contact.offers) && matches(date));
  const follows = (date: LocalDate, earlier: LocalDate, within: Duration): boolean =>
    date >= earlier && date <= dateAfter(earlier, within, calendar);
  switch (rule.kind) {
    case "never-after-offer":
      return (
        (concerns && hasWith(rule.after, (date) => follows(dueDate, date, rule.within))) ||
        (holdsAny(rule.after, offers) && hasWith(rule.of, (date) => follows(date, dueDate, rule.within)))
      );
    case "never-with": {
      const isNear = (date: LocalDate): boolean =>
        follows(dueDate, date, rule.within) || follows(date, dueDate, rule.within);
      return (
        (concerns && hasWith(rule.other, isNear)) ||
        (holdsAny(rule.other, offers) && hasWith(rule.of, isNear)) ||
        holdsBoth(rule.of, rule.other, offers)
      );
    }
    case "never-after-event":
      return concerns && occurredWithin(rule.occurrence, rule.within);
    case "only-to":
      return concerns && !segments.includes(rule.segment);
    case "only-after":
      return concerns && !hasWith(rule.after, (date) => follows(dueDate, date, rule.within));
    case "only-after-event":
      return concerns && !occurredWithin(rule.occurrence, rule.within);
  }

  function occurredWithin(occurrence: string, within: Duration): boolean {
    const dates = datesOfOccurrence(occurrence, candidate.scope);
    return dates.some((date) => dueDate !== undefined && follows(dueDate, date, within));
  }
}

function isReached(cap: PolicyCap, policy: Policy, proposal: Proposal, before: readonly Contact[]): boolean {
  const { campaign, candidate, channel, due, dueDate, offers, segments, model } = proposal;
  if (due === undefined || dueDate === undefined || !isInForce(cap, policy, dueDate)) return false;
  if (cap.via.length > 0 && !cap.via.includes(channel.name)) return false;
  if (cap.for !== undefined && !segments.includes(cap.for)) return false;
  const onChannels = before.filter(({ channel: via }) => cap.via.length === 0 || cap.via.includes(via));
  if (cap.kind === "customer") {
    if (!isBoundBy(cap, campaign.purpose === "service")) return false;
    const others = onChannels.filter(
      ({ customer, arm, service }) =>
        customer === candidate.customer && arm === "treated" && isBoundBy(cap, service),
    );
    const isFull = (counted: readonly Contact[]): boolean =>
      isTooMany(
        cap,
        counted.map((contact) => contact.due),
        due,
        model.time,
      );
    const { of } = cap;
    if (of.kind === "each-offer") {
      return offers.some(({ name }) => isFull(others.filter((contact) => contact.offers.includes(name))));
    }
    return holdsAny(of, offers) && isFull(others.filter((contact) => holdsAnyName(of, contact.offers)));
  }
  const { period, of } = cap;
  if (!holdsAny(of, offers)) return false;
  const others = onChannels.filter(
    (contact) =>
      contact.arm !== "universal" &&
      (cap.for === undefined || contact.segments.includes(cap.for)) &&
      holdsAnyName(of, contact.offers) &&
      sharePeriod(contact.due, due, period, model.time.timezone),
  );
  return cap.kind === "money" ? isOverspent(cap, proposal, others) : others.length >= cap.limit;
}

/** A line for certain days replaces the otherwise identical one on them. */
function isInForce(cap: PolicyCap, { caps }: Policy, date: LocalDate): boolean {
  const isOnItsDays = ({ during }: PolicyCap): boolean =>
    during !== undefined && during.from <= date && date <= during.to;
  if (cap.during !== undefined) return isOnItsDays(cap);
  return !caps.some((other) => other.key === cap.key && isOnItsDays(other));
}

function holdsAny(set: OfferSet, offers: readonly Offer[]): boolean {
  return holdsAnyName(
    set,
    offers.map(({ name }) => name),
  );
}

function holdsAnyName(set: OfferSet, offers: readonly string[]): boolean {
  return set.kind === "all" || set.offers.some((offer) => offers.includes(offer));
}

/** Whether one contact's several offers are of both sets. */
function holdsBoth(a: OfferSet, b: OfferSet, offers: readonly Offer[]): boolean {
  return offers.some(
    (one) => holdsAny(a, [one]) && offers.some((other) => other !== one && holdsAny(b, [other])),
  );
}
