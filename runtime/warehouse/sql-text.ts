import { type RelationName, relationName } from "../../plan/index.ts";

/** An SQL text literal. */
export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A quoted SQL name. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A relation by its name, schema and table quoted each. */
export function sqlRelation(relation: string): string {
  return sqlRelationNamed(relationName(relation));
}

/** A relation by the parts of its name. */
export function sqlRelationNamed({ schema, table }: RelationName): string {
  return schema === undefined ? sqlName(table) : `${sqlName(schema)}.${sqlName(table)}`;
}
