import { type Bank, bankOf } from "../support/detection.ts";
import { useEngines } from "../support/engines.ts";

/** One DuckDB and one database of PostgreSQL for all banks of a test file. */
const engines = useEngines("forms");

/** A bank of a catalog and of tables made by statements of DuckDB, loaded into both engines when first asked. */
export function bank(catalog: string, tables: string): Bank {
  return bankOf(catalog, (timezone) => engines.load(tables, timezone));
}
