import type { Span } from "../span.ts";
import type { ClauseTree, FiringTree, PatternTree, PolicyLineTree, TestLineTree } from "../tree.ts";
import type { Range, Source } from "./source.ts";

/** A token before which a line may be broken; of several the lowest level is broken first, all of it. */
export interface Break {
  readonly at: number;
  readonly level: number;
  /** How far in the new line stands, from where the text begins that all the breaks are of. */
  readonly indent: number;
  /** Whether it is broken only where what follows no longer fits on the line. */
  readonly packed?: boolean;
}

/** Where comparisons are broken, and then sums: only where no `and` can be. */
const comparisonLevel = 1_000;
const sumLevel = 1_001;

/**
 * Where an expression too long for its line is broken: before `and` and `or`, from the loosest inwards, and then before
 * the operators of comparisons and sums.
 */
export function expressionBreaks(source: Source, expression: object, indent: number): readonly Break[] {
  const found: Break[] = [];
  collect(source, expression, { level: 1, indent, inCall: false }, found);
  return found;
}

/** Where a part of an expression stands. */
interface Place {
  readonly level: number;
  readonly indent: number;
  /** Whether it is in a call's parentheses, which are kept together as long as possible. */
  readonly inCall: boolean;
}

function collect(source: Source, node: object, place: Place, found: Break[]): void {
  const { kind, operator, operands, branches, otherwise, right } = node as {
    readonly kind?: unknown;
    readonly operator?: unknown;
    readonly operands?: readonly { readonly span: Span }[];
    readonly branches?: readonly { readonly when: { readonly span: Span } }[];
    readonly otherwise?: { readonly span: Span };
    readonly right?: { readonly span: Span };
  };
  const { level, indent, inCall } = place;
  let inner = place;
  if (kind === "and" || kind === "or" || kind === "case") {
    const starts = kind === "case" ? (branches ?? []).map(({ when }) => when) : (operands ?? []).slice(1);
    if (otherwise !== undefined) starts.push(otherwise);
    for (const { span } of starts) found.push({ at: before(source, span), level, indent });
    inner = { level: level + 1, indent: indent + 2, inCall };
  } else if (kind === "aggregate" || kind === "since-event" || kind === "extreme") {
    inner = { ...place, inCall: true };
  } else if (kind === "in-periods") {
    // What stands in its parentheses is further in.
    inner = { ...place, indent: indent + 2 };
  } else if (kind === "comparison" && right !== undefined && !inCall) {
    const further = Math.max(indent, 2);
    found.push({ at: before(source, right.span), level: comparisonLevel, indent: further });
    inner = { ...place, indent: further + 2 };
  } else if (
    kind === "arithmetic" &&
    right !== undefined &&
    !inCall &&
    (operator === "+" || operator === "-")
  ) {
    found.push({ at: before(source, right.span), level: sumLevel, indent });
  }
  for (const child of Object.values(node)) {
    if (typeof child === "object" && child !== null) collect(source, child, inner, found);
  }
}

/**
 * Where a firing is broken: a chain before its steps, a figure before `reaches`, and each of these parts before its
 * `within`, and only then within conditions, which stand `indent` in where nothing else is broken.
 */
export function firingBreaks(source: Source, firing: FiringTree, indent: number): readonly Break[] {
  switch (firing.kind) {
    case "pattern":
      return patternBreaks(source, firing);
    case "reaches": {
      const found: Break[] = [{ at: before(source, firing.figure.span), level: 1, indent: 2 }];
      const { subject, where } = firing;
      collect(source, { subject, where }, { level: 2, indent: 4, inCall: false }, found);
      return found;
    }
    case "when":
    case "on-event":
    case "enter":
    case "leave":
    case "change":
    case "date":
      return expressionBreaks(source, firing, indent);
  }
}

function patternBreaks(source: Source, { first, steps }: PatternTree): readonly Break[] {
  const found: Break[] = [];
  collect(source, first, { level: 3, indent: 4, inCall: false }, found);
  for (const { event, within, span } of steps) {
    found.push({ at: source.range(span).from, level: 1, indent: 2 });
    found.push({ at: before(source, within.span), level: 2, indent: 4 });
    collect(source, event, { level: 3, indent: 6, inCall: false }, found);
  }
  return found;
}

/** Where a goal is broken: before `within` and `worth`, then within its condition. */
export function goalBreaks(source: Source, goal: Clause<"goal">): readonly Break[] {
  const found = packed(
    [goal.within, goal.worth].flatMap((part) => (part === undefined ? [] : [before(source, part.span)])),
  );
  collect(source, goal.event, { level: 1, indent: 4, inCall: false }, found);
  return found;
}

/** Where a further wave is broken: before its channels and before its offers. */
export function followUpBreaks(source: Source, { via, offering }: Clause<"followup">): readonly Break[] {
  return packed([via, offering].flatMap((names) => beforeFirst(source, names)));
}

/** Where a line of the policy is broken: before the parts that say for what, for whom and when it holds. */
export function policyBreaks(source: Source, line: PolicyLineTree, { to }: Range): readonly Break[] {
  const service = line.includingService ? [to - 2] : [];
  switch (line.kind) {
    case "at-most":
      return packed([
        ...(typeof line.of === "object" ? [before(source, line.of.span)] : []),
        ...beforeFirst(source, line.via),
        ...(line.for === undefined ? [] : [before(source, line.for.span)]),
        ...(line.during === undefined ? [] : [source.range(line.during.span).from]),
        ...service,
      ]);
    case "never":
    case "only-after":
      return packed([before(source, line.other.span), before(source, line.within.span), ...service]);
    case "only-to":
      return packed([before(source, line.segment.span), ...service]);
    case "quiet":
      return packed([...beforeFirst(source, line.via), ...service]);
    case "suppress":
    case "holdout":
      return packed(service);
  }
}

/** Where a line of a test is broken, besides behind the commas between its fields: an `expect` before its parts. */
export function testLineBreaks(source: Source, line: TestLineTree): readonly Break[] {
  if (line.kind !== "expect") return [];
  return packed([
    ...(line.via === undefined ? [] : [before(source, line.via.span)]),
    ...beforeFirst(source, line.offering),
    ...(line.because === undefined ? [] : [before(source, line.because.span)]),
  ]);
}

type Clause<Kind extends ClauseTree["kind"]> = Extract<ClauseTree, { readonly kind: Kind }>;

/** The place of the word that a part follows. */
function before(source: Source, span: Span): number {
  return source.range(span).from - 1;
}

function beforeFirst(source: Source, parts: readonly { readonly span: Span }[]): readonly number[] {
  return parts.slice(0, 1).map(({ span }) => before(source, span));
}

/** Breaks of the loosest level, each made only where it is needed. */
export function packed(places: readonly number[]): Break[] {
  return places.map((at) => ({ at, level: 0, indent: 2, packed: true }));
}
