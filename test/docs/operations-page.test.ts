import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./support/pages.ts";

const page = readFileSync(join(root, "docs", "operations.md"), "utf8");

/** The codes in the first cells of the rows of the table below a heading. */
function codesUnder(heading: string): readonly string[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, code = ""]) => code).sort();
}

test("docs/operations.md has a row for each code of what can go wrong while running", () => {
  const source = readFileSync(join(root, "runtime", "problem.ts"), "utf8");
  const codes = [...source.matchAll(/^ {2}\| "([a-z-]+)"/gm)].map(([, code = ""]) => code);
  expect(codes.length).toBeGreaterThan(10);
  expect(codesUnder("When a run fails")).toEqual([...codes].sort());
});

test("docs/operations.md has a row for each reason of a rejection", () => {
  const folder = join(root, "runtime", "arbitrate");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const codes = files.flatMap((name) => {
    const source = readFileSync(join(folder, name), "utf8");
    return [...source.matchAll(/\bcode: (?:"([^"]+)"|`([^`$]+)\$\{name\}`)/g)].map(
      ([, plain, named]) => plain ?? `${named}x`,
    );
  });
  expect(codesUnder("Reasons of rejections")).toEqual([...new Set(codes)].sort());
});
