import { textOf, valueAt } from "../yaml/node.ts";
import type { Description } from "./catalog.ts";
import { readHistory } from "./history.ts";
import { labelsOf, type Reader } from "./reader.ts";
import { checkCategory } from "./tags.ts";

/** Reads what the catalog says of things declared in .campaign files. */
export function readDescriptions(reader: Reader): ReadonlyMap<string, Description> {
  const descriptions = new Map<string, Description>();
  for (const entry of reader.entries.sections.describe.values()) {
    if (entry.origin !== "library") checkCategory(reader, entry);
    if (!entry.sound()) continue;
    const text = (key: string): string | undefined => textOf(valueAt(entry.node, key));
    descriptions.set(entry.name, {
      label: labelsOf(valueAt(entry.node, "label")),
      description: text("description"),
      class: text("class"),
      category: text("category"),
      owner: text("owner"),
      unit: text("unit"),
      history: readHistory(reader, entry),
      span: entry.key,
    });
  }
  return descriptions;
}
