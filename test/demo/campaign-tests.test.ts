import { join } from "node:path";
import { expect, test } from "vitest";
import { baleen } from "../cli/support.ts";

test("the demo bank's campaigns pass their tests", async () => {
  const { code, out } = await baleen("test", "--project", join(import.meta.dirname, "../.."));
  const failed = out.split("\n").filter((line) => line.startsWith("failed"));
  expect({ code, failed }).toEqual({ code: 0, failed: [] });
  expect(out).toMatch(/\n\d+ tests: \d+ passed, 0 failed\n$/);
}, 300_000);
