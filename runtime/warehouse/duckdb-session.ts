import { tmpdir, totalmem } from "node:os";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { type RelationUse, writtenRelation } from "../../plan/index.ts";
import type { RuntimeProblem } from "../problem.ts";
import { compareRelations } from "./compare.ts";
import { type DuckDBPlace, duckDBProblem } from "./duckdb-problem.ts";
import { duckDBColumns, mistakenSchemas, relationKey } from "./duckdb-relations.ts";
import { rowsOfChunk } from "./duckdb-types.ts";
import { sqlText } from "./sql-text.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";
import type { BoundStatement, Warehouse, WarehouseOptions, WarehouseRow } from "./warehouse.ts";

/** A DuckDB instance with its temporary folder, and where its errors come from. */
export interface DuckDBSession {
  readonly instance: DuckDBInstance;
  /** For what is set up at the start: a statement has a connection of its own. */
  readonly connection: DuckDBConnection;
  readonly place: DuckDBPlace;
  close(): Promise<void>;
}

/**
 * Starts DuckDB over a file (read only) or in memory, without extensions from elsewhere.
 * @throws RuntimeProblem when the file cannot be opened.
 */
export async function startDuckDB(
  database: string,
  place: DuckDBPlace,
  options: WarehouseOptions,
): Promise<DuckDBSession> {
  const temporaryFolder = await makeTemporaryFolder(options.temporaryFolder ?? tmpdir());
  try {
    const instance = await DuckDBInstance.create(database, {
      ...(database === ":memory:" ? {} : { access_mode: "READ_ONLY" }),
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      allow_community_extensions: "false",
      preserve_insertion_order: "false",
      memory_limit: `${Math.floor((options.memoryLimit ?? defaultMemory()) / 2 ** 20)}MiB`,
      temp_directory: temporaryFolder.path,
    });
    const connection = await instance.connect();
    const close = async () => {
      connection.closeSync();
      instance.closeSync();
      await temporaryFolder.remove();
    };
    try {
      await connection.run(`set global TimeZone = ${sqlText(options.timezone)}`);
    } catch (error) {
      await close();
      throw error;
    }
    return { instance, connection, place, close };
  } catch (error) {
    await temporaryFolder.remove();
    throw duckDBProblem(error, place);
  }
}

/** Bytes: the rest is for the run itself, which arbitrates over all candidates. */
function defaultMemory(): number {
  const container = process.constrainedMemory();
  const memory = container > 0 ? Math.min(container, totalmem()) : totalmem();
  return memory * 0.6;
}

/**
 * DuckDB takes a column of dates for midnights of UTC where it reckons with the column's least and greatest: compared with
 * instants, dates at the edge are then passed over or let in. Where times are stored as dates it is kept from that, which
 * costs some speed.
 */
export async function keepDatesExact(
  session: DuckDBSession,
  relations: readonly RelationUse[],
): Promise<void> {
  const dates = new Set(
    (await duckDBColumns(session))
      .filter(({ type }) => type === "DATE")
      .map(({ relation, name }) => `${relation}\0${name.toLowerCase()}`),
  );
  const isAsked = relations.some(({ relation, columns }) =>
    columns.some(
      ({ column, expects }) =>
        expects === "instant" && dates.has(`${relationKey(relation)}\0${column.toLowerCase()}`),
    ),
  );
  const off = isAsked || (relations.length === 0 && dates.size > 0) ? "statistics_propagation" : "";
  await session.connection.run(`set global disabled_optimizers = ${sqlText(off)}`);
}

/** Forbids all files but these, and any change to what is allowed. */
export async function lockDown(
  session: DuckDBSession,
  files: readonly string[],
  relations: readonly RelationUse[],
): Promise<void> {
  await keepDatesExact(session, relations);
  await session.connection.run(`set global allowed_paths = [${files.map(sqlText).join(", ")}]`);
  await session.connection.run("set global enable_external_access = false");
  await session.connection.run("set global lock_configuration = true");
}

/** The warehouse over a session; `unreadable` are relations known not to be readable, by `relationKey`, and why. */
export function duckDBWarehouse(
  session: DuckDBSession,
  options: WarehouseOptions,
  words: { readonly place: string; readonly missingHelp: (relation: string) => string },
  found: {
    readonly unreadable: ReadonlyMap<string, RuntimeProblem>;
    readonly moreNames: readonly string[];
  } = { unreadable: new Map(), moreNames: [] },
): Warehouse {
  const inspect = async (relations: readonly RelationUse[]) => {
    const { columns, mistaken } = await guarded(session, async () => ({
      columns: await duckDBColumns(session),
      mistaken: await mistakenSchemas(session, relations),
    }));
    const names = columns.flatMap(({ named }) => writtenRelation(named) ?? []);
    return compareRelations(relations, {
      names: [...new Set([...names, ...found.moreNames])],
      place: () => words.place,
      missingHelp: words.missingHelp,
      hasSchemaSetting: false,
      caseSensitive: false,
      timezone: options.timezone,
      columns: ({ relation }) => {
        const unreadable = found.unreadable.get(relationKey(relation));
        if (unreadable !== undefined) return unreadable;
        const own = columns.filter((column) => column.relation === relationKey(relation));
        return own.length === 0 ? undefined : (mistaken.get(relation) ?? own);
      },
    });
  };
  return {
    engine: "duckdb",
    inspect,
    query: (statement, take) => runQuery(session, statement, take),
    close: () => session.close(),
  };
}

async function guarded<T>(session: DuckDBSession, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw duckDBProblem(error, session.place);
  }
}

async function runQuery(
  session: DuckDBSession,
  statement: BoundStatement,
  take: (rows: readonly WarehouseRow[]) => void,
): Promise<void> {
  for await (const rows of batches(session, statement)) take(rows);
}

/** One chunk at a time, so that an error of the taker is not taken for one of DuckDB's. */
async function* batches(
  session: DuckDBSession,
  statement: BoundStatement,
): AsyncGenerator<readonly WarehouseRow[]> {
  const connection = await guarded(session, () => session.instance.connect());
  try {
    const result = await guarded(session, () => connection.stream(statement.sql, [...statement.parameters]));
    const names = result.columnNames();
    const types = result.columnTypes();
    for (;;) {
      const chunk = await guarded(session, () => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield rowsOfChunk(chunk, names, types);
    }
  } finally {
    connection.closeSync();
  }
}
