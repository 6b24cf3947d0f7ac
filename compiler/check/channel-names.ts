import type { NameTree } from "../../grammar/tree.ts";
import { type Context, report, reportUnknownName } from "./context.ts";

/** Channels that a line names, each once; undefined where one is none. */
export function channelsNamed(trees: readonly NameTree[], context: Context): readonly string[] | undefined {
  const channels = new Set<string>();
  let sound = true;
  for (const tree of trees) {
    if (!context.catalog.channels.has(tree.text)) {
      reportUnknownName(context, "channel", tree, context.catalog.channels.keys());
      sound = false;
    } else if (channels.has(tree.text)) report(context, "name-repeated", tree.span, { name: tree.text });
    channels.add(tree.text);
  }
  return sound ? [...channels] : undefined;
}
