import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { ColumnKind, RelationUse } from "../../../plan/index.ts";
import { RuntimeProblem } from "../../../runtime/problem.ts";
import type { Warehouse, WarehouseRow } from "../../../runtime/warehouse/warehouse.ts";

/** A use of a relation whose catalog lines are told apart: `catalog.yaml:relation` and `catalog.yaml:relation.column`. */
export function use(relation: string, columns: Readonly<Record<string, ColumnKind>> = {}): RelationUse {
  return {
    relation,
    origin: `catalog.yaml:${relation}`,
    columns: Object.entries(columns).map(([column, expects]) => ({
      column,
      expects,
      origin: `catalog.yaml:${relation}.${column}`,
    })),
  };
}

/** All rows of a statement. */
export async function rowsOf(
  warehouse: Warehouse,
  sql: string,
  parameters: readonly (string | boolean)[] = [],
): Promise<readonly WarehouseRow[]> {
  const all: WarehouseRow[] = [];
  await warehouse.query({ sql, parameters }, (rows) => all.push(...rows));
  return all;
}

/** The problem that the work ends with, as a user is told of it; anything else thrown is passed on. */
export async function problemOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof RuntimeProblem) return shown(error);
    throw error;
  }
  throw new Error("nothing went wrong");
}

/** Code, message, help and origin, a line each. */
export function shown(problem: RuntimeProblem): string {
  return [`${problem.code}: ${problem.message}`, problem.help, problem.origin]
    .filter((line) => line !== undefined)
    .join("\n");
}

/** Runs statements in a DuckDB of their own: in a file, which is closed after, or in memory. */
export async function inDuckDB(
  path: string,
  work: (connection: DuckDBConnection) => Promise<void>,
): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A script of this folder in a process of its own. */
export function runScript(name: string, args: readonly string[], before: readonly string[] = []) {
  const [command = "", ...rest] = [
    ...before,
    process.execPath,
    "--conditions=source",
    join(import.meta.dirname, name),
    ...args,
  ];
  const child = spawn(command, rest, { stdio: ["pipe", "pipe", "inherit"] });
  return child;
}

/** What a script prints until it ends. */
export async function outputOf(child: ReturnType<typeof runScript>): Promise<string> {
  let output = "";
  child.stdout.on("data", (text) => {
    output += String(text);
  });
  await once(child, "close");
  return output;
}
