import { addTable, type StatementBuild } from "./build.ts";
import { textOf } from "./column.ts";
import { tickDate } from "./expression.ts";
import { rateScale } from "./money.ts";
import { fragment, identifier, type Join, type Sql, subquery } from "./query.ts";
import { relation } from "./rows.ts";
import { asLocalDate, type SqlValue } from "./sql-value.ts";

const dailyRatesComment = "the rate of each currency on each day, the last one carried on";

/**
 * The part that has one rate a currency and day up to D, each day without one carrying the last: so that rows find
 * theirs by equality. Added to the statement when first asked for.
 */
export function dailyRates(build: StatementBuild): string {
  const there = build.tables.find(({ comment }) => comment === dailyRatesComment);
  if (there !== undefined) return there.name;
  const { program, dialect } = build;
  const { rates } = program;
  if (rates === undefined) throw new Error("the program converts money without a source of rates");
  const column = (name: string): Sql => identifier("r", name);
  const next = fragment`lead(${column(rates.date)}) over (partition by ${column(rates.from)} order by ${column(rates.date)})`;
  const spans = subquery({
    columns: [
      { alias: "currency", value: textOf(column(rates.from)) },
      { alias: "rate", value: dialect.round(column(rates.rate), rateScale) },
      { alias: "first_day", value: column(rates.date) },
      { alias: "last_day", value: fragment`coalesce(${next} - 1, ${tickDate})` },
    ],
    from: { table: relation(rates.relation), alias: "r" },
    where: [fragment`${column(rates.date)} <= ${tickDate}`],
  });
  return addTable(build, "daily_rates", dailyRatesComment, {
    columns: [
      { alias: "currency", value: fragment`s.currency` },
      { alias: "rate", value: fragment`s.rate` },
      { alias: "day", value: dialect.everyDay(fragment`s.first_day`, fragment`s.last_day`) },
    ],
    from: { table: fragment`(${spans})`, alias: "s" },
  });
}

/** The joins to rates that the expressions of one selection asked for. */
export interface RateJoins {
  readonly joins: readonly Join[];
  /** The rate of a currency on D, or on the local date of the time of the selection's rows. */
  rate(currency: Sql, on: "tick" | SqlValue): Sql;
}

/** Collects joins to rates under aliases that begin with a prefix; equal ones are made once. */
export function rateJoins(build: StatementBuild, prefix: string): RateJoins {
  const joins: Join[] = [];
  const known = new Map<string, string>();
  return {
    joins,
    rate: (currency, on) => {
      const day = on === "tick" ? tickDate : asLocalDate(on, build.program.timezone);
      const key = JSON.stringify([currency.toOperationNode(), day.toOperationNode()]);
      let alias = known.get(key);
      if (alias === undefined) {
        alias = `${prefix}${known.size}`;
        known.set(key, alias);
        joins.push({
          kind: "left",
          table: identifier(dailyRates(build)),
          alias,
          on: [
            fragment`${identifier(alias, "currency")} = ${currency}`,
            fragment`${identifier(alias, "day")} = ${day}`,
          ],
        });
      }
      return identifier(alias, "rate");
    },
  };
}
