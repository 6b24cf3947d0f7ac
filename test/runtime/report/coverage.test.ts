import { expect, test } from "vitest";
import { coverage } from "../../../bench/coverage.ts";

/** `npm run bench coverage` simulates 2,000, of which 93 to 97 % must be covered. */
test("the 95 % interval covers the truth of most simulated ledgers, the same for the same seed", async () => {
  const { reported, covered, below, above } = await coverage(40, 7);
  expect(reported).toBe(40);
  expect(covered + below + above).toBe(40);
  expect(covered).toBeGreaterThanOrEqual(35);
});
