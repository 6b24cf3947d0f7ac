import type { Span } from "../../grammar/span.ts";
import type { Placed } from "../catalog/catalog.ts";

/**
 * The project file (baleen.yaml), validated, with `${VAR}` filled in. Paths and patterns stand as written,
 * relative to the file; each value keeps its place for messages of those who open what it names.
 */
export interface ProjectFile {
  readonly name: string;
  /** Patterns of the catalog's files. */
  readonly catalog: readonly Placed<string>[];
  /** Patterns of the campaigns' files. */
  readonly campaigns: readonly Placed<string>[];
  readonly stdlib: boolean;
  readonly warehouse: WarehouseSettings;
  readonly ledger: LedgerSettings;
  readonly dispatch: DispatchSettings;
}

/** `path` is a DuckDB file, or a folder in which relation x is x.parquet or x.csv: what lies there tells. */
export type WarehouseSettings =
  | { readonly engine: "duckdb"; readonly path: Placed<string>; readonly span: Span }
  | PostgresSettings;

/** A store in a PostgreSQL database: the schema of the warehouse's relations, or of the ledger's tables. */
export interface PostgresSettings {
  readonly engine: "postgres";
  /** May hold a password: it must never be shown. */
  readonly url: Placed<string>;
  readonly schema: string;
  readonly span: Span;
}

export type LedgerSettings = (
  | { readonly engine: "sqlite"; readonly path: Placed<string>; readonly span: Span }
  | PostgresSettings
) & {
  /** How long it says who was contacted; for ever where missing. */
  readonly keep?: { readonly count: number; readonly unit: "month" | "year" };
  /** It must never be shown. */
  readonly forgetKey?: Placed<string>;
};

export interface DispatchSettings {
  /** For channels that are not named. */
  readonly default: AdapterSettings;
  readonly channels: ReadonlyMap<string, AdapterSettings>;
}

export type AdapterSettings = FileSettings | WebhookSettings | MailSettings | TaskSettings;

/** A mailbox; the name is empty where none is given. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

export interface MailSettings {
  readonly adapter: "smtp";
  readonly host: string;
  readonly port: number;
  /** How what is said is protected: before anything else is, from the first byte, or not. */
  readonly tls: "starttls" | "implicit" | "none";
  /** A PEM file of the authorities that vouch for the server. */
  readonly ca?: Placed<string>;
  /** The password must never be shown. */
  readonly login?: { readonly user: Placed<string>; readonly password: Placed<string> };
  readonly from: MailAddress;
  readonly replyTo?: MailAddress;
  /** Whether the text goes as HTML too. */
  readonly html: boolean;
  /** Messages a second at most. */
  readonly rate: number;
  /** Messages under way at once. */
  readonly concurrency: number;
  /** Seconds. */
  readonly timeout: number;
  /** The place of the channel's name. */
  readonly span: Span;
}

export interface TaskSettings {
  readonly adapter: "tasks";
  /** A CSV file of relationship managers and their branches. */
  readonly staff: Placed<string>;
  /** Business days within which a task is to be done. */
  readonly days: number;
  /** The place of the channel's name. */
  readonly span: Span;
}

export interface FileSettings {
  readonly adapter: "file";
  readonly path: Placed<string>;
  /** The place of the channel's name. */
  readonly span: Span;
}

export interface WebhookSettings {
  readonly adapter: "webhook";
  readonly url: Placed<string>;
  /** It must never be shown. */
  readonly secret: Placed<string>;
  /** Messages a second at most. */
  readonly rate: number;
  /** Messages under way at once. */
  readonly concurrency: number;
  /** Seconds. */
  readonly timeout: number;
  readonly allowPrivate: boolean;
  /** The place of the channel's name. */
  readonly span: Span;
}
