import type { Engine, RelationUse } from "../../plan/index.ts";
import type { RuntimeProblem } from "../problem.ts";

/** A value of a statement's row: bigints come as numbers (all are below 2^53), decimals as text. */
export type WarehouseValue = string | number | boolean | null;

/** A row by column alias. */
export type WarehouseRow = Readonly<Record<string, WarehouseValue>>;

/** A statement with its parameters worked out: `$n` is bound to `parameters[n - 1]`, instants and local times as ISO text. */
export interface BoundStatement {
  readonly sql: string;
  readonly parameters: readonly (string | boolean)[];
}

/**
 * The bank's warehouse, read only, as it stood when it was opened: all statements see the same data, whatever
 * is written meanwhile. Open it anew to see what has come since.
 */
export interface Warehouse {
  readonly engine: Engine;
  /**
   * Compares what the statements will read with what is there: relations, columns, kinds of column. Gives every
   * difference found, in order of relation and column.
   */
  inspect(relations: readonly RelationUse[]): Promise<readonly RuntimeProblem[]>;
  /**
   * Runs a statement and hands its rows over in batches, in no particular order, never all at once in memory.
   * What `take` throws ends the statement and is passed on.
   * @throws RuntimeProblem when the warehouse fails.
   */
  query(statement: BoundStatement, take: (rows: readonly WarehouseRow[]) => void): Promise<void>;
  close(): Promise<void>;
}

/** Where the warehouse is, from the project file; paths are absolute, secrets already filled in from the environment. */
export type WarehouseSettings =
  | { readonly engine: "duckdb"; readonly path: string }
  /** A folder in which relation `x` is `x.parquet` or `x.csv`. */
  | { readonly engine: "files"; readonly path: string }
  | { readonly engine: "postgres"; readonly url: string; readonly schema?: string };

/** What a warehouse is opened with. */
export interface WarehouseOptions {
  /** The project's IANA time zone: the session's, in which dates become instants. */
  readonly timezone: string;
  /** All that will be read: files are laid open under these names alone, and CSV columns get these kinds. */
  readonly relations: readonly RelationUse[];
  /** Where an embedded engine puts aside what does not fit in memory, the system's temporary folder by default. */
  readonly temporaryFolder?: string;
  /** How much memory an embedded engine may take, in bytes; by default 60% of the machine's (or the container's). */
  readonly memoryLimit?: number;
}
