import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, test, vi } from "vitest";
import { customerNumbers } from "../../../runtime/arbitrate/pool/customer-numbers.ts";
import { textsAside } from "../../../runtime/arbitrate/pool/texts-aside.ts";
import { valueKeys } from "../../../runtime/arbitrate/pool/value-keys.ts";
import { compareDecimals, parseDecimal } from "../../../runtime/decimal.ts";
import { chance } from "../support/chance.ts";

describe("texts aside", () => {
  test("are read as they were written, in any order, however long and many; no file has a name", () => {
    const before = readdirSync(tmpdir());
    const texts = textsAside();
    const pick = chance(1);
    const written: string[] = [];
    for (let index = 0; index < 30_000; index += 1) {
      const text = `${index} ${"客x\u{1f600}".repeat(pick(index % 500 === 0 ? 30_000 : 60))}`;
      texts.append(text);
      written.push(text);
    }
    texts.append("");
    written.push("");
    for (let index = 0; index < 3_000; index += 1) {
      const number = pick(written.length);
      expect(texts.read(number) === written[number], `text ${number}`).toBe(true);
    }
    expect(texts.read(written.length - 1)).toBe("");
    const own = readdirSync(tmpdir()).filter((name) => name.startsWith("baleen-") && !before.includes(name));
    expect(own.filter((name) => /^baleen-[0-9a-f]{8}-/.test(name))).toEqual([]);
    texts.close();
  });

  test("that cannot be put anywhere are a problem that says where", () => {
    vi.stubEnv("TMPDIR", "/nowhere/at/all");
    try {
      const texts = textsAside();
      const write = (): void => {
        for (let index = 0; index < 600; index += 1) texts.append("x".repeat(10_000));
      };
      expect(write).toThrow(expect.objectContaining({ code: "warehouse-query-failed" }));
      expect(write).toThrow("`/nowhere/at/all`");
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe("customers' numbers", () => {
  test("are the same for the same key, and tell all others apart", () => {
    const numbers = customerNumbers();
    const keys = Array.from({ length: 3_000 }, (_, index) => [
      `${index}`,
      `客户-${index}`,
      `${index}é`,
    ]).flat();
    for (const [number, key] of keys.entries()) expect(numbers.numberOf(key)).toBe(number);
    for (const [number, key] of keys.entries()) {
      expect(numbers.find(key)).toBe(number);
      expect(numbers.textOf(number)).toBe(key);
    }
    expect(numbers.numberOf("7")).toBe(keys.indexOf("7"));
    expect(numbers.find("nobody")).toBeUndefined();
    expect(numbers.find("")).toBeUndefined();
    expect(numbers.numberOf("")).toBe(keys.length);
    expect(numbers.size).toBe(keys.length + 1);
  });
});

describe("the keys of values", () => {
  test("stand in the order of the decimals, to the last of 38 digits", () => {
    const values = [
      "99999999999999999999999999999999999999",
      "99999999999999999999999999999999999998",
      "9007199254740993",
      "9007199254740992",
      "1234567.12345678901234567890124",
      "1234567.12345678901234567890123",
      "1234567.123456789012",
      "0.30000000000000004441",
      "0.3000000000000000444",
      "0.3",
      "0.2999999999999999999",
      "0.000001",
      "0.0000001234567",
      "0.00000012345669999999",
      "0",
      "-0.000001",
      "-1234567.12345678901234567890123",
      "-1234567.12345678901234567890124",
    ];
    const order = (a: string, b: string): number => {
      const [left, right] = [valueKeys(a), valueKeys(b)];
      const index = [0, 1, 2].find((key) => (left[key] ?? 0) !== (right[key] ?? 0));
      return index === undefined ? 0 : Math.sign((right[index] ?? 0) - (left[index] ?? 0));
    };
    for (const a of values) {
      for (const b of values) {
        expect(order(a, b), `${a} ${b}`).toBe(compareDecimals(parseDecimal(b), parseDecimal(a)));
      }
      expect(valueKeys(undefined)[0]).toBeLessThan(valueKeys(a)[0] ?? 0);
    }
  });
});
