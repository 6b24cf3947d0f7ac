// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is looked for is source text.
import type { Mutant } from "./fault.ts";

/** Faults of the generated decision functions. */
export const FUNCTIONS: readonly Mutant[] = [
  {
    what: "generated functions choose the last of equal offers",
    file: "runtime/decision/offer.ts",
    find: "compareDecimals(score, other) > 0)",
    replace: "compareDecimals(score, other) >= 0)",
  },
  {
    what: "generated functions pass over the first branch before `otherwise`",
    file: "compiler/emit/typescript/decision.ts",
    find: 'return `${branches.join("")}${index}`;',
    replace: 'return `${branches.slice(1).join("")}${index}`;',
  },
  {
    what: "generated functions exclude nobody",
    file: "compiler/emit/typescript/decision.ts",
    find: "...(exclude === undefined ? [] : [not(exclude)])",
    replace: "...(exclude === undefined ? [] : [])",
  },
];

/** Faults of what the generated decision functions are made of, which nothing else is. */
export const PARTS_OF_FUNCTIONS: readonly Mutant[] = [
  {
    what: "generated functions: comparisons with what is unknown hold for `!=`",
    file: "runtime/decision/predicate.ts",
    find: "if (left === undefined || right === undefined) return false;",
    replace: 'if (left === undefined || right === undefined) return operator === "!=";',
  },
  {
    what: "generated functions: the upper end of `between` is left out",
    file: "runtime/decision/predicate.ts",
    find: 'is(operand, "<=", high, order)',
    replace: 'is(operand, "<", high, order)',
  },
  {
    what: "generated functions: what is unknown is in no list",
    file: "runtime/decision/predicate.ts",
    find: 'return operand !== undefined && members.every((member) => is(operand, "!=", member));',
    replace: 'return members.every((member) => !is(operand, "=", member));',
  },
  {
    what: "generated functions: `exceeds … by` is told of what is below zero",
    file: "runtime/decision/predicate.ts",
    find: "if (right === undefined || right.units < 0n) return undefined;",
    replace: "if (right === undefined) return undefined;",
  },
  {
    what: "generated functions: `at least` asks for one more",
    file: "runtime/decision/predicate.ts",
    find: "holding.filter((one) => one).length >= count",
    replace: "holding.filter((one) => one).length > count",
  },
  {
    what: "generated functions: `or else` gives its first operand",
    file: "runtime/decision/value.ts",
    find: "return values.find((value) => value !== undefined);",
    replace: "return values[0];",
  },
  {
    what: "generated functions: `least` and `greatest` pass over unknowns",
    file: "runtime/decision/number.ts",
    find: "if (best === undefined || other === undefined) return undefined;",
    replace: "if (best === undefined || other === undefined) return best ?? other;",
  },
  {
    what: "generated functions: rates are taken the other way round",
    file: "runtime/decision/number.ts",
    find: "const [dividend, divisor] = [rateOf(from, day), rateOf(to, day)];",
    replace: "const [dividend, divisor] = [rateOf(to, day), rateOf(from, day)];",
  },
  {
    what: "generated functions: what is negated stays as it is",
    file: "runtime/decision/number.ts",
    find: "return a === undefined ? undefined : negateDecimal(a);",
    replace: "return a;",
  },
  {
    what: "generated functions: an offer that is chosen is over on its last day",
    file: "runtime/decision/offer.ts",
    find: "today < valid.from || today > valid.to",
    replace: "today < valid.from || today >= valid.to",
  },
  {
    what: "generated functions: an offer is chosen before its first day",
    file: "runtime/decision/offer.ts",
    find: "today < valid.from || today > valid.to",
    replace: "today > valid.to",
  },
];
