import { nearestName } from "../diagnostics/nearest.ts";
import { isLibraryFile } from "../library.ts";
import { type Declared, whatIs, withArticle } from "../resolve/names.ts";
import { type Context, report } from "./context.ts";

/** Reports descriptions in the catalog of names that no .campaign file declares. */
export function checkDescriptions(context: Context): void {
  const { data, offers, groups, campaigns, unread } = context.names;
  for (const [name, { span }] of context.catalog.descriptions ?? []) {
    // What the library describes a project's catalog may have taken the place of.
    if (isLibraryFile(span.file)) continue;
    const declared = data.get(name);
    const elsewhere = offers.has(name) || groups.has(name) || campaigns.has(name);
    if (unread.has(name) || elsewhere || (declared !== undefined && isInFile(declared))) continue;
    if (declared !== undefined && declared.kind !== "ledger-event") {
      report(context, "described-in-catalog", span, { name, what: withArticle(whatIs(declared)) });
      continue;
    }
    const known = [...data].flatMap(([other, each]) => (isInFile(each) ? [other] : []));
    known.push(...offers.keys(), ...groups.keys(), ...campaigns.keys());
    const nearest = nearestName(name, known);
    report(context, "unknown-name", span, { what: "declaration", name, nearest });
  }
}

function isInFile({ kind }: Declared): boolean {
  return kind === "tag" || kind === "segment" || kind === "event";
}
