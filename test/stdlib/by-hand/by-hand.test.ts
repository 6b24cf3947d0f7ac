import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { daysAfter } from "../../../demo/days.ts";
import { type SmallBank, smallBank } from "../../demo/bank.ts";
import { type Comparison, compareRules } from "./compare.ts";
import { spansOf } from "./ticks.ts";
import { writtenRules } from "./written-rules.ts";

/** How many rules may find nobody: some are rare in so small a bank. */
const FEW = 8;

describe("SQL by hand, written from the comments of the rules", () => {
  let bank: SmallBank;
  let compared: ReadonlyMap<string, Comparison>;
  beforeAll(async () => {
    bank = await smallBank({ customers: 1_000, months: 14, seed: 7 });
    const days = ["2025-12-31", "2026-01-08", "2026-01-31", "2026-02-12", "2026-02-28", "2026-03-08"];
    const rounds = [
      { schedule: "daily at 06:00", spans: spansOf(days.map((day) => [daysAfter(day, -1), day])) },
      {
        schedule: "weekly on sunday at 06:00",
        spans: spansOf([["2026-02-01", "2026-02-08"]]),
      },
      // A month at once, so that in a small bank what is rare happens to somebody.
      {
        schedule: "monthly on 1 at 06:00",
        spans: spansOf([
          ["2025-12-01", "2026-01-01"],
          ["2026-01-01", "2026-02-01"],
          ["2026-02-01", "2026-03-01"],
        ]),
      },
    ];
    compared = new Map((await compareRules(bank.path, rounds)).map((each) => [each.rule, each]));
  }, 600_000);
  afterAll(() => bank.close());

  it("is there for more than the 25 rules that are asked for", () => {
    expect(writtenRules.length).toBeGreaterThan(25);
  });

  it.each(writtenRules)("%s finds the same customers", (rule) => {
    const { onlyByHand, onlyByRunning } = compared.get(rule) ?? {};
    expect({ onlyByHand, onlyByRunning }).toEqual({ onlyByHand: [], onlyByRunning: [] });
  });

  it("finds somebody by nearly every rule", () => {
    const nobody = [...compared.values()].filter(({ both }) => both === 0).map(({ rule }) => rule);
    expect(nobody.length, `found nobody: ${nobody.join(", ")}`).toBeLessThanOrEqual(FEW);
  });
});
