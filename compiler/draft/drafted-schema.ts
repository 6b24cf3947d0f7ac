import { relationIn, relationName, type SurveyedSchema, writtenRelation } from "../../plan/index.ts";
import type { KnownCatalog } from "./known-catalog.ts";

/** How a catalog names a table of the schema; undefined where a dot in a name keeps it from being named. */
export function relationOf(table: string, schema: SurveyedSchema): string | undefined {
  return writtenRelation(relationIn(schema.name, schema.own, table));
}

/** What is known, its relations called as the draft calls tables: those of the schema by the table's name, others with theirs. */
export function knownBeside(known: KnownCatalog, schema: SurveyedSchema): KnownCatalog {
  const fold = (name: string): string => (schema.caseSensitive ? name : name.toLowerCase());
  const called = (relation: string): string => {
    const named = relationName(relation);
    const place = named.schema ?? schema.own;
    return fold(place) === fold(schema.name) ? named.table : `${place}.${named.table}`;
  };
  const { customer } = known;
  return {
    ...known,
    customer:
      customer?.relation === undefined ? customer : { ...customer, relation: called(customer.relation) },
    relations: new Map([...known.relations].map(([relation, by]) => [called(relation), by])),
    keyed: new Map(
      [...known.keyed].map(([name, { relation, key }]) => [name, { relation: called(relation), key }]),
    ),
  };
}
