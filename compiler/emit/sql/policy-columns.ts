import type {
  CampaignProgram,
  Duration,
  Expression,
  OfferSet,
  Policy,
  PolicyCap,
  PolicyRule,
  Program,
} from "../../../plan/index.ts";
import { addTable, type StatementBuild } from "./build.ts";
import { addCustomerTables, type CustomerTable } from "./customers.ts";
import { addEventFeatures, withEventFeatures } from "./event-features.ts";
import { addOccurrences, foundEvents } from "./occurrence.ts";
import { emitPredicate } from "./predicate.ts";
import { fragment, identifier, type Join, type Sql } from "./query.ts";
import { rateJoins } from "./rates.ts";
import type { Scope } from "./scope.ts";
import { asLocalDate } from "./sql-value.ts";

/** Which of the policy's segments and occurrences contacts of a campaign are asked for, by name in order. */
export interface PolicyNeeds {
  readonly segments: readonly string[];
  readonly occurrences: readonly string[];
}

/** What a contact with one of these offers, on one of these channels, can come up against in the policy. */
export function policyNeeds(
  { policy }: Program,
  { purpose }: CampaignProgram,
  offers: readonly string[],
  channels: readonly string[],
): PolicyNeeds {
  if (policy === undefined) return { segments: [], occurrences: [] };
  const meets = (set: OfferSet | { readonly kind: "each-offer" }): boolean =>
    set.kind !== "named" || set.offers.some((offer) => offers.includes(offer));
  const binds = (line: PolicyCap | PolicyRule): boolean =>
    purpose === "marketing" || line.includingService || line.kind === "volume" || line.kind === "money";
  const caps = policy.caps.filter(
    (cap) =>
      binds(cap) &&
      meets(cap.of) &&
      (cap.via.length === 0 || cap.via.some((channel) => channels.includes(channel))),
  );
  const rules = policy.rules.filter((rule) => binds(rule) && meets(rule.of));
  const segments = [
    ...policy.suppress,
    ...caps.flatMap((cap) => (cap.for === undefined ? [] : [cap.for])),
    ...rules.flatMap((rule) => (rule.kind === "only-to" ? [rule.segment] : [])),
  ];
  const occurrences = rules.flatMap((rule) => occurrenceOf(rule) ?? []);
  return { segments: [...new Set(segments)].sort(), occurrences: [...new Set(occurrences)].sort() };
}

function occurrenceOf(rule: PolicyRule): string | undefined {
  switch (rule.kind) {
    case "never-after-event":
    case "only-after-event":
      return rule.occurrence;
    case "never-after-offer":
    case "never-with":
    case "only-to":
    case "only-after":
      return undefined;
  }
}

/** The expressions of segments of the policy. */
export function policySegments(policy: Policy | undefined, names: readonly string[]): readonly Expression[] {
  return names.map((name) => {
    const segment = policy?.segments[name];
    if (segment === undefined) throw new Error(`the policy lacks segment ${name}`);
    return segment;
  });
}

/** For each of some occurrences of the policy: the join to its table and, by that, the day of the latest. */
export interface LatestDays {
  readonly joins: readonly Join[];
  /** Days since 1970, unknown without one. */
  readonly days: readonly Sql[];
}

/** Adds tables with the local date of each customer's latest occurrence up to the tick, as far back as the policy looks. */
export function addLatestDays(
  build: StatementBuild,
  names: readonly string[],
  among: string,
  customer: Sql,
): LatestDays {
  const joins = names.map((name, index): Join => {
    const alias = `o${index}`;
    return {
      kind: "left",
      table: identifier(addLatestDay(build, name, among)),
      alias,
      on: [fragment`${identifier(alias, "customer")} = ${customer}`],
    };
  });
  return { joins, days: joins.map(({ alias }) => identifier(alias, "day")) };
}

function addLatestDay(build: StatementBuild, name: string, among: string): string {
  const { program, dialect } = build;
  const occurrence = program.policy?.occurrences[name];
  if (occurrence === undefined) throw new Error(`the policy lacks the event ${name}`);
  const window = { kind: "ago", from: 0, to: reachInDays(program, name), unit: "day" } as const;
  const occurrences = addOccurrences(build, {
    occurrence,
    from: { kind: "window", window, end: "from" },
    to: { kind: "tick-end" },
    outputs: [],
    among,
    role: "policy_events",
    comment: `${name}, of which the policy speaks`,
    event: "own",
  });
  const rates = rateJoins(build, "r");
  const names = occurrences.scope("x");
  const customers =
    occurrences.rest.length === 0
      ? undefined
      : addCustomerTables(build, occurrences.rest, { conditions: [], among: occurrences.name });
  const before = customers && addEventFeatures(build, foundEvents(occurrences), occurrences.rest, customers);
  const scope = (of: CustomerTable): Scope =>
    withEventFeatures(
      {
        ...of.scope("c"),
        ...names,
        rate: (currency, at) => rates.rate(currency, at === "tick" ? at : names.time(at)),
      },
      before,
    );
  const where =
    customers === undefined
      ? []
      : occurrences.rest.map((condition) => emitPredicate(condition, scope(customers)));
  const occurred =
    occurrences.occurred === "event_time"
      ? names.time("event")
      : {
          sql: identifier("x", occurrences.occurred),
          type: { kind: "instant" as const },
          time: { kind: "instant" as const },
        };
  const day = asLocalDate(occurred, program.timezone);
  return addTable(build, "latest_events", `the day of each customer's latest ${name}`, {
    columns: [
      { alias: "customer", value: fragment`x.customer` },
      { alias: "day", value: dialect.daysBetween(fragment`date '1970-01-01'`, fragment`max(${day})`) },
    ],
    from: { table: identifier(occurrences.name), alias: "x" },
    joins: [
      ...(customers === undefined
        ? []
        : [
            {
              kind: "inner" as const,
              table: identifier(customers.name),
              alias: "c",
              on: [fragment`c.customer = x.customer`],
            },
          ]),
      ...(before?.joins("x") ?? []),
      ...rates.joins,
    ],
    where,
    groupBy: [fragment`x.customer`],
  });
}

/** The longest of the spans in which lines of the policy look for an event; the runtime asks each exactly. */
function reachInDays({ policy }: Program, name: string): number {
  const spans = (policy?.rules ?? []).flatMap((rule) =>
    occurrenceOf(rule) === name && "within" in rule ? [mostDays(rule.within)] : [],
  );
  return Math.max(1, ...spans);
}

function mostDays({ count, unit }: Duration): number {
  switch (unit) {
    case "minute":
    case "hour":
      return Math.ceil(count / (unit === "hour" ? 24 : 1440)) + 1;
    case "day":
      return count;
    case "business-day":
      return 30 + 7 * count;
    case "week":
      return 7 * count;
    case "month":
      return 31 * count;
    case "quarter":
      return 92 * count;
    case "year":
      return 366 * count;
  }
}
