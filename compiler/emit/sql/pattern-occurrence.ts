import type { Duration, Expression, FollowingStep, Moment, RowScope } from "../../../plan/index.ts";
import { addTable, type StatementBuild } from "./build.ts";
import type { Column } from "./customer-columns.ts";
import { addCustomerTables } from "./customers.ts";
import { emptyScope, missing } from "./empty-scope.ts";
import { addEventFeatures, withEventFeatures } from "./event-features.ts";
import { addEventScan, readAlias, type ScannedEvents, splitByRow } from "./event-scan.ts";
import { type LocalClock, localClock } from "./local-clock.ts";
import type { OccurrenceTable, RequestFor } from "./occurrence.ts";
import { emitPredicate } from "./predicate.ts";
import { fragment, identifier, type Join, list, type Selection, type Sql, subquery } from "./query.ts";
import { type RateJoins, rateJoins } from "./rates.ts";
import { conjuncts, speaksOfCustomer } from "./references.ts";
import { rescoped } from "./rescope.ts";
import type { Scope } from "./scope.ts";
import type { SqlValue } from "./sql-value.ts";
import { momentIn } from "./window.ts";

/** Chains so far: a row for each first event whose steps up to here have been found. */
interface Chains {
  readonly table: string;
  /** The names of the columns that go on to the next step. */
  readonly columns: readonly string[];
  /** What each step's names stand for. */
  readonly steps: ReadonlyMap<RowScope, Step>;
  /** The time of the step found last. */
  readonly time: Column;
}

interface Step {
  readonly attributes: ReadonlyMap<string, Column>;
  readonly time: Column;
}

/** A step with its conditions' scopes told apart: its own row is `step n`, the first event `event`. */
interface ScopedStep extends FollowingStep {
  readonly scope: RowScope;
}

const instantType = { kind: "instant" } as const;
const instantStorage = { kind: "instant" } as const;

/**
 * Adds the table of chains of events. Each step takes the first event that fits after the one before: all scans reach back
 * as far as the chain's first event can lie, for what has happened before the span decides which event is the first.
 */
export function addPatternOccurrences(
  build: StatementBuild,
  request: RequestFor<"pattern">,
): OccurrenceTable {
  const { occurrence, from, to, outputs } = request;
  const steps = occurrence.then.map((step, index): ScopedStep => {
    const scope: RowScope = `step ${index + 1}`;
    return {
      ...step,
      scope,
      where: step.where.flatMap(conjuncts).map((one) => rescoped(one, { row: scope })),
    };
  });
  const asEvent = (one: Expression): Expression => rescoped(one, { row: "event" });
  const conditions = occurrence.conditions.flatMap(conjuncts).map(asEvent);
  const absent = steps.find((step) => step.absent);
  const lateness = absent === undefined ? undefined : latenessOf(build, absent.event);
  const ending = [
    ...(lateness === undefined ? [] : [lateness]),
    ...(absent === undefined ? [] : [absent.within]),
  ];
  const back = [
    ...(lateness === undefined ? [] : [lateness]),
    ...steps.map(({ within }) => within).reverse(),
  ];
  const earliest: Moment = { kind: "earlier", than: from, by: back, spare: "more" };
  const latest: Moment = absent === undefined ? to : { kind: "earlier", than: to, by: ending, spare: "less" };
  const clock = localClock(build, earliest);
  const shared = {
    ...(request.among !== undefined && { among: request.among }),
    from: earliest,
    instants: true,
  };
  const first = addEventScan(build, {
    ...shared,
    over: { kind: "event", name: occurrence.first.event },
    conditions: occurrence.first.where.flatMap(conjuncts).map(asEvent),
    scopes: ["event"],
    outputs: [...outputs, ...conditions, ...steps.flatMap(({ where }) => where)],
    to: latest,
    role: "first_events",
    comment: `${occurrence.first.event}, far enough back for all that may follow: ${request.comment}`,
    numbered: true,
  });
  let chains: Chains = {
    table: first.name,
    columns: first.columns,
    steps: new Map([["event", first]]),
    time: first.time,
  };
  for (const [index, step] of steps.entries()) {
    const later = steps.slice(index + 1);
    const scan = addEventScan(build, {
      ...shared,
      over: { kind: "event", name: step.event },
      conditions: step.where,
      scopes: [step.scope],
      outputs: step.absent ? [] : [...outputs, ...conditions, ...later.flatMap(({ where }) => where)],
      to,
      among: first.name,
      role: "next_events",
      comment: `${step.event}, of customers who have had ${occurrence.first.event}`,
      numbered: false,
    });
    const match = { build, step, index, chains, scan, clock, first: first.name, since: earliest };
    chains = step.absent ? addUnfollowed(match, lateness, request) : addFollowed(match);
  }
  const [own, rest] = splitByRow(conditions, ["event", ...steps.map(({ scope }) => scope)]);
  const rates = rateJoins(build, "r");
  const scope = chainScope(build, chains, "m", rates);
  const fired = readAlias("m", chains.time);
  const name = addTable(build, request.role, request.comment, {
    columns: [
      ...chains.columns
        .filter((column) => column !== "n")
        .map((alias) => ({ alias, value: identifier("m", alias) })),
      { alias: "fired_time", value: fired.sql },
    ],
    from: { table: identifier(chains.table), alias: "m" },
    joins: rates.joins,
    where: [...within(fired.sql, from, to), ...own.map((condition) => emitPredicate(condition, scope))],
  });
  return {
    name,
    rest: [...first.rest, ...rest],
    orderColumns: first.orderColumns,
    occurred: "fired_time",
    since: earliest,
    scope: (alias) => namesOf(chains.steps, alias),
  };
}

