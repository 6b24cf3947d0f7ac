import { COLUMNS_SQL, type ColumnRow, numericScale, postgresColumn } from "../postgres-columns.ts";
import type { Warehouse } from "../warehouse.ts";
import { commentOf, type DictionaryRows, rowsOf, textOf } from "./dictionary.ts";

/** Parts of a partitioned table: the whole is what is read. */
const PARTITIONS = `
  select c.relname::text as relation from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1 and c.relispartition`;

const COMMENTS = `
  select c.relname::text as relation, coalesce(a.attname::text, '') as column_name, d.description
  from pg_description d
  join pg_class c on c.oid = d.objoid and d.classoid = 'pg_class'::regclass
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid > 0
  where n.nspname = $1`;

/** Unique indexes, of whole columns and over all rows. */
const KEYS = `
  select t.relname::text as relation, i.relname::text as constraint_name, a.attname::text as column_name,
    k.place::integer as place, x.indisprimary as first
  from pg_index x
  join pg_class t on t.oid = x.indrelid
  join pg_class i on i.oid = x.indexrelid
  join pg_namespace n on n.oid = t.relnamespace
  cross join lateral unnest(x.indkey) with ordinality k (number, place)
  join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number
  where n.nspname = $1 and x.indisunique and x.indpred is null and x.indexprs is null and k.place <= x.indnkeyatts
  order by t.relname, x.indisprimary desc, i.relname, k.place`;

const REFERENCES = `
  select t.relname::text as relation, c.conname::text as constraint_name, a.attname::text as column_name,
    f.relname::text as target, fa.attname::text as target_column
  from pg_constraint c
  join pg_class t on t.oid = c.conrelid
  join pg_namespace n on n.oid = t.relnamespace
  join pg_class f on f.oid = c.confrelid and f.relnamespace = n.oid
  cross join lateral unnest(c.conkey, c.confkey) with ordinality k (number, target, place)
  join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number
  join pg_attribute fa on fa.attrelid = f.oid and fa.attnum = k.target
  where n.nspname = $1 and c.contype = 'f'
  order by t.relname, c.conname, k.place`;

/** What PostgreSQL's dictionary says of a schema. */
export async function postgresDictionary(warehouse: Warehouse, schema: string): Promise<DictionaryRows> {
  const asked = (sql: string) => rowsOf(warehouse, { sql, parameters: [schema] });
  const partitions = new Set((await asked(PARTITIONS)).map((row) => textOf(row, "relation")));
  const comments = new Map(
    (await asked(COMMENTS)).map((row) => [
      nameOf(textOf(row, "relation"), textOf(row, "column_name")),
      textOf(row, "description").trim(),
    ]),
  );
  // The rows are those that the comparison with the catalog goes by.
  const columns = await rowsOf(warehouse, { sql: COLUMNS_SQL, parameters: [JSON.stringify([schema])] });
  const found = (columns as unknown as readonly ColumnRow[]).filter(
    ({ relation }) => !partitions.has(relation),
  );
  const keyRows = [...(await asked(KEYS)), ...(await asked(REFERENCES))];
  return {
    columns: found.map((row) => ({
      relation: row.relation,
      column: {
        ...postgresColumn(row),
        digits: row.base_type === "numeric" ? numericScale(row.modifier) : undefined,
        comment: commentOf(comments.get(nameOf(row.relation, row.name)) ?? ""),
      },
    })),
    unreadable: new Map(
      found
        .filter(({ readable }) => !readable)
        .map(({ relation }) => [relation, "the warehouse's user may not read it"]),
    ),
    comments: new Map(
      [...new Set(found.map(({ relation }) => relation))].flatMap((relation) => {
        const comment = commentOf(comments.get(nameOf(relation, "")) ?? "");
        return comment === undefined ? [] : [[relation, comment] as const];
      }),
    ),
    keys: keyRows.map((row) => ({
      relation: textOf(row, "relation"),
      constraint: textOf(row, "constraint_name"),
      column: textOf(row, "column_name"),
      target: textOf(row, "target"),
      targetColumn: textOf(row, "target_column"),
    })),
  };
}

/** No name of PostgreSQL's holds a zero. */
const nameOf = (relation: string, column: string): string => `${relation}\0${column}`;
