import type { Span } from "../../grammar/span.ts";
import type { AggregateTree, DurationTree, WindowTree } from "../../grammar/tree.ts";
import type { Duration } from "../../plan/index.ts";
import { type Context, report } from "./context.ts";
import type { Rows, Scope } from "./scope.ts";
import type { AskedWindow } from "./typed-expression.ts";

/** How far back a window may reach: a bound that no calendar trips over. */
const LONGEST = {
  minute: 1_000_000,
  hour: 1_000_000,
  day: 100_000,
  "business-day": 100_000,
  week: 10_000,
  month: 2_400,
  quarter: 800,
  year: 200,
} as const;

/** The window of an aggregate: one over events has to say it, one over a collection has none. */
export function checkWindow(
  tree: AggregateTree,
  rows: Rows,
  scope: Scope,
  context: Context,
): AskedWindow | undefined | "wrong" {
  if (rows.kind === "collection") {
    if (tree.window === undefined) return undefined;
    report(context, "window-on-collection", tree.window.span, { name: rows.name });
    return "wrong";
  }
  if (tree.window === undefined) {
    report(context, "window-missing", tree.span, { event: rows.name });
    return "wrong";
  }
  return checkWindowAt(tree.window, scope, context) ?? "wrong";
}

/** A window that may stand at a place; undefined where it may not. */
export function checkWindowAt(tree: WindowTree, scope: Scope, context: Context): AskedWindow | undefined {
  switch (tree.kind) {
    case "last": {
      const duration = checkDuration(tree.duration, context);
      return duration && { kind: "last", duration };
    }
    case "ago": {
      if (isTooLong({ count: tree.to, unit: tree.unit }, tree.span, context)) return undefined;
      return { kind: "ago", from: tree.from, to: tree.to, unit: tree.unit };
    }
    case "today":
    case "yesterday":
    case "ever":
      return { kind: tree.kind };
    case "this":
      return { kind: "this", period: tree.period };
    case "previous":
      if (isTooLong({ count: tree.count, unit: tree.period }, tree.span, context)) return undefined;
      return { kind: "previous", count: tree.count, period: tree.period };
    case "since":
      return { kind: "since", date: tree.date.value };
    case "before-event": {
      if (scope.eventUnread === true) return undefined;
      if (scope.event === undefined || !scope.beforeEvent) {
        const code =
          scope.aggregate === undefined ? "before-event-out-of-place" : "before-event-in-aggregate";
        report(context, code, tree.span, {});
        return undefined;
      }
      if (tree.duration === undefined) return { kind: "before-event" };
      const duration = checkDuration(tree.duration, context);
      return duration && { kind: "before-event", duration };
    }
    case "that-period":
      if (scope.thatPeriod === true) return { kind: "that-period" };
      report(context, "that-period-out-of-place", tree.span, {});
      return undefined;
  }
}

/** A duration of a calendar that all customers share; business days are for where they are counted one by one. */
export function checkDuration(tree: DurationTree, context: Context): Duration | undefined {
  const { count, unit, span } = tree;
  if (unit === "business-day") {
    report(context, "business-days-out-of-place", span, { count });
    return undefined;
  }
  return isTooLong(tree, span, context) ? undefined : { count, unit };
}

/** Whether a duration is longer than any history, which is reported. */
export function isTooLong(
  { count, unit }: Pick<DurationTree, "count" | "unit">,
  span: Span,
  context: Context,
): boolean {
  const longest = LONGEST[unit];
  if (count <= longest) return false;
  report(context, "duration-too-long", span, { longest, unit: unit.replace("-", " ") });
  return true;
}
