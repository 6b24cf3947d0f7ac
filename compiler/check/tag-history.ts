import type { ExpressionTree } from "../../grammar/tree.ts";
import type { ValueType } from "../../plan/index.ts";
import { type Context, report } from "./context.ts";
import { checkExpression } from "./expression.ts";
import type { Scope } from "./scope.ts";
import type { TagHistoryExpression, TypedExpression } from "./typed-expression.ts";
import { describeType, isNumber, ROUNDED_SCALE } from "./types.ts";
import { checkDuration, checkWindowAt } from "./window.ts";

type Tree<Kind extends ExpressionTree["kind"]> = Extract<ExpressionTree, { readonly kind: Kind }>;
type Daily = Extract<TagHistoryExpression["over"], { readonly kind: "daily" }>;

/** `TAG as of 30 days ago`: the tag on that day. */
export function checkAsOf(
  tree: Tree<"as-of">,
  scope: Scope,
  context: Context,
): TagHistoryExpression | undefined {
  const tag = checkHistoricTag(tree.operand, "as of", scope, context);
  if (tree.ago.unit === "hour" || tree.ago.unit === "minute") {
    report(context, "days-wanted", tree.ago.span, { what: "a tag's history" });
    return undefined;
  }
  const ago = checkDuration(tree.ago, context);
  if (tag === undefined || ago === undefined) return undefined;
  return { kind: "tag-history", tag: tag.tag, over: { kind: "as-of", ago }, type: tag.type, span: tree.span };
}

/** `avg(daily TAG, WINDOW)`: over a value for each day. */
export function checkDaily(
  tree: Tree<"daily">,
  scope: Scope,
  context: Context,
): TagHistoryExpression | undefined {
  const tag = checkHistoricTag(tree.tag, "daily", scope, context);
  const window = checkDailyWindow(tree, scope, context);
  const found = dailyFunction(tree.function);
  if (found === undefined) {
    report(context, "daily-function", tree.span, { function: tree.function });
    return undefined;
  }
  if (tag === undefined || window === undefined) return undefined;
  const type = dailyType(found, tag.type);
  if (type === undefined) {
    report(context, "aggregate-type", tree.tag.span, { function: found, found: describeType(tag.type) });
    return undefined;
  }
  const over: Daily = { kind: "daily", function: found, window };
  return { kind: "tag-history", tag: tag.tag, over, type, span: tree.span };
}

/** A tag of the catalog whose source keeps what it said before. */
function checkHistoricTag(
  tree: ExpressionTree,
  what: string,
  scope: Scope,
  context: Context,
): Extract<TypedExpression, { readonly kind: "tag" }> | undefined {
  if (tree.kind !== "name" && tree.kind !== "error") {
    report(context, "history-not-tag", tree.span, { what, name: undefined });
    return undefined;
  }
  const operand = checkExpression(tree, scope, context);
  if (operand === undefined) return undefined;
  if (operand.kind !== "tag") {
    const name = tree.kind === "name" ? tree.text : undefined;
    report(context, "history-not-tag", tree.span, { what, name });
    return undefined;
  }
  const tag = context.catalog.tags.get(operand.tag);
  const source = tag && context.catalog.sources.get(tag.mapping.source)?.value;
  // That nothing says where it is read has been said, and then nothing says whether days are kept.
  if (
    tag !== undefined &&
    tag.unmapped !== true &&
    source?.snapshot === undefined &&
    source?.history === undefined
  ) {
    report(context, "history-not-kept", tree.span, { tag: operand.tag, source: tag.mapping.source });
    return undefined;
  }
  return operand;
}

function checkDailyWindow(tree: Tree<"daily">, scope: Scope, context: Context): Daily["window"] | undefined {
  if (tree.window === undefined) {
    report(context, "daily-window", tree.span, {});
    return undefined;
  }
  const window = checkWindowAt(tree.window, scope, context);
  if (window === undefined) return undefined;
  const wholeDays =
    window.kind !== "ever" &&
    window.kind !== "before-event" &&
    (window.kind !== "last" || (window.duration.unit !== "hour" && window.duration.unit !== "minute"));
  if (wholeDays) return window;
  report(context, "daily-window", tree.window.span, {});
  return undefined;
}

function dailyFunction(written: Tree<"daily">["function"]): Daily["function"] | undefined {
  switch (written) {
    case "avg":
    case "min":
    case "max":
    case "first":
    case "latest":
      return written;
    case "count":
    case "exists":
    case "sum":
    case "distinct":
    case "median":
      return undefined;
  }
}

function dailyType(written: Daily["function"], type: ValueType): ValueType | undefined {
  const numeric = isNumber(type) || type.kind === "money";
  switch (written) {
    case "avg":
      if (type.kind === "money" || type.kind === "percent") return { ...type, scale: ROUNDED_SCALE };
      return numeric ? { kind: "decimal", scale: ROUNDED_SCALE } : undefined;
    case "min":
    case "max":
      return numeric || type.kind === "date" || type.kind === "instant" ? type : undefined;
    case "first":
    case "latest":
      return type.kind === "set" ? undefined : type;
  }
}
