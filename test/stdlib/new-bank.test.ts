import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCatalog } from "../../compiler/catalog/load-catalog.ts";
import { compile } from "../../compiler/compile.ts";
import { emitPlan } from "../../compiler/emit/plan.ts";
import { library, libraryTags, project } from "./support.ts";

const read = (name: string) => readFileSync(join(import.meta.dirname, "new-bank", name), "utf8");
const texts = project(read("catalog.yaml"), read("first.campaign"));

test("a bank with a warehouse of its own takes the library in by its catalog alone", () => {
  const { catalog, diagnostics: said } = loadCatalog(texts.catalogFiles, library.catalogFiles);
  expect(said).toEqual([]);
  const mapped = [...(catalog?.tags.values() ?? [])].filter(({ unmapped }) => unmapped !== true);
  expect(mapped.length / libraryTags.size).toBeCloseTo(1 / 3, 1);
  const { program, diagnostics } = compile(texts);
  expect(diagnostics).toEqual([]);
  if (program === undefined || catalog === undefined) throw new Error("the project does not compile");
  const [campaign] = emitPlan(program, catalog, ({ file }) => file).campaigns;
  expect(campaign?.name).toBe("win_the_main_account");
});
