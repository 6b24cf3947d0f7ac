import type { CampaignProgram, DetectionColumns, Goal, Program } from "../../../plan/index.ts";
import { addTable, newBuild, type StatementBuild } from "./build.ts";
import { fromCanonicalText } from "./canonical-text.ts";
import { contactColumns, contactExpressions } from "./contact-columns.ts";
import { addCustomerTables, type CustomerTable } from "./customers.ts";
import type { Dialect } from "./dialect.ts";
import { missing } from "./empty-scope.ts";
import { addOccurrences, type OccurrenceTable } from "./occurrence.ts";
import { detectionColumns, placeholderExpression, waveColumns } from "./output.ts";
import { addLatestDays } from "./policy-columns.ts";
import { emitPredicate } from "./predicate.ts";
import { fragment, identifier, integer, type Join, parameter } from "./query.ts";
import { rateJoins } from "./rates.ts";
import type { Scope } from "./scope.ts";
import { asInstant, type SqlValue } from "./sql-value.ts";
import type { StatementParts } from "./statement-parts.ts";

/** What contacts are asked before a further wave, in one dialect, not yet text. */
export interface Waves extends StatementParts {
  readonly columns: DetectionColumns;
}

/**
 * The statement that says of each contact which may get a further wave whether its goal is met, whether its customer is now
 * excluded, and what a contact needs of her at the tick. A customer who is gone is excluded.
 */
export function waves(program: Program, campaign: CampaignProgram, dialect: Dialect): Waves {
  const build = newBuild(program, dialect);
  const columns = waveColumns(program, campaign);
  const named = (name: string) => placeholderExpression(program, campaign, name);
  const contacts = addContacts(build);
  const goal = campaign.goal === undefined ? undefined : addGoal(build, campaign.goal, contacts);
  const customers = addCustomerTables(
    build,
    [
      ...(campaign.exclude === undefined ? [] : [campaign.exclude]),
      ...(goal?.rest ?? []),
      ...contactExpressions(program, columns, named),
    ],
    { conditions: [], among: contacts },
  );
  const met = goal === undefined ? undefined : addMet(build, campaign, { contacts, goal, customers });
  const latest = addLatestDays(build, columns.occurrences, contacts, fragment`w.customer`);
  const rates = rateJoins(build, "r");
  const scope: Scope = { ...customers.scope("c"), rate: (currency) => rates.rate(currency, "tick") };
  const left = (table: string, alias: string, column: string): Join => ({
    kind: "left",
    table: identifier(table),
    alias,
    on: [fragment`${identifier(alias, column)} = ${identifier("w", column)}`],
  });
  const excluded =
    campaign.exclude === undefined
      ? fragment`(c.customer is null)`
      : fragment`(c.customer is null or coalesce(${emitPredicate(campaign.exclude, scope)}, false))`;
  const values = contactColumns(program, columns, named, scope, latest.days);
  return {
    tables: build.tables,
    sources: [...build.sources].sort(),
    columns,
    selection: {
      columns: [
        { alias: "contact", value: fragment`w.contact` },
        { alias: "met", value: met === undefined ? fragment`false` : fragment`(g.contact is not null)` },
        { alias: "excluded", value: excluded },
        ...values,
      ],
      from: { table: identifier(contacts), alias: "w" },
      joins: [
        left(customers.name, "c", "customer"),
        ...(met === undefined ? [] : [left(met, "g", "contact")]),
        ...latest.joins,
        ...rates.joins,
      ],
    },
  };
}

/** The contacts that the runtime hands over. */
function addContacts(build: StatementBuild): string {
  const { dialect, program } = build;
  const rows = dialect.handedRows(parameter({ kind: "ledger", rows: { kind: "waves" } }), [
    { name: "contact", type: "bigint" },
    { name: "customer", type: "text" },
    { name: "due", type: "bigint" },
    { name: "until", type: "bigint" },
    { name: "carried", type: "texts" },
  ]);
  const customer =
    program.customer.type === "integer" ? fragment`cast(w.customer as bigint)` : fragment`w.customer`;
  return addTable(build, "contacts", "the contacts that may get a further wave", {
    columns: [
      { alias: "contact", value: fragment`w.contact` },
      { alias: "customer", value: customer },
      { alias: "due", value: dialect.instantAt(fragment`w.due`) },
      { alias: "until", value: dialect.instantAt(identifier("w", "until")) },
      { alias: "carried", value: fragment`w.carried` },
    ],
    from: { table: fragment`(${rows})`, alias: "w" },
  });
}

function addGoal(build: StatementBuild, { occurrence }: Goal, among: string): OccurrenceTable {
  return addOccurrences(build, {
    occurrence,
    from: { kind: "waves-from" },
    to: { kind: "tick-end" },
    outputs: [],
    among,
    role: "goal_events",
    comment: "what may meet the goal",
    event: "other",
  });
}

/** Adds the contacts whose goal is met: an occurrence after they were due and until their time is over, or the tick. */
function addMet(
  build: StatementBuild,
  campaign: CampaignProgram,
  {
    contacts,
    goal,
    customers,
  }: { readonly contacts: string; readonly goal: OccurrenceTable; readonly customers: CustomerTable },
): string {
  const { program, dialect } = build;
  const own = goal.scope("x");
  const carriedNames = detectionColumns(program, campaign).carried;
  const carried = (name: string): SqlValue => {
    const index = carriedNames.findIndex((one) => one.name === name);
    const { type } = carriedNames[index] ?? missing(`carried ${name}`);
    return fromCanonicalText(fragment`w.carried[${integer(index + 1)}]`, type, dialect);
  };
  const names: Pick<Scope, "attribute" | "time"> =
    campaign.goal?.occurrence.kind === "event"
      ? {
          attribute: (of, name) => (of === "row" ? own.attribute(of, name) : carried(`${of}.${name}`)),
          time: (of) => (of === "row" ? own.time(of) : carried(`${of}.time`)),
        }
      : own;
  const rates = rateJoins(build, "r");
  const scope: Scope = {
    ...customers.scope("c"),
    ...names,
    rate: (currency, at) => rates.rate(currency, at === "tick" ? at : names.time(at)),
  };
  const where = goal.rest.map((condition) => emitPredicate(condition, scope));
  const occurred =
    goal.occurred === "event_time"
      ? own.time("row")
      : {
          sql: identifier("x", goal.occurred),
          type: { kind: "instant" as const },
          time: { kind: "instant" as const },
        };
  const instant = asInstant(occurred);
  return addTable(build, "met", `the contacts whose goal is met (${campaign.origin})`, {
    distinct: true,
    columns: [{ alias: "contact", value: fragment`w.contact` }],
    from: { table: identifier(contacts), alias: "w" },
    joins: [
      {
        kind: "inner",
        table: identifier(goal.name),
        alias: "x",
        on: [
          fragment`x.customer = w.customer`,
          fragment`${instant} > w.due`,
          fragment`${instant} <= ${identifier("w", "until")}`,
        ],
      },
      {
        kind: "inner",
        table: identifier(customers.name),
        alias: "c",
        on: [fragment`c.customer = w.customer`],
      },
      ...rates.joins,
    ],
    where,
  });
}
