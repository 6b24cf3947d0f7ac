import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { pages, root } from "./support/pages.ts";

/** The anchors of a page's headings, as code hosts make them. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of prose(text).matchAll(/^#{1,6} +(.+)$/gm)) {
    const plain = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, "")
      .trim()
      .replaceAll(" ", "-");
    let anchor = plain;
    for (let again = 1; anchors.has(anchor); again++) anchor = `${plain}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** A page without its fenced blocks. */
function prose(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, "");
}

/** What is wrong with a link from a page; undefined for one that leads somewhere. */
function wrong(path: string, link: string): string | undefined {
  if (/^(https?|mailto):/.test(link)) return undefined;
  const [file = "", anchor] = link.split("#");
  const target = file === "" ? path : join(dirname(path), file);
  const whole = join(root, target);
  if (!existsSync(whole)) return `${link}: there is no ${target}`;
  if (anchor === undefined || statSync(whole).isDirectory()) return undefined;
  return anchorsOf(readFileSync(whole, "utf8")).has(anchor)
    ? undefined
    : `${link}: ${target} has no such heading`;
}

describe("links", () => {
  test.each(pages().map((page) => [page.path, page] as const))("of %s lead somewhere", (path, page) => {
    const links = [...prose(page.text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    expect(links.map((link) => wrong(path, link)).filter((each) => each !== undefined)).toEqual([]);
  });

  test("lead from README to every page of docs", () => {
    const [readme, ...docs] = pages();
    const missing = docs.filter(({ path }) => !readme?.text.includes(`](${path})`));
    expect(missing.map(({ path }) => path)).toEqual([]);
  });
});
