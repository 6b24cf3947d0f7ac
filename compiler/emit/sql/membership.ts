import type { Firing, Program } from "../../../plan/index.ts";
import { addTable, newBuild, type StatementBuild } from "./build.ts";
import { canonicalText, fromCanonicalText } from "./canonical-text.ts";
import { addCustomerTables } from "./customers.ts";
import type { Dialect } from "./dialect.ts";
import { emitValue } from "./expression.ts";
import { emitPredicate } from "./predicate.ts";
import { fragment, identifier, type Join, parameter, type Sql } from "./query.ts";
import { rateJoins } from "./rates.ts";
import type { Scope } from "./scope.ts";
import type { SqlValue } from "./sql-value.ts";
import type { StatementParts } from "./statement-parts.ts";
import { typeOf } from "./type-of.ts";

/** A firing that compares customers with how they stood at the last tick. */
export type MembershipFiring = Extract<Firing, { kind: "enter" | "leave" | "change" }>;

/** Whether a firing is one. */
export function isMembership(firing: Firing): firing is MembershipFiring {
  return firing.kind === "enter" || firing.kind === "leave" || firing.kind === "change";
}

/** What a firing asks of each customer now. */
export function askedNow(firing: MembershipFiring) {
  return firing.kind === "change" ? firing.value : firing.segment;
}

/** Adds the customers as they stood at the last tick, and gives the join to them and the conditions of the firing. */
export function addMembership(
  build: StatementBuild,
  firing: MembershipFiring,
  scope: Scope,
): { readonly join: Join; readonly conditions: readonly Sql[] } {
  const rows = build.dialect.handedRows(parameter({ kind: "ledger", rows: { kind: "members" } }), [
    { name: "customer", type: "text" },
    { name: "value", type: "text" },
  ]);
  const members = addTable(build, "members", "the customers as they stood at the last tick", {
    columns: ["customer", "value"].map((alias) => ({ alias, value: identifier("m", alias) })),
    from: { table: fragment`(${rows})`, alias: "m" },
  });
  const join: Join = {
    kind: firing.kind === "enter" ? "left" : "inner",
    table: identifier(members),
    alias: "m",
    on: [fragment`m.customer = cast(c.customer as text)`],
  };
  switch (firing.kind) {
    case "enter":
      return { join, conditions: [emitPredicate(firing.segment, scope), fragment`m.customer is null`] };
    case "leave":
      return { join, conditions: [fragment`(${emitPredicate(firing.segment, scope)}) is not true`] };
    case "change": {
      const type = typeOf(firing.value);
      const before = comparedForm(fromCanonicalText(identifier("m", "value"), type, build.dialect), scope);
      const now = comparedForm(emitValue(firing.value, scope), scope);
      const is = (value: Sql, wanted: NonNullable<typeof firing.from>): Sql =>
        wanted.kind === "unknown"
          ? fragment`${value} is null`
          : fragment`${value} = ${comparedForm(emitValue(wanted, scope), scope)}`;
      return {
        join,
        conditions: [
          fragment`${now} is distinct from ${before}`,
          ...(firing.from === undefined ? [] : [is(before, firing.from)]),
          ...(firing.to === undefined ? [] : [is(now, firing.to)]),
        ],
      };
    }
  }
}

/** A value in the form in which equal ones are equal: numbers as such, all else by canonical text. */
function comparedForm(value: SqlValue, scope: Scope): Sql {
  const { kind } = value.type;
  const isNumber = kind === "integer" || kind === "decimal" || kind === "percent" || kind === "money";
  return isNumber && value.currency === undefined ? value.sql : canonicalText(value.type, value, scope);
}

/** The statement that says who stands how at a tick, for the next one to compare with. */
export function membersStatement(
  program: Program,
  firing: MembershipFiring,
  dialect: Dialect,
): StatementParts {
  const build = newBuild(program, dialect);
  const asked = askedNow(firing);
  const customers = addCustomerTables(build, [asked], { conditions: [] });
  const rates = rateJoins(build, "r");
  const scope: Scope = { ...customers.scope("c"), rate: (currency) => rates.rate(currency, "tick") };
  const value =
    firing.kind === "change"
      ? canonicalText(typeOf(firing.value), emitValue(firing.value, scope), scope)
      : fragment`cast('' as text)`;
  const where = firing.kind === "change" ? [] : [emitPredicate(firing.segment, scope)];
  return {
    tables: build.tables,
    sources: [...build.sources].sort(),
    selection: {
      columns: [
        { alias: "customer", value: fragment`cast(c.customer as text)` },
        { alias: "value", value },
      ],
      from: { table: identifier(customers.name), alias: "c" },
      joins: rates.joins,
      where,
    },
  };
}
