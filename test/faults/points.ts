import type { Hold } from "./child-process.ts";

/** Where a receiver has taken the so manieth message: before it answers, or when it has. */
export interface ReceiverPoint {
  readonly channel: "sms" | "email";
  readonly nth: number;
  readonly answered: boolean;
}

/** A point of a run at which it can be held, and killed or robbed of something. */
export type Point = {
  readonly name: string;
  /** Only in a ledger's very first run. */
  readonly fresh?: boolean;
} & ({ readonly hold: Hold } | { readonly receiver: ReceiverPoint });

const at = (name: string, what: string, nth = 1): Point => ({ name, hold: { what, nth } });
const received = (name: string, channel: "sms" | "email", nth: number, answered: boolean): Point => ({
  name,
  receiver: { channel, nth, answered },
});

/** The end of a transaction that wrote a table. */
const commitOf = (table: string): string => `sql commit .*\\b${table}\\b`;
const writing = (table: string): string => `sql (insert into|copy) "?${table}\\b`;

/** In the order in which a run comes by. Statements are known by the ledger's tables alone, whatever the words around. */
export const POINTS: readonly Point[] = [
  { ...at("a ledger that is being made", "^after sql create table", 4), fresh: true },
  at("before the warehouse is compared", "^before warehouse inspect"),
  at("before the lock", "^before ledger lock$"),
  at("with the lock just taken", "^after ledger lock$"),
  at("before the first question", "^before warehouse query"),
  at("after the third question", "^after warehouse query", 3),
  at("after the fifth question", "^after warehouse query", 5),
  at("before responses are written", "^before ledger recordResponses"),
  at("responses written, not committed", `^before ${commitOf("response_searches")}`),
  at("responses committed", `^after ${commitOf("response_searches")}`),
  at("before the decisions' transaction", `^before ${writing("runs")}`),
  at("the run written", `^after ${writing("runs")}`),
  at("a campaign's tick written", `^after ${writing("campaign_ticks")}`),
  at("before contacts are written", `^before ${writing("contacts")}`),
  at("before the outbox is written", `^before ${writing("outbox")}`),
  at("before reasons are written", `^before ${writing("reasons")}`),
  at("before rejections are written", `^before ${writing("rejections")}`),
  at("before members are written", `^before ${writing("membership_states")}`),
  at("decisions written, not committed", `^before ${commitOf("campaign_ticks")}`),
  at("decisions committed", `^after ${commitOf("campaign_ticks")}`),
  at("before the lock for sending", "^before ledger dispatchLock"),
  at("before open dispatches are looked for", "^before ledger takeUpDispatches"),
  at("before messages are claimed", "^before ledger claimDue"),
  at("a dispatch written", `^after ${writing("dispatches")}`),
  at("before a message is cancelled", `^before ${writing("cancellations")}`),
  at("claims written, not committed", `^before ${commitOf("dispatches")}`),
  at("claimed, not sent", `^after ${commitOf("dispatches")}`),
  at("before messages are read", "^before ledger dispatchMessages"),
  at("a file opened", "^after file openSync"),
  at("a file half written", "^after file writeSync"),
  at("a file written, not renamed", "^before file renameSync"),
  at("a file renamed, not marked", "^after file renameSync"),
  received("a gateway's first message taken, not answered", "sms", 1, false),
  received("a gateway's third message taken, not answered", "sms", 3, false),
  received("a gateway's second message answered", "sms", 2, true),
  received("a first mail taken, not answered", "email", 1, false),
  received("a second mail answered", "email", 2, true),
  at("sent, not marked", "^before ledger recordDeliveries"),
  at("marks written, not committed", `^before ${commitOf("deliveries")}`),
  at("marks committed", `^after ${commitOf("deliveries")}`),
  at("before a dispatch is ended", "^before ledger finishDispatch"),
  at("a dispatch ended", "^after ledger finishDispatch"),
  at("before tasks are written", `^before ${writing("tasks")}`),
  at("tasks written, not committed", `^before ${commitOf("tasks")}`),
  at("tasks committed", `^after ${commitOf("tasks")}`),
  at("before dead letters are counted", "^before ledger deadLetters"),
];
