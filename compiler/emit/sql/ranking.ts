import { addTable, type StatementBuild } from "./build.ts";
import { factorConstant } from "./column.ts";
import { addCustomerTables } from "./customers.ts";
import { ordered } from "./dialect.ts";
import { emitValue } from "./expression.ts";
import { emitPredicate } from "./predicate.ts";
import { fragment, identifier, integer, list, subquery } from "./query.ts";
import { rateJoins } from "./rates.ts";
import type { Scope } from "./scope.ts";

/**
 * Adds the table of the customers who are at the top of a ranking. It is taken from all customers, whatever the
 * campaign around it asks; ties go by the stable hash of the customer's key.
 */
export function addRankingTable(build: StatementBuild, id: string): string {
  const { program, dialect } = build;
  const ranking = program.rankings[id];
  if (ranking === undefined) throw new Error(`the program lacks ranking ${id}`);
  const customers = addCustomerTables(build, [ranking.of, ranking.by], { conditions: [] });
  const rates = rateJoins(build, "r");
  const scope: Scope = { ...customers.scope("c"), rate: (currency) => rates.rate(currency, "tick") };
  const by = emitValue(ranking.by, scope).sql;
  const condition = emitPredicate(ranking.of, scope);
  const key = fragment`cast(c.customer as text)`;
  const order = list([ordered(by, "desc"), ordered(dialect.byCodePoint(fragment`md5(${key})`), "asc")]);
  const ranked = subquery({
    columns: [
      { alias: "customer", value: fragment`c.customer` },
      { alias: "place", value: fragment`row_number() over (order by ${order})` },
      { alias: "total", value: fragment`count(*) over ()` },
    ],
    from: { table: identifier(customers.name), alias: "c" },
    where: [condition, fragment`${by} is not null`],
    joins: rates.joins,
  });
  const within =
    ranking.limit.kind === "count"
      ? fragment`p.place <= ${integer(ranking.limit.count)}`
      : // The share of all, rounded up: the place before is still below it.
        fragment`p.place - 1 < p.total * ${factorConstant(ranking.limit.share, dialect)}`;
  return addTable(build, "top", `the top of ${ranking.origin}`, {
    columns: [{ alias: "customer", value: fragment`p.customer` }],
    from: { table: fragment`(${ranked})`, alias: "p" },
    where: [within],
  });
}
