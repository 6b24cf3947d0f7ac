import { expect, test } from "vitest";
import { highlight } from "../../grammar/index.ts";

const shown = (text: string): readonly string[] =>
  highlight("a.campaign", text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);

test("words are keywords where the tree has no name for them", () => {
  expect(
    shown(
      '/// Said.\nsegment day "A day" = day.window >= 10_000 USD and count(buy, last 3 days) > 0 // why\n',
    ),
  ).toEqual([
    "comment /// Said.",
    "keyword segment",
    "name day",
    'text "A day"',
    "mark =",
    "name day.window",
    "mark >=",
    "value 10_000",
    "value USD",
    "keyword and",
    "keyword count",
    "mark (",
    "name buy",
    "mark ,",
    "keyword last",
    "value 3",
    "keyword days",
    "mark )",
    "mark >",
    "value 0",
    "comment // why",
  ]);
});

test("a name in backticks is one, with its backticks; true is a value", () => {
  expect(shown("tag `the first` = true")).toEqual([
    "keyword tag",
    "name `the first`",
    "mark =",
    "value true",
  ]);
});

test("placeholders belong to their text", () => {
  expect(shown('offer gift {\n  message sms "Dear {name}"\n}\n')).toEqual([
    "keyword offer",
    "name gift",
    "mark {",
    "keyword message",
    "name sms",
    'text "Dear {name}"',
    "mark }",
  ]);
});

test.each(["", "tag", 'segment x = "open', "tag x = ((((", "\u0000§ campaign {"])(
  "parts of what cannot be read lie side by side: %j",
  (text) => {
    let last = 0;
    for (const { start, end } of highlight("a.campaign", text)) {
      expect(start).toBeGreaterThanOrEqual(last);
      expect(end).toBeGreaterThan(start);
      last = end;
    }
    expect(last).toBeLessThanOrEqual(text.length);
  },
);
