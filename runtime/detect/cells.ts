import type { WarehouseRow, WarehouseValue } from "../warehouse/warehouse.ts";

/** A row's text. @throws Error where the column is missing or of another type: then the plan is at fault. */
export function readText(row: WarehouseRow, column: string): string | null {
  const value = cell(row, column);
  if (value === null || typeof value === "string") return value;
  throw wrongType(column, value, "text");
}

/** A row's number. @throws Error as `readText`. */
export function readNumber(row: WarehouseRow, column: string): number | null {
  const value = cell(row, column);
  if (value === null || typeof value === "number") return value;
  throw wrongType(column, value, "a number");
}

/** A row's truth value. @throws Error as `readText`. */
export function readBoolean(row: WarehouseRow, column: string): boolean | null {
  const value = cell(row, column);
  if (value === null || typeof value === "boolean") return value;
  throw wrongType(column, value, "a boolean");
}

function cell(row: WarehouseRow, column: string): WarehouseValue {
  const value = row[column];
  if (value === undefined) throw new Error(`a row without column ${column}`);
  return value;
}

function wrongType(column: string, value: WarehouseValue, expected: string): Error {
  return new Error(`a row whose ${column} is ${typeof value}, not ${expected}`);
}
