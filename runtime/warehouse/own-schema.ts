/** DuckDB's schema of relations that name none. Apart from what needs its driver, so that asking does not load that. */
export const OWN_SCHEMA = "main";

/** Whether relations of this schema are those that name none: case means nothing. */
export function isOwnSchema(schema: string | undefined): boolean {
  return schema === undefined || schema.toLowerCase() === OWN_SCHEMA;
}
