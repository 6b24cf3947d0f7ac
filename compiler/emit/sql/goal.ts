import type { CampaignProgram, Expression, Goal, LedgerRows } from "../../../plan/index.ts";
import { addTable, type StatementBuild } from "./build.ts";
import { fromCanonicalText } from "./canonical-text.ts";
import type { CustomerTable } from "./customers.ts";
import { missing } from "./empty-scope.ts";
import { addOccurrences, type OccurrenceTable } from "./occurrence.ts";
import { detectionColumns } from "./output.ts";
import { emitPredicate } from "./predicate.ts";
import { fragment, identifier, integer, type Join, parameter, type Sql } from "./query.ts";
import { rateJoins } from "./rates.ts";
import type { Scope } from "./scope.ts";
import { asInstant, type SqlValue } from "./sql-value.ts";

/** Adds the contacts that the runtime hands over. */
export function addContacts(build: StatementBuild, comment: string): string {
  const { dialect, program } = build;
  const handed: LedgerRows = { kind: "waves" };
  const rows = dialect.handedRows(parameter({ kind: "ledger", rows: handed }), [
    { name: "contact", type: "bigint" },
    { name: "customer", type: "text" },
    { name: "due", type: "bigint" },
    { name: "until", type: "bigint" },
    { name: "carried", type: "texts" },
  ]);
  const customer =
    program.customer.type === "integer" ? fragment`cast(w.customer as bigint)` : fragment`w.customer`;
  return addTable(build, "contacts", comment, {
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

/** Adds what may meet the goal of contacts; `outputs`: what is asked of it beside. */
export function addGoal(
  build: StatementBuild,
  { occurrence }: Goal,
  among: string,
  outputs: readonly Expression[] = [],
): OccurrenceTable {
  return addOccurrences(build, {
    occurrence,
    from: { kind: "waves-from" },
    to: { kind: "tick-end" },
    outputs,
    among,
    role: "goal_events",
    comment: "what may meet the goal",
    event: "other",
  });
}

/** Contacts beside what meets their goal: after they were due and until their time is over, or the tick. */
export interface GoalMatch {
  /** The scope of what a response is worth: bare attributes are its own, `event` is the contact's. */
  readonly worthScope: Scope;
  /** When it happened, an instant. */
  readonly occurred: Sql;
  readonly conditions: readonly Sql[];
  /** From contacts (`w`) to what meets the goal (`x`) and customers (`c`); rates join as they are asked for. */
  readonly joins: readonly Join[];
  readonly rates: readonly Join[];
}

/** Puts contacts beside what meets their goal. */
export function matchGoal(
  build: StatementBuild,
  campaign: CampaignProgram,
  { goal, customers }: { readonly goal: OccurrenceTable; readonly customers: CustomerTable },
): GoalMatch {
  const own = goal.scope("x");
  const ofContact = carriedScope(build, campaign);
  const asked: Names = campaign.goal?.occurrence.kind === "event" ? eitherScope(own, ofContact) : own;
  const time =
    goal.occurred === "event_time"
      ? own.time("row")
      : { sql: identifier("x", goal.occurred), type: INSTANT, time: INSTANT };
  const worth: Names = eitherScope({ ...own, time: () => time }, ofContact);
  const rates = rateJoins(build, "r");
  const scope = (names: Names): Scope => ({
    ...customers.scope("c"),
    ...names,
    rate: (currency, at) => rates.rate(currency, at === "tick" ? at : names.time(at)),
  });
  const occurred = asInstant(time);
  return {
    worthScope: scope(worth),
    occurred,
    conditions: goal.rest.map((condition) => emitPredicate(condition, scope(asked))),
    joins: [
      {
        kind: "inner",
        table: identifier(goal.name),
        alias: "x",
        on: [
          fragment`x.customer = w.customer`,
          fragment`${occurred} > w.due`,
          fragment`${occurred} <= ${identifier("w", "until")}`,
        ],
      },
      {
        kind: "inner",
        table: identifier(customers.name),
        alias: "c",
        on: [fragment`c.customer = w.customer`],
      },
    ],
    rates: rates.joins,
  };
}

type Names = Pick<Scope, "attribute" | "time">;

const INSTANT = { kind: "instant" } as const;

/** The row's own names from one scope, those of the contact's event and its further steps from another. */
function eitherScope(row: Names, contact: Names): Names {
  return {
    attribute: (of, name) => (of === "row" ? row : contact).attribute(of, name),
    time: (of) => (of === "row" ? row : contact).time(of),
  };
}

/** What the ledger has carried along of the contact's event. */
function carriedScope({ program, dialect }: StatementBuild, campaign: CampaignProgram): Names {
  const names = detectionColumns(program, campaign).carried;
  const carried = (name: string): SqlValue => {
    const index = names.findIndex((one) => one.name === name);
    const { type } = names[index] ?? missing(`carried ${name}`);
    return fromCanonicalText(fragment`w.carried[${integer(index + 1)}]`, type, dialect);
  };
  return {
    attribute: (of, name) => carried(`${of}.${name}`),
    time: (of) => carried(`${of}.time`),
  };
}
