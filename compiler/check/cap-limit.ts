import type { CapTree, DurationTree, ExpressionTree } from "../../grammar/tree.ts";
import type { Cap, Duration } from "../../plan/index.ts";
import { type Context, report } from "./context.ts";
import { compareDecimals } from "./decimal.ts";
import { checkExpression } from "./expression.ts";
import { warnNotKept } from "./kept.ts";
import { customerScope } from "./scope.ts";
import { describeType } from "./types.ts";
import { checkDuration } from "./window.ts";

export type CapPeriod = Extract<Cap, { readonly kind: "volume" }>["period"];
export type CapWithin = Extract<Cap, { readonly kind: "customer" }>["within"];

/** How much a cap allows; `text` is as people write it. */
export type CapLimit =
  | { readonly kind: "count"; readonly count: number; readonly text: string }
  | {
      readonly kind: "money";
      readonly amount: string;
      readonly currency: string;
      readonly text: string;
    };

/** The figure of a cap: a whole number of contacts or an amount of money, above zero. */
export function checkLimit(tree: ExpressionTree, context: Context): CapLimit | undefined {
  const limit = checkExpression(tree, customerScope, context);
  if (limit === undefined) return undefined;
  if (limit.kind !== "literal" || (limit.type.kind !== "money" && limit.type.kind !== "integer")) {
    const found = limit.type.kind === "decimal" ? "a number with a fraction" : describeType(limit.type);
    report(context, "cap-not-count", tree.span, { found });
    return undefined;
  }
  const value = String(limit.value);
  if (compareDecimals(value, "0") <= 0) {
    report(context, "cap-limit", tree.span, {});
    return undefined;
  }
  if (limit.type.kind === "money") {
    const currency = limit.type.currency ?? "";
    return { kind: "money", amount: value, currency, text: `${grouped(value)} ${currency}` };
  }
  const count = Number(value);
  if (Number.isSafeInteger(count)) return { kind: "count", count, text: grouped(value) };
  report(context, "number-too-long", tree.span, {});
  return undefined;
}

/** Whether a cap's money is in the project's currency, in which costs are added up; reported if not. */
export function isProjectMoney(currency: string, tree: ExpressionTree, context: Context): boolean {
  const project = context.catalog.currency;
  if (currency !== project) report(context, "cap-currency", tree.span, { currency, project });
  return currency === project;
}

type Scope = CapTree["scope"];
export type CustomerScopeTree = Extract<Scope, { readonly kind: `per-customer-${string}` }>;

/** Whether a cap counts the contacts of each customer. */
export function isPerCustomer(scope: Scope): scope is CustomerScopeTree {
  return scope.kind !== "per-period" && scope.kind !== "in-all";
}

/** The span in which a customer's contacts are counted; `text` is as it is written behind the figure. */
export function checkCustomerSpan(
  scope: CustomerScopeTree,
  context: Context,
): { readonly within: CapWithin; readonly text: string } | undefined {
  switch (scope.kind) {
    case "per-customer-ever":
      return { within: { kind: "ever" }, text: "per customer" };
    case "per-customer-sliding": {
      const duration = checkDuration(scope.within, context);
      if (duration === undefined) return undefined;
      warnNotKept(duration, scope.span, context);
      const per = duration.count === 1 ? unitText(duration.unit) : durationText(duration);
      return { within: { kind: "sliding", duration }, text: `per customer per ${per}` };
    }
    case "per-customer-calendar": {
      const { period } = scope;
      if (period === "week" || period === "month" || period === "year") {
        warnNotKept({ count: 1, unit: period }, scope.span, context);
        return { within: { kind: "calendar", period }, text: `per customer per calendar ${period}` };
      }
      const allowed = "`per calendar week`, `per calendar month` or `per calendar year`";
      report(context, "cap-period", scope.span, { period: `calendar ${period}`, allowed });
      return undefined;
    }
  }
}

/** The calendar period in which all customers' contacts or costs are counted. */
export function checkPeriod(
  scope: Exclude<Scope, CustomerScopeTree>,
  context: Context,
): CapPeriod | undefined {
  if (scope.kind === "in-all") return "all";
  const { period } = scope;
  if (period === "day" || period === "week" || period === "month") return period;
  const allowed = "`per day`, `per week`, `per month` or `in all`";
  report(context, "cap-period", scope.span, { period, allowed });
  return undefined;
}

export function periodText(period: CapPeriod): string {
  return period === "all" ? "in all" : `per ${period}`;
}

/** A duration as it is written: `30 days`, `1 month`. */
export function durationText({ count, unit }: Duration | DurationTree): string {
  return `${grouped(String(count))} ${unitText(unit)}${count === 1 ? "" : "s"}`;
}

function unitText(unit: Duration["unit"]): string {
  return unit === "business-day" ? "business day" : unit;
}

/** A number as people write it: `20_000`. */
export function grouped(value: string): string {
  if (value.length <= 3) return value;
  const [whole = "", fraction] = value.split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, "_");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}
