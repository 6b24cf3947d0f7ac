import type { Stored } from "../../../../oracle/index.ts";
import type { ColumnType } from "../../case.ts";

/** A column, and what may stand in it. */
export interface Column {
  readonly type: ColumnType;
  readonly values: readonly Stored[];
}

/** A part of the catalog. */
export type Yaml = Record<string, unknown>;

/** A column with what stands for it in the catalog, and the columns beside it that it is read with. */
export interface StoredColumn {
  readonly column: Column;
  readonly yaml: Yaml;
  readonly more?: Readonly<Record<string, Column>>;
}

export const text = (value: string): Stored => ({ kind: "text", text: value });
export const number = (value: string | number): Stored => ({ kind: "number", number: String(value) });
export const date = (value: string): Stored => ({ kind: "date", date: value });
