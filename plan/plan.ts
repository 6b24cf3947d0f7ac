import type { CampaignWindow, Cap, FollowUp, Offer, Schedule } from "./campaign.ts";
import type { Window } from "./expression.ts";
import type { Policy } from "./policy.ts";
import type { BusinessCalendar, Channel, RateSource, Readiness } from "./source.ts";
import type { Duration, ValueType } from "./value-type.ts";

/** The version of the plan's own shape; a runtime refuses a plan newer than it knows. */
export const PLAN_FORMAT = 1;

/** The warehouse engines that a plan has statements for. */
export type Engine = "duckdb" | "postgres";

/** All that the runtime needs to run a project. Plain JSON. */
export interface Plan {
  readonly format: number;
  readonly project: string;
  readonly timezone: string;
  readonly currency: string;
  readonly calendar: BusinessCalendar;
  readonly channels: Readonly<Record<string, Channel>>;
  readonly offers: Readonly<Record<string, Offer>>;
  readonly campaigns: readonly CampaignPlan[];
  /** What the statements read, so that a run can check the warehouse before it starts. */
  readonly relations: readonly RelationUse[];
  /** The contact policy; what it asks of customers comes with detection. */
  readonly policy?: Omit<Policy, "segments" | "occurrences">;
  /** Sources that say when their data are there, by name. */
  readonly readiness: Readonly<Record<string, ReadinessPlan>>;
  /** For offers' and channels' costs and values that are not in the project's currency. */
  readonly rates?: RateSource;
  /** The rates at a date, where the runtime has to convert: rows (`currency` text, `rate` of `RateSource.per` units as decimal text). */
  readonly rateStatement?: Readonly<Record<Engine, Statement>>;
  /** What the catalog says of what .campaign files declare, by name: for readers, and no part of the hash. */
  readonly descriptions?: Readonly<Record<string, Description>>;
  /** The program's hash. */
  readonly hash: string;
}

/** What an event is a reason for. */
export type EventFamily = "opportunity" | "alert" | "care";

/** What an event is found in. */
export type EventKind = "product" | "behaviour" | "external" | "life_stage" | "transaction";

/** `label` by language; `owner` is the team that answers for it; `family` and `kind` are events' alone. */
export interface Description {
  readonly label?: Readonly<Record<string, string>>;
  readonly description?: string;
  readonly class?: string;
  readonly category?: string;
  readonly owner?: string;
  readonly unit?: string;
  readonly family?: EventFamily;
  readonly kind?: EventKind;
}

/** A relation of the warehouse with the columns that the statements read and what kind of value each must hold. */
export interface RelationUse {
  readonly relation: string;
  /** Where the catalog names it: `catalog/bank.yaml:12`. */
  readonly origin: string;
  readonly columns: readonly ColumnUse[];
}

export interface ColumnUse {
  readonly column: string;
  /** What a reader of the column expects to find. */
  readonly expects: ColumnKind;
  /** Where the catalog names it. */
  readonly origin: string;
}

/**
 * `number` exact (integers and decimals), `float` any number, `local-time` a timestamp without zone or a date,
 * `instant` a timestamp with zone or a date, `any` what is compared as text.
 */
export type ColumnKind =
  | "any"
  | "boolean"
  | "integer"
  | "number"
  | "float"
  | "text"
  | "date"
  | "local-time"
  | "instant"
  | "set";

export interface CampaignPlan {
  readonly name: string;
  readonly label?: string;
  readonly owner: string;
  readonly status: "draft" | "active" | "paused";
  readonly purpose: "service" | "marketing";
  readonly schedule: Schedule;
  readonly firing: FiringPlan;
  readonly window: CampaignWindow;
  /** The offers of each route, in the order of `offer_route`; of `best` one is chosen by `offer_choice`. */
  readonly offerRoutes: readonly OfferRoute[];
  /** The channels of each route, in order of preference. */
  readonly channelRoutes: readonly (readonly string[])[];
  readonly priority: number;
  /** Whether detection gives the value; else it is the offers'. */
  readonly valueFrom: "detection" | "offer";
  readonly caps: readonly Cap[];
  readonly holdout?: string;
  readonly detection: Readonly<Record<Engine, Statement>>;
  readonly columns: DetectionColumns;
  readonly goal?: { readonly within: Duration };
  /** For campaigns with a goal. */
  readonly responses?: ResponsePlan;
  readonly followUps: readonly FollowUp[];
  /** For campaigns with follow-ups. */
  readonly waves?: WavePlan;
  readonly recheck: RecheckPlan;
  /** Names of the sources that the statements read: those of `Plan.readiness` among them must be ready. */
  readonly sources: readonly string[];
  readonly origin: string;
  readonly hash: string;
}

