import type { CampaignProgram, Expression, Moment } from "../../../plan/index.ts";
import { addTable, type StatementBuild } from "./build.ts";
import { emptyScope } from "./empty-scope.ts";
import { emitPredicate } from "./predicate.ts";
import { fragment, identifier, joined, type Selection, type Sql } from "./query.ts";
import { rateJoins } from "./rates.ts";
import { attributesOf, conjuncts, speaksOfCustomer } from "./references.ts";
import { partitionBounds, rowsOf } from "./rows.ts";
import type { Scope } from "./scope.ts";
import type { SqlValue, TimeStorage } from "./sql-value.ts";
import { momentIn } from "./window.ts";

/** The events that a campaign's firing looks at, as a common table of the statement. */
export interface FiredEvents {
  readonly name: string;
  /** Conditions of the firing that speak of the customer, to be asked once she is there. */
  readonly rest: readonly Expression[];
  /** Columns that put events of one time in the order of their ids. */
  readonly orderColumns: readonly string[];
  scope(alias: string): Pick<Scope, "attribute" | "time">;
}

const firingFrom: Moment = { kind: "firing-from" };
const firingTo: Moment = { kind: "tick-end" };

/**
 * Adds the table of the events in the firing's span for which all holds that the events alone can answer. Gives
 * undefined for campaigns that fire for customers.
 */
export function addFiredEvents(
  build: StatementBuild,
  campaign: CampaignProgram,
  outputs: readonly Expression[],
): FiredEvents | undefined {
  const { firing } = campaign;
  if (firing.kind !== "event") return undefined;
  const { program, dialect } = build;
  const rows = rowsOf(build, { kind: "event", name: firing.event }, "e");
  const { time } = rows;
  if (time === undefined) throw new Error(`the program lacks the time of ${firing.event}`);
  const conditions = firing.where.flatMap(conjuncts);
  const rest = conditions.filter(speaksOfCustomer);
  const rates = rateJoins(build, "r");
  const scope: Scope = {
    ...emptyScope(build),
    attribute: (_of, name) => rows.attribute(name),
    time: () => time,
    rate: (currency, at) => rates.rate(currency, at === "tick" ? at : time),
  };
  const attributes = [...attributesOf([...rest, ...outputs], ["row", "event"])]
    .filter((name) => name !== undefined)
    .sort()
    .map((name, index) => ({ name, alias: `x${index}`, value: rows.attribute(name) }));
  const orders = rows.id
    .flatMap((id) => dialect.idOrder(id))
    .map((order, index) => ({ alias: `order_${index}`, value: order }));
  const selection: Selection = {
    columns: [
      { alias: "customer", value: rows.customer },
      { alias: "event_id", value: eventId(rows.id) },
      { alias: "event_time", value: time.sql },
      ...orders.map(({ alias, value }) => ({ alias, value: value })),
      ...attributes.flatMap(({ alias, value }) => [
        { alias, value: value.sql },
        ...(value.currency === undefined ? [] : [{ alias: `${alias}_currency`, value: value.currency }]),
      ]),
    ],
    from: rows.from,
    joins: [...rows.joins, ...rates.joins],
    where: [
      ...rows.where,
      // What has no id cannot be told from another, nor remembered as decided.
      ...rows.id.map((id) => fragment`${id} is not null`),
      fragment`${time.sql} >= ${momentIn(firingFrom, time)}`,
      fragment`${time.sql} < ${momentIn(firingTo, time)}`,
      ...partitionBounds(rows.source, "e", program.timezone, [firingFrom], [firingTo]),
      ...conditions
        .filter((condition) => !speaksOfCustomer(condition))
        .map((condition) => emitPredicate(condition, scope)),
    ],
  };
  const name = addTable(
    build,
    "firing",
    `${firing.event} since the last tick (${campaign.origin})`,
    selection,
  );
  const columns = new Map(attributes.map((attribute) => [attribute.name, attribute]));
  return {
    name,
    rest,
    orderColumns: orders.map(({ alias }) => alias),
    scope: (alias) => ({
      attribute: (_of, attribute) => {
        const column = columns.get(attribute);
        if (column === undefined) throw new Error(`the firing lacks ${attribute}`);
        return columnValue(alias, column.alias, column.value);
      },
      time: () => columnValue(alias, "event_time", time),
    }),
  };
}

function columnValue(alias: string, column: string, value: SqlValue): SqlValue {
  const storage: { time?: TimeStorage } = value.time === undefined ? {} : { time: value.time };
  return {
    sql: identifier(alias, column),
    type: value.type,
    ...storage,
    ...(value.currency && { currency: identifier(alias, `${column}_currency`) }),
  };
}

/** The id's text; of an id of several columns the parts joined by `|`, with `|` and `\` in them escaped. */
function eventId(id: readonly Sql[]): Sql {
  const [only] = id;
  if (id.length === 1 && only !== undefined) return fragment`cast(${only} as text)`;
  const escaped = id.map(
    (part) => fragment`replace(replace(cast(${part} as text), '\\', '\\\\'), '|', '\\|')`,
  );
  return joined(escaped, fragment` || '|' || `);
}
