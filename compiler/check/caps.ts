import type { CapTree } from "../../grammar/tree.ts";
import type { Cap } from "../../plan/index.ts";
import { type Context, report, reportUnknownName, written } from "./context.ts";
import { compareDecimals } from "./decimal.ts";
import { checkExpression } from "./expression.ts";
import { customerScope } from "./scope.ts";
import type { LiteralExpression } from "./typed-expression.ts";
import { describeType } from "./types.ts";
import { isTooLong } from "./window.ts";

type CapPeriod = "day" | "week" | "month" | "all";

/** The caps of a campaign; what is wrong has been reported and is left out. `channels` are those that it uses. */
export function checkCaps(
  trees: readonly CapTree[],
  channels: ReadonlySet<string> | undefined,
  context: Context,
): readonly Cap[] {
  const sound: { readonly cap: Cap; readonly tree: CapTree }[] = [];
  for (const tree of trees) {
    const cap = checkCap(tree, context);
    if (cap !== undefined) sound.push({ cap, tree });
  }
  for (const [index, { cap, tree }] of sound.entries()) {
    const reason = neverBinds(cap, index, sound, channels);
    if (reason !== undefined) report(context, "cap-never-binds", tree.span, { reason });
  }
  return sound.map(({ cap }) => cap);
}

function checkCap(tree: CapTree, context: Context): Cap | undefined {
  const limit = checkExpression(tree.limit, customerScope, context);
  const { via } = tree;
  if (via !== undefined && !context.catalog.channels.has(via.text)) {
    reportUnknownName(context, "channel", via, context.catalog.channels.keys());
    return undefined;
  }
  if (limit === undefined) return undefined;
  if (limit.kind !== "literal" || (limit.type.kind !== "money" && limit.type.kind !== "integer")) {
    const found = limit.type.kind === "decimal" ? "a number with a fraction" : describeType(limit.type);
    report(context, "cap-not-count", tree.limit.span, { found });
    return undefined;
  }
  if (compareDecimals(String(limit.value), "0") <= 0) {
    report(context, "cap-limit", tree.limit.span, {});
    return undefined;
  }
  return limit.type.kind === "money" ? moneyCap(tree, limit, context) : countCap(tree, limit, context);
}

function moneyCap(tree: CapTree, limit: LiteralExpression, context: Context): Cap | undefined {
  const currency = limit.type.kind === "money" ? (limit.type.currency ?? "") : "";
  const project = context.catalog.currency;
  if (tree.scope.kind.startsWith("per-customer")) {
    report(context, "cap-money-per-customer", tree.span, {});
    return undefined;
  }
  const period = volumePeriod(tree, context);
  if (tree.via !== undefined) report(context, "cap-via", tree.via.span, {});
  if (currency !== project) report(context, "cap-currency", tree.limit.span, { currency, project });
  if (period === undefined || tree.via !== undefined || currency !== project) return undefined;
  const amount = String(limit.value);
  const text = `${grouped(amount)} ${currency} ${periodText(period)}`;
  return { kind: "money", limit: amount, currency, period, text };
}

function countCap(tree: CapTree, literal: LiteralExpression, context: Context): Cap | undefined {
  const limit = Number(literal.value);
  if (!Number.isSafeInteger(limit)) {
    report(context, "number-too-long", tree.limit.span, {});
    return undefined;
  }
  const count = grouped(String(literal.value));
  const { scope, via } = tree;
  if (scope.kind === "in-all" || scope.kind === "per-period") {
    const period = volumePeriod(tree, context);
    if (via !== undefined && period === "all") report(context, "cap-via", via.span, {});
    if (period === undefined || (via !== undefined && period === "all")) return undefined;
    const channel = via?.text;
    const text = `${count} ${periodText(period)}${channel === undefined ? "" : ` via ${written(channel)}`}`;
    return { kind: "volume", limit, period, ...(channel === undefined ? {} : { channel }), text };
  }
  if (via !== undefined) {
    report(context, "cap-via", via.span, {});
    return undefined;
  }
  switch (scope.kind) {
    case "per-customer-ever":
      return { kind: "customer", limit, within: { kind: "ever" }, text: `${count} per customer` };
    case "per-customer-sliding": {
      const { count: length, unit } = scope.within;
      if (isTooLong(scope.within, scope.within.span, context)) return undefined;
      const text = `${count} per customer per ${length === 1 ? unit : `${length} ${unit}s`}`;
      return {
        kind: "customer",
        limit,
        within: { kind: "sliding", duration: { count: length, unit } },
        text,
      };
    }
    case "per-customer-calendar": {
      const { period } = scope;
      if (period !== "week" && period !== "month" && period !== "year") {
        const allowed = "`per calendar week`, `per calendar month` or `per calendar year`";
        report(context, "cap-period", scope.span, { period: `calendar ${period}`, allowed });
        return undefined;
      }
      const text = `${count} per customer per calendar ${period}`;
      return { kind: "customer", limit, within: { kind: "calendar", period }, text };
    }
  }
}

