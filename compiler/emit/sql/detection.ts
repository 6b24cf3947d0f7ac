import type {
  CampaignProgram,
  DetectionColumns,
  Expression,
  PlaceholderColumn,
  Program,
  Route,
} from "../../../plan/index.ts";
import { addTable, newBuild } from "./build.ts";
import { addCustomerTables } from "./customers.ts";
import type { Dialect } from "./dialect.ts";
import { emitValue } from "./expression.ts";
import { addFiredEvents, type FiredEvents } from "./firing.ts";
import { detectionColumns, placeholderExpression } from "./output.ts";
import { emitPredicate } from "./predicate.ts";
import {
  allOf,
  type CommonTable,
  fragment,
  identifier,
  integer,
  joined,
  type Selection,
  type Sql,
} from "./query.ts";
import { rateJoins } from "./rates.ts";
import { conjuncts, needsTagsAlone } from "./references.ts";
import type { Scope } from "./scope.ts";
import { asInstant, type SqlValue } from "./sql-value.ts";

/** A campaign's detection in one dialect, not yet text. */
export interface Detection {
  readonly tables: readonly CommonTable[];
  readonly selection: Selection;
  readonly columns: DetectionColumns;
}

/**
 * The statement that finds a campaign's candidates at a tick: its firing's events first, then the customers they
 * concern, with all that the campaign asks of them; or the customers of the segment alone.
 */
export function detection(program: Program, campaign: CampaignProgram, dialect: Dialect): Detection {
  const build = newBuild(program, dialect);
  const columns = detectionColumns(program, campaign);
  const outputs = outputExpressions(program, campaign, columns);
  const events = addFiredEvents(build, campaign, outputs);
  const asked = [
    campaign.segment,
    ...(campaign.exclude === undefined ? [] : [campaign.exclude]),
    ...(campaign.firing.kind === "when" ? [campaign.firing.predicate] : []),
    ...(events?.rest ?? []),
    ...outputs,
  ];
  const customers = addCustomerTables(
    build,
    asked,
    events === undefined
      ? { conditions: conjuncts(campaign.segment).filter(needsTagsAlone) }
      : { conditions: [], among: events.name },
  );
  const rates = rateJoins(build, "r");
  const scope: Scope = { ...customers.scope("c"), ...eventScope(events) };
  const withRates: Scope = {
    ...scope,
    rate: (currency, at) =>
      rates.rate(currency, at === "tick" || events === undefined ? "tick" : events.scope("x").time("event")),
  };
  const rest = (events?.rest ?? []).map((condition) => emitPredicate(condition, withRates));
  const segment = emitPredicate(campaign.segment, withRates);
  const when = campaign.firing.kind === "when" ? [emitPredicate(campaign.firing.predicate, withRates)] : [];
  const excluded =
    campaign.exclude === undefined
      ? []
      : [fragment`(${emitPredicate(campaign.exclude, withRates)}) is not true`];
  const eligible = allOf([...(events === undefined ? [] : [fragment`(${segment}) is true`]), ...excluded]);
  const values = outputColumns(program, campaign, columns, withRates, events);
  const fired = addTable(
    build,
    "fired",
    `the firings of ${campaign.name} (${campaign.origin}), and who of them is eligible`,
    {
      columns: [{ alias: "eligible", value: eligible }, ...values],
      from:
        events === undefined
          ? { table: identifier(customers.name), alias: "c" }
          : { table: identifier(events.name), alias: "x" },
      joins: [
        ...(events === undefined
          ? []
          : [
              {
                kind: "inner" as const,
                table: identifier(customers.name),
                alias: "c",
                on: [fragment`c.customer = x.customer`],
              },
            ]),
        ...rates.joins,
      ],
      where: events === undefined ? [segment, ...when] : rest,
    },
  );
  const count = addTable(build, "detected", "how many firings there are", {
    columns: [{ alias: "detected", value: fragment`count(*)` }],
    from: { table: identifier(fired), alias: "f" },
  });
  return {
    tables: build.tables,
    columns,
    selection: {
      columns: [
        { alias: "detected", value: fragment`n.detected` },
        ...values
          .filter(({ alias }) => !alias.startsWith("order_"))
          .map(({ alias }) => ({ alias, value: identifier("f", alias) })),
        { alias: "event_order", value: eventOrder(events) },
      ],
      from: { table: identifier(count), alias: "n" },
      joins: [{ kind: "left", table: identifier(fired), alias: "f", on: [fragment`f.eligible`] }],
    },
  };
}

function eventScope(events: FiredEvents | undefined): Partial<Scope> {
  if (events === undefined) return {};
  const { attribute, time } = events.scope("x");
  return { attribute, time };
}

