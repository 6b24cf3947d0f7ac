/**
 * Tells of what a run does, at doors that belong to others and so stay where they are: the ledger's and warehouse's interfaces,
 * the statements that reach SQLite and PostgreSQL, and the files that are written. Loaded by children alone.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { DatabaseSync, StatementSync } from "node:sqlite";
import pg from "pg";
import type { Ledger, Warehouse } from "../../runtime/index.ts";
import type { Doors } from "./run-step.ts";

/** Is told of each thing before and after it is done: `before ledger claimDue`, `after sql commit [contacts,outbox]`. */
export type Watcher = (what: string) => void;

/** Lets the watcher see a process's statements and files, and gives the doors for its runs. */
export function watch(watcher: Watcher, isLedger: (database: string | undefined) => boolean): Doors {
  watchSqlite(watcher);
  watchPostgres(watcher, isLedger);
  watchFiles(watcher);
  return {
    ledger: (ledger: Ledger) => watchMethods(ledger, "ledger", watcher),
    warehouse: (warehouse: Warehouse) => watchMethods(warehouse, "warehouse", watcher),
  };
}

type Method = (...parameters: unknown[]) => unknown;

function watchMethods<Watched extends object>(watched: Watched, name: string, watcher: Watcher): Watched {
  return new Proxy(watched, {
    get(target, property) {
      const found: unknown = Reflect.get(target, property);
      if (typeof found !== "function" || typeof property !== "string") return found;
      return (...parameters: unknown[]) =>
        watchedCall(`${name} ${property}`, found as Method, target, parameters, watcher);
    },
  });
}

/** Calls, and tells before and after; after a promise when that is kept. */
function watchedCall(
  what: string,
  method: Method,
  self: unknown,
  parameters: readonly unknown[],
  watcher: Watcher,
): unknown {
  watcher(`before ${what}`);
  const result = method.apply(self, [...parameters]);
  if (!(result instanceof Promise)) {
    watcher(`after ${what}`);
    return result;
  }
  return result.then((value: unknown) => {
    watcher(`after ${what}`);
    return value;
  });
}

/** Says of a transaction's end which tables were written in it. */
function describer(): (sql: string) => string {
  const written = new Set<string>();
  return (sql) => {
    if (/^begin/i.test(sql)) written.clear();
    const table = /^\s*(?:insert into|update|delete from|copy) "?(\w+)"?/i.exec(sql)?.[1];
    if (table !== undefined) written.add(table);
    return /^commit/i.test(sql) ? `sql commit [${[...written].join(",")}]` : `sql ${sql}`;
  };
}

function watchSqlite(watcher: Watcher): void {
  const describers = new WeakMap<object, (sql: string) => string>();
  const owners = new WeakMap<object, object>();
  const describe = (database: object, sql: string): string => {
    const known = describers.get(database) ?? describer();
    describers.set(database, known);
    return known(sql);
  };
  const { exec, prepare } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (sql) {
    watchedCall(describe(this, sql), exec as Method, this, [sql], watcher);
  };
  DatabaseSync.prototype.prepare = function (...parameters) {
    const statement = prepare.apply(this, parameters);
    owners.set(statement, this);
    return statement;
  };
  for (const name of ["run", "all"] as const) {
    const method = StatementSync.prototype[name] as Method;
    StatementSync.prototype[name] = function (this: StatementSync, ...parameters: unknown[]) {
      return watchedCall(
        describe(owners.get(this) ?? this, this.sourceSQL),
        method,
        this,
        parameters,
        watcher,
      );
    } as never;
  }
}

function watchPostgres(watcher: Watcher, isLedger: (database: string | undefined) => boolean): void {
  const describers = new WeakMap<object, (sql: string) => string>();
  const query = pg.Client.prototype.query as Method;
  pg.Client.prototype.query = function (this: pg.Client, ...parameters: unknown[]) {
    const [asked] = parameters;
    const text = typeof asked === "string" ? asked : (asked as { readonly text?: string }).text;
    if (text === undefined || !isLedger(this.database)) return query.apply(this, parameters);
    const known = describers.get(this) ?? describer();
    describers.set(this, known);
    return watchedCall(known(text), query, this, parameters, watcher);
  } as never;
}

function watchFiles(watcher: Watcher): void {
  for (const name of ["openSync", "writeSync", "fsyncSync", "renameSync"] as const) {
    const method = fs[name] as Method;
    const files = fs as unknown as Record<string, Method>;
    files[name] = (...parameters: unknown[]) => {
      // What this process reports goes to its standard output by the same door.
      if (name === "writeSync" && parameters[0] === 1) return method(...parameters);
      return watchedCall(`file ${name}`, method, fs, parameters, watcher);
    };
  }
  syncBuiltinESMExports();
}
