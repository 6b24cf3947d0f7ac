import { nearestName } from "../diagnostics/nearest.ts";
import { isLibraryFile } from "../library.ts";
import { type Declared, whatIs, withArticle } from "../resolve/names.ts";
import { type Context, report } from "./context.ts";

/** Reports descriptions in the catalog of names that no .campaign file declares. */
export function checkDescriptions(context: Context): void {
  const { data, offers, groups, campaigns, unread } = context.names;
  for (const [name, { span, family, kind }] of context.catalog.descriptions ?? []) {
    // What the library describes a project's catalog may have taken the place of.
    if (isLibraryFile(span.file)) continue;
    const declared = data.get(name);
    const elsewhere = offers.has(name) || groups.has(name) || campaigns.has(name);
    const key = family === undefined ? "kind" : "family";
    if ((family !== undefined || kind !== undefined) && (elsewhere || isInFile(declared))) {
      if (declared?.kind !== "event") report(context, "not-of-a-family", span, { name, key });
    }
    if (unread.has(name) || elsewhere || isInFile(declared)) continue;
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

function isInFile(declared: Declared | undefined): boolean {
  return declared?.kind === "tag" || declared?.kind === "segment" || declared?.kind === "event";
}
