import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { type PostgresPlace, withClient } from "./postgres-place.ts";

/** The tables that a project's campaigns read. */
export interface Bank {
  /** What `baleen.yaml` says of them. */
  readonly settings: string;
  /** Changes the tables as a load, or somebody's mistake, would; the statements are those of both engines. */
  change(sql: string): Promise<void>;
}

/** A bank in a DuckDB file of its own. */
export async function duckDBBank(folder: string): Promise<Bank> {
  const path = join(folder, "warehouse.duckdb");
  const change = async (sql: string): Promise<void> => {
    const instance = await DuckDBInstance.create(path, { threads: "1" });
    const connection = await instance.connect();
    try {
      await connection.run(sql);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  };
  await change(TABLES);
  return { settings: `{ engine: duckdb, path: "${path}" }`, change };
}

/** A bank in a schema of PostgreSQL. */
export async function postgresBank({ url, inProject }: PostgresPlace, schema: string): Promise<Bank> {
  const change = (sql: string): Promise<void> =>
    withClient(url, async (client) => {
      await client.query(`create schema if not exists ${schema}; set search_path to ${schema}; ${sql}`);
    });
  await change(TABLES);
  return { settings: `{ engine: postgres, url: "${inProject}", schema: ${schema} }`, change };
}

const PEOPLE = Array.from({ length: 32 }, (_, index) => index + 1);
const DATES = Array.from({ length: 15 }, (_, index) => index + 1);

/** A number that looks like chance and is always the same. */
function chance(...parts: readonly number[]): number {
  let state = 17;
  for (const part of parts) state = Math.imul(state ^ (part + 0x9e3779b9), 0x85ebca6b) ^ (state >>> 13);
  return (state >>> 0) % 1_000;
}

const date = (day: number): string => `2026-03-${String(day).padStart(2, "0")}`;
const rows = (all: readonly (readonly (string | number | boolean | null)[])[]): string =>
  all
    .map(
      (row) => `(${row.map((cell) => (typeof cell === "string" ? `'${cell}'` : String(cell))).join(", ")})`,
    )
    .join(", ");

/** How people stood at the end of a day. */
const portraits = DATES.flatMap((day) =>
  PEOPLE.map((id) => [
    date(day),
    id,
    (id + Math.floor(day / 2)) % 6 === 0 ? "gold" : "basic",
    chance(id, day, 1) < 40,
    id === 5 ? null : `P${id}`,
    id % 9 === 0 ? null : `138${id}`,
    id % 8 === 1 ? null : `p${id}@mail.example`,
    id % 2 === 0 ? "north" : "south",
    id % 4 !== 2,
  ]),
);

/** Events of a day: who, and at which minute. */
function happenings(
  kind: number,
  day: number,
  count: number,
): readonly { readonly person: number; readonly at: string }[] {
  return Array.from({ length: count }, (_, index) => {
    const minute = chance(kind, day, index) + 300;
    const clock = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
    return { person: 1 + (chance(kind, day, index, 7) % PEOPLE.length), at: `${date(day)} ${clock}:00` };
  });
}

const events = (kind: number, count: number) =>
  DATES.flatMap((day) =>
    happenings(kind, day, count).map((one, index) => ({ ...one, id: day * 100 + index })),
  );

const buys = events(1, 14).map(({ id, person, at }) => [id, person, at, 60 + chance(id, person)]);
const visits = events(2, 5).map(({ id, person, at }) => [id, person, at]);
const cards = events(3, 2).map(({ id, person, at }) => [id, person, at]);

/** The whole time's tables: a run at an instant sees of them what there was by then. */
const TABLES = `
  create table people (ds date, id integer, tier varchar(10), stopped boolean, name varchar(10), phone varchar(20),
    email varchar(40), branch varchar(10), sms_consent boolean);
  insert into people values ${rows(portraits)};
  create table buys (buy integer, person integer, bought timestamp, amount decimal(12, 2));
  insert into buys values ${rows(buys)};
  create table visits (visit integer, person integer, visited timestamp);
  insert into visits values ${rows(visits)};
  create table cards (card integer, person integer, opened timestamp);
  insert into cards values ${rows(cards)};
  create table loads (job varchar(10), day date);
  insert into loads values ${rows([["visits", "2026-02-28"], ...DATES.map((day) => ["visits", date(day)])])};`;
