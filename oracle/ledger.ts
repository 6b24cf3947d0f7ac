import type { Program } from "../plan/index.ts";
import { type Instant, localDate, startOf } from "./calendar.ts";
import type { Decimal } from "./decimal.ts";
import type { Members } from "./firing.ts";
import type { LedgerRowsOf } from "./model.ts";
import { named, type Row } from "./rows.ts";
import { integerValue, numberValue, type Value } from "./value.ts";
import { text } from "./world.ts";

/** `treated` is contacted; `control` and `universal` would have been, and are left alone. */
export type Arm = "treated" | "control" | "universal";

/** Why a candidate was refused; the channel is null where it is not about one. */
export interface Reason {
  readonly channel: string | null;
  readonly code: string;
  /** The line that refused, where there is one. */
  readonly rule?: string;
}

interface Decision {
  readonly tick: Instant;
  readonly campaign: string;
  readonly wave: number;
  readonly customer: string;
  readonly arm: Arm;
  readonly occasion: string;
  readonly event?: Row;
  readonly steps?: readonly Row[];
  readonly firedAt: Instant;
  readonly value: Decimal | undefined;
}

export interface Contact extends Decision {
  readonly channel: string;
  readonly offers: readonly string[];
  readonly due: Instant;
  readonly service: boolean;
  /** What it costs, by currency; unknown costs are left out. */
  readonly costs: ReadonlyMap<string, Decimal>;
  /** Segments of the policy that the customer was in. */
  readonly segments: readonly string[];
}

export interface Rejection extends Decision {
  readonly channel: string | null;
  readonly offers: readonly string[];
  readonly due: Instant | undefined;
  readonly reasons: readonly Reason[];
}

/** A campaign's completed tick. */
export interface CompletedTick {
  readonly campaign: string;
  readonly tick: Instant;
  readonly active: boolean;
  /** The first instant whose events later ticks may take. */
  readonly floor: Instant;
  readonly members: Members | undefined;
}

/** A customer's answer, from a channel or a goal event. */
export interface Response {
  readonly customer: string;
  readonly campaign: string;
  /** That of the contact, which it has in common with further waves. */
  readonly occasion: string;
  readonly offers: readonly string[];
  readonly channel: string;
  readonly amount?: { readonly amount: Decimal; readonly currency: string };
  readonly time: Instant;
}

/** What met a contact's goal, of whatever arm. */
export interface Found {
  readonly contact: Contact;
  /** What occurred, and which of its kind. */
  readonly event: string;
  readonly id: string;
  readonly time: Instant;
  /** In the project's currency. */
  readonly worth: Decimal | undefined;
}

/** All that has been decided: plain lists, looked through whenever something is asked. */
export interface Ledger {
  readonly ticks: readonly CompletedTick[];
  readonly contacts: readonly Contact[];
  readonly rejections: readonly Rejection[];
  readonly responses: readonly Response[];
  /** What was found of goals, and when each campaign's were last looked for with all data there. */
  readonly found: readonly Found[];
  readonly searched: ReadonlyMap<string, Instant>;
  /** The clock of the latest dispatch: what was due by then has been sent. */
  readonly dispatched: Instant | undefined;
}

export const EMPTY_LEDGER: Ledger = {
  ticks: [],
  contacts: [],
  rejections: [],
  responses: [],
  found: [],
  searched: new Map(),
  dispatched: undefined,
};

/** A campaign's last completed tick. */
export function lastTick(campaign: string, { ticks }: Ledger): CompletedTick | undefined {
  return ticks
    .filter((one) => one.campaign === campaign)
    .reduce<CompletedTick | undefined>((a, b) => (a === undefined || b.tick > a.tick ? b : a), undefined);
}

/** What `contact` and `response` give at a tick: contacts of earlier ticks that were made, and answers up to it. */
export function ledgerRows(
  ledger: Ledger,
  tick: Instant,
  program: Program,
  found: readonly Response[],
): LedgerRowsOf {
  const made = ledger.contacts.filter((contact) => contact.arm === "treated" && contact.tick < tick);
  const groupsOf = (offers: readonly string[]): readonly string[] => [
    ...new Set(offers.flatMap((offer) => named(program.offers, offer).groups)),
  ];
  return {
    contact: made.map((contact): Row => {
      const isSent = ledger.dispatched !== undefined && contact.due <= ledger.dispatched;
      return rowOf(contact.customer, contact.due, [contact.campaign, contact.occasion], {
        campaign: { kind: "text", text: contact.campaign },
        wave: integerValue(contact.wave),
        offer: { kind: "set", members: contact.offers },
        group: { kind: "set", members: groupsOf(contact.offers) },
        channel: { kind: "text", text: contact.channel },
        state: { kind: "text", text: isSent ? "sent" : "waiting" },
      });
    }),
    response: [...ledger.responses, ...found].map((response, index): Row => {
      const { customer, time, campaign, amount } = response;
      return rowOf(customer, time, [String(index).padStart(9, "0")], {
        campaign: { kind: "text", text: campaign },
        offer: { kind: "set", members: response.offers },
        channel: { kind: "text", text: response.channel },
        amount: amount === undefined ? undefined : numberValue(amount.amount, amount.currency),
      });
    }),
  };
}

function rowOf(
  customer: string,
  time: Instant,
  id: readonly string[],
  attributes: Readonly<Record<string, Value>>,
): Row {
  return { customers: [customer], time, id: id.map(text), attribute: (name) => attributes[name] };
}

/** Whether two due times lie in the same calendar period of the project's zone. */
export function sharePeriod(
  a: Instant,
  b: Instant,
  period: "all" | "day" | "week" | "month" | "quarter" | "year",
  timezone: string,
): boolean {
  if (period === "all") return true;
  return startOf(period, localDate(a, timezone)) === startOf(period, localDate(b, timezone));
}
