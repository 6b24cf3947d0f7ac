import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadIntoPostgres, type PostgresDatabase, postgresDatabase } from "./postgres.ts";

describe("the tests' PostgreSQL", () => {
  let plain: PostgresDatabase;
  let icu: PostgresDatabase;
  beforeAll(async () => {
    plain = await postgresDatabase("plain");
    icu = await postgresDatabase("icu", { icu: true });
  });
  afterAll(async () => {
    await plain.drop();
    await icu.drop();
  });

  it("compares text by code point, or by ICU's en-US where asked", async () => {
    const sql = "select 'a' < 'B' as before";
    expect(await plain.query(sql)).toEqual([{ before: false }]);
    expect(await icu.query(sql)).toEqual([{ before: true }]);
  });

  it("takes over DuckDB's values of every type, null and empty text apart", async () => {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run("set TimeZone = 'Asia/Shanghai'");
    await connection.run(`create table "odd ""name" as select * from (values
      (1::bigint, 12.50::decimal(10, 2), 0.1::double, '', true, date '2026-03-02', timestamp '2026-03-02 10:00:00.123456',
       timestamptz '2026-03-02 00:00:00+00', ['a', 'b,"\\', null], 170141183460469231731687303715884105727::hugeint, 'x'::enum('x')),
      (null, null, null, null, null, null, null, null, null, null, null),
      (2, -0.01, 'NaN', '\\N "q", 
 猫', false, date '1969-12-31', timestamp '1969-12-31 23:59:59', timestamptz '2026-03-29 01:30:00+01', [], 0, null)
    ) as t (id, amount, "float", text, flag, day, "local", instant, list, huge, enumeration)`);
    await loadIntoPostgres(plain, "Mart", connection, ['odd "name']);
    const rows = await plain.query(
      `select id::text, amount::text, "float"::text, text, flag, day::text, "local"::text,
              (instant at time zone 'UTC')::text as instant, list, huge::text, enumeration
       from "Mart"."odd ""name" order by id`,
    );
    expect(rows).toEqual([
      {
        id: "1",
        amount: "12.50",
        float: "0.1",
        text: "",
        flag: true,
        day: "2026-03-02",
        local: "2026-03-02 10:00:00.123456",
        instant: "2026-03-02 00:00:00",
        list: ["a", 'b,"\\', null],
        huge: "170141183460469231731687303715884105727",
        enumeration: "x",
      },
      {
        id: "2",
        amount: "-0.01",
        float: "NaN",
        text: '\\N "q", \n 猫',
        flag: false,
        day: "1969-12-31",
        local: "1969-12-31 23:59:59",
        instant: "2026-03-29 00:30:00",
        list: [],
        huge: "0",
        enumeration: null,
      },
      {
        id: null,
        amount: null,
        float: null,
        text: null,
        flag: null,
        day: null,
        local: null,
        instant: null,
        list: null,
        huge: null,
        enumeration: null,
      },
    ]);
    connection.closeSync();
  });
});
