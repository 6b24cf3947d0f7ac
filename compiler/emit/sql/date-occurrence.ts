import type { Expression } from "../../../plan/index.ts";
import { addTable, type StatementBuild } from "./build.ts";
import { addCustomerTables } from "./customers.ts";
import { emptyScope, missing } from "./empty-scope.ts";
import { addEventScan, joinedId, ownScopes, readAlias, splitByRow } from "./event-scan.ts";
import { emitValue } from "./expression.ts";
import type { OccurrenceTable, RequestFor } from "./occurrence.ts";
import { emitPredicate } from "./predicate.ts";
import { fragment, identifier, type Join, parameter, type Sql } from "./query.ts";
import { rateJoins } from "./rates.ts";
import { conjuncts, walk } from "./references.ts";
import type { Scope } from "./scope.ts";
import type { SqlValue } from "./sql-value.ts";

/** Adds the table of days that follow from a date of customers or of their rows, each at its first instant. */
export function addDateOccurrences(build: StatementBuild, request: RequestFor<"date">): OccurrenceTable {
  return request.occurrence.of.kind === "tag"
    ? addTagDays(build, request, request.occurrence.of.value)
    : addRowDays(build, request, request.occurrence.of);
}

/** The dates from which days of the span follow, which the runtime works out by the project's calendar. */
function addDays(build: StatementBuild, { occurrence, from, to }: RequestFor<"date">): string {
  const { offset, anniversary } = occurrence;
  const days = { ...(offset !== undefined && { offset }), anniversary };
  const rows = build.dialect.handedRows(parameter({ kind: "days", days, from, to }), [
    { name: "date", type: "text" },
    { name: "occasion", type: "text" },
    { name: "time", type: "bigint" },
  ]);
  const date = identifier("d", "date");
  return addTable(build, "days", "the dates from which the days of the span follow", {
    columns: [
      { alias: "date", value: anniversary ? date : fragment`cast(${date} as date)` },
      { alias: "occasion", value: fragment`cast(d.occasion as date)` },
      { alias: "time", value: build.dialect.instantAt(identifier("d", "time")) },
    ],
    from: { table: fragment`(${rows})`, alias: "d" },
  });
}

function dayJoin(table: string, date: Sql, anniversary: boolean): Join {
  const on = anniversary
    ? [fragment`right(cast(${date} as text), 5) = d.date`, fragment`${date} < d.occasion`]
    : [fragment`${date} = d.date`];
  return { kind: "inner", table: identifier(table), alias: "d", on };
}

const occasion = fragment`cast(d.occasion as text)`;
/** The first instant of the day. */
const dayTime: SqlValue = {
  sql: fragment`d.time`,
  type: { kind: "instant" },
  time: { kind: "instant" },
};

function addTagDays(build: StatementBuild, request: RequestFor<"date">, value: Expression): OccurrenceTable {
  const { occurrence } = request;
  const customers = addCustomerTables(build, [value], {
    conditions: [],
    ...(request.among !== undefined && { among: request.among }),
  });
  const days = addDays(build, request);
  const [asked, rest] = splitByRow(occurrence.conditions.flatMap(conjuncts), ownScopes);
  const scope: Scope = { ...emptyScope(build), time: () => dayTime };
  const date = emitValue(value, customers.scope("c")).sql;
  const name = addTable(build, request.role, request.comment, {
    columns: [
      { alias: "customer", value: fragment`c.customer` },
      { alias: "event_id", value: occasion },
      { alias: "event_time", value: dayTime.sql },
      { alias: "order_0", value: fragment`d.occasion` },
    ],
    from: { table: identifier(customers.name), alias: "c" },
    joins: [dayJoin(days, date, occurrence.anniversary)],
    where: asked.map((condition) => emitPredicate(condition, scope)),
  });
  return {
    name,
    rest,
    orderColumns: ["order_0"],
    occurred: "event_time",
    since: request.from,
    scope: (alias) => ({
      attribute: (_of, attribute) => missing(`attribute ${attribute} of a tag's date`),
      time: () => ({ ...dayTime, sql: identifier(alias, "event_time") }),
    }),
  };
}

function addRowDays(
  build: StatementBuild,
  request: RequestFor<"date">,
  of: Extract<RequestFor<"date">["occurrence"]["of"], { readonly kind: "collection" }>,
): OccurrenceTable {
  const { occurrence, outputs } = request;
  const date: Expression = {
    kind: "attribute",
    of: "row",
    attribute: of.attribute,
    type: { kind: "date" },
  };
  const where = of.where.flatMap(conjuncts);
  const conditions = [...where.filter(needsDay), ...occurrence.conditions.flatMap(conjuncts)];
  const scanned = addEventScan(build, {
    over: { kind: "collection", name: of.collection },
    conditions: where.filter((condition) => !needsDay(condition)),
    scopes: ownScopes,
    outputs: [...outputs, ...conditions, date],
    ...(request.among !== undefined && { among: request.among }),
    role: "dated_rows",
    comment: `${of.collection}, whose ${of.attribute} is looked at: ${request.comment}`,
    instants: true,
    numbered: false,
    more: (_scope, id) => [{ alias: "row_id", value: joinedId(id) }],
  });
  const days = addDays(build, request);
  const [asked, rest] = splitByRow(conditions, ownScopes);
  const rates = rateJoins(build, "r");
  const attribute =
    (alias: string): Scope["attribute"] =>
    (_of, name) =>
      readAlias(alias, scanned.attributes.get(name) ?? missing(`attribute ${name}`));
  const scope: Scope = {
    ...emptyScope(build),
    attribute: attribute("e"),
    time: () => dayTime,
    rate: (currency, at) => rates.rate(currency, at === "tick" ? at : dayTime),
  };
  const predicates = asked.map((condition) => emitPredicate(condition, scope));
  const day = `order_${scanned.orderColumns.length}`;
  const kept = scanned.columns.filter((column) => column !== "row_id" && column !== "event_id");
  const name = addTable(build, request.role, request.comment, {
    columns: [
      ...kept.map((alias) => ({ alias, value: identifier("e", alias) })),
      { alias: "event_id", value: fragment`e.row_id || '|' || ${occasion}` },
      { alias: "event_time", value: dayTime.sql },
      { alias: day, value: fragment`d.occasion` },
    ],
    from: { table: identifier(scanned.name), alias: "e" },
    joins: [dayJoin(days, attribute("e")("row", of.attribute).sql, occurrence.anniversary), ...rates.joins],
    where: predicates,
  });
  return {
    name,
    rest: [...scanned.rest, ...rest],
    orderColumns: [...scanned.orderColumns, day],
    occurred: "event_time",
    since: request.from,
    scope: (alias) => ({
      attribute: attribute(alias),
      time: () => ({ ...dayTime, sql: identifier(alias, "event_time") }),
    }),
  };
}

/** Whether a condition on a row can be asked only once its day is there: rows have no time of their own. */
function needsDay(condition: Expression): boolean {
  let found = false;
  walk(condition, (part) => {
    if (part.kind === "time" || (part.kind === "convert" && part.at !== "tick")) found = true;
  });
  return found;
}
