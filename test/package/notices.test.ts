import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderNotices } from "../../scripts/notices.ts";

const root = join(import.meta.dirname, "..", "..");

test("the third-party notices are those of the lock file (npm run notices writes them)", () => {
  expect(readFileSync(join(root, "THIRD-PARTY-NOTICES.md"), "utf8")).toBe(renderNotices(root));
});

test("every runtime dependency has a license that goes with ours", () => {
  const licenses = [...renderNotices(root).matchAll(/^\| \S+ \| \S+ \| (\S+) \| https/gm)].map(
    ([, name]) => name,
  );
  expect(licenses.length).toBeGreaterThan(20);
  const permissive =
    /^(MIT|MIT-0|ISC|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|Python-2\.0|CC0-1\.0|0BSD)$/;
  expect(licenses.filter((license) => !permissive.test(license ?? ""))).toEqual([]);
});
