import type { SurveyedColumn, SurveyedSchema, SurveyedTable } from "../../plan/index.ts";
import { type CustomerGuess, guessCustomer } from "./customer.ts";
import { knownBeside, relationOf } from "./drafted-schema.ts";
import { type Grain, guessGrains } from "./grain.ts";
import type { KnownCatalog } from "./known-catalog.ts";

/** What is to be drafted of each table, before anything is named. */
export interface DraftPlan {
  readonly known: KnownCatalog;
  readonly schema: SurveyedSchema;
  readonly customer: CustomerGuess | undefined;
  /** In the order in which they are drafted: the customers' table first. */
  readonly tables: readonly { readonly table: SurveyedTable; readonly grain: Grain }[];
  /** Tables that are not drafted at all, with the reason. */
  readonly left: readonly { readonly table: string; readonly why: string }[];
}

const DOTTED = "a catalog cannot name it, as there is a dot in its name or its schema's: make a view of it";

/** Decides what a schema's tables are, and which are left out because the catalog has them. */
export function planDraft(
  all: readonly SurveyedTable[],
  catalog: KnownCatalog,
  schema: SurveyedSchema,
): DraftPlan {
  const known = knownBeside(catalog, schema);
  const relations = new Map([...known.relations].map(([name, by]) => [name.toLowerCase(), by]));
  const left: { readonly table: string; readonly why: string }[] = [];
  const fresh: SurveyedTable[] = [];
  for (const table of all) {
    const by = relations.get(table.name.toLowerCase());
    if (by !== undefined) left.push({ table: table.name, why: `it is in the catalog: ${by}` });
    else if (table.unreadable !== undefined) left.push({ table: table.name, why: table.unreadable });
    else if (relationOf(table.name, schema) === undefined) left.push({ table: table.name, why: DOTTED });
    else fresh.push(table);
  }
  const customer = guessCustomer(fresh, known);
  const keyed = [...known.keyed.values()].map(({ relation, key }) => ({ table: relation, key }));
  const grains = guessGrains(fresh, customer, keyed);
  const tables = fresh.flatMap((table) => {
    const grain = grains.get(table);
    return grain === undefined ? [] : [{ table, grain }];
  });
  const isCustomers = ({ table }: { readonly table: SurveyedTable }): boolean =>
    table.name === customer?.table;
  return {
    known,
    schema,
    customer,
    tables: [...tables.filter(isCustomers), ...tables.filter((one) => !isCustomers(one))],
    left,
  };
}

/** The columns that a draft reads as tags or attributes: not those that say whose, which row and when. */
export function drafted(table: SurveyedTable, grain: Grain): readonly SurveyedColumn[] {
  const aside = new Set(structural(grain));
  return table.columns.filter(({ name }) => !aside.has(name));
}

function structural(grain: Grain): readonly (string | undefined)[] {
  switch (grain.kind) {
    case "customer":
      return [grain.customer, ...kept(grain.kept)];
    case "tag_rows":
      return [grain.customer, grain.tag, grain.value, ...kept(grain.kept)];
    case "event":
      return [linked(grain.link), ...grain.id, grain.time.column];
    case "collection":
      return [linked(grain.link), ...grain.id, ...kept(grain.kept)];
    case "undecided":
      return [];
  }
}

type Placed = Extract<Grain, { readonly kind: "collection" }>;

const linked = (link: Placed["link"]): string => (link.kind === "column" ? link.column : link.on);

const kept = ({ snapshot, history }: Placed["kept"]): readonly (string | undefined)[] => [
  snapshot,
  history?.from,
  history?.to,
];

/** The columns whose values say whether they are one of a few: texts that are no keys. */
export function textsToLookAt({
  tables,
}: DraftPlan): readonly { readonly table: string; readonly column: string }[] {
  return tables.flatMap(({ table, grain }) => {
    if (grain.kind === "undecided" || grain.kind === "tag_rows") return [];
    const keys = new Set([...table.keys.flat(), ...table.references.flatMap(({ columns }) => columns)]);
    return drafted(table, grain)
      .filter(({ name, content }) => content === "text" && !keys.has(name))
      .map(({ name }) => ({ table: table.name, column: name }));
  });
}

/** A list of more values than these is no list of choices. */
export const MOST_MEMBERS = 20;

/** The longest text that is a choice and not something written. */
const LONGEST_MEMBER = 40;

/** How many rows each value must have on average: the names of five customers are no list of choices. */
const ROWS_EACH = 10;

/**
 * The values as members of an enum, in order of code points; undefined where they do not look like a list of choices.
 * `found` are up to `MOST_MEMBERS` and one more.
 */
export function membersOf(
  found: readonly { readonly value: string; readonly count: number }[],
): readonly string[] | undefined {
  if (found.length < 2 || found.length > MOST_MEMBERS) return undefined;
  const rows = found.reduce((sum, { count }) => sum + count, 0);
  if (rows < ROWS_EACH * found.length) return undefined;
  const values = found.map(({ value }) => value);
  if (values.some((value) => [...value].length > LONGEST_MEMBER || /^\s|\s$|^$|\p{Cc}/u.test(value))) {
    return undefined;
  }
  return values.sort();
}
