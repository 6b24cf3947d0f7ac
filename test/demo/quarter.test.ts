import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareLift, comparisonText, type LiftComparison, pooled } from "../../bench/quarter/comparison.ts";
import { runQuarter } from "../../bench/quarter/run-quarter.ts";

const reported = {
  campaign: "x",
  treated: { customers: 400, converted: 100 },
  control: { customers: 100, converted: 10 },
  difference: 0.15,
};
const truth = {
  campaign: "x",
  treated: { customers: 400, expected: 90, met: 100, anyway: 3 },
  control: { customers: 100, expected: 12, met: 10, anyway: 1 },
  lift: 0.1,
};

describe("an estimate beside the truth", () => {
  it("lies as many standard errors from it as the arms' variances say", () => {
    const { standardError, z, zOfNone } = compareLift(1, reported, truth);
    // The root of 0.25 · 0.75 / 400 + 0.1 · 0.9 / 100.
    expect(standardError).toBeCloseTo(0.03699662, 7);
    expect(z).toBeCloseTo(1.351474, 5);
    expect(zOfNone).toBeCloseTo(4.054424, 5);
  });

  it("is not given where the report has other customers, or others who met the goal, than the bank", () => {
    const fewer = { ...truth, control: { ...truth.control, customers: 99 } };
    expect(() => compareLift(1, reported, fewer)).toThrow(
      "x, customers, control: the report has 100, the bank 99",
    );
    const more = { ...truth, treated: { ...truth.treated, met: 101 } };
    expect(() => compareLift(1, reported, more)).toThrow(
      "x, converted, treated: the report has 100, the bank 101",
    );
  });

  it("is pooled by the root of their number", () => {
    expect(pooled([1, 2, 3, 2])).toBe(4);
    expect(pooled([3, -3])).toBe(0);
  });
});

describe("two weeks at a small bank", () => {
  let folder: string;
  let comparisons: readonly LiftComparison[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "baleen-quarter-"));
    comparisons = await runQuarter(
      { customers: 6_000, months: 3, seed: 11, days: 14 },
      join(folder, "quarter"),
    );
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("are found by the reports to be what they are", () => {
    const text = comparisonText(comparisons);
    expect(comparisons, text).toHaveLength(5);
    expect(Math.abs(pooled(comparisons.map(({ z }) => z))), text).toBeLessThan(4);
    for (const { z } of comparisons) expect(Math.abs(z), text).toBeLessThan(4.5);
    // Nobody who did nothing would pass.
    expect(pooled(comparisons.map(({ zOfNone }) => zOfNone)), text).toBeGreaterThan(4);
  });

  it("have customers who come by themselves, in both arms", () => {
    const anyway = comparisons.map(({ truth: { treated, control } }) => [treated.anyway, control.anyway]);
    expect(anyway.flat().reduce((sum, count) => sum + count, 0)).toBeGreaterThan(20);
  });
});