/**
 * What a campaign's candidates are of. `lateness` is how late what makes them may come: a run looks back so far and
 * leaves out what the ledger has decided on.
 */
export type FiringPlan =
  | { readonly kind: "tick" }
  /** `event`: what it is called in reports, the event's name or a pattern's first. */
  | { readonly kind: "occurrence"; readonly event: string; readonly lateness?: Duration }
  /**
   * Customers who came into a segment, left it, or whose tag changed since the last tick. `members` gives who stands how at
   * the tick, for the next one to compare with: columns `customer` text and `value` text (null for unknown; empty for
   * segments, whose members alone are listed).
   */
  | {
      readonly kind: "membership";
      readonly meaning: string;
      readonly members: Readonly<Record<Engine, Statement>>;
    };

export interface OfferRoute {
  readonly names: readonly string[];
  readonly choice: "one" | "all" | "best";
}

/** Whether a source's data for a day have come: one row with a boolean `ready`. */
export interface ReadinessPlan {
  readonly whenLate: Readiness["whenLate"];
  readonly statement: Readonly<Record<Engine, Statement>>;
}

/**
 * What is asked of contacts before a further wave. The statement is given the contacts as rows (`LedgerRows` `waves`)
 * and gives for each, by `contact`, a row: `met` boolean (the goal), `excluded` boolean (true of those who are customers no
 * more), and of the columns of detection those that a contact needs at the tick: addresses, consents, placeholders of
 * tags, policy segments and occurrences.
 */
export interface WavePlan {
  readonly statement: Readonly<Record<Engine, Statement>>;
  readonly columns: DetectionColumns;
}

/**
 * How responses to contacts are found: what meets the goal, after a contact was due and until its time is over. The
 * statement is given the contacts as rows (`LedgerRows` `waves`) and gives, for each contact and occurrence of the goal, a
 * row: `contact`; `event_id` text and `occurred` microseconds since 1970 UTC, which tell the occurrence from others; and
 * `amount`, decimal text in the project's currency, null where unknown and where the goal says nothing of its worth.
 */
export interface ResponsePlan {
  /** What the occurrence is called: the event's name or a pattern's first. Goals of one event share its responses. */
  readonly event: string;
  /** How late what meets the goal may come. */
  readonly lateness?: Duration;
  /** What a response is worth: what the goal says, or the contact's value. */
  readonly valued: "worth" | "contact";
  /** Names of the sources that the statement reads. */
  readonly sources: readonly string[];
  readonly statement: Readonly<Record<Engine, Statement>>;
}

/**
 * What messages are asked that leave in a later run than the one that decided them. The statement is given them as rows
 * (`LedgerRows` `messages`) and gives for each, by `contact`, a row: `excluded` boolean (true of those who are customers no
 * more), and of the columns of detection addresses, consents and the segments that the policy suppresses.
 */
export interface RecheckPlan {
  readonly statement: Readonly<Record<Engine, Statement>>;
  readonly columns: DetectionColumns;
}

/** A statement in one dialect: `$1`, `$2` … stand for the parameters in their order. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/**
 * Detection always gives at least one row. Its columns, by alias:
 *
 * | alias | what |
 * |---|---|
 * | `detected` | bigint, the same on every row: event firings before the segment is asked; else customers in the segment for whom the firing holds, before `exclude` |
 * | `customer` | text, the customer's key; null on the one row that stands for no candidates |
 * | `event_id`, `event_time` | text; bigint microseconds since 1970 UTC; null without event |
 * | `event_order` | bigint, rank by (event time, event id in its column's type) among the statement's rows |
 * | `offer_route`, `channel_route` | integer from 0, null where no branch holds |
 * | `offer_choice` | integer, place among the names of a route that chooses the best; null elsewhere, or where none is valid on D |
 * | `value` | decimal text in the project's currency, null where unknown |
 * | `a0`, `a1` … | address on `DetectionColumns.addresses[i]`, text |
 * | `c0`, `c1` … | consent on `DetectionColumns.consents[i]`, boolean |
 * | `p0`, `p1` … | `DetectionColumns.placeholders[i]`, text in canonical form |
 * | `s0`, `s1` … | whether the customer is in `DetectionColumns.segments[i]`, boolean |
 * | `d0`, `d1` … | local date of the latest of `DetectionColumns.occurrences[i]` up to the tick, days since 1970; null without one |
 * | `e0`, `e1` … | `DetectionColumns.carried[i]`, text in canonical form |
 */
export interface DetectionColumns {
  /** Channels whose address is read. */
  readonly addresses: readonly string[];
  /** Channels whose consent is read. */
  readonly consents: readonly string[];
  readonly placeholders: readonly PlaceholderColumn[];
  /** Segments of the policy. */
  readonly segments: readonly string[];
  /** Occurrences of the policy. */
  readonly occurrences: readonly string[];
  /** What of the firing's event goals and further waves ask for later, `event.amount`: the ledger keeps it with the contact. */
  readonly carried: readonly PlaceholderColumn[];
}

