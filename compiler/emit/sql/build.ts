import type { Program } from "../../../plan/index.ts";
import type { Dialect } from "./dialect.ts";
import type { CommonTable, Selection, Sql } from "./query.ts";

/** A statement in the making: the named parts that it has so far, each under a generated name. */
export interface StatementBuild {
  readonly program: Program;
  readonly dialect: Dialect;
  readonly tables: CommonTable[];
}

/**
 * Adds a named part and gives its name: a role and a number, never a user's words, which engines cut or fold.
 */
export function addTable(
  build: StatementBuild,
  role: string,
  comment: string,
  selection: Selection | Sql,
): string {
  const taken = build.tables.filter(({ name }) => name.replace(/_\d+$/, "") === role).length;
  const name = taken === 0 ? role : `${role}_${taken + 1}`;
  build.tables.push({ name, comment, selection });
  return name;
}
