import type { CampaignProgram, DetectionColumns, Program } from "../../../plan/index.ts";
import { addTable, newBuild, type StatementBuild } from "./build.ts";
import { contactColumns, contactExpressions } from "./contact-columns.ts";
import { addCustomerTables, type CustomerTable } from "./customers.ts";
import type { Dialect } from "./dialect.ts";
import { addContacts, addGoal, matchGoal } from "./goal.ts";
import type { OccurrenceTable } from "./occurrence.ts";
import { placeholderExpression, waveColumns } from "./output.ts";
import { addLatestDays } from "./policy-columns.ts";
import { emitPredicate } from "./predicate.ts";
import { fragment, identifier, type Join } from "./query.ts";
import { rateJoins } from "./rates.ts";
import type { Scope } from "./scope.ts";
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
  const contacts = addContacts(build, "the contacts that may get a further wave");
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
  const match = matchGoal(build, campaign, { goal, customers });
  return addTable(build, "met", `the contacts whose goal is met (${campaign.origin})`, {
    distinct: true,
    columns: [{ alias: "contact", value: fragment`w.contact` }],
    from: { table: identifier(contacts), alias: "w" },
    joins: [...match.joins, ...match.rates],
    where: match.conditions,
  });
}
