import { expect, test } from "vitest";
import { parse } from "../../grammar/index.ts";
import { CampaignParser } from "../../grammar/parse/campaign-parser.ts";
import { isTooDeep } from "../../grammar/tree-builder/depth.ts";

test("the grammar passes Chevrotain's own checks, which production leaves out", () => {
  expect(() => new CampaignParser({ skipValidations: false })).not.toThrow();
});

test("a file may be as deep as 200 and no deeper, in every way there is to nest", () => {
  const nested: Readonly<Record<string, (depth: number) => string>> = {
    parentheses: (depth) => `${"(".repeat(depth)}a${")".repeat(depth)}`,
    not: (depth) => `${"not ".repeat(depth)}a`,
    minus: (depth) => `${"- ".repeat(depth)}a`,
    sum: (depth) => `a${" + a".repeat(depth)}`,
    "or else": (depth) => `a${" or else a".repeat(depth)}`,
    "hour of": (depth) => `${"hour of ".repeat(depth)}a`,
    "days since": (depth) => `${"days since ".repeat(depth)}a`,
    count: (depth) => `${"count(".repeat(depth)}a${", ever)".repeat(depth)}`,
    case: (depth) => `${"case when a then ".repeat(depth)}a${" end".repeat(depth)}`,
    top: (depth) => `${"top 1% of ".repeat(depth)}a${" by a".repeat(depth)}`,
  };
  for (const [way, write] of Object.entries(nested)) {
    const shallow = parse("a.campaign", `tag t = ${write(190)}`);
    expect([way, shallow.problems]).toEqual([way, []]);
    for (const depth of [205, 2_000]) {
      const codes = parse("a.campaign", `tag t = ${write(depth)}`).problems.map(({ code }) => code);
      expect([way, depth, codes]).toEqual([way, depth, ["nesting-too-deep"]]);
    }
  }
});

test("no tree that is given is deeper than 200", () => {
  const { tree } = parse(
    "a.campaign",
    `tag t = (${"a + ".repeat(150)}a) * (${"(a - ".repeat(150)}a${")".repeat(150)})`,
  );
  expect(isTooDeep(tree)).toBe(false);
});
