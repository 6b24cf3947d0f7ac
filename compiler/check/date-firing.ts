import type { DateFiringTree } from "../../grammar/tree.ts";
import type { ValueType } from "../../plan/index.ts";
import type { CatalogEvent } from "../catalog/catalog.ts";
import { whatIs } from "../resolve/names.ts";
import type { CheckedOccurrence } from "./checked.ts";
import { type Context, report } from "./context.ts";
import { noteAttribute, noteRows } from "./mapped.ts";
import { checkName, reportUnknownAttribute } from "./name.ts";
import { checkConditions } from "./occurrence.ts";
import { customerScope, type Rows, type RowsInScope, type Scope } from "./scope.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { describeType } from "./types.ts";
import { isTooLong } from "./window.ts";

type DateOccurrence = Extract<CheckedOccurrence, { readonly kind: "date" }>;

/** `day of X`, `7 days before X`, `anniversary of X`: of a tag, or of a date on a collection's rows. */
export function checkDateFiring(tree: DateFiringTree, context: Context): DateOccurrence | undefined {
  const subject = dateSubject(tree, context);
  const offset = checkOffset(tree, context);
  if (subject === undefined) return undefined;
  const row: RowsInScope = { rows: subject.asked, of: subject.kind === "tag" ? "event" : "row" };
  const scope: Scope = { ...customerScope, row, event: row, beforeEvent: true };
  const where = checkConditions(tree.where, scope, context);
  if (where === undefined || offset === "wrong") return undefined;
  const { anniversary } = tree;
  const shared = { kind: "date", rows: subject.rows, offset, anniversary } as const;
  if (subject.kind === "tag") {
    return { ...shared, of: { kind: "tag", value: subject.value }, conditions: where };
  }
  const { collection, attribute } = subject;
  return {
    ...shared,
    of: { kind: "collection", collection: collection.name, attribute, where },
    conditions: [],
  };
}

/** What has the date. `rows` is what clauses call `event`; `asked`, what the firing's own `where` speaks of. */
type Subject = { readonly rows: Rows; readonly asked: Rows } & (
  | { readonly kind: "tag"; readonly value: TypedExpression }
  | { readonly kind: "collection"; readonly collection: CatalogEvent; readonly attribute: string }
);

/** The tag or the collection's attribute whose dates are meant; reports what is none. */
export function dateSubject({ of: name }: DateFiringTree, context: Context): Subject | undefined {
  const dot = name.quoted || context.names.data.has(name.text) ? -1 : name.text.lastIndexOf(".");
  const prefix = dot > 0 ? name.text.slice(0, dot) : "";
  const declared = context.names.data.get(prefix);
  if (declared?.kind === "collection") {
    const { collection } = declared;
    const rows: Rows = { name: prefix, alias: undefined, kind: "date", source: collection.source };
    const attribute = name.text.slice(dot + 1);
    const asked: Rows = { ...rows, kind: "collection" };
    const type = Object.hasOwn(collection.source.attributes, attribute)
      ? collection.source.attributes[attribute]?.type
      : undefined;
    if (type === undefined) {
      reportUnknownAttribute(context, asked, attribute, name);
      return undefined;
    }
    if (!isDate(type, name, context)) return undefined;
    context.uses.push({ of: "data", name: collection.name, span: name.span });
    noteRows("collection", collection, name.span, context);
    noteAttribute(asked, attribute, name.span, context);
    return { kind: "collection", rows, asked, collection, attribute };
  }
  if (declared !== undefined && declared.kind !== "catalog-tag" && declared.kind !== "tag") {
    const parameters = { name: name.text, what: `an attribute of the ${whatIs(declared)} \`${prefix}\`` };
    report(context, "date-of", name.span, parameters);
    return undefined;
  }
  const value = checkName(name, customerScope, context, undefined);
  if (value === undefined || !isDate(value.type, name, context)) return undefined;
  const rows: Rows = { name: name.text, alias: undefined, kind: "date", source: { attributes: {} } };
  return { kind: "tag", rows, asked: rows, value };
}

function isDate(type: ValueType, { text, span }: DateFiringTree["of"], context: Context): boolean {
  if (type.kind === "date") return true;
  report(context, "date-of", span, { name: text, what: describeType(type) });
  return false;
}

function checkOffset(
  { offset }: DateFiringTree,
  context: Context,
): DateOccurrence["offset"] | undefined | "wrong" {
  if (offset === undefined) return undefined;
  const { duration, direction } = offset;
  const { count, unit, span } = duration;
  if (unit === "hour" || unit === "minute") {
    report(context, "days-wanted", span, { what: "the way from a date" });
    return "wrong";
  }
  return isTooLong(duration, span, context) ? "wrong" : { duration: { count, unit }, direction };
}
