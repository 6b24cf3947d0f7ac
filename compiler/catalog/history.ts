import type { Span } from "../../grammar/span.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { itemsOf, textOf, valueAt } from "../yaml/node.ts";
import type { HistoryEntry, TagStatus } from "./catalog.ts";
import type { CatalogEntry } from "./merge.ts";
import { labelsOf, type Reader } from "./reader.ts";
import { isDay } from "./time.ts";

/**
 * Reads what became of something; entries that are wrong have been reported and are left out. `status` is what a
 * tag is now, and what its history must come to where it speaks of that.
 */
export function readHistory(
  reader: Reader,
  entry: CatalogEntry,
  status?: TagStatus,
): readonly HistoryEntry[] {
  const list = valueAt(entry.node, "history");
  if (list === undefined || !entry.sound("history")) return [];
  const history: HistoryEntry[] = [];
  const mine = entry.origin !== "library";
  let ends: { readonly status: TagStatus; readonly span: Span } | undefined;
  for (const item of itemsOf(list)) {
    const dateNode = valueAt(item, "date");
    const date = textOf(dateNode);
    if (dateNode === undefined || date === undefined) continue;
    if (!isDay(date)) {
      if (mine) reader.report(diagnostic("no-such-date", dateNode.span, { date }));
      continue;
    }
    const before = history.at(-1)?.date;
    if (mine && before !== undefined && date < before) {
      reader.report(diagnostic("history-order", dateNode.span, { date, before }));
    }
    const statusNode = valueAt(item, "status");
    const became = textOf(statusNode) as TagStatus | undefined;
    if (statusNode !== undefined && became !== undefined) ends = { status: became, span: statusNode.span };
    history.push({
      date,
      status: became,
      name: textOf(valueAt(item, "name")),
      label: labelsOf(valueAt(item, "label")),
      note: textOf(valueAt(item, "note")),
    });
  }
  if (mine && status !== undefined && ends !== undefined && ends.status !== status) {
    const parameters = { name: entry.name, last: ends.status, status };
    reader.report(diagnostic("history-status", ends.span, parameters));
  }
  return history;
}
