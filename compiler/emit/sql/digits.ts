import type { Expression } from "../../../plan/index.ts";
import { scaleOf } from "./type-of.ts";

/** The most digits that a decimal number may have before its result is unknown. */
export const mostDigits = 38;

/** The most digits of what is added up event by event or day by day: so that no sum of any number of them outgrows all limits. */
export const mostRunningDigits = 28;

/** How many digits before the point a number of the program can have: few for constants and what is worked out of dates. */
function wholeDigitsOf(expression: Expression): number {
  switch (expression.kind) {
    case "literal": {
      const [whole = ""] = String(expression.value).replace("-", "").split(".");
      return whole.replace(/^0+/, "").length;
    }
    case "distance":
    case "date-part":
      return 8;
    case "negate":
      return wholeDigitsOf(expression.operand);
    case "arithmetic": {
      const [left, right] = [wholeDigitsOf(expression.left), wholeDigitsOf(expression.right)];
      if (expression.operator === "*") return left + right;
      if (expression.operator !== "/") return Math.max(left, right) + 1;
      return mostDigits - scaleOf(expression);
    }
    default:
      return Math.max(0, mostDigits - scaleOf(expression));
  }
}

/** Whether a number of the program always has a place in what numbers have, with so many digits after the point. */
export function alwaysFits(expression: Expression, scale: number): boolean {
  return wholeDigitsOf(expression) + scale <= mostDigits;
}
