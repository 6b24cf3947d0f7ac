import type { Program } from "../../../plan/index.ts";
import type { Dialect } from "./dialect.ts";
import type { CommonTable, Selection, Sql } from "./query.ts";

/** A statement in the making: the named parts that it has so far, each under a generated name. */
export interface StatementBuild {
  readonly program: Program;
  readonly dialect: Dialect;
  readonly tables: CommonTable[];
  /** The names of the sources that its parts read so far. */
  readonly sources: Set<string>;
}

/** A statement that has no part yet. */
export function newBuild(program: Program, dialect: Dialect): StatementBuild {
  return { program, dialect, tables: [], sources: new Set() };
}

/**
 * Adds a named part and gives its name: a role and a number, never a user's words, which engines cut or fold; and never
 * the name of a relation of the warehouse, which it would hide.
 */
export function addTable(
  build: StatementBuild,
  role: string,
  comment: string,
  selection: Selection | Sql,
): string {
  const taken = new Set([...relationNames(build.program), ...build.tables.map(({ name }) => name)]);
  let name = role;
  for (let next = 2; taken.has(name); next++) name = `${role}_${next}`;
  build.tables.push({ name, comment, selection });
  return name;
}

function relationNames(program: Program): readonly string[] {
  const relations = Object.values(program.sources).map(({ relation }) => relation);
  return [...relations, ...(program.rates === undefined ? [] : [program.rates.relation])].map((name) =>
    name.toLowerCase(),
  );
}
