import type { Span } from "../../grammar/span.ts";
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

/** The caps of a campaign; what is wrong has been reported and is left out. `usesChannel`: whether it sends on one. */
export function checkCaps(
  trees: readonly CapTree[],
  usesChannel: (channel: string) => boolean,
  context: Context,
): readonly Cap[] {
  const caps: Cap[] = [];
  const places: Span[] = [];
  for (const tree of trees) {
    const cap = checkCap(tree, context);
    if (cap === undefined) continue;
    caps.push(cap);
    places.push(tree.span);
  }
  places.forEach((span, index) => {
    const reason = neverBinds(index, caps, usesChannel);
    if (reason !== undefined) report(context, "cap-never-binds", span, { reason });
  });
  return caps;
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
  index: number,
  caps: readonly Cap[],
  usesChannel: (channel: string) => boolean,
): string | undefined {
  const cap = caps[index] as Cap;
  if (cap.kind === "volume" && cap.channel !== undefined && !usesChannel(cap.channel)) {
    return `the campaign does not use \`${cap.channel}\``;
  }
  // Of two that are alike, the first stands.
  const first = caps.find(
    (other, at) => at !== index && isWithin(cap, other) && !(at > index && isWithin(other, cap)),
  );
  return first && `\`${first.text}\` is reached first`;
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
