import type { Instant } from "../calendar/instant.ts";
import { mergeBatches } from "../ledger/batches.ts";
import type { ContactRow, Ledger } from "../ledger/ledger.ts";
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
    async *customerContacts(start) {
      yield* ledger.customerContacts(start);
      yield treated.filter(from(start));
    },
    policyPlaces: async (start) => [
      ...(await ledger.policyPlaces(start)),
      ...placed.filter(from(start)).map(one),
    ],
    contactsBefore(tick, start) {
      const order = (a: ContactRow, b: ContactRow) => a.due - b.due || a.id - b.id;
      const imagined = treated
        .filter((contact) => contact.tick < tick && contact.due <= tick)
        .filter(from(start))
        .map((contact) => ({ ...contact, id: idOf(contact), state: "waiting" as const }));
      return mergeBatches(ledger.contactsBefore(tick, start), imagined.sort(order), order);
    },
  };
}

/** Above any id that a ledger has given. */
const FIRST_IMAGINED_ID = 2 ** 52;
