import type { Instant } from "../calendar/instant.ts";
import type { Amount, Arm } from "./records.ts";

/** A contact, or the place of a holdout's member, that may be responded to. */
export interface AnsweredContact {
  readonly id: number;
  readonly campaign: string;
  readonly customer: string;
  readonly arm: Arm;
  readonly wave: number;
  readonly tick: Instant;
  readonly occasion: string;
  readonly due: Instant;
  readonly channel: string;
  readonly offers: readonly string[];
  readonly value: Amount | null;
  readonly carried: Readonly<Record<string, string | null>>;
}

/** A contact as channels know it: by its message's key. */
export interface KeyedContact {
  readonly contact: number;
  readonly due: Instant;
}

/** An answer that the ledger has. */
export interface RecordedAnswer {
  readonly contact: number;
  readonly event: string;
  readonly eventId: string;
  readonly time: Instant;
}

/** A response to a contact: what meets its campaign's goal, or an answer that a channel reports. */
export interface NewResponse {
  readonly kind: "goal" | "answer";
  readonly contact: number;
  /** Members of holdouts are counted, and not credited. */
  readonly credited: boolean;
  /** What occurred; of answers what the channel calls it, empty where it says nothing. */
  readonly event: string;
  /** Which of its kind; of answers the channel's own number, empty without one. */
  readonly eventId: string;
  readonly time: Instant;
  readonly amount: Amount | null;
}

export interface FoundResponses {
  readonly responses: readonly NewResponse[];
  readonly foundAt: Instant;
  /** Of campaigns whose goals were looked for: up to when all was there to be found. */
  readonly searched: readonly { readonly campaign: string; readonly until: Instant }[];
  /** By campaign: decides between contacts of one due time. */
  readonly priorities: ReadonlyMap<string, number>;
}

/** What tells a response to a contact from others, as one text. */
export function responseKey(contact: number, event: string, eventId: string, time: Instant): string {
  return [contact, event, eventId, time].join("\u001f");
}