interface Match {
  readonly build: StatementBuild;
  readonly step: ScopedStep;
  readonly index: number;
  readonly chains: Chains;
  readonly scan: ScannedEvents;
  readonly clock: LocalClock;
  /** The table of the first events, and a moment that none of them lies before. */
  readonly first: string;
  readonly since: Moment;
}

/** Chains with the first event that follows, strictly later and within the step's span. */
function addFollowed(match: Match): Chains {
  const { build, step, index, chains, scan } = match;
  const own = (column: Column): Column => ({
    ...column,
    alias: `y${index + 1}_${column.alias}`,
    ...(column.currencyAlias && { currencyAlias: `y${index + 1}_${column.currencyAlias}` }),
  });
  const found: Step = {
    attributes: new Map([...scan.attributes].map(([name, column]) => [name, own(column)])),
    time: own(scan.time),
  };
  const taken = scan.columns.filter((column) => /^(event_time|x\d.*)$/.test(column));
  const order = ["event_time", ...scan.orderColumns, ...taken, "event_id"].map((column) =>
    identifier("b", column),
  );
  const pairs = pairsOf(
    match,
    scan,
    (joins, where): Selection => ({
      columns: [
        ...chains.columns.map((alias) => ({ alias, value: identifier("m", alias) })),
        ...taken.map((column) => ({ alias: `y${index + 1}_${column}`, value: identifier("b", column) })),
        {
          alias: "place",
          value: fragment`row_number() over (partition by m.customer, m.n order by ${list(order)})`,
        },
      ],
      from: { table: identifier(chains.table), alias: "m" },
      joins,
      where,
    }),
  );
  const columns = [...chains.columns, ...taken.map((column) => `y${index + 1}_${column}`)];
  const table = addTable(build, "followed", `the first ${step.event} after it`, {
    columns: columns.map((alias) => ({ alias, value: identifier("p", alias) })),
    from: { table: fragment`(${subquery(pairs)})`, alias: "p" },
    where: [fragment`p.place = 1`],
  });
  return { table, columns, steps: new Map([...chains.steps, [step.scope, found]]), time: found.time };
}

/** Chains that no such event follows within the step's span; they occur when nothing more can come. */
function addUnfollowed(
  match: Match,
  lateness: Duration | undefined,
  { from, to }: Pick<RequestFor<"pattern">, "from" | "to">,
): Chains {
  const { build, step, chains, scan, clock } = match;
  const end = clock.shift(readAlias("m", chains.time), step.within, "later", "k");
  const carried = chains.columns.map((alias) => ({ alias, value: identifier("m", alias) }));
  const ended = addTable(build, "ended", `until when ${step.event} could have followed`, {
    columns: [...carried, { alias: "span_end", value: end.sql }],
    from: { table: identifier(chains.table), alias: "m" },
    joins: end.joins,
  });
  const spanEnd = { type: instantType, time: instantStorage, sql: identifier("m", "span_end") };
  const moment =
    lateness === undefined ? { sql: spanEnd.sql, joins: [] } : clock.shift(spanEnd, lateness, "later", "k");
  const expired = addTable(build, "expired", `when ${step.event} can no longer come`, {
    columns: [...carried, { alias: "span_end", value: spanEnd.sql }, { alias: "moment", value: moment.sql }],
    from: { table: identifier(ended), alias: "m" },
    joins: moment.joins,
    where: within(moment.sql, from, to),
  });
  const met = addTable(
    build,
    "met",
    `those that ${step.event} did follow`,
    pairsOf(
      { ...match, chains: { ...chains, table: expired } },
      scan,
      (joins, where): Selection => ({
        distinct: true,
        columns: [
          { alias: "customer", value: identifier("m", "customer") },
          { alias: "n", value: identifier("m", "n") },
        ],
        from: { table: identifier(expired), alias: "m" },
        joins,
        where,
      }),
      spanEnd.sql,
    ),
  );
  const table = addTable(build, "unfollowed", `those that no ${step.event} followed`, {
    columns: [...carried, { alias: "moment", value: identifier("m", "moment") }],
    from: { table: identifier(expired), alias: "m" },
    joins: [
      {
        kind: "left",
        table: identifier(met),
        alias: "b",
        on: [fragment`b.customer = m.customer`, fragment`b.n = m.n`],
      },
    ],
    where: [fragment`b.customer is null`],
  });
  const time = { alias: "moment", type: instantType, time: instantStorage };
  return { table, columns: [...chains.columns, "moment"], steps: chains.steps, time };
}

