import type { Program, Readiness, ReadinessPlan, Statement } from "../../plan/index.ts";
import { columnConditions } from "./sql/column.ts";
import type { Dialect } from "./sql/dialect.ts";
import { tickDate } from "./sql/expression.ts";
import { fragment, identifier, subquery } from "./sql/query.ts";
import { relation } from "./sql/rows.ts";
import { dialects, statementOf } from "./sql/statement.ts";

/** How to ask each source that says so whether its data for the day before D are there, by the source's name. */
export function readinessPlans(program: Program): Readonly<Record<string, ReadinessPlan>> {
  return Object.fromEntries(
    Object.values(program.sources).flatMap(({ name, ready }) => {
      if (ready === undefined) return [];
      const statement = {
        duckdb: readinessStatement(ready, dialects.duckdb),
        postgres: readinessStatement(ready, dialects.postgres),
      };
      return [[name, { whenLate: ready.whenLate, statement }]];
    }),
  );
}

/** One row with a boolean `ready`: whether there is a row of the day that holds what is asked. */
function readinessStatement(ready: Readiness, dialect: Dialect): Statement {
  const rows = subquery({
    columns: [{ alias: "there", value: fragment`1` }],
    from: { table: relation(ready.relation), alias: "e" },
    where: [
      fragment`${identifier("e", ready.date)} = ${tickDate} - 1`,
      ...columnConditions(ready.where, "e", dialect),
    ],
  });
  return statementOf({
    tables: [],
    selection: {
      columns: [{ alias: "ready", value: fragment`exists ${rows}` }],
      from: { table: fragment`(select 1)`, alias: "one" },
    },
  });
}
