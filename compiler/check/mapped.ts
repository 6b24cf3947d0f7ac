import type { Span } from "../../grammar/span.ts";
import type { CatalogEvent, CatalogTag } from "../catalog/catalog.ts";
import { notMapped } from "../catalog/overlay.ts";
import { isLibraryFile } from "../library.ts";
import { type Declared, placeOf } from "../resolve/names.ts";
import { type Context, report } from "./context.ts";
import type { Rows } from "./scope.ts";

/*
 * What the standard library declares and a bank maps to nothing costs nothing, until a file of the bank's names it or
 * something of the library's that rests on it: that place is the one where the bank can do something about it.
 */

type What = "tag" | "event" | "collection" | "attribute";

/** Notes a tag's use where it is mapped to nothing. */
export function noteTag(tag: CatalogTag, span: Span, context: Context): void {
  if (tag.unmapped === true) note("tag", tag.name, { span, declared: tag.span }, context);
}

/** Notes an event's or a collection's use where it is mapped to nothing. */
export function noteRows(
  what: "event" | "collection",
  event: CatalogEvent,
  span: Span,
  context: Context,
): void {
  if (event.unmapped === true) note(what, event.name, { span, declared: event.span }, context);
}

/** Notes an attribute's use where the bank maps its event, and not the attribute. */
export function noteAttribute(rows: Rows, attribute: string, span: Span, context: Context): void {
  const { name } = rows.source;
  if (name === undefined || rows.kind === "ledger") return;
  const { events, collections } = context.catalog;
  const event = events.get(name) ?? collections.get(name);
  if (event?.unmappedAttributes?.has(attribute) !== true) return;
  note("attribute", `${name}.${attribute}`, { span, declared: event.span }, context);
}

/** Notes the use of a declared name: a bank's file that names one of the library's must map all that it rests on. */
export function noteDefinition(name: string, span: Span, context: Context): void {
  const missing = context.missing.get(name);
  if (missing === undefined) return;
  for (const each of missing) restsOn(each, context);
  const declared = context.names.data.get(name);
  if (isLibraryFile(span.file) || declared === undefined || !isLibrarys(declared)) return;
  const place = placeOf(declared);
  const related = place === undefined ? [] : [{ span: place, label: "declared here" }];
  report(context, "library-not-mapped", span, { name, missing: [...missing].sort() }, { related });
}

/** Whether a declared name is the standard library's. */
export function isLibrarys(declared: Declared): boolean {
  const place = placeOf(declared);
  return place !== undefined && isLibraryFile(place.file);
}

function note(
  what: What,
  name: string,
  { span, declared }: { readonly span: Span; readonly declared: Span },
  context: Context,
): void {
  if (isLibraryFile(span.file)) {
    restsOn(name, context);
    return;
  }
  const label =
    what === "attribute" ? "the catalog maps this, without the attribute" : "the catalog maps it to nothing";
  const related = [{ span: declared, label }];
  report(context, "not-mapped", span, notMapped(what, name), { related });
}

/** Everything that is being checked rests on it. */
function restsOn(missing: string, context: Context): void {
  for (const name of context.underway) {
    const known = context.missing.get(name);
    if (known === undefined) context.missing.set(name, new Set([missing]));
    else known.add(missing);
  }
}
