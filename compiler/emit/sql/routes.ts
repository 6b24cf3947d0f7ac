import type { Expression, Offer, Program, Route } from "../../../plan/index.ts";
import { numberConstant } from "./column.ts";
import { emitValue, tickDate } from "./expression.ts";
import { emitPredicate } from "./predicate.ts";
import { allOf, fragment, identifier, integer, joined, list, parameter, type Sql } from "./query.ts";
import type { Scope } from "./scope.ts";
import { comparable, type SqlValue } from "./sql-value.ts";

/** What the conditions and scores of routes ask. */
export function routeExpressions(routes: readonly Route[]): readonly Expression[] {
  return routes.flatMap(({ when, choice }) => [
    ...(when === undefined ? [] : [when]),
    ...(choice?.kind === "best" ? choice.scores : []),
  ]);
}

/** The place of the first route whose condition holds; unknown where none does. */
export function routeIndex(routes: readonly Route[], scope: Scope): Sql {
  if (routes[0]?.when === undefined) return integer(0);
  const branches = routes.map(({ when }, index) => {
    const condition = when === undefined ? fragment`true` : emitPredicate(when, scope);
    return fragment`when ${condition} then ${integer(index)}`;
  });
  return fragment`case ${joined(branches, fragment` `)} end`;
}

/** The columns with the scores of the routes that choose the best: `score_0_1` of the first route's second offer. */
export function scoreColumns(
  routes: readonly Route[],
  program: Program,
  scope: Scope,
): readonly { readonly alias: string; readonly value: Sql }[] {
  return routes.flatMap(({ names, choice }, route) => {
    if (choice?.kind !== "best") return [];
    const scores = names.map((name, index) => {
      const score = choice.scores[index];
      if (score === undefined) throw new Error(`the route lacks a score for ${name}`);
      const value = emitValue(score, {
        ...scope,
        offerAmount: (of) => offerAmount(program, name, of, scope),
      });
      return { alias: scoreAlias(route, index), value };
    });
    const scale = Math.max(...scores.map(({ value }) => ("scale" in value.type ? value.type.scale : 0)));
    return scores.map(({ alias, value }) => ({
      alias,
      value: isNumber(value) ? scope.dialect.wide(value.sql, scale) : comparable(value, scope.dialect),
    }));
  });
}

const scoreAlias = (route: number, index: number): string => `score_${route}_${index}`;

function isNumber({ type }: SqlValue): boolean {
  return (
    type.kind === "integer" || type.kind === "decimal" || type.kind === "percent" || type.kind === "money"
  );
}

function offerAmount(program: Program, name: string, of: "value" | "cost", scope: Scope): SqlValue {
  const money = program.offers[name]?.[of];
  if (money === undefined) {
    const type = { kind: "money", currency: program.currency, scale: 6 } as const;
    return { sql: scope.dialect.wide(fragment`null`, 6), type };
  }
  const scale = money.amount.split(".")[1]?.length ?? 0;
  return {
    sql: numberConstant(money.amount, scope.dialect),
    type: { kind: "money", currency: money.currency, scale },
  };
}

/**
 * The place of the offer that is chosen: of those valid on D the one with the highest score, unknown ones last, the first
 * written among equals. Unknown for routes that don't choose, and where no offer is valid. `alias` is that of a table with
 * `offer_route` and the scores.
 */
export function offerChoice(routes: readonly Route[], program: Program, alias: string): Sql {
  const branches = routes.flatMap(({ names, choice }, route) => {
    if (choice?.kind !== "best") return [];
    const valid = names.map((name) => validOnTickDate(program.offers[name]));
    const score = (index: number): Sql => identifier(alias, scoreAlias(route, index));
    const best = fragment`greatest(${list(
      names.map((_, index) => {
        const known = valid[index];
        return known === undefined ? score(index) : fragment`case when ${known} then ${score(index)} end`;
      }),
    )})`;
    const whens = [
      ...names.map((_, index) => ({ index, also: [fragment`${score(index)} = ${best}`] })),
      ...names.map((_, index) => ({ index, also: [] as readonly Sql[] })),
    ].map(({ index, also }) => {
      const known = valid[index];
      return fragment`when ${allOf([...(known === undefined ? [] : [known]), ...also])} then ${integer(index)}`;
    });
    return [fragment`when ${integer(route)} then case ${joined(whens, fragment` `)} end`];
  });
  if (branches.length === 0) return fragment`cast(null as integer)`;
  return fragment`case ${identifier(alias, "offer_route")} ${joined(branches, fragment` `)} end`;
}

/** Whether an offer is valid on D; undefined where it always is. */
function validOnTickDate(offer: Offer | undefined): Sql | undefined {
  if (offer?.valid?.kind !== "dates") return undefined;
  const date = (value: string): Sql => fragment`cast(${parameter({ kind: "date", value })} as date)`;
  return fragment`${tickDate} between ${date(offer.valid.from)} and ${date(offer.valid.to)}`;
}
