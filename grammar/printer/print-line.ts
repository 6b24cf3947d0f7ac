import type { CapTree, ClauseTree, OfferPropertyTree, PolicyLineTree, RouteTree } from "../tree.ts";
import {
  type Break,
  expressionBreaks,
  firingBreaks,
  followUpBreaks,
  goalBreaks,
  packed,
  policyBreaks,
} from "./breaks.ts";
import { bareWidth, commentLines, flat } from "./flat.ts";
import type { Range, Source } from "./source.ts";
import { commentsAbove, type Line, wouldBeKeyword, wrap } from "./wrap.ts";

/** Where clauses and an offer's lines stand, and where what they say does. */
export const clauseColumn = 2;
const valueColumn = clauseColumn + "priority ".length;

/**
 * Lays out a clause of a campaign or a line of an offer, below the comments above it. `conditionColumn` is where
 * the conditions of the campaign's branches stand.
 */
export function printLine(
  source: Source,
  tree: ClauseTree | OfferPropertyTree,
  conditionColumn: number,
): readonly Line[] {
  const whole = source.range(tree.span);
  const lines = printValue(
    bareAt(source, whole.from + 1),
    tree,
    { ...whole, from: whole.from + 1 },
    conditionColumn,
  );
  const [first, ...others] = lines;
  const keyword = (source.tokens[whole.from]?.image ?? "").padEnd(valueColumn - clauseColumn);
  const head = { column: clauseColumn, text: keyword + (first?.text ?? "") };
  return [...commentsOfHead(source, whole.from), head, ...others];
}

/** Where what a policy's line says stands: behind the longest of its keywords. */
const policyColumn = clauseColumn + "suppress  ".length;

/** Lays out a line of the contact policy, below the comments above it. */
export function printPolicyLine(source: Source, line: PolicyLineTree): readonly Line[] {
  const { kind, span } = line;
  const whole = source.range(span);
  // `at most` is a keyword of two words.
  const from = whole.from + (kind === "at-most" ? 2 : 1);
  const [first, ...others] = wrap(
    bareAt(bareAt(source, from), from - 1),
    { ...whole, from },
    policyColumn,
    policyColumn,
    policyBreaks(source, line, whole),
  );
  const keyword = source.tokens
    .slice(whole.from, from)
    .map(({ image }) => image)
    .join(" ");
  const head = keyword.padEnd(policyColumn - clauseColumn) + (first?.text ?? "");
  const comments = [
    ...(kind === "at-most" ? (source.tokens[whole.from]?.leading ?? []) : []),
    ...(kind === "at-most" ? (source.tokens[whole.from]?.trailing ?? []) : []),
  ];
  return [
    ...commentLines(comments).map(({ text }) => ({ column: clauseColumn, text })),
    ...commentsOfHead(source, from - 1),
    { column: clauseColumn, text: head },
    ...others,
  ];
}

/** Comments above a keyword, and those between it and what it says, which move above it. */
function commentsOfHead({ tokens }: Source, keyword: number): readonly Line[] {
  const comments = [
    ...(tokens[keyword]?.leading ?? []),
    ...(tokens[keyword]?.trailing ?? []),
    ...(tokens[keyword + 1]?.leading ?? []),
  ];
  return commentLines(comments).map(({ text }) => ({ column: clauseColumn, text }));
}

/** The source with no comments before a token. */
function bareAt(source: Source, at: number): Source {
  if (source.tokens[at]?.leading.length === 0) return source;
  const tokens = source.tokens.map((token, index) => (index === at ? { ...token, leading: [] } : token));
  return { ...source, tokens };
}