function eventOrder(events: FiredEvents | undefined): Sql {
  if (events === undefined) return fragment`cast(null as bigint)`;
  const keys = joined(
    ["event_time", ...events.orderColumns].map((column) => identifier("f", column)),
    fragment`, `,
  );
  return fragment`row_number() over (order by ${keys})`;
}

function outputExpressions(
  program: Program,
  campaign: CampaignProgram,
  columns: DetectionColumns,
): readonly Expression[] {
  const conditions = (routes: readonly Route[]): readonly Expression[] =>
    routes.flatMap(({ when }) => (when === undefined ? [] : [when]));
  const tag = (name: string | undefined): readonly Expression[] => {
    const mapping = name === undefined ? undefined : program.tags[name];
    return name === undefined || mapping === undefined
      ? []
      : [{ kind: "tag", tag: name, type: mapping.type }];
  };
  return [
    ...conditions(campaign.offers),
    ...conditions(campaign.channels),
    ...(campaign.value === undefined ? [] : [inProjectCurrency(campaign.value, program)]),
    ...columns.addresses.flatMap((channel) => tag(program.channels[channel]?.address)),
    ...columns.consents.flatMap((channel) => tag(program.channels[channel]?.consent)),
    ...columns.placeholders.map(({ name }) => placeholderExpression(program, campaign, name)),
  ];
}

/** Candidates are ordered by value in the project's currency, at D. */
function inProjectCurrency(value: Expression, program: Program): Expression {
  if (!("type" in value) || value.type.kind !== "money" || value.type.currency === program.currency)
    return value;
  const type = { kind: "money", currency: program.currency, scale: 6 } as const;
  return { kind: "convert", operand: value, currency: program.currency, at: "tick", type };
}

function outputColumns(
  program: Program,
  campaign: CampaignProgram,
  columns: DetectionColumns,
  scope: Scope,
  events: FiredEvents | undefined,
): readonly { readonly alias: string; readonly value: Sql }[] {
  const tagValue = (name: string | undefined): SqlValue => scope.tag(name ?? "");
  const asText = (sql: Sql): Sql => fragment`cast(${sql} as text)`;
  return [
    { alias: "customer", value: asText(fragment`c.customer`) },
    {
      alias: "event_id",
      value: events === undefined ? fragment`cast(null as text)` : identifier("x", "event_id"),
    },
    {
      alias: "event_time",
      value:
        events === undefined
          ? fragment`cast(null as bigint)`
          : scope.dialect.microseconds(asInstant(events.scope("x").time("event"))),
    },
    ...(events?.orderColumns ?? []).map((alias) => ({ alias, value: identifier("x", alias) })),
    { alias: "offer_route", value: routeIndex(campaign.offers, scope) },
    { alias: "channel_route", value: routeIndex(campaign.channels, scope) },
    {
      alias: "value",
      value:
        campaign.value === undefined
          ? fragment`cast(null as text)`
          : asText(emitValue(inProjectCurrency(campaign.value, program), scope).sql),
    },
    ...columns.addresses.map((channel, index) => ({
      alias: `a${index}`,
      value: asText(tagValue(program.channels[channel]?.address).sql),
    })),
    ...columns.consents.map((channel, index) => ({
      alias: `c${index}`,
      value: fragment`coalesce(${tagValue(program.channels[channel]?.consent).sql}, false)`,
    })),
    ...columns.placeholders.map((placeholder, index) => ({
      alias: `p${index}`,
      value: placeholderText(
        placeholder,
        emitValue(placeholderExpression(program, campaign, placeholder.name), scope),
        scope,
      ),
    })),
  ];
}

function routeIndex(routes: readonly Route[], scope: Scope): Sql {
  if (routes[0]?.when === undefined) return integer(0);
  const branches = routes.map(({ when }, index) => {
    const condition = when === undefined ? fragment`true` : emitPredicate(when, scope);
    return fragment`when ${condition} then ${integer(index)}`;
  });
  return fragment`case ${joined(branches, fragment` `)} end`;
}

function placeholderText(placeholder: PlaceholderColumn, value: SqlValue, scope: Scope): Sql {
  if (placeholder.type.kind === "instant") {
    return fragment`cast(${scope.dialect.microseconds(asInstant(value))} as text)`;
  }
  const text = fragment`cast(${value.sql} as text)`;
  if (value.currency !== undefined) return fragment`${text} || ' ' || ${value.currency}`;
  return placeholder.type.kind === "set"
    ? fragment`replace(${scope.dialect.without(text, "brackets")}, ',', ', ')`
    : text;
}
