import { closeSync, existsSync, openSync } from "node:fs";
import { DatabaseSync, type DatabaseSyncOptions, type SQLInputValue, type StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { CompiledQuery } from "kysely";
import { RuntimeProblem } from "../../problem.ts";

/** An open SQLite file that runs compiled queries by prepared statements. */
export interface Connection {
  readonly path: string;
  all<Row>(query: CompiledQuery<Row>): readonly Row[];
  iterate<Row>(query: CompiledQuery<Row>): Iterable<Row>;
  run(query: CompiledQuery<unknown>): void;
  /** A statement compiled once, run for many rows; gives the new row's id where it makes one. */
  prepare(query: CompiledQuery<unknown>): (values: readonly SQLInputValue[]) => number;
  /** SQL of our own without parameters. */
  execute(sql: string): void;
  select<Row>(sql: string): readonly Row[];
  readonly isTransaction: boolean;
  /** Runs the work in one transaction that takes the write lock at once; undone where it throws. */
  transaction<Result>(work: () => Result): Result;
  /** The same for work that waits; nothing else may be asked of the connection meanwhile. */
  longTransaction<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Runs work that only reads in one transaction, which keeps nobody from writing. */
  readTransaction<Result>(work: () => Promise<Result>): Promise<Result>;
  close(): void;
}

/** How long a write waits for another process's, which is short: decisions are made before they are written. */
const BUSY_TIMEOUT_MILLISECONDS = 15_000;

/**
 * Opens a SQLite file, or a database in memory (`:memory:`). `timeout`: milliseconds that a write waits for another's.
 * @throws RuntimeProblem where it cannot be opened or is no database.
 */
export function openConnection(path: string, timeout: number = BUSY_TIMEOUT_MILLISECONDS): Connection {
  return guard(path, () => {
    if (path !== ":memory:" && !existsSync(path)) makeForOwnerAlone(path);
    return connect(opened(path, { timeout, enableForeignKeyConstraints: true }), path);
  });
}

/** Whose file it is that is read, and how. */
export interface ReadOnlyFile {
  readonly path: string;
  /** Nobody writes to it meanwhile: SQLite looks for no log of writes, and makes nothing beside the file. */
  readonly unchanging: boolean;
  /** Asked behind whatever has been read. @throws RuntimeProblem where that cannot be trusted. */
  readonly check: () => void;
}

/**
 * Opens a SQLite file for a user who may only read it.
 * @throws RuntimeProblem where it cannot be opened or is no database.
 */
export function openReadOnly({ path, unchanging, check }: ReadOnlyFile): Connection {
  const url = pathToFileURL(path);
  if (unchanging) url.searchParams.set("immutable", "1");
  return guard(path, () =>
    connect(opened(url, { timeout: BUSY_TIMEOUT_MILLISECONDS, readOnly: true }), path, check),
  );
}

function opened(place: string | URL, options: DatabaseSyncOptions): DatabaseSync {
  const database = new DatabaseSync(place, options);
  try {
    // A file that is no database is found out by the first read.
    database.exec("select count(*) from sqlite_schema");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite itself would let everybody read it; what it makes beside the file takes the file's mode. */
function makeForOwnerAlone(path: string): void {
  try {
    closeSync(openSync(path, "ax", 0o600));
  } catch (cause) {
    // Another process may have made it just now; what else stands in the way SQLite says in its own words.
    if (!(cause instanceof Error && "code" in cause)) throw cause;
  }
}

function connect(database: DatabaseSync, path: string, check: () => void = () => {}): Connection {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const checked = <Found>(found: Found): Found => {
    check();
    return found;
  };
  const begin = (): void => guard(path, () => database.exec("begin immediate"));
  const committed = <Result>(result: Result): Result => {
    guard(path, () => database.exec("commit"));
    return result;
  };
  const undo = (): void => {
    if (database.isTransaction) database.exec("rollback");
  };
  const connection: Connection = {
    path,
    all: (query) => checked(guard(path, () => rows(prepared(query.sql).all(...inputs(query.parameters))))),
    *iterate<Row>(query: CompiledQuery<Row>): Generator<Row> {
      // A statement of its own: a shared one would start again when used while it is being read.
      const statement = guard(path, () => database.prepare(query.sql));
      const found = guard(path, () => statement.iterate(...inputs(query.parameters)));
      try {
        for (const row of found) yield row as Row;
        check();
      } catch (error) {
        throw toProblem(path, error) ?? error;
      }
    },
    run: (query) => void guard(path, () => prepared(query.sql).run(...inputs(query.parameters))),
    prepare: (query) => {
      const statement = guard(path, () => prepared(query.sql));
      return (values) => guard(path, () => Number(statement.run(...values).lastInsertRowid));
    },
    execute: (sql) => guard(path, () => database.exec(sql)),
    select: (sql) => checked(guard(path, () => rows(database.prepare(sql).all()))),
    get isTransaction() {
      return database.isTransaction;
    },
    transaction: (work) => {
      begin();
      try {
        return committed(work());
      } catch (error) {
        undo();
        throw error;
      }
    },
    longTransaction: async (work) => {
      begin();
      try {
        return committed(await work());
      } catch (error) {
        undo();
        throw error;
      }
    },
    readTransaction: async (work) => {
      guard(path, () => database.exec("begin deferred"));
      try {
        return await work();
      } finally {
        // There is nothing to keep.
        undo();
      }
    },
    close: () => database.close(),
  };
  return connection;
}

function rows<Row>(found: readonly unknown[]): readonly Row[] {
  return found as readonly Row[];
}

function inputs(parameters: readonly unknown[]): readonly SQLInputValue[] {
  return parameters as readonly SQLInputValue[];
}

/** Result codes of SQLite, https://sqlite.org/rescode.html. */
const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_CONSTRAINT = 19;
const SQLITE_NOTADB = 26;
const SQLITE_IOERR_WRITE = 778;
const SQLITE_IOERR_SHMSIZE = 4874;

/** Whether another connection holds what was asked for. */
export function isBusy(error: unknown): boolean {
  return error instanceof RuntimeProblem && error.code === "ledger-busy";
}

/** Turns SQLite's failures into the runtime's problems. */
function guard<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw toProblem(path, error) ?? error;
  }
}

function toProblem(path: string, error: unknown): RuntimeProblem | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number")
    return undefined;
  const extended = error.errcode;
  const more = { cause: error };
  switch (extended & 0xff) {
    case SQLITE_BUSY:
      return new RuntimeProblem("ledger-busy", `the ledger \`${path}\` is being written by another process`, {
        ...more,
        help: "try again in a moment",
      });
    case SQLITE_FULL:
      return diskFull(path, error);
    case SQLITE_IOERR:
      if (extended === SQLITE_IOERR_WRITE || extended === SQLITE_IOERR_SHMSIZE) return diskFull(path, error);
      return new RuntimeProblem("ledger-unreadable", `the ledger \`${path}\` cannot be read or written`, {
        ...more,
        help: "check the disk that it lies on",
      });
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
      return new RuntimeProblem("ledger-unreachable", `the ledger \`${path}\` cannot be opened for writing`, {
        ...more,
        help: "check that its folder exists and may be written to",
      });
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return new RuntimeProblem("ledger-unreadable", `\`${path}\` is not a ledger, or is damaged`, {
        ...more,
        help: "name another file under `ledger:` in `baleen.yaml`, or restore it from a backup",
      });
    default:
      return undefined;
  }
}

/** Whether rows break a constraint. */
export function isContradiction(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) === SQLITE_CONSTRAINT;
}

function diskFull(path: string, cause: Error): RuntimeProblem {
  return new RuntimeProblem(
    "disk-full",
    `the disk is full: nothing could be written to the ledger \`${path}\``,
    {
      cause,
      help: "free some space and run again: nothing was decided or lost",
    },
  );
}
