import type { FileTree } from "../tree.ts";
import { clauseKeywords } from "../words.ts";

/**
 * Whether two trees say the same: alike but for places, the order of clauses, and backticks around the names of
 * offers and channels, which mean nothing there.
 */
export function sameMeaning(one: FileTree, other: FileTree): boolean {
  return same(meaningOf(one), meaningOf(other));
}

function meaningOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(meaningOf);
  if (typeof value !== "object" || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    if (key === "span" || key === "keyword") continue;
    if (key === "clauses" && Array.isArray(child)) {
      result[key] = clauseKeywords.flatMap((keyword) =>
        child.filter((clause) => clause.kind === keyword).map(meaningOf),
      );
    } else if (key === "names" && Array.isArray(child))
      result[key] = child.map((name) => name.parts ?? name.text);
    else result[key] = meaningOf(child);
  }
  return result;
}

function same(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null)
    return one === other;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) =>
    same((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
  );
}