/**
 * A placeholder's value in canonical text: integers and decimals as decimal text, dates `2026-03-02`, instants
 * microseconds since 1970 UTC, booleans `true`/`false`, sets' members joined by `, `; money whose currency
 * differs from row to row as `12000.00 USD`.
 */
export interface PlaceholderColumn {
  readonly name: string;
  readonly type: ValueType;
}

/**
 * What the runtime puts in for `$n`. Bounds are half-open to the microsecond: a statement compares
 * `time >= from and time < to`, whatever the window.
 */
export type Parameter =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  /** Decimal text, bound as text and cast in the statement. */
  | { readonly kind: "number"; readonly value: string }
  | { readonly kind: "date"; readonly value: string }
  /** D, the tick's local date. */
  | { readonly kind: "tick-date" }
  | { readonly kind: "moment"; readonly moment: Moment; readonly as: TimeForm }
  /** Rows of the ledger as the text of a JSON list of objects. */
  | { readonly kind: "ledger"; readonly rows: LedgerRows }
  /**
   * The changes of the project's clocks from two days before the moment to two days after the tick, as the text of a JSON
   * list of objects: `from` and `to`, the local times that a change skips or repeats, `to` left out; `at`, the microseconds
   * since 1970 UTC of the change; `skips`, whether it skips them.
   */
  | { readonly kind: "clock-changes"; readonly since: Moment }
  /** The days of a date's occurrences whose first instant is in [from, to), see `DayRow`: the text of a JSON list of objects. */
  | { readonly kind: "days"; readonly days: FiringDays; readonly from: Moment; readonly to: Moment };

/** Which day follows from a date. */
export interface FiringDays {
  readonly offset?: { readonly duration: Duration; readonly direction: "before" | "after" };
  readonly anniversary: boolean;
}

/**
 * A date from which a day follows that fires: `date` is the date, `2026-03-02`, or of anniversaries its month and day,
 * `03-02`; `occasion` the date, or the anniversary's in its year; `time` the first instant of the day, in microseconds since
 * 1970 UTC. A row's date is an anniversary's only where it is before the occasion.
 */
export interface DayRow {
  readonly date: string;
  readonly occasion: string;
  readonly time: number;
}

/**
 * Rows that the runtime hands to a statement. Instants are microseconds since 1970 UTC.
 *
 * - `contact`: of the customers' contacts of ticks before this one, due up to T and from the window's beginning on:
 *   `customer`, `campaign`, `wave`, `offers` and `groups` (lists), `channel`, `state`, `time`, `id`
 * - `response`: `customer`, `campaign`, `offers`, `channel`, `amount` (decimal text), `currency`, `time`, `id`
 * - `members`: who stood how at the campaign's last tick: `customer`, `value`
 * - `waves`: contacts that may get a further wave or a response: `contact` integer, `customer`, `due`, `until` (due and the goal's `within`
 *   later, T at the latest), `carried` (list of texts and nulls)
 * - `messages`: messages that were put off: `contact` integer, `customer`
 */
export type LedgerRows =
  | { readonly kind: "contact" | "response"; readonly since?: Moment }
  | { readonly kind: "members" }
  | { readonly kind: "waves" }
  | { readonly kind: "messages" };

/**
 * A point in time that depends on the run. `tick-end` is T plus a microsecond (so that `< tick-end` is `<= T`),
 * `firing-from` the first microsecond of the firing's span, lateness included; `waves-from` the least due time of the
 * contacts handed over with `waves`, T where there are none.
 */
export type Moment =
  | { readonly kind: "tick" }
  | { readonly kind: "tick-end" }
  | { readonly kind: "firing-from" }
  | { readonly kind: "waves-from" }
  /**
   * Earlier by durations, one after the other, and by four days for each to spare (`less`: four days less for each): bounds
   * what lies so far back, whatever ends of months (a month after 28 January and after the 31st) and clock changes there are.
   */
  | {
      readonly kind: "earlier";
      readonly than: Moment;
      readonly by: readonly Duration[];
      readonly spare: "more" | "less";
    }
  | { readonly kind: "window"; readonly window: Window; readonly end: "from" | "to" };

/**
 * In which form a moment is bound: an instant; the local time of a zone (the least local time whose instant
 * is not before the moment, taking a local time that occurs twice as its second); or text by a pattern, for
 * partitions (`round`: the partition that holds the moment).
 */
export type TimeForm =
  | { readonly kind: "instant" }
  | { readonly kind: "local"; readonly zone: string }
  | { readonly kind: "partition"; readonly zone: string; readonly format: string };
