import type { Instant } from "../calendar/instant.ts";
import type { Amount, ContactState, EventIdentity } from "./records.ts";

/** A contact as a campaign's conditions on earlier contacts see it. */
export interface ContactRow {
  readonly id: number;
  readonly customer: string;
  readonly campaign: string;
  readonly wave: number;
  readonly offers: readonly string[];
  readonly channel: string;
  readonly state: ContactState;
  readonly due: Instant;
}

/** An answer to a contact. */
export interface ResponseRow {
  readonly id: number;
  readonly customer: string;
  readonly campaign: string;
  readonly offers: readonly string[];
  /** Null where it is not known. */
  readonly channel: string | null;
  readonly time: Instant;
  readonly amount: Amount | null;
}

/** A contact of a chain of waves: of one campaign, customer and occasion. */
export interface ChainContact {
  readonly id: number;
  readonly customer: string;
  readonly occasion: string;
  readonly wave: number;
  readonly due: Instant;
  readonly channel: string;
  readonly offers: readonly string[];
  readonly value: Amount | null;
  readonly event: EventIdentity | null;
  readonly carried: Readonly<Record<string, string | null>>;
  /** Whether the ledger has an answer to this contact up to the tick. */
  readonly responded: boolean;
}
