import { afterAll, beforeAll } from "vitest";
import { type PostgresDatabase, postgresDatabase } from "../support/postgres.ts";
import { urlVariable } from "../support/url-variable.ts";

/** The engines that a project's ledger may have. */
export const ENGINES = ["sqlite", "postgres"] as const;

export type Engine = (typeof ENGINES)[number];

/**
 * Gives a test file's projects their ledgers, as `ledger:` in baleen.yaml has them but for the last brace, in a database of the
 * file's own. Each is new: in PostgreSQL a schema that no other has.
 */
export function ledgersOf(file: string): (engine: Engine) => string {
  let database: PostgresDatabase;
  let schemas = 0;
  beforeAll(async () => {
    database = await postgresDatabase(file);
  });
  afterAll(async () => {
    await database.drop();
  });
  return (engine) =>
    engine === "sqlite"
      ? "{ engine: sqlite, path: .baleen/ledger.db"
      : `{ engine: postgres, url: "${urlVariable(database.url)}", schema: ${file}_${++schemas}`;
}
