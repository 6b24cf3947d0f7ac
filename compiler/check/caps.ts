import type { CapTree } from "../../grammar/tree.ts";
import type { Cap } from "../../plan/index.ts";
import {
  type CapLimit,
  checkCustomerSpan,
  checkLimit,
  checkPeriod,
  isPerCustomer,
  isProjectMoney,
  periodText,
} from "./cap-limit.ts";
import { covers, holdsPeriod } from "./cap-order.ts";
import { type Context, report, reportUnknownName, written } from "./context.ts";
import { compareDecimals } from "./decimal.ts";

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
  const limit = checkLimit(tree.limit, context);
  const { via } = tree;
  if (via !== undefined && !context.catalog.channels.has(via.text)) {
    reportUnknownName(context, "channel", via, context.catalog.channels.keys());
    return undefined;
  }
  if (limit === undefined) return undefined;
  return limit.kind === "money" ? moneyCap(tree, limit, context) : countCap(tree, limit, context);
}

function moneyCap(
  { scope, via, limit: figure, span }: CapTree,
  limit: Extract<CapLimit, { readonly kind: "money" }>,
  context: Context,
): Cap | undefined {
  if (isPerCustomer(scope)) {
    report(context, "cap-money-per-customer", span, {});
    return undefined;
  }
  const period = checkPeriod(scope, context);
  if (via !== undefined) report(context, "cap-via", via.span, {});
  const { amount, currency } = limit;
  const fits = isProjectMoney(currency, figure, context);
  if (period === undefined || via !== undefined || !fits) return undefined;
  return { kind: "money", limit: amount, currency, period, text: `${limit.text} ${periodText(period)}` };
}

function countCap(
  { scope, via }: CapTree,
  limit: Extract<CapLimit, { readonly kind: "count" }>,
  context: Context,
): Cap | undefined {
  if (!isPerCustomer(scope)) {
    const period = checkPeriod(scope, context);
    if (via !== undefined && period === "all") report(context, "cap-via", via.span, {});
    if (period === undefined || (via !== undefined && period === "all")) return undefined;
    const text = `${limit.text} ${periodText(period)}${via === undefined ? "" : ` via ${written(via.text)}`}`;
    const channel = via === undefined ? {} : { channel: via.text };
    return { kind: "volume", limit: limit.count, period, ...channel, text };
  }
  if (via !== undefined) {
    report(context, "cap-via", via.span, {});
    return undefined;
  }
  const counted = checkCustomerSpan(scope, context);
  if (counted === undefined) return undefined;
  const { within, text } = counted;
  return { kind: "customer", limit: limit.count, within, text: `${limit.text} ${text}` };
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
