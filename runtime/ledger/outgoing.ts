import type { Instant } from "../calendar/instant.ts";
import type { OutgoingMessage, Reason } from "./records.ts";

/** Messages that leave together on one channel. */
export interface DispatchRecord {
  readonly id: number;
  readonly channel: string;
  readonly startedAt: Instant;
}

/** A message of an earlier run whose time has come. */
export interface WaitingMessage {
  readonly contact: number;
  readonly campaign: string;
  readonly tick: Instant;
  readonly customer: string;
  readonly channel: string;
  readonly address: string | null;
  /** Whether a dispatch has had it before, and did not get rid of it. */
  readonly triedBefore: boolean;
}

/** What became of messages that were asked again before they leave. */
export interface AskedAgain {
  readonly allowed: readonly {
    readonly contact: number;
    readonly channel: string;
    /** Where to send it, where that is no more what the outbox has. */
    readonly newAddress?: string;
  }[];
  readonly refused: readonly { readonly contact: number; readonly reasons: readonly CancellationReason[] }[];
}

/** Why a message was cancelled: a code of LANGUAGE § 10 and the rule's text. */
export type CancellationReason = Omit<Reason, "channel">;

/** Contacts whose messages were cancelled. */
export interface CancelledContacts {
  readonly contacts: number;
  /** How many by code, in order of code; one contact may have several. */
  readonly reasons: Readonly<Record<string, number>>;
}

/** Dead letters of a channel, with the reason of the latest. */
export interface DeadLetters {
  readonly channel: string;
  readonly messages: number;
  readonly reason: string;
}

export interface DispatchMessage extends OutgoingMessage {
  /** The contact's number in the ledger. */
  readonly contact: number;
  /** How often it was tried in vain. */
  readonly attempts: number;
  readonly campaign: string;
  readonly customer: string;
  readonly wave: number;
  readonly offers: readonly string[];
  readonly due: Instant;
}

/** What became of messages that were handed over one by one; each by its contact's number. */
export interface DeliveryResults {
  readonly sent: readonly number[];
  /** Dead letters: the channel will not take them, or was tried often enough. */
  readonly refused: readonly { readonly contact: number; readonly reason: string }[];
  /** To be tried again by a dispatch at or after an instant. */
  readonly later: readonly {
    readonly contact: number;
    readonly until: Instant;
    readonly reason: string;
  }[];
}
