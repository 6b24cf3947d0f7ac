import type { Stored, StoredRow } from "../../../../oracle/index.ts";
import type { CaseRow, ColumnType } from "../../case.ts";
import type { Column, Yaml } from "./cells.ts";
import { type BankRows, type BankTag, type NamedKind, typeYaml } from "./kinds.ts";
import { storedColumn, type ValueWorld } from "./stored-values.ts";

/** A bank while it is made. */
export interface Making extends ValueWorld {
  /** How many runs there are: some rows come only with the later ones. */
  readonly runs: number;
  /** The customers. */
  readonly keys: readonly Stored[];
  readonly keyColumn: "text" | "integer";
  /** The key of a customer who is not there. */
  readonly nobody: Stored;
  readonly relations: Record<
    string,
    { readonly columns: Record<string, ColumnType>; readonly rows: CaseRow[] }
  >;
  readonly sources: Yaml;
  readonly tags: Yaml;
  readonly bankTags: BankTag[];
  readonly events: Yaml;
  readonly bankEvents: BankRows[];
  readonly collections: Yaml;
  readonly bankCollections: BankRows[];
  /** The rows that say for which days data have come. */
  readonly readiness: CaseRow[];
}

/** The value, now and then unknown. */
export function orNull({ choices }: Making, stored: Stored, percent = 12): Stored {
  return choices.chance(percent) ? null : stored;
}

/** A row of columns' values, beside those that are fixed. */
export function rowOf(
  making: Making,
  columns: Readonly<Record<string, Column>>,
  fixed: StoredRow,
): StoredRow {
  const values = Object.entries(columns).map(
    ([name, column]) => [name, orNull(making, making.choices.pick(column.values))] as const,
  );
  return { ...fixed, ...Object.fromEntries(values) };
}

/** The run with which a row comes. */
export function arrival({ runs, choices }: Making): number {
  return runs > 1 && choices.chance(15) ? choices.below(runs) : 0;
}

/** The columns of what is wanted, and what the catalog says of each. */
export function columnsOf(
  making: Making,
  wanted: readonly NamedKind[],
  forEvents: boolean,
): { readonly columns: Record<string, Column>; readonly yamls: Readonly<Record<string, Yaml>> } {
  const columns: Record<string, Column> = {};
  const yamls: Record<string, Yaml> = {};
  for (const { name, type } of wanted) {
    const { column, yaml, more } = storedColumn(type, name, forEvents, making);
    columns[name] = column;
    Object.assign(columns, more);
    yamls[name] = yaml;
  }
  return { columns, yamls };
}

/** The attributes of events or collections, as the catalog has them. */
export function attributesYaml(wanted: readonly NamedKind[], yamls: Readonly<Record<string, Yaml>>): Yaml {
  return Object.fromEntries(
    wanted.map(({ name, type }) => [name, { type: typeYaml(type), column: name, ...yamls[name] }]),
  );
}

/** The types of columns, beside those that are fixed. */
export function columnTypes(
  columns: Readonly<Record<string, Column>>,
  fixed: Readonly<Record<string, ColumnType>>,
): Record<string, ColumnType> {
  return { ...fixed, ...Object.fromEntries(Object.entries(columns).map(([name, { type }]) => [name, type])) };
}
