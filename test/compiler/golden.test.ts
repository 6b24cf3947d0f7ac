import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check } from "../../compiler/compile.ts";
import { renderDiagnostic } from "../../compiler/diagnostics/render.ts";
import { expectGolden } from "../support/golden.ts";

const folder = join(import.meta.dirname, "golden");
const codes = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** A case's files, and the catalog that it is checked by: its own, else the one that all share; `library.*` is a library. */
function filesOf(code: string) {
  const read = (path: string, name: string) => ({ path: name, text: readFileSync(path, "utf8") });
  const own = join(folder, code, "catalog.yaml");
  const catalog = existsSync(own) ? own : join(folder, "catalog.yaml");
  const names = readdirSync(join(folder, code)).sort();
  const campaignFiles = names
    .filter((name) => name.endsWith(".campaign") && name !== "library.campaign")
    .map((name) => read(join(folder, code, name), name));
  const libraryFiles = (name: string) =>
    names.includes(name) ? [read(join(folder, code, name), `stdlib:${name}`)] : [];
  const library = {
    catalogFiles: libraryFiles("library.yaml"),
    campaignFiles: libraryFiles("library.campaign"),
  };
  return { project: code, catalogFiles: [read(catalog, "catalog.yaml")], campaignFiles, library };
}

describe("what a user sees of each mistake", () => {
  test.each(codes)("%s", (code) => {
    const files = filesOf(code);
    const texts = new Map(
      [
        ...files.catalogFiles,
        ...files.campaignFiles,
        ...files.library.catalogFiles,
        ...files.library.campaignFiles,
      ].map(({ path, text }) => [path, text]),
    );
    const { diagnostics } = check(files);
    const shown = diagnostics.map((each) =>
      renderDiagnostic(each, (file) => texts.get(file), { color: false }),
    );
    expect(diagnostics.map((each) => each.code)).toContain(code);
    expectGolden(join(folder, code, "expected.txt"), shown.join("\n"));
  });
});
