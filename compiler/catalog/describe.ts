import type { EventFamily, EventKind } from "../../plan/index.ts";
import { textOf, valueAt } from "../yaml/node.ts";
import type { Description } from "./catalog.ts";
import { readHistory } from "./history.ts";
import { labelsOf, type Reader } from "./reader.ts";
import { checkCategory } from "./tags.ts";

const families: readonly EventFamily[] = ["opportunity", "alert", "care"];
const kinds: readonly EventKind[] = ["product", "behaviour", "external", "life_stage", "transaction"];

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
      family: families.find((family) => family === text("family")),
      kind: kinds.find((kind) => kind === text("kind")),
      history: readHistory(reader, entry),
      span: entry.key,
    });
  }
  return descriptions;
}
