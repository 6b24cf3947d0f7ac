/** How deep expressions may be nested: what reads, checks and runs them goes down into them. */
export const deepestNesting = 200;

/**
 * Whether a tree is nested deeper than allowed, counting each node of an expression. Goes through it without
 * recursion: it may be as deep as its text is long.
 */
export function isTooDeep(tree: object): boolean {
  const open: { readonly node: object; readonly depth: number }[] = [{ node: tree, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const depth = next.depth + ("kind" in next.node ? 1 : 0);
    if (depth > deepestNesting) return true;
    for (const child of Object.values(next.node)) {
      if (typeof child === "object" && child !== null) open.push({ node: child, depth });
    }
  }
  return false;
}
