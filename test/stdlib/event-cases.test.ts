import { describe, expect, test } from "vitest";
import { detectOracle } from "../../oracle/index.ts";
import { alerts } from "./cases/alert.ts";
import { reasonsToCare } from "./cases/care.ts";
import { opportunities } from "./cases/opportunity.ts";
import { type Person, tick } from "./cases/person.ts";
import { everyRule } from "./every-rule.ts";
import { libraryDescriptions } from "./support.ts";
import { tablesOf } from "./world.ts";

const { program } = everyRule();

/** How much an event rule finds of a person from the tick before to the tick. */
function found(rule: string, person: Person): number {
  const from = "2026-03-01T09:00:00.000001";
  return detectOracle(program, rule, { ...tablesOf([person]) }, { tick, from }).candidates.length;
}

describe.each([
  ["opportunity", opportunities],
  ["alert", alerts],
  ["care", reasonsToCare],
])("%s", (family, cases) => {
  test("each rule has somebody whom it finds, and somebody whom it passes over", () => {
    const rules = [...libraryDescriptions].filter(([, said]) => said["family"] === family);
    expect(Object.keys(cases).sort()).toEqual(rules.map(([name]) => name).sort());
    for (const { finds, passes } of Object.values(cases)) {
      expect([Object.keys(finds).length, Object.keys(passes).length]).not.toContain(0);
    }
  });

  describe.each(Object.entries(cases))("%s", (rule, { finds, passes }) => {
    test.each(Object.entries(finds))("finds %s", (_, person) => {
      expect(found(rule, person)).toBe(1);
    });
    test.each(Object.entries(passes))("passes over %s", (_, person) => {
      expect(found(rule, person)).toBe(0);
    });
  });
});
