import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { expect, test } from "vitest";
import { diagnosticTable } from "../../compiler/diagnostics/table.ts";

/** The codes that a user is shown in any golden file. */
function shownCodes(): ReadonlySet<string> {
  const root = join(import.meta.dirname, "..");
  const codes = new Set<string>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !entry.name.endsWith(".txt") || !path.includes(`${sep}golden${sep}`)) continue;
    for (const [, code] of readFileSync(path, "utf8").matchAll(/^(?:error|warning)\[([a-z0-9-]+)\]: /gm)) {
      if (code !== undefined) codes.add(code);
    }
  }
  return codes;
}

test("every diagnostic has a golden file that shows it as a user sees it", () => {
  const shown = shownCodes();
  expect(Object.keys(diagnosticTable).filter((code) => !shown.has(code))).toEqual([]);
});

test("golden files show no diagnostic that is not in the table", () => {
  const known = new Set(Object.keys(diagnosticTable));
  expect([...shownCodes()].filter((code) => !known.has(code))).toEqual([]);
});
