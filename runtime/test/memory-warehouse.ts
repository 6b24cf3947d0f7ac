import { type ColumnKind, type RelationUse, relationName, type TestRelation } from "../../plan/index.ts";
import { RuntimeProblem, throwProblems } from "../problem.ts";
import { duckDBProblem } from "../warehouse/duckdb-problem.ts";
import { mistakenSchemas } from "../warehouse/duckdb-relations.ts";
import { duckDBWarehouse, lockDown, startDuckDB } from "../warehouse/duckdb-session.ts";
import { sqlName, sqlRelation, sqlText } from "../warehouse/sql-text.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/**
 * A warehouse in memory with the rows of a test; `uses` are what the plan reads.
 * @throws RuntimeProblem, or an AggregateError of several, where the engine cannot hold them.
 */
export async function openMemoryWarehouse(
  relations: readonly TestRelation[],
  uses: readonly RelationUse[],
  timezone: string,
): Promise<Warehouse> {
  const options = { timezone, relations: uses };
  const session = await startDuckDB(":memory:", { path: ":memory:", files: [] }, options);
  try {
    const mistaken = [...(await mistakenSchemas(session, uses))].map((one) => noSuchSchema(...one));
    throwProblems(mistaken, "there are schemas that no test can have");
    // A handful of rows is no work for several threads, and there are other tests to run meanwhile.
    const statements = ["set global threads = 1", ...relations.flatMap(relationStatements)];
    await session.connection.run(statements.join(";\n"));
    await lockDown(session, [], []);
  } catch (error) {
    await session.close();
    throw error instanceof AggregateError ? error : duckDBProblem(error, session.place);
  }
  return duckDBWarehouse(session, options, {
    place: "the test's warehouse",
    missingHelp: () => "report it: the test's warehouse lacks what the plan reads",
  });
}

function noSuchSchema(relation: string, { code, origin }: RuntimeProblem): RuntimeProblem {
  const { schema } = relationName(relation);
  return new RuntimeProblem(
    code,
    `no test can have \`${relation}\`: tests run on DuckDB, which takes \`${schema}\` for something of its own`,
    { help: "make views of the schema's tables in a schema of another name", origin },
  );
}

function relationStatements({ relation, columns, rows }: TestRelation): readonly string[] {
  const name = sqlRelation(relation);
  const { schema } = relationName(relation);
  const placed = schema === undefined ? [] : [`create schema if not exists ${sqlName(schema)}`];
  const types = columns.map(({ column, expects }, index) => {
    const cells = rows.flatMap((row) => row[index] ?? []);
    return `${sqlName(column)} ${columnType(expects, cells)}`;
  });
  // A relation of which nothing but its being there matters needs a column all the same.
  const create = `create table ${name} (${types.length === 0 ? "baleen_none varchar" : types.join(", ")})`;
  if (rows.length === 0 || columns.length === 0) return [...placed, create];
  const values = rows.map(
    (row) => `(${row.map((one) => (one === null ? "null" : sqlText(one))).join(", ")})`,
  );
  return [...placed, create, `insert into ${name} values ${values.join(", ")}`];
}

/** The narrowest type of a kind that holds a column's cells. */
function columnType(kind: ColumnKind, cells: readonly string[]): string {
  switch (kind) {
    case "boolean":
      return "boolean";
    case "integer":
      return cells.some((cell) => cell.replace("-", "").length > 18) ? "hugeint" : "bigint";
    case "number": {
      const parts = cells.map((cell) => cell.replace("-", "").split("."));
      const whole = Math.max(1, ...parts.map(([digits = ""]) => digits.length));
      const places = Math.max(0, ...parts.map(([, digits = ""]) => digits.length));
      return `decimal(${whole + places <= 18 ? 18 : 38}, ${places})`;
    }
    case "date":
      return "date";
    case "local-time":
      return "timestamp";
    case "instant":
      return "timestamptz";
    case "any":
    case "text":
    case "float":
    case "set":
      return "varchar";
  }
}
