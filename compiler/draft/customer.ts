import type { SurveyedColumn, SurveyedTable } from "../../plan/index.ts";
import type { KnownCatalog } from "./known-catalog.ts";
import { plainName, words } from "./words.ts";

/** Who the customers are: the column with their key, and the table whose rows they are. */
export interface CustomerGuess {
  readonly key: string;
  readonly type: "integer" | "text";
  /** Undefined where it is a source of the catalog that is not among the tables. */
  readonly table: string | undefined;
  /** Whether the catalog says so. */
  readonly known: boolean;
  readonly why: string;
}

/** Says who the customers are, as the catalog has it, or as names and keys of the tables let one guess. */
export function guessCustomer(
  tables: readonly SurveyedTable[],
  { customer }: KnownCatalog,
): CustomerGuess | undefined {
  if (customer !== undefined) {
    const { key, type, relation } = customer;
    return { key, type, table: relation, known: true, why: "the catalog says so" };
  }
  const candidates = tables.flatMap((table) => {
    const key = keyOf(table);
    if (key === undefined) return [];
    const others = tables.filter((other) => other !== table && leadsTo(other, table, key)).length;
    const named = words.customerTable.test(plainName(table.name)) ? 4 : 0;
    const keyNamed = words.customerKey.test(plainName(key.name)) ? 4 : 0;
    return named + keyNamed === 0 ? [] : [{ table, key, others, score: named + keyNamed + others }];
  });
  const [best] = candidates.sort(
    (a, b) =>
      b.score - a.score ||
      a.table.name.length - b.table.name.length ||
      (a.table.name < b.table.name ? -1 : 1),
  );
  if (best === undefined) return undefined;
  const { table, key, others } = best;
  return {
    key: key.name,
    type: key.content === "integer" ? "integer" : "text",
    table: table.name,
    known: false,
    why: `by the names of the table and its key${others === 0 ? "" : `, which ${others} more ${others === 1 ? "table has" : "tables have"}`}`,
  };
}

/** A column that alone, or beside a date, tells the table's rows apart; where no key is declared, one that is called like a customer's. */
function keyOf(table: SurveyedTable): SurveyedColumn | undefined {
  const column = (name: string | undefined) => table.columns.find((one) => one.name === name);
  for (const key of table.keys) {
    const others = key.filter((name) => column(name)?.content !== "date");
    const only = column(others[0]);
    if (others.length === 1 && only !== undefined && isKeyLike(only)) return only;
  }
  if (table.keys.length > 0 || !words.customerTable.test(plainName(table.name))) return undefined;
  return table.columns.find((one) => isKeyLike(one) && words.customerKey.test(plainName(one.name)));
}

const isKeyLike = ({ content }: SurveyedColumn): boolean => content === "integer" || content === "text";

function leadsTo(other: SurveyedTable, table: SurveyedTable, key: SurveyedColumn): boolean {
  return (
    other.references.some((reference) => reference.table === table.name) ||
    other.columns.some(({ name }) => name.toLowerCase() === key.name.toLowerCase())
  );
}

/** The column of a table with the customer's key, and what is doubtful about it. */
export function customerColumn(
  table: SurveyedTable,
  customer: CustomerGuess,
): { readonly column: string; readonly doubts: readonly string[] } | undefined {
  const referring = table.references.find(
    ({ table: target, columns, targets }) =>
      target === customer.table && columns.length === 1 && (targets[0] ?? customer.key) === customer.key,
  );
  const referred = referring?.columns[0];
  if (referred !== undefined) return { column: referred, doubts: [] };
  const same = table.columns.find(({ name }) => name.toLowerCase() === customer.key.toLowerCase());
  if (same !== undefined) return { column: same.name, doubts: [] };
  const named = table.columns.filter((one) => isKeyLike(one) && words.customerKey.test(plainName(one.name)));
  const [only] = named;
  if (only === undefined || named.length > 1) return undefined;
  return {
    column: only.name,
    doubts: [`is \`${only.name}\` the customer's key, which is \`${customer.key}\` elsewhere?`],
  };
}
