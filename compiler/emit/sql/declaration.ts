import type { Expression, Occurrence, Program } from "../../../plan/index.ts";
import { newBuild } from "./build.ts";
import { addCustomerTables } from "./customers.ts";
import type { Dialect } from "./dialect.ts";
import { addEventFeatures, withEventFeatures } from "./event-features.ts";
import { emitValue } from "./expression.ts";
import { addOccurrences, foundEvents } from "./occurrence.ts";
import { emitPredicate } from "./predicate.ts";
import { fragment, identifier } from "./query.ts";
import { rateJoins } from "./rates.ts";
import type { Scope } from "./scope.ts";
import type { StatementParts } from "./statement-parts.ts";

/** The statement of a declared tag: each customer with its value at a tick, amounts of more than one currency with theirs. */
export function valueStatement(program: Program, expression: Expression, dialect: Dialect): StatementParts {
  const { build, customers, rates, scope } = customerParts(program, expression, dialect);
  const value = emitValue(expression, scope);
  return {
    tables: build.tables,
    sources: [...build.sources].sort(),
    selection: {
      columns: [
        { alias: "customer", value: identifier("c", "customer") },
        { alias: "value", value: value.sql },
        ...(value.currency === undefined ? [] : [{ alias: "currency", value: value.currency }]),
      ],
      from: { table: identifier(customers.name), alias: "c" },
      joins: rates.joins,
    },
  };
}

/** The statement of a segment: the customers who are in it at a tick. */
export function segmentStatement(program: Program, expression: Expression, dialect: Dialect): StatementParts {
  const { build, customers, rates, scope } = customerParts(program, expression, dialect);
  const where = [emitPredicate(expression, scope)];
  return {
    tables: build.tables,
    sources: [...build.sources].sort(),
    selection: {
      columns: [{ alias: "customer", value: identifier("c", "customer") }],
      from: { table: identifier(customers.name), alias: "c" },
      joins: rates.joins,
      where,
    },
  };
}

function customerParts(program: Program, expression: Expression, dialect: Dialect) {
  const build = newBuild(program, dialect);
  const customers = addCustomerTables(build, [expression], { conditions: [] });
  const rates = rateJoins(build, "r");
  const scope: Scope = { ...customers.scope("c"), rate: (currency) => rates.rate(currency, "tick") };
  return { build, customers, rates, scope };
}

/** The statement of an event: its occurrences since the last tick, each with its customer and its time. */
export function occurrenceStatement(
  program: Program,
  occurrence: Occurrence,
  { name, origin }: { readonly name: string; readonly origin: string },
  dialect: Dialect,
): StatementParts {
  const build = newBuild(program, dialect);
  const found = addOccurrences(build, {
    occurrence,
    from: { kind: "firing-from" },
    to: { kind: "tick-end" },
    outputs: [],
    role: "firing",
    comment: `${name} since the last tick (${origin})`,
    event: "own",
  });
  const asked = found.rest;
  const customers = addCustomerTables(build, asked, { conditions: [], among: found.name });
  const before = addEventFeatures(build, foundEvents(found), asked, customers);
  const rates = rateJoins(build, "r");
  const names = found.scope("x");
  const scope: Scope = withEventFeatures(
    {
      ...customers.scope("c"),
      ...names,
      rate: (currency, at) => rates.rate(currency, at === "tick" ? "tick" : names.time(at)),
    },
    before,
  );
  const where = asked.map((condition) => emitPredicate(condition, scope));
  return {
    tables: build.tables,
    sources: [...build.sources].sort(),
    selection: {
      columns: ["customer", "event_id", "event_time"].map((alias) => ({
        alias,
        value: identifier("x", alias),
      })),
      from: { table: identifier(found.name), alias: "x" },
      joins: [
        {
          kind: "inner",
          table: identifier(customers.name),
          alias: "c",
          on: [fragment`c.customer = x.customer`],
        },
        ...(before?.joins("x") ?? []),
        ...rates.joins,
      ],
      where,
    },
  };
}
