import type { Span } from "../../grammar/span.ts";
import type { AggregateTree, DurationTree, WindowTree } from "../../grammar/tree.ts";
import type { Window } from "../../plan/index.ts";
import { type Context, report } from "./context.ts";
import type { Rows } from "./scope.ts";

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
export function checkWindow(tree: AggregateTree, rows: Rows, context: Context): Window | undefined | "wrong" {
  if (rows.kind === "collection") {
    if (tree.window === undefined) return undefined;
    report(context, "window-on-collection", tree.window.span, { name: rows.name });
    return "wrong";
  }
  if (tree.window === undefined) {
    report(context, "window-missing", tree.span, { event: rows.name });
    return "wrong";
  }
  const length = lengthOf(tree.window);
  if (length !== undefined && isTooLong(length, tree.window.span, context)) return "wrong";
  return windowOf(tree.window);
}

function windowOf(tree: WindowTree): Window {
  switch (tree.kind) {
    case "last": {
      const { count, unit } = tree.duration;
      return { kind: "last", duration: { count, unit } };
    }
    case "ago":
      return { kind: "ago", from: tree.from, to: tree.to, unit: tree.unit };
    case "today":
    case "yesterday":
    case "ever":
      return { kind: tree.kind };
    case "this":
      return { kind: "this", period: tree.period };
    case "previous":
      return { kind: "previous", count: tree.count, period: tree.period };
    case "since":
      return { kind: "since", date: tree.date.value };
  }
}

function lengthOf(tree: WindowTree): Pick<DurationTree, "count" | "unit"> | undefined {
  switch (tree.kind) {
    case "last":
      return tree.duration;
    case "ago":
      return { count: tree.to, unit: tree.unit };
    case "previous":
      return { count: tree.count, unit: tree.period };
    case "today":
    case "yesterday":
    case "this":
    case "since":
    case "ever":
      return undefined;
  }
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
