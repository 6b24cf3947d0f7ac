import { type DuckDBDataChunk, type DuckDBType, DuckDBTypeId, type DuckDBValue } from "@duckdb/node-api";
import type { ContentKind } from "../../plan/index.ts";
import { safeInteger } from "./safe-integer.ts";
import type { WarehouseRow, WarehouseValue } from "./warehouse.ts";

const INTEGERS: ReadonlySet<string> = new Set([
  "TINYINT",
  "SMALLINT",
  "INTEGER",
  "BIGINT",
  "HUGEINT",
  "UTINYINT",
  "USMALLINT",
  "UINTEGER",
  "UBIGINT",
  "UHUGEINT",
]);

const CONTENT: Readonly<Record<string, ContentKind>> = {
  FLOAT: "float",
  DOUBLE: "float",
  VARCHAR: "text",
  UUID: "text",
  BOOLEAN: "boolean",
  DATE: "date",
  TIMESTAMP: "local-time",
  TIMESTAMP_S: "local-time",
  TIMESTAMP_MS: "local-time",
  TIMESTAMP_NS: "local-time",
  "TIMESTAMP WITH TIME ZONE": "instant",
};

/** What a column of DuckDB's type, `DECIMAL(18,2)`, holds. */
export function duckDBContent(type: string): ContentKind {
  if (INTEGERS.has(type)) return "integer";
  const known = CONTENT[type];
  if (known !== undefined) return known;
  if (type.startsWith("DECIMAL(")) return type.endsWith(",0)") ? "integer" : "decimal";
  if (/^ENUM\(.*\)$/s.test(type)) return "text";
  if (/^(VARCHAR|ENUM\(.*\))\[\d*\]$/s.test(type)) return "text-list";
  return "other";
}

/** A chunk's rows by column name. */
export function rowsOfChunk(
  chunk: DuckDBDataChunk,
  names: readonly string[],
  types: readonly DuckDBType[],
): readonly WarehouseRow[] {
  const rows: Record<string, WarehouseValue>[] = Array.from({ length: chunk.rowCount }, () => ({}));
  for (const [index, name] of names.entries()) {
    const convert = converterFor(types[index]?.typeId ?? DuckDBTypeId.INVALID, name);
    for (const [row, value] of chunk.getColumnValues(index).entries()) {
      const target = rows[row];
      if (target !== undefined) target[name] = value === null ? null : convert(value);
    }
  }
  return rows;
}

function converterFor(typeId: DuckDBTypeId, column: string): (value: DuckDBValue) => WarehouseValue {
  switch (typeId) {
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
      return (value) => safeInteger(value as bigint, column);
    case DuckDBTypeId.DECIMAL:
    case DuckDBTypeId.UUID:
      return String;
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
    case DuckDBTypeId.VARCHAR:
    case DuckDBTypeId.ENUM:
    case DuckDBTypeId.BOOLEAN:
      return (value) => value as WarehouseValue;
    default:
      throw new Error(`column ${column} of a statement has DuckDB type ${typeId}, which no statement gives`);
  }
}
