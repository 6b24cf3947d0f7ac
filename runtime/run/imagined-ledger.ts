import type { Instant } from "../calendar/instant.ts";
import type { ChainContact, Ledger } from "../ledger/ledger.ts";
import type { ContactRecord, TickDecision } from "../ledger/records.ts";

/**
 * The ledger as it would be after decisions that are not written. In one run a campaign has one tick, but for `once`
 * campaigns, which have their first and then one for its waves: nothing else of a campaign's own need be imagined.
 */
export function withDecisions(ledger: Ledger, decisions: readonly TickDecision[]): Ledger {
  const contacts = decisions.flatMap((decision) => decision.contacts.map(({ contact }) => contact));
  const treated = contacts.filter(({ arm }) => arm === "treated");
  const placed = contacts.filter(({ arm }) => arm !== "universal");
  const ids = new Map(treated.map((contact, index) => [contact, FIRST_IMAGINED_ID + index]));
  const idOf = (contact: ContactRecord): number => ids.get(contact) ?? FIRST_IMAGINED_ID;
  const ofCampaign = (campaign: string) => (contact: ContactRecord) => contact.campaign === campaign;
  const from = (start: Instant) => (contact: ContactRecord) => contact.due >= start;
  const one = <Contact>(contact: Contact) => ({ ...contact, count: 1 });
  return {
    ...ledger,
    customerPlaces: async (campaign, start) => [
      ...(await ledger.customerPlaces(campaign, start)),
      ...contacts
        .filter(({ wave }) => wave === 0)
        .filter(ofCampaign(campaign))
        .filter(from(start)),
    ],
    campaignPlaces: async (campaign, start) => [
      ...(await ledger.campaignPlaces(campaign, start)),
      ...placed.filter(ofCampaign(campaign)).filter(from(start)).map(one),
    ],
    channelPlaces: async (start) => [
      ...(await ledger.channelPlaces(start)),
      ...placed.filter(from(start)).map(one),
    ],
    spending: async (campaign, start) => [
      ...(await ledger.spending(campaign, start)),
      ...treated.filter(ofCampaign(campaign)).filter(from(start)).map(one),
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
    async openChains(campaign, asked) {
      const chains = treated
        .filter(ofCampaign(campaign))
        .filter(({ due, wave }) => due <= asked.tick && wave < asked.waves)
        .filter(from(asked.from));
      const known = await ledger.openChains(campaign, asked);
      return [...known, ...chains.map((contact) => chainContact(contact, idOf(contact)))];
    },
  };
}

/** Above any id that a ledger has given. */
const FIRST_IMAGINED_ID = 2 ** 52;

function chainContact(contact: ContactRecord, id: number): ChainContact {
  return { ...contact, id, responded: false };
}
