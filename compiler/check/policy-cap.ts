import type { PolicyLineTree } from "../../grammar/tree.ts";
import type { Channel, PolicyCap } from "../../plan/index.ts";
import { canonicalJson } from "../lower/canonical.ts";
import {
  type CapLimit,
  checkCustomerSpan,
  checkLimit,
  checkPeriod,
  grouped,
  isPerCustomer,
  isProjectMoney,
  periodText,
} from "./cap-limit.ts";
import { covers, holdsPeriod } from "./cap-order.ts";
import { channelsNamed } from "./channel-names.ts";
import { report, written } from "./context.ts";
import { compareDecimals } from "./decimal.ts";
import { offersNamed, type PolicyNames, segmentNamed } from "./policy-names.ts";

type CapTree = Extract<PolicyLineTree, { readonly kind: "at-most" }>;
type Of = Extract<PolicyCap, { readonly kind: "customer" }>["of"];

/** A line of `at most` with the place that says it. */
export interface PlacedCap {
  readonly cap: PolicyCap;
  readonly tree: CapTree;
}

/** A line of `at most`; undefined where it is wrong. */
export function checkPolicyCap(tree: CapTree, names: PolicyNames): PolicyCap | undefined {
  const { context } = names;
  const limit = checkLimit(tree.limit, context);
  const of = checkOf(tree, names);
  const via = channelsNamed(tree.via, context);
  const segment = tree.for === undefined ? undefined : segmentNamed(tree.for, names);
  const during = checkDuring(tree, names);
  const counted = checkCounted(tree, limit, names);
  if (
    limit === undefined ||
    of === undefined ||
    via === undefined ||
    (tree.for !== undefined && segment === undefined) ||
    during === "wrong" ||
    counted === undefined
  ) {
    return undefined;
  }
  if (counted.kind !== "customer" && tree.includingService) {
    report(context, "policy-service-needless", tree.span, { line: "caps of all customers' contacts" });
  }
  const parts = [
    ...(of.kind === "named" ? [`of ${written(of.name)}`] : of.kind === "each-offer" ? ["of each offer"] : []),
    ...(via.length === 0 ? [] : [`via ${via.map(written).join(", ")}`]),
    ...(segment === undefined ? [] : [`for ${written(segment)}`]),
    ...(during === undefined ? [] : [`during ${during.from} .. ${during.to}`]),
    ...(tree.includingService ? ["including service"] : []),
  ];
  const { figure, span, ...rest } = counted;
  const line = {
    ...rest,
    of,
    via,
    ...(segment === undefined ? {} : { for: segment }),
    includingService: tree.includingService,
  };
  const { limit: _, ...identity } = line;
  return {
    ...line,
    ...(during === undefined ? {} : { during }),
    key: canonicalJson({ ...identity, of: nameOfSet(of), via: [...via].sort() }),
    text: ["at most", figure, span, ...parts].join(" "),
  } as PolicyCap;
}

type Counted = { readonly figure: string; readonly span: string } & (
  | Pick<Extract<PolicyCap, { readonly kind: "customer" }>, "kind" | "limit" | "within">
  | Pick<Extract<PolicyCap, { readonly kind: "volume" }>, "kind" | "limit" | "period">
  | Pick<Extract<PolicyCap, { readonly kind: "money" }>, "kind" | "limit" | "currency" | "period">
);

/** What a line counts, and up to which figure. */
function checkCounted(
  { scope, limit: figureTree, of, span }: CapTree,
  limit: CapLimit | undefined,
  { context }: PolicyNames,
): Counted | undefined {
  if (isPerCustomer(scope)) {
    const counted = checkCustomerSpan(scope, context);
    if (limit?.kind === "money") report(context, "cap-money-per-customer", span, {});
    if (counted === undefined || limit?.kind !== "count") return undefined;
    const { within, text } = counted;
    return { kind: "customer", limit: limit.count, within, figure: limit.text, span: text };
  }
  const period = checkPeriod(scope, context);
  if (of === "each-offer") report(context, "policy-each-offer", span, {});
  if (limit === undefined || period === undefined || of === "each-offer") return undefined;
  const shared = { period, figure: limit.text, span: periodText(period) } as const;
  if (limit.kind === "count") return { kind: "volume", limit: limit.count, ...shared };
  const { amount, currency } = limit;
  if (!isProjectMoney(currency, figureTree, context)) return undefined;
  return { kind: "money", limit: amount, currency, ...shared };
}

function checkOf({ of }: CapTree, names: PolicyNames): Of | undefined {
  if (of === undefined) return { kind: "all" };
  return of === "each-offer" ? { kind: "each-offer" } : offersNamed(of, names);
}

