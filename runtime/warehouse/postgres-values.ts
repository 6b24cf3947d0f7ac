import { safeInteger } from "./safe-integer.ts";
import type { WarehouseValue } from "./warehouse.ts";

/** PostgreSQL's ids of the types that statements give (pg_type.dat). */
const BOOLEAN = 16;
const INTEGERS: ReadonlySet<number> = new Set([20, 21, 23]);
const FLOATS: ReadonlySet<number> = new Set([700, 701]);
const NUMERIC = 1700;
const TEXTS: ReadonlySet<number> = new Set([18, 19, 25, 705, 1042, 1043, 2950]);

/** Types made by users, enums among them, have ids from here. */
const FIRST_USER_TYPE = 16_384;

/**
 * How a column's text form becomes a value.
 * @throws Error for types that no statement gives: dates and times are cast to text or microseconds.
 */
export function valueReader(typeId: number, column: string): (text: string) => WarehouseValue {
  if (typeId === BOOLEAN) return (text) => text === "t";
  if (INTEGERS.has(typeId)) return (text) => safeInteger(BigInt(text), column);
  if (FLOATS.has(typeId)) return Number;
  if (typeId === NUMERIC || TEXTS.has(typeId) || typeId >= FIRST_USER_TYPE) return (text) => text;
  throw new Error(`column ${column} of a statement has PostgreSQL type ${typeId}, which no statement gives`);
}
