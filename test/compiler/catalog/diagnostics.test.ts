import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadCatalog } from "../../../compiler/catalog/load-catalog.ts";
import { catalogMessages } from "../../../compiler/diagnostics/messages/catalog.ts";
import { yamlMessages } from "../../../compiler/diagnostics/messages/yaml.ts";
import { renderDiagnostic } from "../../../compiler/diagnostics/render.ts";
import { expectGolden } from "../../support/golden.ts";

const golden = "test/compiler/catalog/golden";
const bank = { path: "bank.yaml", text: readFileSync(join(golden, "bank.yaml"), "utf8") };

const codes = readdirSync(golden, { withFileTypes: true })
  .filter((each) => each.isDirectory())
  .map(({ name }) => name)
  .sort();

describe("each diagnostic of the catalog, as the user sees it", () => {
  test.each(codes)("%s", (code) => {
    const folder = join(golden, code);
    const read = (path: string) => ({ path, text: readFileSync(join(folder, path), "utf8") });
    const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
    const inputs = names.filter((name) => name !== "library.yaml").map(read);
    const library = names
      .filter((name) => name === "library.yaml")
      .map((name) => ({ ...read(name), path: `stdlib:${name}` }));
    const files = inputs.some(({ path }) => path === "alone.yaml") ? inputs : [bank, ...inputs];
    const { diagnostics } = loadCatalog(files, library);
    const textOf = (path: string) => [...files, ...library].find((file) => file.path === path)?.text;
    const shown = diagnostics.map((each) => renderDiagnostic(each, textOf, { color: false }));
    expect(diagnostics.map((each) => each.code)).toContain(code);
    expectGolden(join(folder, "expected.txt"), shown.join("\n"));
  });

  test("every code has its case", () => {
    const missing = [...Object.keys(yamlMessages), ...Object.keys(catalogMessages)].filter(
      (code) => !codes.includes(code),
    );
    expect(missing).toEqual([]);
  });

  test("the catalog beside every case has no diagnostics of its own", () => {
    const { catalog, diagnostics } = loadCatalog([bank]);
    expect(diagnostics).toEqual([]);
    expect(catalog).toBeDefined();
  });
});
