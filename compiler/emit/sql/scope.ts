import type { RowScope } from "../../../plan/index.ts";
import type { Dialect } from "./dialect.ts";
import type { Sql } from "./query.ts";
import type { SqlValue } from "./sql-value.ts";

/**
 * What the names in an expression stand for at one place of a statement. A scope that has no row of a kind
 * throws when asked for it: the checker has made sure that nobody does.
 */
export interface Scope {
  readonly dialect: Dialect;
  readonly timezone: string;
  /** The project's currency. */
  readonly currency: string;
  tag(name: string): SqlValue;
  definition(name: string): SqlValue;
  feature(id: string): SqlValue;
  tagHistory(id: string): SqlValue;
  /** Of the offer that is being weighed against others. */
  offerAmount(amount: "value" | "cost"): SqlValue;
  /** A predicate, never unknown. */
  ranking(id: string): Sql;
  attribute(of: RowScope, name: string): SqlValue;
  time(of: RowScope): SqlValue;
  /**
   * The rate of a currency (text) into the project's, of `RateSource.per` units, on a date; unknown without one.
   * A row's rate is joined to the place where the expression stands.
   */
  rate(currency: Sql, at: "tick" | RowScope): Sql;
  /** Units that a rate is given for. */
  readonly ratePer: number;
}
