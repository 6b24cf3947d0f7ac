import { describe, expect, test } from "vitest";
import { campaignText, onlyCampaign, programOf } from "./support.ts";

const definitions = "segment keen = count(purchase, last 30 days) > 3\n";
const base = [campaignText({ segment: "keen" }), definitions, onlyCampaign({ name: "summer" })];
const program = programOf(...base);
const hashes = (texts: readonly string[]): readonly string[] => {
  const other = programOf(...texts);
  return [other.hash, ...other.campaigns.map(({ hash }) => hash)];
};
const unchanged = hashes(base);

describe("hashes are blind to", () => {
  const [first = "", second = "", third = ""] = base;
  test.each([
    ["blank lines and indentation", [`\n\n${first.replaceAll("\n  ", "\n\t\t")}`, second, third]],
    ["comments and documentation", [`// A comment.\n/// Documented.\n${first}`, second, third]],
    ["underscores and zeros of numbers", [first.replace("10 CNY", "1_0.00 CNY"), second, third]],
    ["the order of files", [third, second, first]],
    ["the order of declarations", [second + third + first, "", ""]],
    ["parentheses", [first.replace("keen", "((keen))"), second, third]],
    ["line ends", [first.replaceAll("\n", "\r\n"), second, third]],
  ])("%s", (_, texts) => {
    expect(hashes(texts)).toEqual(unchanged);
  });
});

describe("hashes tell", () => {
  const changedBy = (from: string, to: string): readonly boolean[] => {
    const texts = base.map((text, index) => (index < 2 ? text.replace(from, to) : text));
    expect(texts).not.toEqual(base);
    return hashes(texts).map((hash, index) => hash !== unchanged[index]);
  };

  test("a segment that one campaign alone uses from another's", () => {
    expect(program.campaigns.map(({ name }) => name)).toEqual(["spring", "summer"]);
    expect(changedBy("> 3", "> 4")).toEqual([true, true, false]);
  });

  test.each([
    ["a window", "last 30 days", "last 31 days"],
    ["a window's kind", "last 30 days", "1..30 days ago"],
    ["a clause", "trigger  daily at 09:00", "trigger  daily at 09:01"],
    ["a priority", "priority 10", "priority 11"],
  ])("%s", (_, from, to) => {
    expect(changedBy(from, to)).toEqual([true, true, false]);
  });

  test.each([
    ["an offer that both use", "value    10 CNY", "value    11 CNY"],
    ["what a message says", "good day", "good morning"],
  ])("%s", (_, from, to) => {
    expect(changedBy(from, to)).toEqual([true, true, true]);
  });
});
