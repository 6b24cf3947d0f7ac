import type { CampaignProgram, DetectionColumns, Program } from "../../../plan/index.ts";
import { addTable, newBuild, type StatementBuild } from "./build.ts";
import { contactColumns, contactExpressions } from "./contact-columns.ts";
import { addCustomerTables } from "./customers.ts";
import type { Dialect } from "./dialect.ts";
import { recheckColumns } from "./output.ts";
import { emitPredicate } from "./predicate.ts";
import { fragment, identifier, parameter } from "./query.ts";
import { rateJoins } from "./rates.ts";
import type { Scope } from "./scope.ts";
import type { StatementParts } from "./statement-parts.ts";

/** What messages that were put off are asked before they leave, in one dialect, not yet text. */
export interface Recheck extends StatementParts {
  readonly columns: DetectionColumns;
}

/**
 * The statement that says of each message that was put off whether its customer is now excluded, where and whether she may be
 * reached, and whether the policy suppresses her. A customer who is gone is excluded.
 */
export function recheck(program: Program, campaign: CampaignProgram, dialect: Dialect): Recheck {
  const build = newBuild(program, dialect);
  const columns = recheckColumns(program, campaign);
  const messages = addMessages(build);
  const customers = addCustomerTables(
    build,
    [
      ...(campaign.exclude === undefined ? [] : [campaign.exclude]),
      ...contactExpressions(program, columns, unnamed),
    ],
    { conditions: [], among: messages },
  );
  const rates = rateJoins(build, "r");
  const scope: Scope = { ...customers.scope("c"), rate: (currency) => rates.rate(currency, "tick") };
  const excluded =
    campaign.exclude === undefined
      ? fragment`(c.customer is null)`
      : fragment`(c.customer is null or coalesce(${emitPredicate(campaign.exclude, scope)}, false))`;
  const values = contactColumns(program, columns, unnamed, scope, []);
  return {
    tables: build.tables,
    sources: [...build.sources].sort(),
    columns,
    selection: {
      columns: [
        { alias: "contact", value: fragment`m.contact` },
        { alias: "excluded", value: excluded },
        ...values,
      ],
      from: { table: identifier(messages), alias: "m" },
      joins: [
        {
          kind: "left",
          table: identifier(customers.name),
          alias: "c",
          on: [fragment`${identifier("c", "customer")} = ${identifier("m", "customer")}`],
        },
        ...rates.joins,
      ],
    },
  };
}

/** What a message says has been written: nothing in it is asked again. */
function unnamed(name: string): never {
  throw new Error(`a message that was put off is not asked for {${name}}`);
}

/** The messages that the runtime hands over. */
function addMessages(build: StatementBuild): string {
  const { dialect, program } = build;
  const rows = dialect.handedRows(parameter({ kind: "ledger", rows: { kind: "messages" } }), [
    { name: "contact", type: "bigint" },
    { name: "customer", type: "text" },
  ]);
  const customer =
    program.customer.type === "integer" ? fragment`cast(m.customer as bigint)` : fragment`m.customer`;
  return addTable(build, "messages", "the messages that were put off", {
    columns: [
      { alias: "contact", value: fragment`m.contact` },
      { alias: "customer", value: customer },
    ],
    from: { table: fragment`(${rows})`, alias: "m" },
  });
}
