import type { CustomerContact } from "../../ledger/ledger.ts";
import { type DueTime, NO_REFUSALS, type Rule } from "../rules/rule.ts";

/** A contact that was accepted, before or at this tick. */
export interface AcceptedContact {
  readonly due: DueTime;
  readonly channel: string;
  readonly offers: readonly string[];
  readonly service: boolean;
}

/** What was accepted for each customer, in no order. Members of holdouts are not among them: nobody contacted them. */
export interface AcceptedContacts {
  of(customer: string): readonly AcceptedContact[];
  /** Refuses nothing and takes note of what is accepted; asked after the rules that read it. */
  readonly record: Rule;
}

/** Begins with the history. */
export function acceptedContacts(
  history: Iterable<CustomerContact>,
  dueTime: (due: number) => DueTime,
): AcceptedContacts {
  const contactsOf = new Map<string, AcceptedContact[]>();
  const add = (customer: string, contact: AcceptedContact): void => {
    const contacts = contactsOf.get(customer);
    if (contacts === undefined) contactsOf.set(customer, [contact]);
    else contacts.push(contact);
  };
  for (const { customer, due, channel, offers, purpose } of history) {
    add(customer, { due: dueTime(due), channel, offers, service: purpose === "service" });
  }
  return {
    of: (customer) => contactsOf.get(customer) ?? NONE,
    record: {
      against: () => NO_REFUSALS,
      take({ arm, candidate, channel, due, offerNames }) {
        if (arm !== "treated" || due === undefined) return;
        const service = candidate.campaign.purpose === "service";
        add(candidate.customer, { due, channel: channel.name, offers: offerNames, service });
      },
    },
  };
}

const NONE: readonly AcceptedContact[] = [];
