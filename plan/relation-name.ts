/** The parts of a relation's name. `schema` is undefined where the relation is in the project's own. */
export interface RelationName {
  readonly schema: string | undefined;
  readonly table: string;
}

/** Takes a relation apart as a catalog writes it: `table`, or `schema.table`. */
export function relationName(relation: string): RelationName {
  const dot = relation.indexOf(".");
  return dot < 0
    ? { schema: undefined, table: relation }
    : { schema: relation.slice(0, dot), table: relation.slice(dot + 1) };
}

/** The name of a table of `schema` in a project whose own schema is `own`. */
export function relationIn(schema: string, own: string, table: string): RelationName {
  return { schema: schema === own ? undefined : schema, table };
}

/** A relation as a catalog writes it; undefined where a dot in a part's name keeps it from being written. */
export function writtenRelation({ schema, table }: RelationName): string | undefined {
  if (table.includes(".") || schema?.includes(".") === true) return undefined;
  return schema === undefined ? table : `${schema}.${table}`;
}
