import type { Moment } from "../../../plan/index.ts";
import { addTable, type StatementBuild } from "./build.ts";
import { numberConstant } from "./column.ts";
import { addCustomerTables } from "./customers.ts";
import { mostRunningDigits } from "./digits.ts";
import { emptyScope } from "./empty-scope.ts";
import { scannedScope } from "./event-occurrence.ts";
import { addEventScan, ownScopes, type ScannedEvents, splitByRow } from "./event-scan.ts";
import { emitValue } from "./expression.ts";
import { localClock } from "./local-clock.ts";
import type { OccurrenceTable, RequestFor } from "./occurrence.ts";
import { emitPredicate } from "./predicate.ts";
import { fragment, identifier, type Selection, type Sql, subquery } from "./query.ts";
import { rateJoins } from "./rates.ts";
import { conjuncts } from "./references.ts";
import type { Scope } from "./scope.ts";
import { typeOf } from "./type-of.ts";
import { momentIn } from "./window.ts";

/**
 * Adds the table of the events that bring a count or sum over the time before them up to a figure. The events of a customer
 * stand in one line with a mark for each event of the span where its time before begins: what has come up to the event, less
 * what had come up to its mark, is the level that it brings.
 */
export function addReachingOccurrences(
  build: StatementBuild,
  request: RequestFor<"reaches">,
): OccurrenceTable {
  const { occurrence, from, to, outputs } = request;
  const { dialect } = build;
  const conditions = occurrence.conditions.flatMap(conjuncts);
  const earliest: Moment = { kind: "earlier", than: from, by: [occurrence.within], spare: "more" };
  const clock = localClock(build, earliest);
  const scanned = addEventScan(build, {
    over: { kind: "event", name: occurrence.event },
    conditions: occurrence.where.flatMap(conjuncts),
    scopes: ownScopes,
    outputs: [...outputs, ...conditions],
    from: earliest,
    to,
    ...(request.among !== undefined && { among: request.among }),
    role: "counted_events",
    comment: `${occurrence.event}, far enough back to be counted: ${request.comment}`,
    instants: true,
    numbered: true,
    more: (scope) => [{ alias: "amount", value: amountOf(occurrence, scope) }],
  });
  const counted = askedOfCustomers(build, scanned);
  const table = identifier(counted);
  const time = { ...scannedScope(scanned)("e").time("event") };
  const start = clock.shift(time, occurrence.within, "earlier", "k");
  const own = (at: Sql, mark: Sql, amount: Sql): Selection["columns"] => [
    { alias: "customer", value: fragment`e.customer` },
    { alias: "n", value: fragment`e.n` },
    { alias: "at", value: at },
    { alias: "mark", value: mark },
    { alias: "amount", value: amount },
  ];
  const events = subquery({
    columns: own(time.sql, fragment`0`, fragment`e.amount`),
    from: { table, alias: "e" },
  });
  const marks = subquery({
    columns: own(start.sql, fragment`1`, fragment`e.amount * 0`),
    from: { table, alias: "e" },
    joins: start.joins,
    where: [fragment`${time.sql} >= ${momentIn(from, time)}`],
  });
  const line = addTable(
    build,
    "line",
    "each event where it comes, and a mark where the time before it begins",
    {
      columns: ["customer", "n", "at", "mark", "amount"].map((alias) => ({
        alias,
        value: identifier("l", alias),
      })),
      from: { table: fragment`(${events} union all ${marks})`, alias: "l" },
    },
  );
  const running = subquery({
    columns: [
      ...["customer", "n", "mark"].map((alias) => ({ alias, value: identifier("l", alias) })),
      {
        alias: "total",
        value: fragment`sum(l.amount) over (partition by l.customer order by l.at, l.mark, l.n rows unbounded preceding)`,
      },
    ],
    from: { table: identifier(line), alias: "l" },
  });
  const upTo = (mark: Sql): Sql => fragment`max(t.total) filter (where t.mark = ${mark})`;
  const levels = addTable(build, "levels", "what each event brings the level to", {
    columns: [
      { alias: "customer", value: fragment`t.customer` },
      { alias: "n", value: fragment`t.n` },
      { alias: "level", value: fragment`${upTo(fragment`0`)} - ${upTo(fragment`1`)}` },
    ],
    from: { table: fragment`(${running})`, alias: "t" },
    groupBy: [fragment`t.customer`, fragment`t.n`],
  });
  const [asked, rest] = splitByRow(conditions, ownScopes);
  const rates = rateJoins(build, "r");
  const names = scannedScope(scanned);
  const scope: Scope = {
    ...emptyScope(build),
    ...names("e"),
    rate: (currency, at) => rates.rate(currency, at === "tick" ? at : time),
  };
  const figure = numberConstant(occurrence.figure, dialect);
  const predicates = asked.map((condition) => emitPredicate(condition, scope));
  const name = addTable(build, request.role, request.comment, {
    columns: scanned.columns
      .filter((column) => column !== "n" && column !== "amount")
      .map((alias) => ({ alias, value: identifier("e", alias) })),
    from: { table, alias: "e" },
    joins: [
      {
        kind: "inner",
        table: identifier(levels),
        alias: "l",
        on: [fragment`l.customer = e.customer`, fragment`l.n = e.n`],
      },
      ...rates.joins,
    ],
    where: [fragment`l.level >= ${figure}`, fragment`l.level - e.amount < ${figure}`, ...predicates],
  });
  return {
    name,
    rest,
    orderColumns: scanned.orderColumns,
    occurred: "event_time",
    since: from,
    scope: names,
  };
}

/** One for each event, or what is summed: what is unknown, or has too many digits to be added up, adds nothing. */
function amountOf({ subject }: RequestFor<"reaches">["occurrence"], scope: Scope): Sql {
  const { dialect } = scope;
  if (subject === undefined) return dialect.wide(fragment`1`, 0);
  const type = typeOf(subject);
  const scale = "scale" in type ? type.scale : 0;
  const wide = dialect.wide(emitValue(subject, scope).sql, scale);
  const amount = dialect.wide(dialect.within(wide, mostRunningDigits, scale), scale);
  return fragment`coalesce(${amount}, 0)`;
}

/** The events for whose customers all holds that is asked of them. */
function askedOfCustomers(build: StatementBuild, scanned: ScannedEvents): string {
  if (scanned.rest.length === 0) return scanned.name;
  const customers = addCustomerTables(build, scanned.rest, { conditions: [], among: scanned.name });
  const rates = rateJoins(build, "r");
  const names = scannedScope(scanned)("e");
  const scope: Scope = {
    ...customers.scope("c"),
    ...names,
    rate: (currency, at) => rates.rate(currency, at === "tick" ? at : names.time(at)),
  };
  const conditions = scanned.rest.map((condition) => emitPredicate(condition, scope));
  return addTable(build, "counted_events", "those that count for their customers", {
    columns: scanned.columns.map((alias) => ({ alias, value: identifier("e", alias) })),
    from: { table: identifier(scanned.name), alias: "e" },
    joins: [
      {
        kind: "inner",
        table: identifier(customers.name),
        alias: "c",
        on: [fragment`c.customer = e.customer`],
      },
      ...rates.joins,
    ],
    where: conditions,
  });
}
