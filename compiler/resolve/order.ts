import type { EventTree, NameTree, SegmentTree, TagTree } from "../../grammar/tree.ts";
import type { Declared } from "./names.ts";
import { forEachName, forEachNameOfFiring } from "./names-in.ts";

export type DataDeclaration = TagTree | SegmentTree | EventTree;

/**
 * The declared tags, segments and events, each after those that its text may refer to, names of one rank in
 * order of name. A name's text alone is looked at, so that one which turns out to be an enum's member counts
 * too: inside a circle the order is that of names.
 */
export function dependencyOrder(data: ReadonlyMap<string, Declared>): readonly DataDeclaration[] {
  const trees = new Map<string, DataDeclaration>();
  for (const [name, declared] of data) {
    if (declared.kind === "tag" || declared.kind === "segment" || declared.kind === "event") {
      trees.set(name, declared.tree);
    }
  }
  const ordered: DataDeclaration[] = [];
  const seen = new Set<string>();
  for (const name of [...trees.keys()].sort()) {
    // A stack of our own: chains of definitions may be longer than the machine's stack is deep.
    const stack: { readonly name: string; readonly next: Iterator<string> }[] = [];
    const enter = (entered: string): void => {
      const tree = trees.get(entered);
      if (tree === undefined || seen.has(entered)) return;
      seen.add(entered);
      stack.push({ name: entered, next: references(tree, trees)[Symbol.iterator]() });
    };
    enter(name);
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      if (top === undefined) break;
      const next = top.next.next();
      if (next.done !== true) {
        enter(next.value);
        continue;
      }
      stack.pop();
      const tree = trees.get(top.name);
      if (tree !== undefined) ordered.push(tree);
    }
  }
  return ordered;
}

function references(tree: DataDeclaration, trees: ReadonlyMap<string, DataDeclaration>): readonly string[] {
  const found = new Set<string>();
  const add = (name: NameTree): void => {
    const { text } = name;
    if (trees.has(text)) found.add(text);
    const dot = text.lastIndexOf(".");
    if (dot > 0 && trees.has(text.slice(0, dot))) found.add(text.slice(0, dot));
    if (text.startsWith("customer.") && trees.has(text.slice(9))) found.add(text.slice(9));
  };
  switch (tree.kind) {
    case "tag":
      forEachName(tree.value, add);
      break;
    case "segment":
      forEachName(tree.predicate, add);
      break;
    case "event":
      forEachNameOfFiring(tree.firing, add);
      break;
  }
  return [...found].sort();
}
