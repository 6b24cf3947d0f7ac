import pg from "pg";
import { RuntimeProblem } from "../../problem.ts";
import { openSession, type Session } from "./session.ts";

/**
 * Tries whether the user may make the ledger's schema, or write into the tables that are there. All of it in one transaction
 * that is taken back.
 * @throws RuntimeProblem where she may not.
 */
export async function tryPostgresLedger(place: {
  readonly url: string;
  readonly schema: string;
}): Promise<void> {
  const session = await openSession(place.url, place.schema);
  try {
    await session.transaction(async (inside) => {
      await tryWrites(inside, place.schema);
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  } finally {
    await session.close();
  }
}

/** Ends a transaction in which nothing is to be kept. */
class TakenBack extends Error {}

async function tryWrites(session: Session, schema: string): Promise<void> {
  // Who writes waits for nobody here, and nobody waits for long.
  await session.select("set local lock_timeout = '5s'");
  const [mode] = await session.select<{ readonly setting: string }>(
    "select current_setting('transaction_read_only') as setting",
  );
  if (mode?.setting === "on") {
    throw new RuntimeProblem(
      "ledger-unreadable",
      `the PostgreSQL ledger at ${session.address} takes no writes`,
      {
        help: "name the server that does, and not one that follows it; and look at the user's default_transaction_read_only",
      },
    );
  }
  const own = pg.escapeIdentifier(schema);
  const found = await session.select("select from pg_namespace where nspname = $1", [schema]);
  if (found.length === 0) {
    await session.select(`create schema ${own}`);
    return;
  }
  const tables = await session.select<{ readonly relname: string }>(
    `select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where nspname = $1 and relkind in ('r', 'p') order by relname`,
    [schema],
  );
  if (tables.length === 0) {
    await session.select(`create table ${own}.baleen_trial (trial integer)`);
    return;
  }
  for (const { relname } of tables) {
    const table = `${own}.${pg.escapeIdentifier(relname)}`;
    await session.select(`insert into ${table} select * from ${table} where false`);
    await session.select(`delete from ${table} where false`);
  }
}
