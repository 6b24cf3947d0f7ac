import type { Instant } from "../calendar/instant.ts";
import { mergeBatches } from "../ledger/batches.ts";
import type { ContactRow, ResponseRow } from "../ledger/contact-rows.ts";
import { creditsOf } from "../ledger/credit.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { ContactRecord, KeptDecision } from "../ledger/records.ts";
import type { ResponseMatch, SoughtResponses } from "../respond/seek-responses.ts";

/**
 * The ledger as it would be after decisions that are not written. In one run a campaign has one tick, so only what campaigns
 * share can be touched by an instant before.
 */
export function withDecisions(ledger: Ledger, decisions: readonly KeptDecision[]): Ledger {
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

/** The ledger as it would be after responses that are not written. */
export function withResponses(ledger: Ledger, sought: readonly SoughtResponses[]): Ledger {
  const fresh = sought.flatMap(({ matches, priorities }) => newlyCredited(matches, priorities));
  if (fresh.length === 0) return ledger;
  const rows = fresh
    .filter(({ best }) => best)
    .map(({ match: { contact, response } }, index): ResponseRow & { readonly tick: Instant } => ({
      id: FIRST_IMAGINED_ID + index,
      customer: contact.customer,
      campaign: contact.campaign,
      offers: contact.offers,
      channel: contact.channel,
      time: response.time,
      amount: response.amount,
      tick: contact.tick,
    }));
  const answered = new Map(fresh.map(({ match: { contact, response } }) => [contact.id, response.time]));
  return {
    ...ledger,
    responsesBefore(tick, start) {
      const order = (a: ResponseRow, b: ResponseRow) => a.time - b.time || a.id - b.id;
      const imagined = rows.filter((row) => row.tick < tick && row.time >= start && row.time <= tick);
      return mergeBatches(ledger.responsesBefore(tick, start), imagined.sort(order), order);
    },
    async openChains(campaign, asked) {
      const chains = await ledger.openChains(campaign, asked);
      const isAnswered = (id: number): boolean => (answered.get(id) ?? asked.tick + 1) <= asked.tick;
      return chains.map((contact) => ({
        ...contact,
        responded: contact.responded || isAnswered(contact.id),
      }));
    },
  };
}

/** Matches that the ledger lacks, and whether they are what `best` credits. */
function newlyCredited(matches: readonly ResponseMatch[], priorities: ReadonlyMap<string, number>) {
  const responses = Map.groupBy(matches, ({ contact, response: { event, eventId, time } }) =>
    JSON.stringify([contact.customer, event, eventId, time]),
  );
  return [...responses.values()].flatMap((same) => {
    const credits = creditsOf(
      same.map(({ contact }) => contact),
      priorities,
    );
    return same
      .filter(({ known }) => !known)
      .map((match) => ({ match, best: credits.get(match.contact)?.best ?? false }));
  });
}

/** Above any id that a ledger has given. */
const FIRST_IMAGINED_ID = 2 ** 52;
