import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ColumnKind } from "../../../plan/index.ts";
import { openWarehouse } from "../../../runtime/warehouse/open-warehouse.ts";
import type { Warehouse } from "../../../runtime/warehouse/warehouse.ts";
import { type PostgresDatabase, postgresDatabase } from "../../support/postgres.ts";
import { inDuckDB, use } from "./support.ts";

const KINDS: readonly ColumnKind[] = [
  "any",
  "boolean",
  "integer",
  "number",
  "float",
  "text",
  "date",
  "local-time",
  "instant",
  "set",
];

/** What each type can be read as, `any` aside. */
const DUCKDB: Readonly<Record<string, readonly ColumnKind[]>> = {
  boolean: ["boolean"],
  tinyint: ["integer", "number", "float"],
  bigint: ["integer", "number", "float"],
  hugeint: ["integer", "number", "float"],
  ubigint: ["integer", "number", "float"],
  "decimal(18, 0)": ["integer", "number", "float"],
  "decimal(18, 2)": ["number", "float"],
  "decimal(10, 10)": ["number", "float"],
  float: ["float"],
  double: ["float"],
  varchar: ["float", "text", "set"],
  uuid: ["float", "text", "set"],
  "enum('a', 'b, c', 'd)[')": ["float", "text", "set"],
  date: ["date", "local-time", "instant"],
  timestamp: ["local-time"],
  timestamp_s: ["local-time"],
  timestamp_ms: ["local-time"],
  timestamp_ns: ["local-time"],
  timestamptz: ["instant"],
  "varchar[]": ["set"],
  "varchar[3]": ["set"],
  "enum('a')[]": ["set"],
  "integer[]": [],
  "struct(a varchar)": [],
  json: [],
  time: [],
  interval: [],
  blob: [],
};

const POSTGRES: Readonly<Record<string, readonly ColumnKind[]>> = {
  boolean: ["boolean"],
  smallint: ["integer", "number", "float"],
  bigint: ["integer", "number", "float"],
  "numeric(18, 0)": ["integer", "number", "float"],
  "numeric(18, 2)": ["number", "float"],
  "numeric(3, -2)": ["number", "float"],
  numeric: ["number", "float"],
  real: ["float"],
  "double precision": ["float"],
  text: ["float", "text", "set"],
  "varchar(10)": ["float", "text", "set"],
  "char(10)": ["float", "text", "set"],
  uuid: ["float", "text", "set"],
  mood: ["float", "text", "set"],
  domain_of_domain: ["integer", "number", "float"],
  domain_of_text: ["float", "text", "set"],
  date: ["date", "local-time", "instant"],
  timestamp: ["local-time"],
  "timestamp(3)": ["local-time"],
  timestamptz: ["instant"],
  "text[]": ["set"],
  "varchar(3)[]": ["set"],
  "mood[]": ["set"],
  "integer[]": [],
  jsonb: [],
  time: [],
  interval: [],
  money: [],
  bytea: [],
};

/** For each type the kinds that the warehouse takes its column for, `any` aside: column `cN` has type N. */
async function accepted(
  warehouse: Warehouse,
  types: readonly string[],
): Promise<Record<string, readonly ColumnKind[]>> {
  const entries = types.map(async (type, index) => {
    const kinds: ColumnKind[] = [];
    for (const kind of KINDS) {
      const problems = await warehouse.inspect([use("kinds", { [`c${index}`]: kind })]);
      for (const problem of problems) expect(problem.code).toBe("warehouse-column-type");
      for (const problem of problems) expect(problem.help).toMatch(/\w/);
      if (problems.length === 0) kinds.push(kind);
    }
    expect(kinds[0]).toBe("any");
    return [type, kinds.slice(1)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const columnsOf = (types: readonly string[]) => types.map((type, index) => `c${index} ${type}`).join(", ");

describe("what a column can be read as", () => {
  let folder: string;
  let duckdb: Warehouse;
  let postgres: Warehouse;
  let database: PostgresDatabase;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "baleen-test-"));
    const path = join(folder, "kinds.duckdb");
    await inDuckDB(path, async (connection) => {
      await connection.run(`create table kinds (${columnsOf(Object.keys(DUCKDB))})`);
    });
    duckdb = await openWarehouse({ engine: "duckdb", path }, { timezone: "Asia/Shanghai", relations: [] });
    database = await postgresDatabase("kinds");
    await database.query(`
      create type mood as enum ('sad', 'happy');
      create domain whole as numeric(12, 0);
      create domain domain_of_domain as whole;
      create domain domain_of_text as text;
      create table kinds (${columnsOf(Object.keys(POSTGRES))})`);
    postgres = await openWarehouse(
      { engine: "postgres", url: database.url },
      { timezone: "Asia/Shanghai", relations: [] },
    );
  });
  afterAll(async () => {
    await duckdb.close();
    await postgres.close();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it("is settled for every type of DuckDB", async () => {
    expect(await accepted(duckdb, Object.keys(DUCKDB))).toEqual(DUCKDB);
  });

  it("is settled for every type of PostgreSQL", async () => {
    expect(await accepted(postgres, Object.keys(POSTGRES))).toEqual(POSTGRES);
  });

  it("comes with a cure in the catalog where there is one", async () => {
    const cure = async (type: string, kind: ColumnKind) => {
      const column = `c${Object.keys(DUCKDB).indexOf(type)}`;
      const [problem] = await duckdb.inspect([use("kinds", { [column]: kind })]);
      return `${problem?.message.replace(column, "x")} | ${problem?.help}`;
    };
    expect(await cure("double", "number")).toBe(
      "column `x` of `kinds` holds floating-point numbers (`DOUBLE`), where the catalog needs exact numbers | say in the catalog how many digits after the point to read: `decimals: 2`",
    );
    expect(await cure("timestamp", "instant")).toBe(
      "column `x` of `kinds` holds times without a zone (`TIMESTAMP`), where the catalog needs times with a zone, or dates | say in the catalog which zone they are in: `zone: Asia/Shanghai`",
    );
    expect(await cure("varchar", "date")).toBe(
      "column `x` of `kinds` holds text (`VARCHAR`), where the catalog needs dates | say in the catalog how they are written: `format: yyyyMMdd`",
    );
    expect(await cure("timestamptz", "local-time")).toBe(
      "column `x` of `kinds` holds times with a zone (`TIMESTAMP WITH TIME ZONE`), where the catalog needs times without a zone, or dates | take `zone:` away in the catalog: the column has its own",
    );
    expect(await cure("timestamp", "date")).toBe(
      "column `x` of `kinds` holds times without a zone (`TIMESTAMP`), where the catalog needs dates | give it the type `instant` in the catalog, or name a view that casts it to a date",
    );
    expect(await cure("decimal(18, 2)", "integer")).toBe(
      "column `x` of `kinds` holds decimal numbers (`DECIMAL(18,2)`), where the catalog needs whole numbers | give it the type `decimal` in the catalog, or name a column of whole numbers",
    );
  });
});
