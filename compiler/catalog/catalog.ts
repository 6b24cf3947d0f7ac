import type { Span } from "../../grammar/span.ts";
import type {
  BusinessCalendar,
  Channel,
  ColumnMapping,
  CustomerSource,
  EventFamily,
  EventKind,
  EventSource,
  RateSource,
  Source,
  ValueType,
} from "../../plan/index.ts";

/**
 * The catalog, read and validated: every name maps to what it says and to the place in the YAML that says it.
 * Parts that were wrong have been reported and are left out.
 */
export interface Catalog {
  readonly timezone: string;
  readonly currency: string;
  readonly calendar: BusinessCalendar;
  readonly customer: CustomerSource;
  readonly rates: RateSource | undefined;
  readonly sources: ReadonlyMap<string, Placed<Source>>;
  readonly tags: ReadonlyMap<string, CatalogTag>;
  readonly events: ReadonlyMap<string, CatalogEvent>;
  readonly collections: ReadonlyMap<string, CatalogEvent>;
  readonly channels: ReadonlyMap<string, CatalogChannel>;
  readonly products: ReadonlyMap<string, CatalogProduct>;
  /** The categories of each class, as listed. */
  readonly categories: ReadonlyMap<string, readonly string[]>;
  /** What `describe` says of things declared in .campaign files, by their names. */
  readonly descriptions?: ReadonlyMap<string, Description>;
  /** Names of tags, events, their attributes (`purchase.amount`), collections and channels that were wrong and are left out. */
  readonly unread: ReadonlySet<string>;
  /** Of `customer`, `rates` and the like, for messages that point at them. */
  readonly places: ReadonlyMap<"customer" | "rates" | "timezone" | "currency", Span>;
}

export type Labels = Readonly<Record<string, string>>;

/** Something with the place of its key in the YAML. */
export interface Placed<Value> {
  readonly value: Value;
  readonly span: Span;
}

/** Names for people with a sentence or two. */
export interface Wording {
  readonly label: Labels;
  readonly description: string | undefined;
}

export interface CatalogChannel extends Placed<Channel>, Wording {}

export type TagStatus = "draft" | "active" | "deprecated" | "retired";
export type Purpose = "service" | "marketing";

/** What became of something on a day. */
export interface HistoryEntry {
  readonly date: string;
  /** The status that it has had since. */
  readonly status: TagStatus | undefined;
  /** What it was called until then. */
  readonly name: string | undefined;
  /** What people called it until then, by language. */
  readonly label: Labels;
  readonly note: string | undefined;
}

/** What people are told of a tag, as the catalog writes it. */
export interface TagFacts {
  readonly class: string | undefined;
  readonly category: string | undefined;
  readonly description: string | undefined;
  readonly unit: string | undefined;
  readonly owner: string | undefined;
  readonly sensitivity: string | undefined;
}

export interface CatalogTag extends TagFacts {
  readonly name: string;
  readonly type: ValueType;
  readonly mapping: ColumnMapping;
  readonly label: Labels;
  readonly status: TagStatus;
  /** What to use instead of a deprecated or retired tag. */
  readonly use: string | undefined;
  /** The purposes it may be used for; all where the catalog is silent. */
  readonly purposes: readonly Purpose[];
  /** `daily`, `hourly`, … as written. */
  readonly refreshed: string | undefined;
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
  readonly span: Span;
  /** The place in the YAML of the column's name. */
  readonly columnSpan: Span;
  /** The standard library's alone: the project does not say where it is read, and nothing may read it. */
  readonly unmapped?: true;
  /** Whether the standard library has it. */
  readonly library?: true;
}

export interface CatalogEvent {
  readonly name: string;
  readonly source: EventSource;
  readonly label: Labels;
  readonly description: string | undefined;
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
  /** What people are told of its attributes. */
  readonly attributeWording: ReadonlyMap<string, Wording>;
  readonly span: Span;
  /** The place of each attribute's column. */
  readonly attributeSpans: ReadonlyMap<string, Span>;
  /** The standard library's alone: the project does not say where it is read, and nothing may read it. */
  readonly unmapped?: true;
  /** Attributes of the standard library's that the project does not name, and nothing may read. */
  readonly unmappedAttributes?: ReadonlySet<string>;
  /** Whether the standard library has it. */
  readonly library?: true;
}

export interface CatalogProduct {
  readonly code: string;
  readonly label: Labels;
  readonly span: Span;
}

/** What the catalog says of something that is declared in a .campaign file. */
export interface Description {
  readonly label: Labels;
  readonly description: string | undefined;
  readonly class: string | undefined;
  readonly category: string | undefined;
  readonly owner: string | undefined;
  readonly unit: string | undefined;
  /** An event's alone. */
  readonly family: EventFamily | undefined;
  /** An event's alone. */
  readonly kind: EventKind | undefined;
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
  readonly span: Span;
}
