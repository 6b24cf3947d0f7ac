import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Catalog } from "../../../compiler/catalog/catalog.ts";
import { loadCatalog } from "../../../compiler/catalog/load-catalog.ts";
import { type CompiledTexts, compileProject } from "../../support/detection.ts";
import { library } from "../support.ts";
import { portraitOf } from "./every-tag.ts";

const read = (name: string) => readFileSync(join(import.meta.dirname, name), "utf8");

/** The bank's project with all its campaigns, and with one that says of everybody what each mapped tag is. */
export function wholeProject(): CompiledTexts & { readonly catalog: Catalog } {
  const files = { "catalog.yaml": read("catalog.yaml"), "kit.yaml": "catalog: 1\nchannels:\n  letter: {}\n" };
  const texts = Object.entries(files).map(([path, content]) => ({ path, text: content }));
  const { catalog } = loadCatalog(texts, library.catalogFiles);
  if (catalog === undefined) throw new Error("the catalog cannot be read");
  const campaigns = {
    "first.campaign": read("first.campaign"),
    "more.campaign": read("more.campaign"),
    "portrait.campaign": portraitOf(catalog.tags),
  };
  return { catalog, ...compileProject(files, campaigns, undefined, library) };
}
