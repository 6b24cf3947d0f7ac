import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderStdlibPage } from "../../scripts/events-table.ts";
import { eventRules } from "../stdlib/daily/event-rules.ts";
import { SENSIBLE } from "../stdlib/daily/findings-table.ts";
import { root } from "./support/pages.ts";

test("docs/stdlib.md shows the library's event rules (scripts/events-table.ts writes them)", () => {
  expect(readFileSync(join(root, "docs", "stdlib.md"), "utf8")).toBe(renderStdlibPage());
});

test("docs/event-rates.md has a sensible rate of every event rule, as `npm run test:rules` writes them", () => {
  const page = readFileSync(join(root, "docs", "event-rates.md"), "utf8");
  const rows = [...page.matchAll(/^\| `(\w+)` \| (\w+) \| ([\w ]+) \| .* \| ([\d.]+) % \|$/gm)];
  expect(rows.map(([, name, family, kind]) => [name, family, kind])).toEqual(
    eventRules.map(({ name, family, kind }) => [name, family, kind.replace("_", " ")]),
  );
  for (const [, name, , , share] of rows) {
    expect(Number(share), name).toBeGreaterThanOrEqual(SENSIBLE.least);
    expect(Number(share), name).toBeLessThanOrEqual(SENSIBLE.most);
  }
});
