import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

const folder = "compiler/diagnostics/messages";

test("no two groups of messages share a code", async () => {
  const codes: string[] = [];
  for (const file of readdirSync(folder).sort()) {
    const module: Readonly<Record<string, object>> = await import(
      /* @vite-ignore */ pathToFileURL(resolve(folder, file)).href
    );
    for (const group of Object.values(module)) codes.push(...Object.keys(group));
  }
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  expect(codes.length).toBeGreaterThan(0);
});
