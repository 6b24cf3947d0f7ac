import type { NameTree } from "../../grammar/tree.ts";
import type { EventSource, RowScope, ValueType } from "../../plan/index.ts";
import type { Declared, Names } from "../resolve/names.ts";

/** The rows whose attributes can be named at a place. */
export interface Rows {
  /** The event or collection as it is called there. */
  readonly name: string;
  readonly alias: string | undefined;
  readonly kind: "event" | "collection";
  readonly source: EventSource;
}

/** What names can stand for at a place in a file. */
export interface Scope {
  /** The rows whose attributes are in scope by their own names. */
  readonly row: Rows | undefined;
  /** The firing's event, and as which row its attributes are read. */
  readonly event: { readonly rows: Rows; readonly of: RowScope } | undefined;
  /** Set where the firing could not be read, so that nobody can tell what is said of its event. */
  readonly eventUnread?: true;
  /** Inside an aggregate's parentheses; `subject` where only attributes may stand. */
  readonly aggregate: "subject" | "where" | undefined;
}

/** Where only customers are spoken of: definitions, segments, `when`. */
export const customerScope: Scope = { row: undefined, event: undefined, aggregate: undefined };

/** Where a firing's event would be in scope, had the firing been read. */
export const unreadEventScope: Scope = { ...customerScope, eventUnread: true };

/** What a name stands for, before its use is judged. */
export type Meaning =
  | {
      readonly kind: "attribute";
      readonly rows: Rows;
      readonly attribute: string;
      readonly of: RowScope;
      readonly type: ValueType;
    }
  | { readonly kind: "time"; readonly of: RowScope }
  | { readonly kind: "declared"; readonly name: string; readonly declared: Declared }
  /** Rows that have no such attribute. */
  | { readonly kind: "no-attribute"; readonly rows: Rows; readonly attribute: string };

/** Finds what a name means in a scope: an attribute there, then what the project declares. Undefined where it is nothing. */
export function meaningOf(name: NameTree, scope: Scope, names: Names): Meaning | undefined {
  const { row, event } = scope;
  if (row !== undefined) {
    const own = attributeOf(row, name.text, "row", name.quoted);
    if (own !== undefined) return own;
  }
  const dot = name.quoted ? -1 : name.text.lastIndexOf(".");
  if (dot > 0) {
    const prefix = name.text.slice(0, dot);
    const last = name.text.slice(dot + 1);
    if (row !== undefined && (prefix === row.name || prefix === row.alias)) {
      return attributeOf(row, last, "row", false) ?? { kind: "no-attribute", rows: row, attribute: last };
    }
    if (event !== undefined && (prefix === "event" || prefix === event.rows.alias)) {
      return (
        attributeOf(event.rows, last, event.of, false) ?? {
          kind: "no-attribute",
          rows: event.rows,
          attribute: last,
        }
      );
    }
    if (name.text.startsWith("customer.")) {
      const tag = name.text.slice("customer.".length);
      const declared = names.data.get(tag);
      if (declared !== undefined) return { kind: "declared", name: tag, declared };
    }
  }
  const declared = names.data.get(name.text);
  return declared === undefined ? undefined : { kind: "declared", name: name.text, declared };
}

function attributeOf(rows: Rows, attribute: string, of: RowScope, quoted: boolean): Meaning | undefined {
  const mapping = Object.hasOwn(rows.source.attributes, attribute)
    ? rows.source.attributes[attribute]
    : undefined;
  if (mapping !== undefined) return { kind: "attribute", rows, attribute, of, type: mapping.type };
  return attribute === "time" && rows.kind === "event" && !quoted ? { kind: "time", of } : undefined;
}
