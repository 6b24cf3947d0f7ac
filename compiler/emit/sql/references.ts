import type { Expression, Firing, Occurrence, Program, RowScope } from "../../../plan/index.ts";

/** The parts of an expression, one level down. */
function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "tag":
    case "definition":
    case "feature":
    case "tag-history":
    case "offer-amount":
    case "attribute":
    case "time":
    case "top":
      return [];
    case "negate":
    case "convert":
    case "distance":
    case "date-part":
    case "known":
    case "not":
      return [expression.operand];
    case "arithmetic":
    case "comparison":
      return [expression.left, expression.right];
    case "exceeds":
      return [expression.left, expression.right, expression.by];
    case "between":
      return [expression.operand, expression.low, expression.high];
    case "membership":
      return [expression.operand, ...expression.members];
    case "contains-any":
      return [expression.set, ...expression.members];
    case "contains-text":
      return [expression.operand, expression.part];
    case "starts-with":
      return [expression.operand, expression.prefix];
    case "or-else":
    case "extreme":
    case "and":
    case "or":
    case "at-least":
      return expression.operands;
    case "case":
      return [
        ...expression.branches.flatMap((branch) => [branch.when, branch.then]),
        ...(expression.otherwise === undefined ? [] : [expression.otherwise]),
      ];
  }
}

/** Calls for an expression and everything in it, outermost first. */
export function walk(expression: Expression, visit: (part: Expression) => void): void {
  visit(expression);
  for (const child of childrenOf(expression)) walk(child, visit);
}

/** The customer's side of expressions: what must be read or computed for each customer before they can be asked. */
export interface CustomerNeeds {
  readonly tags: ReadonlySet<string>;
  readonly histories: ReadonlySet<string>;
  readonly definitions: ReadonlySet<string>;
  readonly features: ReadonlySet<string>;
  readonly rankings: ReadonlySet<string>;
}

/** All tags, definitions, features and rankings that expressions need, through definitions and features. */
export function customerNeeds(expressions: readonly Expression[], program: Program): CustomerNeeds {
  const needs = {
    tags: new Set<string>(),
    histories: new Set<string>(),
    definitions: new Set<string>(),
    features: new Set<string>(),
    rankings: new Set<string>(),
  };
  const visit = (part: Expression): void => {
    if (part.kind === "tag") needs.tags.add(part.tag);
    if (part.kind === "tag-history") needs.histories.add(part.history);
    if (part.kind === "top") needs.rankings.add(part.ranking);
    if (part.kind === "definition" && !needs.definitions.has(part.name)) {
      needs.definitions.add(part.name);
      const definition = program.definitions[part.name];
      if (definition !== undefined) walk(definition.expression, visit);
    }
    if (part.kind === "feature" && !needs.features.has(part.feature)) {
      needs.features.add(part.feature);
      for (const inner of featureParts(program, part.feature)) walk(inner, visit);
    }
  };
  for (const expression of expressions) walk(expression, visit);
  return needs;
}

/** What a feature's rows are asked and what of them is taken. */
export function featureParts(program: Program, id: string): readonly Expression[] {
  const feature = program.features[id];
  if (feature === undefined) return [];
  return feature.subject === undefined ? feature.where : [...feature.where, feature.subject];
}

/** Whether an expression speaks of the customer, not of a row or event alone. */
export function speaksOfCustomer(expression: Expression): boolean {
  let found = false;
  walk(expression, (part) => {
    if (["tag", "tag-history", "definition", "feature", "top"].includes(part.kind)) found = true;
  });
  return found;
}

/** Whether an expression needs nothing of the customer but the catalog's tags. */
export function needsTagsAlone(expression: Expression): boolean {
  let found = true;
  walk(expression, (part) => {
    if (["definition", "feature", "top", "attribute", "time"].includes(part.kind)) found = false;
  });
  return found;
}

/** The attributes that expressions read of a row or event; the time stands as `undefined`. */
export function attributesOf(
  expressions: readonly Expression[],
  scopes: readonly RowScope[],
): ReadonlySet<string | undefined> {
  const found = new Set<string | undefined>();
  for (const expression of expressions) {
    walk(expression, (part) => {
      if (part.kind === "attribute" && scopes.includes(part.of)) found.add(part.attribute);
      if (part.kind === "time" && scopes.includes(part.of)) found.add(undefined);
    });
  }
  return found;
}

/** What all must hold for a predicate to hold: its conjuncts, and those of the segments that it names. */
export function requirements(expression: Expression, program: Program): readonly Expression[] {
  return conjuncts(expression).flatMap((part) => {
    const definition = part.kind === "definition" ? program.definitions[part.name] : undefined;
    return definition === undefined ? [part] : requirements(definition.expression, program);
  });
}

/** The conjuncts of a predicate. */
export function conjuncts(expression: Expression): readonly Expression[] {
  return expression.kind === "and" ? expression.operands.flatMap(conjuncts) : [expression];
}

/** Whether a firing is one by things that happen, not by what customers are. */
export function isOccurrence(firing: Firing): firing is Occurrence {
  return ["event", "pattern", "reaches", "date"].includes(firing.kind);
}

/** All expressions of an occurrence: what its steps are asked, what is summed, what the whole is asked. */
export function occurrenceParts(occurrence: Occurrence): readonly Expression[] {
  switch (occurrence.kind) {
    case "event":
      return occurrence.where;
    case "pattern":
      return [
        ...[occurrence.first, ...occurrence.then].flatMap(({ where }) => where),
        ...occurrence.conditions,
      ];
    case "reaches": {
      const { where, subject, conditions } = occurrence;
      return [...where, ...(subject === undefined ? [] : [subject]), ...conditions];
    }
    case "date": {
      const { of, conditions } = occurrence;
      return [...(of.kind === "tag" ? [of.value] : of.where), ...conditions];
    }
  }
}
