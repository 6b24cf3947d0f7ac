import type { Insertable, Selectable } from "kysely";
import type { Instant } from "../calendar/instant.ts";
import type { Amount, ContactState } from "./records.ts";
import type { LedgerTables } from "./tables.ts";

/** A contact that a former system made. Its campaign and offers need not be the project's. */
export interface ImportedContact {
  /** What tells it from all others, whenever it is imported. */
  readonly key: string;
  readonly customer: string;
  readonly campaign: string;
  readonly channel: string;
  readonly offers: readonly string[];
  readonly due: Instant;
  /** Decimal text by currency; empty where unknown. */
  readonly costs: Readonly<Record<string, string>>;
  readonly purpose: "service" | "marketing";
  readonly state: Exclude<ContactState, "waiting">;
}

/** A response that a former system knew of. */
export interface ImportedResponse {
  readonly key: string;
  readonly customer: string;
  readonly campaign: string;
  /** Null where it is not known. */
  readonly channel: string | null;
  readonly offers: readonly string[];
  readonly time: Instant;
  readonly amount: Amount | null;
}

/** Columns of imported contacts but their number. */
export const IMPORTED_CONTACT_COLUMNS = [
  "key",
  "customer",
  "campaign",
  "channel",
  "offers",
  "due",
  "costs",
  "purpose",
  "state",
  "imported_at",
] as const;

/** Columns of imported responses but their number. */
export const IMPORTED_RESPONSE_COLUMNS = [
  "key",
  "customer",
  "campaign",
  "channel",
  "offers",
  "time",
  "amount",
  "currency",
  "imported_at",
] as const;

export function importedContactRow(
  { key, customer, campaign, channel, offers, due, costs, purpose, state }: ImportedContact,
  importedAt: Instant,
): Insertable<LedgerTables["imported_contacts"]> {
  return {
    key,
    customer,
    campaign,
    channel,
    offers: JSON.stringify(offers),
    due,
    costs: JSON.stringify(costs),
    purpose,
    state,
    imported_at: importedAt,
  };
}

export function importedResponseRow(
  { key, customer, campaign, channel, offers, time, amount }: ImportedResponse,
  importedAt: Instant,
): Insertable<LedgerTables["imported_responses"]> {
  return {
    key,
    customer,
    campaign,
    channel,
    offers: JSON.stringify(offers),
    time,
    amount: amount?.amount ?? null,
    currency: amount?.currency ?? null,
    imported_at: importedAt,
  };
}

/** What is known of a contact or response, as one text: equal for the same, whenever it was imported. */
export function importedContent(
  row: Partial<
    Omit<Selectable<LedgerTables["imported_contacts"] & LedgerTables["imported_responses"]>, "state">
  > & { readonly state?: string },
): string {
  const { customer, campaign, channel, offers, due, costs, purpose, state, time, amount, currency } = row;
  return JSON.stringify([
    customer,
    campaign,
    channel,
    offers,
    due,
    costs,
    purpose,
    state,
    time,
    amount,
    currency,
  ]);
}
