import type { Duration, Moment } from "../../../plan/index.ts";
import { addTable, type StatementBuild } from "./build.ts";
import { instantOf, textConstant } from "./dialect.ts";
import { fragment, identifier, type Join, parameter, type Sql } from "./query.ts";
import { asInstant, asLocal, type SqlValue } from "./sql-value.ts";

/** An instant that is worked out in the statement, and the joins that this takes. */
export interface ShiftedTime {
  readonly sql: Sql;
  readonly joins: readonly Join[];
}

/** Moves times by durations as the project's clocks go. */
export interface LocalClock {
  /**
   * The instant a duration later (earlier) than a time: minutes and hours elapse; days and longer keep the local clock
   * time, which is the first of two, and where a change skips it the next that exists. `alias` names the join.
   */
  shift(time: SqlValue, duration: Duration, direction: "later" | "earlier", alias: string): ShiftedTime;
}

/**
 * A clock that knows the changes from a moment on. Engines take a local time that occurs twice for its second and know
 * nothing of one that is skipped: so the runtime hands over the changes, few as they are, and the rest is arithmetic.
 */
export function localClock(build: StatementBuild, since: Moment): LocalClock {
  let table: string | undefined;
  const zone = build.program.timezone;
  return {
    shift(time, duration, direction, alias) {
      const by = fragment`cast(${textConstant(intervalText(duration))} as interval)`;
      const moved = (start: Sql): Sql =>
        direction === "later" ? fragment`(${start} + ${by})` : fragment`(${start} - ${by})`;
      if (duration.unit === "minute" || duration.unit === "hour") {
        return { sql: moved(asInstant(time)), joins: [] };
      }
      table ??= addClockChanges(build, since);
      const local = moved(asLocal(time, zone));
      const change = (column: string): Sql => identifier(alias, column);
      return {
        sql: fragment`case when ${change("at")} is null then ${instantOf(local, zone)} when ${change("skips")} then ${change("at")} else ${change("at")} - (${change("to")} - ${local}) end`,
        joins: [
          {
            kind: "left",
            table: identifier(table),
            alias,
            on: [fragment`${local} >= ${change("from")}`, fragment`${local} < ${change("to")}`],
          },
        ],
      };
    },
  };
}

function addClockChanges(build: StatementBuild, since: Moment): string {
  const rows = build.dialect.handedRows(parameter({ kind: "clock-changes", since }), [
    { name: "from", type: "timestamp" },
    { name: "to", type: "timestamp" },
    { name: "at", type: "bigint" },
    { name: "skips", type: "boolean" },
  ]);
  return addTable(build, "clock_changes", "the local times that changes of the clocks skip or repeat", {
    columns: [
      { alias: "from", value: identifier("k", "from") },
      { alias: "to", value: identifier("k", "to") },
      { alias: "at", value: build.dialect.instantAt(identifier("k", "at")) },
      { alias: "skips", value: identifier("k", "skips") },
    ],
    from: { table: fragment`(${rows})`, alias: "k" },
  });
}

/** A duration as both engines read it. */
function intervalText({ count, unit }: Duration): string {
  switch (unit) {
    case "minute":
    case "hour":
    case "day":
    case "month":
    case "year":
      return `${count} ${unit}`;
    case "week":
      return `${7 * count} day`;
    case "quarter":
      return `${3 * count} month`;
    case "business-day":
      throw new Error("business days have no length of their own");
  }
}
