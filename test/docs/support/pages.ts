import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..", "..", "..");

/** A page that readers get: its path from the project's folder and its text. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** README.md and all of docs/, in order of path. */
export function pages(): readonly Page[] {
  const docs = readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`);
  return ["README.md", ...docs.sort()].map((path) => ({
    path,
    text: readFileSync(join(root, path), "utf8"),
  }));
}

/** A fenced block of a page. */
export interface Block {
  /** `README.md:12`, the line of its opening fence. */
  readonly place: string;
  /** The first word behind the fence. */
  readonly language: string;
  /** The words behind the language, which readers don't see: what a test is to do with the block. */
  readonly words: readonly string[];
  readonly text: string;
}

/** The fenced blocks of a page in a language. */
export function blocksOf(page: Page, language: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = page.text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const fence = /^```(\S*) ?(.*)$/.exec(lines[at] ?? "");
    if (fence === null) continue;
    const end = lines.indexOf("```", at + 1);
    if (end < 0) throw new Error(`${page.path}:${at + 1}: the block is never closed`);
    if (fence[1] === language) {
      const words = (fence[2] ?? "").split(" ").filter((word) => word !== "");
      const text = `${lines.slice(at + 1, end).join("\n")}\n`;
      blocks.push({ place: `${page.path}:${at + 1}`, language, words, text });
    }
    at = end;
  }
  return blocks;
}

/** The value of a block's word `name=value`. */
export function wordOf(block: Block, name: string): string | undefined {
  return block.words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}
