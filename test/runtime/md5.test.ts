import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { md5After } from "../../runtime/md5.ts";

const hex = (high: number, low: number): string =>
  [high, low].map((word) => word.toString(16).padStart(8, "0")).join("");

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
