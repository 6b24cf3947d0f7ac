import type { Cap } from "../plan/index.ts";
import { add, compareDecimals, decimal } from "./decimal.ts";
import { addressOn, consentOn, weighedOffers } from "./detect.ts";
import { type Contact, sharePeriod } from "./ledger.ts";
import type { Proposal } from "./proposal.ts";
import { named } from "./rows.ts";
import { isTooMany } from "./spans.ts";

/** What stands against a contact. */
export interface Refusal {
  readonly code: string;
  readonly rule?: string;
}

/** The rules that a contact's own campaign, offers and channel make. `before` is all that has been accepted so far. */
export function ownRefusals(proposal: Proposal, before: readonly Contact[]): readonly Refusal[] {
  return [
    ...reachability(proposal),
    ...expiry(proposal),
    ...message(proposal),
    ...campaignCaps(proposal, before),
    ...capacity(proposal, before),
  ];
}

/** Unknown consent is none; an empty address neither. */
function reachability({ channel, candidate }: Proposal): readonly Refusal[] {
  const refusals: Refusal[] = [];
  if (consentOn(channel.name, candidate.scope) === false) refusals.push({ code: "consent" });
  const address = addressOn(channel.name, candidate.scope);
  if (address !== undefined && (address ?? "").trim() === "") refusals.push({ code: "address" });
  return refusals;
}

/** Due after the window's end, or when none of its offers is valid; of the best of none at all. */
function expiry({ campaign, candidate, dueDate, offers, expired, model }: Proposal): readonly Refusal[] {
  const refusals: Refusal[] = [];
  const { from, to } = campaign.window;
  if (dueDate === undefined || dueDate > to)
    refusals.push({ code: "expired", rule: `window ${from} .. ${to}` });
  if (offers.length > 0) return refusals;
  const weighed = candidate.offers?.length === 0 ? weighedOffers(candidate) : [];
  const none = [...expired, ...weighed.map((name) => named(model.program.offers, name))];
  return [
    ...refusals,
    ...none.map(({ name, valid }) => ({
      code: "expired",
      rule: valid?.kind === "dates" ? `offer ${name} valid ${valid.from} .. ${valid.to}` : `offer ${name}`,
    })),
  ];
}

function message({ rendering, channel, offers }: Proposal): readonly Refusal[] {
  if (rendering === undefined) return [];
  if (rendering.kind === "unknown")
    return rendering.placeholders.map((name) => ({ code: `unknown ${name}` }));
  const without = offers.filter(({ messages }) => !Object.hasOwn(messages, channel.name));
  if (without.length > 0) {
    return without.map(({ name }) => ({
      code: "no offer",
      rule: `offer ${name} has no message for ${channel.name}`,
    }));
  }
  const { maxLength } = channel;
  const isTooLong = maxLength !== undefined && [...rendering.body].length > maxLength;
  return isTooLong ? [{ code: "too long", rule: `max_length ${maxLength}` }] : [];
}

/** Without a line of its own a campaign contacts a customer once ever. */
const ONCE_EVER: Cap = { kind: "customer", limit: 1, within: { kind: "ever" }, text: "1 per customer" };

function campaignCaps(proposal: Proposal, before: readonly Contact[]): readonly Refusal[] {
  const { campaign } = proposal;
  const own = before.filter((contact) => contact.campaign === campaign.name);
  const caps = campaign.caps.some(({ kind }) => kind === "customer")
    ? campaign.caps
    : [ONCE_EVER, ...campaign.caps];
  return caps.flatMap((cap) => campaignCap(cap, proposal, own));
}

function campaignCap(cap: Cap, proposal: Proposal, own: readonly Contact[]): readonly Refusal[] {
  const { due, candidate, channel, model } = proposal;
  const { timezone } = model.time;
  if (due === undefined) return [];
  switch (cap.kind) {
    case "customer": {
      // Further waves neither obey nor use it; members of every arm do.
      if (candidate.wave > 0) return [];
      const others = own.filter(({ customer, wave }) => customer === candidate.customer && wave === 0);
      const full = isTooMany(
        cap,
        others.map((contact) => contact.due),
        due,
        model.time,
      );
      return full ? [{ code: "cap", rule: cap.text }] : [];
    }
    case "volume": {
      if (cap.channel !== undefined && cap.channel !== channel.name) return [];
      const taken = own.filter(
        (contact) =>
          contact.arm !== "universal" &&
          (cap.channel === undefined || contact.channel === cap.channel) &&
          sharePeriod(contact.due, due, cap.period, timezone),
      );
      return taken.length >= cap.limit ? [{ code: "cap", rule: cap.text }] : [];
    }
    case "money": {
      const spent = own.filter((contact) => sharePeriod(contact.due, due, cap.period, timezone));
      return isOverspent(cap, proposal, spent) ? [{ code: "budget", rule: cap.text }] : [];
    }
  }
}

/** Whether a contact's cost no longer fits, given what those made cost; one that is unknown never does. */
export function isOverspent(
  cap: { readonly limit: string; readonly currency: string },
  { costs }: Proposal,
  others: readonly Contact[],
): boolean {
  const cost = costs.get(cap.currency);
  if (cost === undefined) return true;
  const spent = others
    .filter(({ arm }) => arm === "treated")
    .map((contact) => contact.costs.get(cap.currency) ?? { units: 0n, scale: 0 })
    .reduce(add, { units: 0n, scale: 0 });
  return compareDecimals(add(spent, cost), decimal(cap.limit)) > 0;
}

function capacity({ channel, due, model }: Proposal, before: readonly Contact[]): readonly Refusal[] {
  const { capacity: limit } = channel;
  if (limit === undefined || due === undefined) return [];
  const taken = before.filter(
    (contact) =>
      contact.arm !== "universal" &&
      contact.channel === channel.name &&
      sharePeriod(contact.due, due, limit.period, model.time.timezone),
  );
  return taken.length >= limit.limit
    ? [{ code: "capacity", rule: `capacity ${limit.limit} per ${limit.period}` }]
    : [];
}
