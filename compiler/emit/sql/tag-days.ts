import type { Duration, Source, Window } from "../../../plan/index.ts";
import { addTable, type StatementBuild } from "./build.ts";
import { tickDate } from "./expression.ts";
import { fragment, identifier, type Join, parameter, type Sql, subquery } from "./query.ts";
import { latestSnapshot, relation } from "./rows.ts";
import { windowEnd } from "./window.ts";

/** The first and the last day of a window, both in. */
export interface DailyBounds {
  readonly first: Sql;
  readonly last: Sql;
}

/** The day that lies a duration before D: months go by the same day, cut to the month's end. */
export function daysAgo(ago: Duration, timezone: string): Sql {
  return boundary({ kind: "last", duration: ago }, "from", timezone);
}

/** The days of a window of whole days; today is one where the window reaches up to the tick. */
export function dailyBounds(window: Window, timezone: string): DailyBounds {
  const untilTick = windowEnd(window).kind === "tick-end" || (window.kind === "ago" && window.from === 0);
  return {
    first: boundary(window, "from", timezone),
    last: untilTick ? tickDate : fragment`(${boundary(window, "to", timezone)} - 1)`,
  };
}

/** The local date of a window's bound, which the runtime works out. */
function boundary(window: Window, end: "from" | "to", zone: string): Sql {
  const moment = { kind: "window", window, end } as const;
  return fragment`cast(cast(${parameter({ kind: "moment", moment, as: { kind: "local", zone } })} as timestamp) as date)`;
}

/** How many days of a window each row of a source stands for. */
export interface RowDays {
  readonly days: Sql;
  readonly joins: readonly Join[];
  readonly where: readonly Sql[];
}

/** The days of the rows under an alias: of copies those until the next one, of a history those from its beginning to its end. */
export function rowDays(build: StatementBuild, source: Source, alias: string, bounds: DailyBounds): RowDays {
  const { dialect } = build;
  if (source.snapshot !== undefined) {
    const table = addSnapshotDays(build, source.relation, source.snapshot, bounds);
    const copy = identifier(alias, source.snapshot);
    const of = `${alias}_days`;
    return {
      days: identifier(of, "days"),
      joins: [
        {
          kind: "inner",
          table: identifier(table),
          alias: of,
          on: [fragment`${identifier(of, "snapshot")} = ${copy}`],
        },
      ],
      where: [fragment`${copy} <= ${bounds.last}`, fragment`${identifier(of, "days")} > 0`],
    };
  }
  if (source.history === undefined) throw new Error(`the program lacks the days of ${source.name}`);
  const [from, to] = [identifier(alias, source.history.from), identifier(alias, source.history.to)];
  const start = fragment`greatest(${from}, ${bounds.first})`;
  const after = fragment`least(coalesce(${to}, ${bounds.last} + 1), ${bounds.last} + 1)`;
  const days = dialect.daysBetween(start, after);
  return {
    days,
    joins: [],
    where: [
      fragment`${from} <= ${bounds.last}`,
      fragment`(${to} > ${bounds.first} or ${to} is null)`,
      fragment`${days} > 0`,
    ],
  };
}

/** Adds the table of the copies that stand for the days of a window, and for how many of them each does. */
function addSnapshotDays(
  build: StatementBuild,
  name: string,
  snapshot: string,
  { first, last }: DailyBounds,
): string {
  const { dialect } = build;
  const date = identifier("e", snapshot);
  const copies = subquery({
    distinct: true,
    columns: [{ alias: "snapshot", value: date }],
    from: { table: relation(name), alias: "e" },
    where: [
      fragment`${date} <= ${last}`,
      fragment`${date} >= coalesce(${latestSnapshot(name, snapshot, first)}, ${first})`,
    ],
  });
  const next = fragment`coalesce(lead(s.snapshot) over (order by s.snapshot), ${last} + 1)`;
  return addTable(build, "copies", `the copies of ${name} and for how many days each stands`, {
    columns: [
      { alias: "snapshot", value: fragment`s.snapshot` },
      { alias: "days", value: dialect.daysBetween(fragment`greatest(s.snapshot, ${first})`, next) },
    ],
    from: { table: fragment`(${copies})`, alias: "s" },
  });
}
