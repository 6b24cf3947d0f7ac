import { shown } from "../problem.ts";
import type { Token } from "../scan/token.ts";
import type { WindowTree } from "../tree.ts";
import { type Building, forget, report, spanOf } from "./building.ts";
import { calendarPeriodOf, countTree, unitOf } from "./literals.ts";

/** Reports a window of a later version. */
export function laterWindow(building: Building, first: Token, last: Token, form: string): undefined {
  const span = spanOf(building, first, last);
  forget(building, span.start);
  report(building, "later-form", span, { form });
}

/** `this month`; undefined where its form was reported. */
export function currentPeriod(building: Building, first: Token, unit: Token): WindowTree | undefined {
  const period = longPeriod(building, first, unit);
  return period && { kind: "this", period, span: spanOf(building, first, unit) };
}

/** `previous 3 months`; undefined where its form was reported. */
export function previousPeriods(
  building: Building,
  first: Token,
  count: Token | undefined,
  unit: Token,
): WindowTree | undefined {
  const period = longPeriod(building, first, unit);
  if (period === undefined) return undefined;
  return {
    kind: "previous",
    count: count === undefined ? 1 : countTree(building, count, 1).value,
    period,
    span: spanOf(building, first, unit),
  };
}

/** A calendar period longer than a day. */
function longPeriod(
  building: Building,
  first: Token,
  unit: Token,
): Extract<WindowTree, { readonly kind: "this" }>["period"] | undefined {
  const period = calendarPeriodOf(unit);
  if (period !== undefined && period !== "day") return period;
  report(building, "expected-period", spanOf(building, unit), { found: unit.image, after: first.image });
  return undefined;
}

/** `0..7 days ago`; undefined where its form was reported. */
export function timeAgo(
  building: Building,
  first: Token,
  second: Token,
  unitToken: Token,
  last: Token,
): WindowTree | undefined {
  const span = spanOf(building, first, last);
  const from = countTree(building, first, 0).value;
  const to = countTree(building, second, 0).value;
  const unit = unitOf(unitToken);
  if (unit !== "day" && unit !== "week" && unit !== "month") {
    report(building, "expected-unit", spanOf(building, unitToken), {
      found: shown(unitToken.image),
      after: second.image,
      nearest: undefined,
    });
    return undefined;
  }
  if (from > to) {
    report(building, "backwards-range", span, { from, to });
    return undefined;
  }
  return { kind: "ago", from, to, unit, span };
}