/** Chains beside each event that may be their next step; `limit` is the end of the step's span, where it is known. */
function pairsOf(
  { build, step, chains, clock, first, since }: Match,
  scan: ScannedEvents,
  select: (joins: readonly Join[], where: readonly Sql[]) => Selection,
  limit?: Sql,
): Selection {
  const end =
    limit === undefined
      ? clock.shift(readAlias("m", chains.time), step.within, "later", "k")
      : { sql: limit, joins: [] };
  const asksCustomer = scan.rest.some(speaksOfCustomer);
  const customers = asksCustomer
    ? addCustomerTables(build, scan.rest, { conditions: [], among: first })
    : undefined;
  const rates = rateJoins(build, "r");
  const beside = new Map([...chains.steps, [step.scope, scan]]);
  const own = chainScope(build, { ...chains, steps: beside }, "m", rates, new Map([[step.scope, "b"]]));
  const before =
    customers === undefined
      ? undefined
      : addEventFeatures(
          build,
          { name: first, since, time: (alias) => firstTime(chains, alias) },
          scan.rest,
          customers,
        );
  const scope: Scope =
    customers === undefined ? own : withEventFeatures({ ...customers.scope("c"), ...rowParts(own) }, before);
  const where = scan.rest.map((condition) => emitPredicate(condition, scope));
  const joins: readonly Join[] = [
    ...end.joins,
    {
      kind: "inner",
      table: identifier(scan.name),
      alias: "b",
      on: [
        fragment`b.customer = m.customer`,
        fragment`b.event_time > ${readAlias("m", chains.time).sql}`,
        fragment`b.event_time <= ${end.sql}`,
      ],
    },
    ...(customers === undefined
      ? []
      : [
          {
            kind: "inner" as const,
            table: identifier(customers.name),
            alias: "c",
            on: [fragment`c.customer = m.customer`],
          },
        ]),
    ...(before?.joins("m") ?? []),
    ...rates.joins,
  ];
  return select(joins, where);
}

function firstTime({ steps }: Chains, alias: string): SqlValue {
  return readAlias(alias, steps.get("event")?.time ?? missing("the first event"));
}

const rowParts = ({ attribute, time, rate }: Scope): Pick<Scope, "attribute" | "time" | "rate"> => ({
  attribute,
  time,
  rate,
});

function chainScope(
  build: StatementBuild,
  chains: Pick<Chains, "steps">,
  alias: string,
  rates: RateJoins,
  aliases: ReadonlyMap<RowScope, string> = new Map(),
): Scope {
  const names = namesOf(chains.steps, alias, aliases);
  return {
    ...emptyScope(build),
    ...names,
    rate: (currency, at) => rates.rate(currency, at === "tick" ? at : names.time(at)),
  };
}

/** What attributes and times stand for, by step. Whoever has no row of its own here speaks of the first event. */
function namesOf(
  steps: ReadonlyMap<RowScope, Step>,
  alias: string,
  aliases: ReadonlyMap<RowScope, string> = new Map(),
): Pick<Scope, "attribute" | "time"> {
  const stepOf = (of: RowScope): readonly [RowScope, Step] => {
    const scope = of === "row" ? "event" : of;
    return [scope, steps.get(scope) ?? missing(of)];
  };
  return {
    attribute: (of, name) => {
      const [scope, step] = stepOf(of);
      const column = step.attributes.get(name) ?? missing(`attribute ${name} of ${of}`);
      return readAlias(aliases.get(scope) ?? alias, column);
    },
    time: (of) => {
      const [scope, step] = stepOf(of);
      return readAlias(aliases.get(scope) ?? alias, step.time);
    },
  };
}

function within(time: Sql, from: Moment, to: Moment): readonly Sql[] {
  const value = { type: instantType, time: instantStorage, sql: time };
  return [fragment`${time} >= ${momentIn(from, value)}`, fragment`${time} < ${momentIn(to, value)}`];
}

/** How late events of a kind may come. */
export function latenessOf({ program }: StatementBuild, event: string): Duration | undefined {
  return program.sources[program.events[event]?.source ?? ""]?.lateness;
}
