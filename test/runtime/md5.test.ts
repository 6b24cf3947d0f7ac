import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { md5After } from "../../runtime/md5.ts";
import { chance } from "./support/chance.ts";

const hex = (high: number, low: number): string =>
  [high, low].map((word) => word.toString(16).padStart(8, "0")).join("");

test("a text is hashed the same after any other", () => {
  const hash = md5After("campaign\u001f");
  const pick = chance(3);
  for (let round = 0; round < 5_000; round += 1) {
    const text = "0123456789é客".repeat(20).slice(0, pick(240));
    hash.digest(text);
    const expected = createHash("md5").update(`campaign\u001f${text}`, "utf8").digest("hex");
    expect(hex(hash.high, hash.low), text).toBe(expected.slice(0, 16));
  }
});

test("the first 64 bits of texts of all lengths, of one and several blocks, are those of the library", () => {
  for (let length = 0; length < 200; length += 1) {
    const beginning = "2026-03-02T06:00:00Z\u001f".repeat(9).slice(0, length);
    const hash = md5After(beginning);
    for (const text of ["", "7", "1234567", "x".repeat(length), "Grüße, 客户 😀".repeat(length % 9)]) {
      hash.digest(text);
      const expected = createHash("md5").update(`${beginning}${text}`, "utf8").digest("hex");
      expect(hex(hash.high, hash.low), `${beginning}${text}`).toBe(expected.slice(0, 16));
    }
  }
});
