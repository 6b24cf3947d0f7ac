import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readLibrary } from "../../cli/project/library.ts";
import { check } from "../../compiler/compile.ts";
import { renderDiagnostic } from "../../compiler/diagnostics/render.ts";
import { fileOf } from "./support/campaign-block.ts";
import { type Block, blocksOf, pages, root, wordOf } from "./support/pages.ts";

const read = (folder: string, ending: string) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(root, folder, name), "utf8") }));

// The demo bank's catalog, a tag more, what its campaigns share, and the library: examples speak of these.
const catalogFiles = [...read("catalog", ".yaml"), ...read("test/docs", ".yaml")];
const shared = read("campaigns/shared", ".campaign");
const library = readLibrary();

/** What `check` says of the demo bank with a block in it, as a user sees it, and the codes alone. */
function findings(block: Block) {
  const file = { path: block.place, text: fileOf(block) };
  const { diagnostics } = check({ project: "docs", catalogFiles, campaignFiles: [...shared, file], library });
  return {
    codes: diagnostics.map(({ code }) => code),
    shown: diagnostics
      .map((each) =>
        renderDiagnostic(each, (path) => (path === file.path ? file.text : undefined), { color: false }),
      )
      .join("\n"),
  };
}

const blocks = pages().flatMap((page) => blocksOf(page, "campaign"));

describe("an example of a campaign file", () => {
  test.each(blocks.map((block) => [block.place, block] as const))("%s", (_, block) => {
    const { codes, shown } = findings(block);
    const expected = wordOf(block, "finds");
    if (expected === undefined) expect(shown).toBe("");
    else expect([...new Set(codes)]).toEqual([expected]);
  });

  test("stands in README and in the language's reference", () => {
    const places = blocks.map(({ place }) => place.split(":")[0]);
    expect(places).toContain("README.md");
    expect(places.filter((place) => place === "docs/language.md").length).toBeGreaterThan(15);
  });

  test("of README is a campaign of the demo bank", () => {
    const campaigns = read("campaigns", ".campaign").map(({ text }) => text);
    for (const block of blocks.filter(({ place }) => place.startsWith("README.md"))) {
      expect(campaigns).toContain(block.text);
    }
  });
});
