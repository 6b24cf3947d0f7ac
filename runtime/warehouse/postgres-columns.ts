import type { ContentKind } from "../../plan/index.ts";
import type { ActualColumn } from "./column-type.ts";

/** The names of all relations but PostgreSQL's own. */
export const NAMES_SQL = `
  select n.nspname as schema, c.relname as relation
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'v', 'm', 'f', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

/** A row of `NAMES_SQL`. */
export interface NameRow {
  readonly schema: string;
  readonly relation: string;
}

/**
 * All relations of some schemas with their columns, domains taken as what they are made of. `$1` the schemas' names as JSON.
 * A relation that the user may not read is `readable` false.
 */
export const COLUMNS_SQL = `
  with recursive base (type, modifier, base, base_modifier) as (
    select t.oid, null::integer, t.oid, null::integer from pg_type t where t.typtype <> 'd'
    union all
    select d.oid, null, b.base, case when d.typtypmod >= 0 then d.typtypmod else b.base_modifier end
    from pg_type d join base b on b.type = d.typbasetype where d.typtype = 'd'
  )
  select
    n.nspname as schema,
    c.relname as relation,
    has_schema_privilege(n.oid, 'usage') and has_any_column_privilege(c.oid, 'select') as readable,
    a.attname as name,
    format_type(a.atttypid, a.atttypmod) as type,
    t.typname as base_type,
    t.typtype = 'e' as enumeration,
    coalesce(e.typname, '') as element_type,
    coalesce(e.typtype = 'e', false) as element_enumeration,
    coalesce(nullif(a.atttypmod, -1), base.base_modifier, -1) as modifier
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join base on base.type = a.atttypid
  join pg_type t on t.oid = base.base
  left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
  where n.nspname in (select json_array_elements_text(cast($1 as json))) and c.relkind in ('r', 'v', 'm', 'f', 'p')
  order by n.nspname, c.relname, a.attnum`;

/** A row of `COLUMNS_SQL`. */
export interface ColumnRow extends NameRow {
  readonly readable: boolean;
  readonly name: string;
  readonly type: string;
  readonly base_type: string;
  readonly enumeration: boolean;
  readonly element_type: string;
  readonly element_enumeration: boolean;
  readonly modifier: number;
}

const CONTENT: Readonly<Record<string, ContentKind>> = {
  int2: "integer",
  int4: "integer",
  int8: "integer",
  float4: "float",
  float8: "float",
  text: "text",
  varchar: "text",
  bpchar: "text",
  name: "text",
  char: "text",
  uuid: "text",
  bool: "boolean",
  date: "date",
  timestamp: "local-time",
  timestamptz: "instant",
};

/** What a column of PostgreSQL holds. */
export function postgresColumn(row: ColumnRow): ActualColumn {
  return { name: row.name, type: row.type, content: contentOf(row) };
}

function contentOf(row: ColumnRow): ContentKind {
  if (row.enumeration) return "text";
  if (row.element_enumeration || (row.element_type !== "" && CONTENT[row.element_type] === "text")) {
    return "text-list";
  }
  if (row.base_type === "numeric") return numericScale(row.modifier) === 0 ? "integer" : "decimal";
  return CONTENT[row.base_type] ?? "other";
}

/** Digits after the point, undefined where the column sets none (PostgreSQL's numeric.c, `numeric_typmod_scale`). */
export function numericScale(modifier: number): number | undefined {
  if (modifier < 4) return undefined;
  // Eleven bits, two's complement: PostgreSQL allows scales below zero.
  return (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
}
