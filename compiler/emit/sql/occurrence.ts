import type { Expression, Moment, Occurrence } from "../../../plan/index.ts";
import type { StatementBuild } from "./build.ts";
import { addDateOccurrences } from "./date-occurrence.ts";
import type { FoundEvents } from "./event-features.ts";
import { addEventOccurrences } from "./event-occurrence.ts";
import { addPatternOccurrences } from "./pattern-occurrence.ts";
import { addReachingOccurrences } from "./reaching-occurrence.ts";
import type { Scope } from "./scope.ts";

/** Which occurrences a statement looks for, and what it wants to know of them. */
export interface OccurrenceRequest {
  readonly occurrence: Occurrence;
  /** Their time is in [from, to). */
  readonly from: Moment;
  readonly to: Moment;
  /** What is asked of them later, so that attributes are brought along. */
  readonly outputs: readonly Expression[];
  /** A table with a column `customer`: only these customers' occurrences. */
  readonly among?: string;
  /** The table's role, and what it is for readers. */
  readonly role: string;
  readonly comment: string;
  /**
   * Whose rows `event` and `step …` mean: the occurrence's own; or those of something else, and conditions that speak of them
   * are left to who asks. Patterns, counts and dates have their own always.
   */
  readonly event: "own" | "other";
}

/**
 * Occurrences as a common table: `customer`; `event_id`, `event_time` and the `orderColumns`, which tell an occurrence
 * from others of its kind and put them in order; attributes. What has an id unknown is left out: it could not be told from
 * another.
 */
export interface OccurrenceTable {
  readonly name: string;
  /** Conditions that are still to be asked, because they speak of the customer. */
  readonly rest: readonly Expression[];
  readonly orderColumns: readonly string[];
  /** The column with the time of the occurrence itself; of patterns this is not their event's. */
  readonly occurred: "event_time" | "fired_time";
  /** A moment that no `event_time` lies before. */
  readonly since: Moment;
  /** Attributes and times by scope, where the table has an alias. */
  scope(alias: string): Pick<Scope, "attribute" | "time">;
}

/** The events of occurrences, for what is asked of the time before them. */
export function foundEvents({ name, since, scope }: OccurrenceTable): FoundEvents {
  return { name, since, time: (alias) => scope(alias).time("event") };
}

/** Adds the table of the occurrences in a span for which all holds that the customer has no part in. */
export function addOccurrences(build: StatementBuild, request: OccurrenceRequest): OccurrenceTable {
  const { occurrence } = request;
  switch (occurrence.kind) {
    case "event":
      return addEventOccurrences(build, { ...request, occurrence });
    case "pattern":
      return addPatternOccurrences(build, { ...request, occurrence });
    case "reaches":
      return addReachingOccurrences(build, { ...request, occurrence });
    case "date":
      return addDateOccurrences(build, { ...request, occurrence });
  }
}

/** A request for one kind of occurrence. */
export type RequestFor<Kind extends Occurrence["kind"]> = OccurrenceRequest & {
  readonly occurrence: Extract<Occurrence, { kind: Kind }>;
};
