import type { CampaignProgram, DetectionColumns, Expression, Program } from "../../../plan/index.ts";
import { addTable, newBuild, type StatementBuild } from "./build.ts";
import { canonicalText } from "./canonical-text.ts";
import { contactColumns, contactExpressions, type OutputColumn } from "./contact-columns.ts";
import { addCustomerTables } from "./customers.ts";
import type { Dialect } from "./dialect.ts";
import { addEventFeatures, withEventFeatures } from "./event-features.ts";
import { emitValue } from "./expression.ts";
import { addMembership, askedNow, isMembership } from "./membership.ts";
import { addOccurrences, foundEvents, type OccurrenceTable } from "./occurrence.ts";
import { carriedExpression, detectionColumns, placeholderExpression } from "./output.ts";
import { addLatestDays } from "./policy-columns.ts";
import { emitPredicate } from "./predicate.ts";
import { allOf, fragment, identifier, type Join, joined, type Sql } from "./query.ts";
import { rateJoins } from "./rates.ts";
import { needsTagsAlone, requirements } from "./references.ts";
import { offerChoice, routeExpressions, routeIndex, scoreColumns } from "./routes.ts";
import type { Scope } from "./scope.ts";
import { asInstant } from "./sql-value.ts";
import type { StatementParts } from "./statement-parts.ts";

/** A campaign's detection in one dialect, not yet text. */
export interface Detection extends StatementParts {
  readonly columns: DetectionColumns;
}

/**
 * The statement that finds a campaign's candidates at a tick: its firing's occurrences first, then the customers they
 * concern, with all that the campaign asks of them; or the customers of the segment alone.
 */
export function detection(program: Program, campaign: CampaignProgram, dialect: Dialect): Detection {
  const build = newBuild(program, dialect);
  const { firing } = campaign;
  const columns = detectionColumns(program, campaign);
  const outputs = outputExpressions(program, campaign, columns);
  const occurrences = addFirings(build, campaign, outputs);
  const asked = [
    campaign.segment,
    ...(campaign.exclude === undefined ? [] : [campaign.exclude]),
    ...(firing.kind === "when" ? [firing.predicate] : []),
    ...(isMembership(firing) ? [askedNow(firing)] : []),
    ...(occurrences?.rest ?? []),
    ...outputs,
  ];
  const customers = addCustomerTables(
    build,
    asked,
    occurrences === undefined
      ? { conditions: requirements(campaign.segment, program).filter(needsTagsAlone) }
      : { conditions: [], among: occurrences.name },
  );
  const latest = addLatestDays(build, columns.occurrences, customers.name, fragment`c.customer`);
  const before = occurrences && addEventFeatures(build, foundEvents(occurrences), asked, customers);
  const rates = rateJoins(build, "r");
  const names = occurrences?.scope("x");
  const scope: Scope = withEventFeatures(
    {
      ...customers.scope("c"),
      ...names,
      rate: (currency, at) =>
        rates.rate(currency, at === "tick" || names === undefined ? "tick" : names.time(at)),
    },
    before,
  );
  const membership = isMembership(firing) ? addMembership(build, firing, scope) : undefined;
  const rest = (occurrences?.rest ?? []).map((condition) => emitPredicate(condition, scope));
  const segment = emitPredicate(campaign.segment, scope);
  const when = firing.kind === "when" ? [emitPredicate(firing.predicate, scope)] : [];
  const excluded =
    campaign.exclude === undefined ? [] : [fragment`(${emitPredicate(campaign.exclude, scope)}) is not true`];
  const eligible = allOf([
    ...(occurrences === undefined ? [] : [fragment`(${segment}) is true`]),
    ...excluded,
  ]);
  const values = outputColumns(build, campaign, columns, scope, occurrences, latest.days);
  const fired = addTable(
    build,
    "fired",
    `the firings of ${campaign.name} (${campaign.origin}), and who of them is eligible`,
    {
      columns: [{ alias: "eligible", value: eligible }, ...values],
      from:
        occurrences === undefined
          ? { table: identifier(customers.name), alias: "c" }
          : { table: identifier(occurrences.name), alias: "x" },
      joins: [
        ...(occurrences === undefined ? [] : [customerJoin(customers.name)]),
        ...(membership === undefined ? [] : [membership.join]),
        ...(before?.joins("x") ?? []),
        ...latest.joins,
        ...rates.joins,
      ],
      where: occurrences === undefined ? [segment, ...when, ...(membership?.conditions ?? [])] : rest,
    },
  );
  const count = addTable(build, "detected", "how many firings there are", {
    columns: [{ alias: "detected", value: fragment`count(*)` }],
    from: {
      table: identifier(occurrences === undefined ? fired : addFiredOnce(build, fired)),
      alias: "f",
    },
  });
  return {
    tables: build.tables,
    sources: [...build.sources].sort(),
    columns,
    selection: {
      columns: [
        { alias: "detected", value: fragment`n.detected` },
        ...values
          .filter(({ alias }) => !/^(order|score)_/.test(alias))
          .map(({ alias }) => ({ alias, value: identifier("f", alias) })),
        { alias: "event_order", value: eventOrder(occurrences) },
        { alias: "offer_choice", value: offerChoice(campaign.offers, program, "f") },
      ],
      from: { table: identifier(count), alias: "n" },
      joins: [{ kind: "left", table: identifier(fired), alias: "f", on: [fragment`f.eligible`] }],
    },
  };
}