function volumePeriod(tree: CapTree, context: Context): CapPeriod | undefined {
  const { scope } = tree;
  if (scope.kind !== "per-period") return "all";
  const { period } = scope;
  if (period === "day" || period === "week" || period === "month") return period;
  const allowed = "`per day`, `per week`, `per month` or `in all`";
  report(context, "cap-period", scope.span, { period, allowed });
  return undefined;
}

function periodText(period: CapPeriod): string {
  return period === "all" ? "in all" : `per ${period}`;
}

/** A number as people write it: `20_000`. */
function grouped(value: string): string {
  const [whole = "", fraction] = value.split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, "_");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

function neverBinds(
  cap: Cap,
  index: number,
  all: readonly { readonly cap: Cap }[],
  channels: ReadonlySet<string> | undefined,
): string | undefined {
  if (cap.kind === "volume" && cap.channel !== undefined && channels !== undefined) {
    if (!channels.has(cap.channel)) return `the campaign does not use \`${cap.channel}\``;
  }
  for (const [otherIndex, { cap: other }] of all.entries()) {
    if (otherIndex === index || !isWithin(cap, other)) continue;
    // Of two that are alike, the first stands.
    if (isWithin(other, cap) && otherIndex > index) continue;
    return `\`${other.text}\` is reached first`;
  }
  return undefined;
}

/** Whether whatever one cap would refuse, another refuses already. */
function isWithin(cap: Cap, other: Cap): boolean {
  switch (cap.kind) {
    case "customer":
      return other.kind === "customer" && other.limit <= cap.limit && covers(other.within, cap.within);
    case "volume":
      return (
        other.kind === "volume" &&
        other.limit <= cap.limit &&
        (other.channel === undefined || other.channel === cap.channel) &&
        holdsPeriod(other.period, cap.period)
      );
    case "money":
      return (
        other.kind === "money" &&
        compareDecimals(other.limit, cap.limit) <= 0 &&
        holdsPeriod(other.period, cap.period)
      );
  }
}

function holdsPeriod(longer: CapPeriod, shorter: CapPeriod): boolean {
  return longer === shorter || longer === "all" || shorter === "day";
}

type Within = Extract<Cap, { readonly kind: "customer" }>["within"];

function covers(longer: Within, shorter: Within): boolean {
  if (longer.kind === "ever") return true;
  if (
    longer.kind === "sliding" &&
    shorter.kind === "sliding" &&
    longer.duration.unit === shorter.duration.unit
  ) {
    return longer.duration.count >= shorter.duration.count;
  }
  if (longer.kind === "calendar") {
    return shorter.kind === "calendar" && longer.period === shorter.period;
  }
  if (shorter.kind === "calendar") return false;
  return shorter.kind === "sliding" && shortest(longer.duration) >= longest(shorter.duration);
}

const shortestDays = {
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  "business-day": 1,
  week: 7,
  month: 28,
  quarter: 89,
  year: 365,
};
const longestDays = {
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  "business-day": 1,
  week: 7,
  month: 31,
  quarter: 92,
  year: 366,
};

type Length = Extract<Within, { readonly kind: "sliding" }>["duration"];

function shortest({ count, unit }: Length): number {
  return count * shortestDays[unit];
}

function longest({ count, unit }: Length): number {
  return count * longestDays[unit];
}
