import type { Span } from "../../grammar/span.ts";
import type { TestProgram } from "../../plan/index.ts";
import type { CheckedTest } from "../check/test.ts";
import { type Origin, originText } from "./origin.ts";

/** The program of a test that has no errors. */
export function lowerTest(
  { ticks, span, ...test }: CheckedTest,
  originOf: (span: Span) => Origin,
): TestProgram {
  return {
    ...test,
    ticks: ticks.map(({ at, expectations }) => ({
      at,
      expectations: expectations.map(({ expectation, span: place }) => ({
        ...expectation,
        origin: originText(originOf(place)),
      })),
    })),
    origin: originText(originOf(span)),
  };
}
