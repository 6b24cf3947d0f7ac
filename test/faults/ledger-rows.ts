import { existsSync } from "node:fs";
import type { LedgerSettings } from "../../runtime/index.ts";
import { withClient } from "./postgres-place.ts";

export type Row = Readonly<Record<string, string | number | null>>;

/** What is judged: the ledger's tables as they lie there, read by statements that are not the runtime's. */
const TABLES = [
  "campaign_ticks",
  "contacts",
  "rejections",
  "reasons",
  "memberships",
  "responses",
  "outbox",
  "deliveries",
  "dead_letters",
  "cancellations",
  "cancellation_reasons",
  "tasks",
  "dispatches",
] as const;

export type LedgerRows = Readonly<Record<(typeof TABLES)[number], readonly Row[]>>;

/** Reads a whole ledger; all of it empty where none has been made yet. */
export async function readLedger(settings: LedgerSettings): Promise<LedgerRows> {
  if (settings.engine === "postgres") {
    return withClient(settings.url, (client) =>
      readTables(
        async (table) => (await client.query<Row>(`select * from ${settings.schema}.${table}`)).rows,
      ),
    );
  }
  if (!existsSync(settings.path)) return readTables(async () => []);
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(settings.path);
  try {
    return await readTables(async (table) => database.prepare(`select * from ${table}`).all() as Row[]);
  } finally {
    database.close();
  }
}

async function readTables(read: (table: string) => Promise<readonly Row[]>): Promise<LedgerRows> {
  const found: Partial<Record<(typeof TABLES)[number], readonly Row[]>> = {};
  for (const table of TABLES) found[table] = await read(table);
  return found as LedgerRows;
}