function printValue(
  source: Source,
  tree: ClauseTree | OfferPropertyTree,
  value: Range,
  conditionColumn: number,
): readonly Line[] {
  switch (tree.kind) {
    case "segment":
    case "exclude":
      return wrap(source, value, valueColumn, valueColumn, expressionBreaks(source, tree.predicate, 0));
    case "trigger": {
      const { schedule, firing } = tree;
      const lines = schedule === undefined ? [] : below(source, source.range(schedule.span), 0, []);
      if (firing === undefined) return lines;
      const breaks = firingBreaks(source, firing, 2);
      return [...lines, ...below(source, source.range(firing.span), lines.length, breaks)];
    }
    case "offer":
    case "channel":
      return tree.routes.flatMap((route, index) => printRoute(source, route, index, conditionColumn));
    case "caps":
      return tree.caps.flatMap((cap: CapTree, index) => below(source, source.range(cap.span), index, []));
    case "value":
      return wrap(source, value, valueColumn, valueColumn, expressionBreaks(source, tree.value, 2));
    case "goal":
      return wrap(source, value, valueColumn, valueColumn, goalBreaks(source, tree));
    case "followup":
      return wrap(source, value, valueColumn, valueColumn, followUpBreaks(source, tree));
    default:
      return wrap(source, value, valueColumn, valueColumn, []);
  }
}

/** One of several lines of a clause, below the comments above it; those above the first are the clause's. */
function below(source: Source, range: Range, index: number, breaks: readonly Break[]): readonly Line[] {
  const above = index === 0 ? [] : commentsAbove(source, range.from, valueColumn);
  return [...above, ...wrap(source, range, valueColumn, valueColumn, breaks)];
}

function printRoute(
  source: Source,
  route: RouteTree,
  index: number,
  conditionColumn: number,
): readonly Line[] {
  const range = source.range(route.span);
  const { condition } = route;
  const above = index === 0 ? [] : commentsAbove(source, range.from, valueColumn);
  const quoted = index > 0 && wouldBeKeyword(source, range.from);
  const shown = quoted ? withBackticks(source, range.from) : source;
  if (condition.kind === "always") {
    const breaks = route.by === undefined ? [] : packed([source.range(route.by.span).from - 1]);
    return [...above, ...wrap(shown, range, valueColumn, valueColumn, breaks)];
  }
  const from = source.range(condition.span).from;
  const breaks = expressionBreaks(source, condition, 2);
  if (isCommented(source, range, from))
    return [...above, ...wrap(shown, range, valueColumn, valueColumn, breaks)];
  const names = flat(shown, { from: range.from, to: from }).padEnd(conditionColumn - valueColumn);
  const [first, ...others] = wrap(source, { from, to: range.to }, conditionColumn, conditionColumn, breaks);
  return [...above, { column: valueColumn, text: names + (first?.text ?? "") }, ...others];
}

/** A name that is a keyword must stand in backticks where it opens a line. */
function withBackticks(source: Source, at: number): Source {
  const tokens = source.tokens.map((token, index) =>
    index === at ? { ...token, image: `\`${token.image}\`` } : token,
  );
  return { ...source, tokens };
}

/** Whether comments stand among a branch's names or before its condition. */
function isCommented({ tokens }: Source, { from }: Range, condition: number): boolean {
  for (let at = from; at < condition; at++) {
    if ((tokens[at]?.trailing.length ?? 0) > 0 || (tokens[at + 1]?.leading.length ?? 0) > 0) return true;
  }
  return false;
}

/** Where the conditions of a campaign's branches stand: two columns behind the longest of what they are for. */
export function conditionColumnOf(source: Source, clauses: readonly ClauseTree[]): number {
  let longest = 0;
  for (const clause of clauses) {
    if (clause.kind !== "offer" && clause.kind !== "channel") continue;
    for (const [index, route] of clause.routes.entries()) {
      if (route.condition.kind === "always") continue;
      const range = source.range(route.span);
      const to = source.range(route.condition.span).from;
      const ticks = index > 0 && wouldBeKeyword(source, range.from) ? 2 : 0;
      longest = Math.max(longest, bareWidth(source, { from: range.from, to }) + ticks);
    }
  }
  return valueColumn + longest + 2;
}
