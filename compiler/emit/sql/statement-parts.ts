import type { CommonTable, Selection } from "./query.ts";

/** A statement in one dialect, not yet text. */
export interface StatementParts {
  readonly tables: readonly CommonTable[];
  readonly selection: Selection;
  /** The names of the sources that it reads, in order. */
  readonly sources: readonly string[];
}
