/** What a column of the warehouse holds, whatever its engine. */
export type ContentKind =
  | "integer"
  | "decimal"
  | "float"
  | "text"
  | "boolean"
  | "date"
  | "local-time"
  | "instant"
  | "text-list"
  | "other";

/** A column as a look at the warehouse finds it. */
export interface SurveyedColumn {
  readonly name: string;
  readonly content: ContentKind;
  /** The engine's name of the type, `DECIMAL(18,2)`. */
  readonly type: string;
  /** Digits after the point of a decimal; undefined where the column sets none. */
  readonly digits?: number | undefined;
  readonly comment?: string | undefined;
}

/** Columns of a table that name a row of another. */
export interface SurveyedReference {
  readonly columns: readonly string[];
  readonly table: string;
  readonly targets: readonly string[];
}

/** A table, a view or a file as a look at the warehouse finds it. */
export interface SurveyedTable {
  readonly name: string;
  readonly comment?: string | undefined;
  /** In the order of the table. */
  readonly columns: readonly SurveyedColumn[];
  /** The columns by which rows are told apart, the primary key first; none where the warehouse declares none. */
  readonly keys: readonly (readonly string[])[];
  readonly references: readonly SurveyedReference[];
  /** Why it cannot be read, as a sentence; undefined where it can. */
  readonly unreadable?: string | undefined;
}

/** The schema of a warehouse that is looked at. */
export interface SurveyedSchema {
  readonly name: string;
  /** The project's own, in which relations are that name none. */
  readonly own: string;
  /** Whether the engine tells schemas apart whose names differ in case alone. */
  readonly caseSensitive: boolean;
}

/** What there is in a warehouse: its tables in order of name. Read of its dictionary; rows are not looked at. */
export interface WarehouseSurvey {
  readonly tables: readonly SurveyedTable[];
}
