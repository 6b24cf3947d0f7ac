import pg from "pg";
import type { Engine, Plan } from "../../plan/index.ts";
import { openWarehouse, type Warehouse } from "../../runtime/index.ts";
import {
  type DuckDBSession,
  duckDBWarehouse,
  keepDatesExact,
  startDuckDB,
} from "../../runtime/warehouse/duckdb-session.ts";
import { arrivalStatements, type Case, tableStatements } from "./case.ts";

/** The two engines, kept open from case to case. */
export interface DifferentialEngines {
  /** Gives a case's tables, as its first run finds them, to be read; the ones before are gone then. */
  load(one: Case, plan: Plan): Promise<readonly Warehouse[]>;
  /** Adds the rows that come with a later run, and gives the tables to be read from then on. */
  arrive(one: Case, run: number, plan: Plan): Promise<readonly Warehouse[]>;
  close(): Promise<void>;
}

/**
 * @param url A database of PostgreSQL of its own, or a server's that nobody else uses.
 * @param names Which of the engines are asked.
 * @param schema Where the tables are in PostgreSQL: nobody else's.
 */
export async function openEngines(
  url: string,
  names: readonly Engine[] = ["duckdb", "postgres"],
  schema = "bank",
): Promise<DifferentialEngines> {
  const place = { path: ":memory:", files: [] };
  const options = { timezone: "UTC", relations: [], memoryLimit: 2 ** 30 };
  const duckdb = await startDuckDB(":memory:", place, options);
  await duckdb.connection.run("set global threads = 1");
  const postgres = new pg.Client({ connectionString: url });
  await postgres.connect();
  // A connection is made for every run: let it cost little.
  await postgres.query(
    `set scram_iterations = 1;
     set password_encryption = 'scram-sha-256';
     alter user current_user password '${decodeURIComponent(new URL(url).password)}'`,
  );
  let reading: Warehouse | undefined;
  const reopen = async ({
    timezone,
    relations,
  }: Pick<Plan, "timezone" | "relations">): Promise<Warehouse> => {
    await reading?.close();
    reading = await openWarehouse({ engine: "postgres", url, schema }, { timezone, relations });
    return reading;
  };
  const readPostgres = async (one: Case, { timezone, relations }: Plan): Promise<Warehouse> => {
    // What it reads cannot be dropped.
    await reading?.close();
    reading = undefined;
    await postgres.query(
      `begin;
       set local client_min_messages to warning;
       set local timezone to '${timezone}';
       drop schema if exists ${schema} cascade;
       create schema ${schema};
       set local search_path to ${schema};
       ${tableStatements(one, "postgres")}
       commit;`,
    );
    return reopen({ timezone, relations });
  };
  return {
    load: (one, plan) =>
      Promise.all(
        names.map((name) => (name === "duckdb" ? readDuckDB(duckdb, one, plan) : readPostgres(one, plan))),
      ),
    arrive: (one, run, plan) =>
      Promise.all(
        names.map(async (name) => {
          const rows = arrivalStatements(one, run, name);
          if (name === "duckdb") {
            if (rows !== "") await duckdb.connection.run(`begin; ${rows} commit;`);
            return readingDuckDB(duckdb, plan);
          }
          if (rows !== "") await postgres.query(`begin; set local search_path to ${schema}; ${rows} commit;`);
          // An open warehouse may go on reading what it has begun with.
          return reopen(plan);
        }),
      ),
    async close() {
      await reading?.close();
      await postgres.end();
      await duckdb.close();
    },
  };
}

async function readDuckDB(session: DuckDBSession, one: Case, plan: Plan): Promise<Warehouse> {
  const { connection } = session;
  const { timezone, relations } = plan;
  const found = await connection.runAndReadAll("select table_name from duckdb_tables() where not internal");
  const drops = found.getRowsJS().map(([table]) => `drop table "${String(table)}";`);
  await connection.run(`set global TimeZone = '${timezone}'`);
  await connection.run(`begin; ${drops.join(" ")} ${tableStatements(one, "duckdb")} commit;`);
  await keepDatesExact(session, relations);
  return readingDuckDB(session, plan);
}

function readingDuckDB(session: DuckDBSession, { timezone, relations }: Plan): Warehouse {
  const words = { place: "the warehouse", missingHelp: () => "make it" };
  return duckDBWarehouse(session, { timezone, relations }, words);
}