function checkDuring({ during }: CapTree, { context }: PolicyNames): PolicyCap["during"] | "wrong" {
  if (during === undefined) return undefined;
  const from = during.from.value;
  const to = during.to.value;
  if (from <= to) return { from, to };
  report(context, "window-reversed", during.span, { from, to });
  return "wrong";
}

/** Reports lines of which nobody can tell which is in force, and those that another line is always reached before. */
export function compareCaps(caps: readonly PlacedCap[], names: PolicyNames): void {
  const { context } = names;
  for (const [index, { cap, tree }] of caps.entries()) {
    const rival = caps.slice(0, index).find(({ cap: other }) => isRival(cap, other));
    if (rival?.cap.during !== undefined) {
      const related = [{ span: rival.tree.span, label: "the other line" }];
      report(context, "policy-during-overlap", tree.during?.span ?? tree.span, rival.cap.during, { related });
      continue;
    }
    if (rival !== undefined && rival.cap.text === cap.text) {
      const related = [{ span: rival.tree.span, label: "it stands here first" }];
      report(context, "policy-line-doubled", tree.span, { sentence: `\`${cap.text}\`` }, { related });
      continue;
    }
    const reason = neverBinds(cap, index, caps) ?? capacityFirst(cap, context.catalog.channels);
    if (reason !== undefined) report(context, "cap-never-binds", tree.span, { reason });
  }
}

/** Whether two lines are the same but for their figures and are in force on the same day. */
function isRival(cap: PolicyCap, other: PolicyCap): boolean {
  if (cap.key !== other.key) return false;
  if (cap.during === undefined || other.during === undefined) return cap.during === other.during;
  return cap.during.from <= other.during.to && other.during.from <= cap.during.to;
}

function neverBinds(cap: PolicyCap, index: number, all: readonly PlacedCap[]): string | undefined {
  for (const [otherIndex, { cap: other }] of all.entries()) {
    if (otherIndex === index || !isWithin(cap, other)) continue;
    // A line that another replaces for some days is not always there to be reached first.
    const replaced = all.some(({ cap: third }) => third.key === other.key && third.during !== undefined);
    const sameDays = JSON.stringify(cap.during) === JSON.stringify(other.during);
    if (other.during === undefined ? replaced : !sameDays) continue;
    // Of two that are alike, the first stands.
    if (isWithin(other, cap) && otherIndex > index) continue;
    return `\`${other.text}\` is reached first`;
  }
  return undefined;
}

/** Whether whatever one line would refuse, another refuses already. */
function isWithin(cap: PolicyCap, other: PolicyCap): boolean {
  if (!holdsSet(other.of, cap.of)) return false;
  if (other.via.length > 0 && !(cap.via.length > 0 && cap.via.every((each) => other.via.includes(each)))) {
    return false;
  }
  if (other.for !== undefined && other.for !== cap.for) return false;
  switch (cap.kind) {
    case "customer":
      return (
        other.kind === "customer" &&
        (other.includingService || !cap.includingService) &&
        other.limit <= cap.limit &&
        covers(other.within, cap.within)
      );
    case "volume":
      return other.kind === "volume" && other.limit <= cap.limit && holdsPeriod(other.period, cap.period);
    case "money":
      return (
        other.kind === "money" &&
        compareDecimals(other.limit, cap.limit) <= 0 &&
        holdsPeriod(other.period, cap.period)
      );
  }
}

/** Whether all that one set counts, another one counts too. */
function holdsSet(longer: Of, shorter: Of): boolean {
  switch (longer.kind) {
    case "all":
      return true;
    case "each-offer":
      return shorter.kind === "each-offer";
    case "named":
      return shorter.kind === "named" && shorter.offers.every((offer) => longer.offers.includes(offer));
  }
}

/** A line on one channel that the channel's own capacity is reached before. */
function capacityFirst(
  cap: PolicyCap,
  channels: ReadonlyMap<string, { readonly value: Channel }>,
): string | undefined {
  const [channel, ...more] = cap.via;
  if (cap.kind !== "volume" || channel === undefined || more.length > 0) return undefined;
  const capacity = channels.get(channel)?.value.capacity;
  if (capacity === undefined || capacity.limit > cap.limit || !holdsPeriod(capacity.period, cap.period)) {
    return undefined;
  }
  return `\`${channel}\` carries ${grouped(String(capacity.limit))} per ${capacity.period} at most`;
}

function nameOfSet(of: Of): string {
  return of.kind === "named" ? `named ${of.name}` : of.kind;
}
