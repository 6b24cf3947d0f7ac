import { expect, test } from "vitest";
import { loadCatalog } from "../../../compiler/catalog/load-catalog.ts";

/** What is said of a file: the message, with the line that it is said of. */
const said = (text: string): readonly string[] =>
  loadCatalog([{ path: "a.yaml", text }]).diagnostics.map(
    ({ message, span }) => `${message}, line ${text.slice(0, span.start).split("\n").length}`,
  );

test.each([
  ["a key with its value", "catalog: 1\ncurrency GBP\ntimezone: Europe/London\n", "currency", 2],
  ["a key that is the last", "catalog: 1\ncurrency GBP\n", "currency", 2],
  ["a key before a comment", "catalog: 1\ncurrency GBP # pounds\ntimezone: x\n", "currency", 2],
  ["several keys: the first", "timezone Europe/London\ncurrency GBP\ncatalog: 1\n", "timezone", 1],
  ["a key with keys below", "tags:\n  age\n    type: integer\n    from: customers.age\n", "age", 2],
  ["a key with keys in braces", "tags:\n  age { type: integer, from: c.age }\n  x: 1\n", "age", 2],
  ["the first key of an item", "a:\n  - x\n  - type integer\n    from: c.age\n", "type", 3],
  ["Windows' line ends", "tags:\r\n  age\r\n    type: integer\r\n", "age", 2],
])("a colon is missing after %s", (_, text, key, line) => {
  expect(said(text)).toEqual([`a colon is missing after \`${key}\`, line ${line}`]);
});

test("a colon without a space behind it", () => {
  expect(said("currency:GBP\ncatalog: 1\n")).toEqual(["a space is missing after `currency:`, line 1"]);
});

test("a line that is indented too far has its colon", () => {
  expect(said("tags:\n  age:\n    type: integer\n     from: customers.age\n")).toEqual([
    "this line does not fit the indentation of the lines above it, line 4",
  ]);
});
