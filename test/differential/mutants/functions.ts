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
    find: "today > valid.to",
    replace: "today >= valid.to",
  },
  {
    what: "generated functions: an offer is chosen before its first day",
    file: "runtime/decision/offer.ts",
    find: "today < valid.from || ",
    replace: "",
  },
];

/** Faults of what they work out themselves: found where campaigns' own texts compute, and nothing stands behind a name. */
export const WORKED_OUT: readonly Mutant[] = [
  {
    what: "generated functions: `starts with` looks anywhere",
    file: "runtime/decision/predicate.ts",
    find: "text.startsWith(prefix)",
    replace: "text.includes(prefix)",
  },
  {
    what: "generated functions: `contains` looks at the beginning alone",
    file: "runtime/decision/predicate.ts",
    find: "text.includes(part)",
    replace: "text.startsWith(part)",
  },
  {
    what: "generated functions: `contains any` asks for all",
    file: "runtime/decision/predicate.ts",
    find: "set !== undefined && members.some(",
    replace: "set !== undefined && members.every(",
  },
  {
    what: "generated functions: `exceeds` holds at its very bound",
    file: "runtime/decision/predicate.ts",
    find: "(difference) => difference > 0)",
    replace: "(difference) => difference >= 0)",
  },
  {
    what: "generated functions: `falls short of` holds at its very bound",
    file: "runtime/decision/predicate.ts",
    find: "(difference) => difference < 0)",
    replace: "(difference) => difference <= 0)",
  },
  {
    what: "generated functions: `between` leaves its lower end out",
    file: "runtime/decision/predicate.ts",
    find: 'is(operand, ">=", low, order)',
    replace: 'is(operand, ">", low, order)',
  },
  {
    what: "generated functions: members of an ordered list go by the alphabet",
    file: "runtime/decision/value.ts",
    find: "return order === undefined ? compareTexts(a, b) : comparePlaces(order.indexOf(a), order.indexOf(b));",
    replace: "return compareTexts(a, b);",
  },
  {
    what: "generated functions: texts that begin alike are equal",
    file: "runtime/decision/value.ts",
    find: "return left.length - right.length;",
    replace: "return 0;",
  },
  {
    what: "generated functions: the project's own currency has a rate of one whatever rates are quoted for",
    file: "runtime/decision/number.ts",
    find: "return { units: BigInt(per), scale: 0 };",
    replace: "return { units: per > 0 ? 1n : 0n, scale: 0 };",
  },
  {
    what: "generated functions: what is taken off is added",
    file: "runtime/decision/number.ts",
    find: "bounded(addDecimals(a, negateDecimal(b)), places)",
    replace: "bounded(addDecimals(a, b), places)",
  },
  {
    what: "generated functions: quotients by what is below zero are above it",
    file: "runtime/decision/number.ts",
    find: "bounded(multiplyAndDivide(a, ONE, b), places)",
    replace: "bounded(multiplyAndDivide(a, ONE, b.units < 0n ? negateDecimal(b) : b), places)",
  },
  {
    what: "generated functions: `greatest` and `least` go by the alphabet",
    file: "runtime/decision/number.ts",
    find: "const difference = compare(other, best, order);",
    replace: "const difference = compare(other, best, order?.slice(0, 0) && undefined);",
  },
  {
    what: "generated functions: dates are those of UTC",
    file: "runtime/decision/date.ts",
    find: "return instant === undefined ? undefined : localDateOf(instant, zone);",
    replace: 'return instant === undefined ? undefined : localDateOf(instant, zone === "" ? zone : "UTC");',
  },
  {
    what: "generated functions: an hour that has begun is over",
    file: "runtime/decision/date.ts",
    find: "integer(Math.floor(timeOfDay(",
    replace: "integer(Math.ceil(timeOfDay(",
  },
  {
    what: "generated functions: hours are those of UTC",
    file: "runtime/decision/date.ts",
    find: "timeOfDay(instant, zone)",
    replace: 'timeOfDay(instant, zone === "" ? zone : "UTC")',
  },
  {
    what: "generated functions: months are not over on a shorter month's last day",
    file: "runtime/decision/date.ts",
    find: "dayOfMonth(from) > last && last !== lastDayOfMonth(to) ? months - 1 : months",
    replace: "dayOfMonth(from) > last && lastDayOfMonth(to) > 0 ? months - 1 : months",
  },
  {
    what: "generated functions: months are over a day early",
    file: "runtime/decision/date.ts",
    find: "return dayOfMonth(from) > last && last",
    replace: "return dayOfMonth(from) > last + 1 && last",
  },
  {
    what: "generated functions: years back are rounded down",
    file: "runtime/decision/date.ts",
    find: 'integer(unit === "month" ? months : Math.trunc(months / 12))',
    replace: 'integer(unit === "month" ? months : Math.floor(months / 12))',
  },
  {
    what: "generated functions: distances back go by the months of the way forth",
    file: "runtime/decision/date.ts",
    find: "from <= to ? monthsForward(from, to) : -monthsForward(to, from)",
    replace: "monthsForward(from, to)",
  },
  {
    what: "generated functions: days apart are counted as far as the day before",
    file: "runtime/decision/date.ts",
    find: "return integer(epochDay(to) - epochDay(from));",
    replace: "return integer(Math.max(0, epochDay(to) - epochDay(from)));",
  },
  {
    what: "generated functions: an offer of unknown score is never chosen",
    file: "runtime/decision/offer.ts",
    find: "if (chosen === undefined || better) chosen = index;",
    replace: "if (better) chosen = index;",
  },
  {
    what: "generated functions: an offer of unknown score stays chosen",
    file: "runtime/decision/offer.ts",
    find: "score !== undefined && (other === undefined || compareDecimals(score, other) > 0)",
    replace: "score !== undefined && other !== undefined && compareDecimals(score, other) > 0",
  },
  {
    what: "generated functions: offers that are over count beside those that are open",
    file: "runtime/decision/offer.ts",
    find: "for (const { value } of open.length > 0 ? open : offers) {",
    replace: "for (const { value } of open.length > 0 ? offers : offers) {",
  },
  {
    what: "generated functions: offers are worth nothing once all are over",
    file: "runtime/decision/offer.ts",
    find: "for (const { value } of open.length > 0 ? open : offers) {",
    replace: "for (const { value } of open) {",
  },
  {
    what: "generated functions: an offer's worth is not counted on its last day",
    file: "runtime/decision/offer.ts",
    find: "|| today <= until",
    replace: "|| today < until",
  },
  {
    what: "generated functions: an unknown worth makes the sum of a contact's offers unknown",
    file: "runtime/decision/offer.ts",
    find: "if (value !== undefined) total =",
    replace: "total = value === undefined ? undefined :",
  },
  {
    what: "generated functions: `<=` leaves out what is equal",
    file: "runtime/decision/predicate.ts",
    find: 'return difference <= 0;\n    case ">"',
    replace: 'return difference < 0;\n    case ">"',
  },
];
