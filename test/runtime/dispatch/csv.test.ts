import { expect, test } from "vitest";
import { csvLine } from "../../../runtime/dispatch/csv.ts";

test.each([
  ["=1+1", "'=1+1"],
  ["+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"],
  ["-2+3+cmd", "'-2+3+cmd"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", '"\'\r=1"'],
  ["\n=1", '"\'\n=1"'],
  ["＝1", "'＝1"],
  ["＋A1", "'＋A1"],
  ["－A1", "'－A1"],
  ["＠A1", "'＠A1"],
  ['=HYPERLINK("http://x",1)', '"\'=HYPERLINK(""http://x"",1)"'],
])("a cell that would run as a formula does not: %j", (cell, written) => {
  expect(csvLine(["a", cell, "b"])).toBe(`a,${written},b\r\n`);
});

test.each(["+49 (89) 1234-5", "-12.50", "139 0000", "", "a=b", "2026-03-02T06:00:00Z"])(
  "a cell that is none stays as it is: %j",
  (cell) => {
    expect(csvLine([cell])).toBe(`${cell}\r\n`);
  },
);
