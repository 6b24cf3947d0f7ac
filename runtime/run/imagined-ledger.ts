import type { Instant } from "../calendar/instant.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { ContactRecord, TickDecision } from "../ledger/records.ts";

/**
 * The ledger as it would be after decisions that are not written. In one run a campaign has one tick, so only what campaigns
 * share can be touched by an instant before.
 */
export function withDecisions(ledger: Ledger, decisions: readonly TickDecision[]): Ledger {
  const contacts = decisions.flatMap((decision) => decision.contacts.map(({ contact }) => contact));
  const treated = contacts.filter(({ arm }) => arm === "treated");
  const placed = contacts.filter(({ arm }) => arm !== "universal");
  const ids = new Map(treated.map((contact, index) => [contact, FIRST_IMAGINED_ID + index]));
  const idOf = (contact: ContactRecord): number => ids.get(contact) ?? FIRST_IMAGINED_ID;
  const from = (start: Instant) => (contact: ContactRecord) => contact.due >= start;
  const one = <Contact>(contact: Contact) => ({ ...contact, count: 1 });
  return {
    ...ledger,
    channelPlaces: async (start) => [
      ...(await ledger.channelPlaces(start)),
      ...placed.filter(from(start)).map(one),
    ],
    customerContacts: async (start) => [
      ...(await ledger.customerContacts(start)),
      ...treated.filter(from(start)),
    ],
    policyPlaces: async (start) => [
      ...(await ledger.policyPlaces(start)),
      ...placed.filter(from(start)).map(one),
    ],
    contactsBefore: async (tick, start) =>
      [
        ...(await ledger.contactsBefore(tick, start)),
        ...treated
          .filter((contact) => contact.tick < tick && contact.due <= tick)
          .filter(from(start))
          .map((contact) => ({ ...contact, id: idOf(contact), state: "waiting" as const })),
      ].sort((a, b) => a.due - b.due || a.id - b.id),
  };
}

/** Above any id that a ledger has given. */
const FIRST_IMAGINED_ID = 2 ** 52;
