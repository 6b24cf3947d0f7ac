import type { Instant } from "../calendar/instant.ts";
import { isoInstant } from "../calendar/instant.ts";
import { stableHash } from "../stable-hash.ts";
import type { Arm } from "./records.ts";

/** A contact in whose time a response falls. */
export interface Creditable {
  readonly campaign: string;
  readonly customer: string;
  readonly arm: Arm;
  readonly wave: number;
  readonly tick: Instant;
  readonly occasion: string;
  readonly due: Instant;
}

/** What a contact is credited with of a response; `multiple` credits each contact in full. */
export interface Credit {
  /** Whether it is the one that `best` credits. */
  readonly best: boolean;
  /** Among how many contacts `fractional` divides it; null where it is not credited. */
  readonly shares: number | null;
}

/**
 * Credits one response to the contacts whose time it falls in, LANGUAGE § 9: the best is the latest, then that of the
 * higher priority, then by the stable hash that orders candidates. Members of holdouts are counted and not credited.
 */
export function creditsOf<Contact extends Creditable>(
  contacts: readonly Contact[],
  priorities: ReadonlyMap<string, number>,
): ReadonlyMap<Contact, Credit> {
  const treated = contacts.filter(({ arm }) => arm === "treated");
  const [best] = treated.length < 2 ? treated : [...treated].sort(byMerit(priorities));
  return new Map(
    contacts.map((contact) => [
      contact,
      { best: contact === best, shares: contact.arm === "treated" ? treated.length : null },
    ]),
  );
}

function byMerit(priorities: ReadonlyMap<string, number>): (a: Creditable, b: Creditable) => number {
  const priority = ({ campaign }: Creditable): number => priorities.get(campaign) ?? -1;
  return (a, b) =>
    b.due - a.due ||
    priority(b) - priority(a) ||
    compare(hashOf(a), hashOf(b)) ||
    b.wave - a.wave ||
    compare(a.occasion, b.occasion);
}

function hashOf({ tick, campaign, customer }: Creditable): string {
  return stableHash([isoInstant(tick), campaign, customer]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