/** Data may hold an event twice, or a customer: an event of a customer is one firing. */
function addFiredOnce(build: StatementBuild, fired: string): string {
  return addTable(build, "fired_once", "each event of a customer once, though the data hold it twice", {
    distinct: true,
    columns: ["customer", "event_id"].map((alias) => ({ alias, value: identifier("f", alias) })),
    from: { table: identifier(fired), alias: "f" },
  });
}

const customerJoin = (table: string): Join => ({
  kind: "inner",
  table: identifier(table),
  alias: "c",
  on: [fragment`c.customer = x.customer`],
});

/** Adds the occurrences that fire a campaign; undefined where it fires for customers. */
function addFirings(
  build: StatementBuild,
  { firing, name, origin }: CampaignProgram,
  outputs: readonly Expression[],
): OccurrenceTable | undefined {
  switch (firing.kind) {
    case "always":
    case "when":
    case "enter":
    case "leave":
    case "change":
      return undefined;
    case "event":
    case "pattern":
    case "reaches":
    case "date":
      return addOccurrences(build, {
        occurrence: firing,
        from: { kind: "firing-from" },
        to: { kind: "tick-end" },
        outputs,
        role: "firing",
        comment:
          firing.kind === "event"
            ? `${firing.event} since the last tick (${origin})`
            : `what has fired ${name} since the last tick (${origin})`,
        event: "own",
      });
  }
}

function eventOrder(occurrences: OccurrenceTable | undefined): Sql {
  if (occurrences === undefined) return fragment`cast(null as bigint)`;
  const keys = joined(
    ["event_time", ...occurrences.orderColumns].map((column) => identifier("f", column)),
    fragment`, `,
  );
  return fragment`row_number() over (order by ${keys})`;
}

function outputExpressions(
  program: Program,
  campaign: CampaignProgram,
  columns: DetectionColumns,
): readonly Expression[] {
  return [
    ...routeExpressions(campaign.offers),
    ...routeExpressions(campaign.channels),
    ...(campaign.value === undefined ? [] : [inProjectCurrency(campaign.value, program)]),
    ...contactExpressions(program, columns, (name) => placeholderExpression(program, campaign, name)),
    ...columns.carried.map(({ name }) => carriedExpression(program, campaign, name)),
  ];
}

/** Candidates are ordered by value in the project's currency, at D. */
export function inProjectCurrency(value: Expression, program: Program): Expression {
  if (!("type" in value) || value.type.kind !== "money" || value.type.currency === program.currency)
    return value;
  const type = { kind: "money", currency: program.currency, scale: 6 } as const;
  return { kind: "convert", operand: value, currency: program.currency, at: "tick", type };
}

function outputColumns(
  { program }: StatementBuild,
  campaign: CampaignProgram,
  columns: DetectionColumns,
  scope: Scope,
  occurrences: OccurrenceTable | undefined,
  days: readonly Sql[],
): readonly OutputColumn[] {
  const none = (type: Sql): Sql => fragment`cast(null as ${type})`;
  return [
    { alias: "customer", value: fragment`cast(c.customer as text)` },
    {
      alias: "event_id",
      value: occurrences === undefined ? none(fragment`text`) : identifier("x", "event_id"),
    },
    {
      alias: "event_time",
      value:
        occurrences === undefined
          ? none(fragment`bigint`)
          : scope.dialect.microseconds(asInstant(occurrences.scope("x").time("event"))),
    },
    ...(occurrences?.orderColumns ?? []).map((alias) => ({ alias, value: identifier("x", alias) })),
    { alias: "offer_route", value: routeIndex(campaign.offers, scope) },
    { alias: "channel_route", value: routeIndex(campaign.channels, scope) },
    ...scoreColumns(campaign.offers, program, scope),
    {
      alias: "value",
      value:
        campaign.value === undefined
          ? none(fragment`text`)
          : fragment`cast(${emitValue(inProjectCurrency(campaign.value, program), scope).sql} as text)`,
    },
    ...contactColumns(
      program,
      columns,
      (name) => placeholderExpression(program, campaign, name),
      scope,
      days,
    ),
    ...columns.carried.map(({ name, type }, index) => ({
      alias: `e${index}`,
      value: canonicalText(type, emitValue(carriedExpression(program, campaign, name), scope), scope),
    })),
  ];
}
