import type { NameTree } from "../../grammar/tree.ts";
import type { EventSource, RowScope, ValueType } from "../../plan/index.ts";
import type { Declared, Names } from "../resolve/names.ts";

/** The rows whose attributes can be named at a place. */
export interface Rows {
  /** The event or collection as it is called there. */
  readonly name: string;
  readonly alias: string | undefined;
  /** `ledger`: of contacts or responses. `date`: what a date fires, a collection's row or nothing but its time. */
  readonly kind: "event" | "collection" | "ledger" | "date";
  /** `name` is the catalog's, where the rows are of its own. */
  readonly source: Pick<EventSource, "attributes"> & Partial<Pick<EventSource, "name">>;
}

/** Rows, and as which row of the program their attributes are read. */
export interface RowsInScope {
  readonly rows: Rows;
  readonly of: RowScope;
}

/** What names can stand for at a place in a file. */
export interface Scope {
  /** The rows whose attributes are in scope by their own names. */
  readonly row: RowsInScope | undefined;
  /** What `event` speaks of: the firing's event, of a chain the first. */
  readonly event: RowsInScope | undefined;
  /** Later steps of a chain, which are spoken of by their aliases. */
  readonly steps: readonly RowsInScope[];
  /** The alias of the step that must not happen, of which nothing can be said. */
  readonly absent?: string | undefined;
  /** Whether a window may end at the event (`30 days before event`). */
  readonly beforeEvent: boolean;
  /** Set where the firing could not be read, so that nobody can tell what is said of its event. */
  readonly eventUnread?: true;
  /** Inside an aggregate's parentheses; `subject` where only attributes may stand. */
  readonly aggregate: "subject" | "where" | undefined;
  /** Inside `in each of …`, where `that period` is a window. */
  readonly thatPeriod?: boolean;
  /** Inside `top … of … by …`, which is of all customers and is not asked of the ledger. */
  readonly ranking?: boolean;
  /** In `offer best of … by`: the types of `offer.value` and `offer.cost`. */
  readonly offerAmounts?: { readonly value: ValueType; readonly cost: ValueType };
}

/** Where only customers are spoken of: definitions, segments, `when`. */
export const customerScope: Scope = {
  row: undefined,
  event: undefined,
  steps: [],
  beforeEvent: false,
  aggregate: undefined,
};

/** Where a firing's event would be in scope, had the firing been read. */
export const unreadEventScope: Scope = { ...customerScope, beforeEvent: true, eventUnread: true };

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
  | { readonly kind: "offer-amount"; readonly amount: "value" | "cost"; readonly type: ValueType }
  | { readonly kind: "declared"; readonly name: string; readonly declared: Declared }
  /** Rows that have no such attribute. */
  | { readonly kind: "no-attribute"; readonly rows: Rows; readonly attribute: string };

/** Finds what a name means in a scope: an attribute there, then what the project declares. Undefined where it is nothing. */
export function meaningOf(name: NameTree, scope: Scope, names: Names): Meaning | undefined {
  const { row } = scope;
  if (row !== undefined) {
    const own = attributeOf(row, name.text, name.quoted);
    if (own !== undefined) return own;
  }
  const dot = name.quoted ? -1 : name.text.lastIndexOf(".");
  if (dot > 0) {
    const prefix = name.text.slice(0, dot);
    const last = name.text.slice(dot + 1);
    const called = rowsCalled(prefix, scope);
    if (called !== undefined) {
      return attributeOf(called, last, false) ?? { kind: "no-attribute", rows: called.rows, attribute: last };
    }
    if (scope.offerAmounts !== undefined && prefix === "offer" && (last === "value" || last === "cost")) {
      return { kind: "offer-amount", amount: last, type: scope.offerAmounts[last] };
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

/** The rows that are spoken of by a name in front of a dot. */
export function rowsCalled(prefix: string, { row, event, steps }: Scope): RowsInScope | undefined {
  if (row !== undefined && (prefix === row.rows.name || prefix === row.rows.alias)) return row;
  if (event !== undefined && (prefix === "event" || prefix === event.rows.alias)) return event;
  return steps.find((step) => prefix === step.rows.alias);
}

/** The aliases by which rows can be spoken of. */
export function aliasesIn({ row, event, steps }: Scope): readonly string[] {
  return [row, event, ...steps].flatMap((each) => (each?.rows.alias === undefined ? [] : [each.rows.alias]));
}

/** Whether rows have a time: all but those of collections. */
export function haveTime(rows: Rows): boolean {
  return rows.kind !== "collection";
}

function attributeOf({ rows, of }: RowsInScope, attribute: string, quoted: boolean): Meaning | undefined {
  const mapping = Object.hasOwn(rows.source.attributes, attribute)
    ? rows.source.attributes[attribute]
    : undefined;
  if (mapping !== undefined) return { kind: "attribute", rows, attribute, of, type: mapping.type };
  return attribute === "time" && haveTime(rows) && !quoted ? { kind: "time", of } : undefined;
}
