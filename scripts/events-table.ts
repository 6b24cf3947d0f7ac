/**
 * Writes the table of the standard library's event rules into docs/stdlib.md, between its two marks. The same
 * library, the same table.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readLibrary } from "../cli/project/library.ts";
import type { Description } from "../compiler/catalog/catalog.ts";
import { loadCatalog } from "../compiler/catalog/load-catalog.ts";
import { type DeclarationTree, parse } from "../grammar/index.ts";

const page = join(import.meta.dirname, "..", "docs", "stdlib.md");
const begin = "<!-- events, written by scripts/events-table.ts: -->";
const end = "<!-- end of events -->";

const families = [
  ["opportunity", "Opportunities · 商机类"],
  ["alert", "Alerts · 异动预警类"],
  ["care", "Care · 客户关怀类"],
] as const;

const kinds = ["transaction", "product", "behaviour", "external", "life_stage"] as const;

/** The page with the table as the library has it now. */
export function renderStdlibPage(): string {
  const [before, rest] = halves(readFileSync(page, "utf8"), begin);
  const [, after] = halves(rest, end);
  return `${before}${begin}\n${eventsTable()}${end}${after}`;
}

function halves(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`docs/stdlib.md has no mark \`${mark}\``);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

function eventsTable(): string {
  const library = readLibrary();
  const { catalog } = loadCatalog([frame], library.catalogFiles);
  if (catalog === undefined) throw new Error("the library's catalog cannot be read");
  const texts = new Map(library.campaignFiles.map(({ path, text }) => [path, text]));
  const declarations = library.campaignFiles.flatMap(({ path, text }) => parse(path, text).tree.declarations);
  const sourceOf = ({ span }: DeclarationTree): string =>
    (texts.get(span.file) ?? "").slice(span.start, span.end);
  const figures = new Map(
    declarations.flatMap((tree) =>
      tree.kind === "tag" ? [[tree.name.text, sourceOf(tree).replace(/^[^=]*= /, "")] as const] : [],
    ),
  );
  const rows = declarations.flatMap((tree) => {
    const said = catalog.descriptions?.get(tree.kind === "event" ? tree.name.text : "");
    if (tree.kind !== "event" || said === undefined) return [];
    const names = new Set(sourceOf(tree).match(/\bparameter\.\w+/g));
    const turnsOn = [...names].map((name) => `${name.replace("parameter.", "")} ${figures.get(name)}`);
    const called = [tree.label?.value, said.label["zh"]].join(" · ");
    return [{ said, line: `| \`${tree.name.text}\` | ${called} | ${turnsOn.join("; ")} |` }];
  });
  const section = (family: string, title: string): string => {
    const ofFamily = rows.filter(({ said }) => said.family === family);
    const parts = kinds.map((kind) => {
      const file = `stdlib/events/${family}/${kind.replace("_", "-")}.campaign`;
      const lines = ofFamily.filter(({ said }) => isOf(said, kind)).map(({ line }) => line);
      const head = `| [${kind}](../${file}) | called | turns on (parameters) |\n|---|---|---|`;
      return `${head}\n${lines.join("\n")}\n`;
    });
    return `\n### ${title}: ${ofFamily.length}\n\n${parts.join("\n")}`;
  };
  return `${families.map(([family, title]) => section(family, title)).join("")}\n`;
}

const isOf = ({ kind }: Description, wanted: string): boolean => kind === wanted;

/** The least that a catalog must say besides. */
const frame = {
  path: "frame.yaml",
  text: `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: customer_id, type: integer, source: customers }
sources: { customers: { relation: customers, grain: customer } }
`,
};

if (import.meta.main) writeFileSync(page, renderStdlibPage());
