import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderStdlibPage } from "../../scripts/events-table.ts";
import { root } from "./support/pages.ts";

test("docs/stdlib.md shows the library's event rules (scripts/events-table.ts writes them)", () => {
  expect(readFileSync(join(root, "docs", "stdlib.md"), "utf8")).toBe(renderStdlibPage());
});
