import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderDiagnosticsPage } from "../../scripts/diagnostics-page.ts";
import { root } from "./support/pages.ts";

test("docs/diagnostics.md shows the golden cases (scripts/diagnostics-page.ts writes it)", () => {
  expect(readFileSync(join(root, "docs", "diagnostics.md"), "utf8")).toBe(renderDiagnosticsPage());
});
