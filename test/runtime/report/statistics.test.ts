import { describe, expect, test } from "vitest";
import { compareProportions } from "../../../runtime/report/results/statistics.ts";

const compare = (first: readonly [number, number], second: readonly [number, number]) =>
  compareProportions({ hits: first[0], of: first[1] }, { hits: second[0], of: second[1] });

describe("the interval of a difference", () => {
  /** Newcombe 1998, Table II, method 10. */
  const published = [
    [[56, 70], [48, 80], 0.0524, 0.3339],
    [[9, 10], [3, 10], 0.1705, 0.809],
    [[6, 7], [2, 7], 0.0582, 0.8062],
    [[5, 56], [0, 29], -0.0381, 0.1926],
    [[0, 10], [0, 20], -0.1611, 0.2775],
    [[0, 10], [0, 10], -0.2775, 0.2775],
    [[10, 10], [0, 20], 0.6791, 1],
    [[10, 10], [0, 10], 0.6075, 1],
  ] as const;
  test.each(published)("of %j and %j is that of the paper", (first, second, low, high) => {
    const found = compare(first, second);
    expect(found?.low).toBeCloseTo(low, 4);
    expect(found?.high).toBeCloseTo(high, 4);
  });

  test("needs somebody on both sides", () => {
    expect(compare([0, 0], [1, 10])).toBeUndefined();
    expect(compare([1, 10], [0, 0])).toBeUndefined();
  });
});

describe("the p-value", () => {
  test("is Fisher's where few are expected in a cell: the tea that was tasted", () => {
    expect(compare([3, 4], [1, 4])).toMatchObject({ test: "fisher", pValue: expect.closeTo(0.485714, 6) });
    expect(compare([1, 9], [11, 14])).toMatchObject({
      test: "fisher",
      pValue: expect.closeTo(0.00275946, 6),
    });
    expect(compare([0, 10], [0, 1_000])).toMatchObject({ test: "fisher", pValue: expect.closeTo(1, 9) });
  });

  test("is that of the pooled z score elsewhere: its square is Pearson's chi-squared", () => {
    // Chi-squared is 7.0234, and its upper tail with one degree of freedom, by the C library's erfc, 0.00804508.
    expect(compare([56, 70], [48, 80])).toMatchObject({ test: "z", pValue: expect.closeTo(0.00804508, 8) });
    expect(compare([500, 1_000], [500, 1_000])).toMatchObject({ test: "z", pValue: expect.closeTo(1, 9) });
    const clear = compare([60_000, 1_000_000], [5_000, 100_000]);
    expect(clear?.pValue).toBeLessThan(1e-30);
    expect(clear?.pValue).toBeGreaterThan(0);
  });

  test("is the same whichever side is named first", () => {
    const [there, back] = [compare([3, 40], [10, 60]), compare([10, 60], [3, 40])];
    expect(there?.pValue).toBeCloseTo(back?.pValue ?? 0, 12);
    expect(there?.low).toBeCloseTo(-(back?.high ?? 0), 12);
  });
});
