import type { Engine, Parameter, Program, Statement } from "../../../plan/index.ts";
import { newBuild } from "./build.ts";
import type { Dialect } from "./dialect.ts";
import { duckdb } from "./duckdb.ts";
import { tickDate } from "./expression.ts";
import { postgres } from "./postgres.ts";
import { compileQuery, fragment, identifier, type Selection, statement } from "./query.ts";
import { dailyRates } from "./rates.ts";
import type { StatementParts } from "./statement-parts.ts";

/** The dialects that there are, by engine. */
export const dialects: Readonly<Record<Engine, Dialect>> = { duckdb, postgres };

/** A statement's text and parameters; equal parameters are one. */
export function statementOf({ tables, selection }: Pick<StatementParts, "tables" | "selection">): Statement {
  const parameters = new Map<string, Parameter>();
  const sql = compileQuery(statement(tables, selection), numberedParameters(parameters));
  return { sql, parameters: [...parameters.values()] };
}

/** The statement that gives the rate of each currency on D: `currency`, and `rate` of `RateSource.per` units as decimal text. */
export function rateStatement(program: Program, dialect: Dialect): Statement {
  const build = newBuild(program, dialect);
  const rates = dailyRates(build);
  const selection: Selection = {
    columns: [
      { alias: "currency", value: fragment`cast(r.currency as text)` },
      { alias: "rate", value: fragment`cast(r.rate as text)` },
    ],
    from: { table: identifier(rates), alias: "r" },
    where: [fragment`r.day = ${tickDate}`],
  };
  return statementOf({ tables: build.tables, selection });
}

function numberedParameters(parameters: Map<string, Parameter>): (value: Parameter) => string {
  const places = new Map<string, number>();
  return (value) => {
    const key = JSON.stringify(value);
    let place = places.get(key);
    if (place === undefined) {
      place = places.size + 1;
      places.set(key, place);
      parameters.set(key, value);
    }
    return `$${place}`;
  };
}
