import type { Duration, LedgerRows, Moment, Source, ValueType, Window } from "../../../plan/index.ts";
import { addTable, type StatementBuild } from "./build.ts";
import type { HandedColumn } from "./dialect.ts";
import { textConstant } from "./dialect.ts";
import { missing } from "./empty-scope.ts";
import { fragment, identifier, parameter, type Sql } from "./query.ts";
import type { Rows } from "./rows.ts";
import type { SqlValue } from "./sql-value.ts";
import { reachInDays, windowStart } from "./window.ts";

const text = { kind: "text" } as const;

const shared: readonly HandedColumn[] = [
  { name: "customer", type: "text" },
  { name: "campaign", type: "text" },
  { name: "offers", type: "texts" },
  { name: "channel", type: "text" },
  { name: "time", type: "bigint" },
  { name: "id", type: "bigint" },
];

/** What the ledger hands over of each kind, and how the language's attributes are read from it. */
const kinds: Readonly<
  Record<
    "contact" | "response",
    {
      readonly columns: readonly HandedColumn[];
      readonly attributes: Readonly<Record<string, { readonly column: string; readonly type: ValueType }>>;
    }
  >
> = {
  contact: {
    columns: [
      ...shared,
      { name: "groups", type: "texts" },
      { name: "state", type: "text" },
      { name: "wave", type: "bigint" },
    ],
    attributes: {
      campaign: { column: "campaign", type: text },
      offer: { column: "offers", type: { kind: "set", members: [] } },
      group: { column: "groups", type: { kind: "set", members: [] } },
      channel: { column: "channel", type: text },
      state: { column: "state", type: text },
      wave: { column: "wave", type: { kind: "integer" } },
    },
  },
  response: {
    columns: [...shared, { name: "amount", type: "text" }, { name: "currency", type: "text" }],
    attributes: {
      campaign: { column: "campaign", type: text },
      offer: { column: "offers", type: { kind: "set", members: [] } },
      channel: { column: "channel", type: text },
      amount: { column: "amount", type: { kind: "money", scale: 6 } },
    },
  },
};

/**
 * The ledger's contacts or responses as rows of an event: a common table over the text that the runtime hands over, no
 * older rows in it than the windows ask for.
 */
export function ledgerRows(
  build: StatementBuild,
  name: string,
  alias: string,
  windows: readonly Window[],
): Rows {
  if (name !== "contact" && name !== "response") throw new Error(`the ledger has no ${name}`);
  const since = earliestStart(windows);
  const rows: LedgerRows = { kind: name, ...(since !== undefined && { since }) };
  const { columns, attributes } = kinds[name];
  const comment = name === "contact" ? "contacts that the ledger remembers" : "responses in the ledger";
  const handed = build.dialect.handedRows(parameter({ kind: "ledger", rows }), columns);
  const table = addTable(build, `ledger_${name}`, comment, {
    columns: columns.map(({ name: column }) => ({ alias: column, value: identifier("h", column) })),
    from: { table: fragment`(${handed})`, alias: "h" },
  });
  const column = (of: string): Sql => identifier(alias, of);
  const key = column("customer");
  const time: SqlValue = {
    sql: build.dialect.instantAt(column("time")),
    type: { kind: "instant" },
    time: { kind: "instant" },
  };
  return {
    source: sourceOf(table),
    from: { table: identifier(table), alias },
    joins: [],
    where: [],
    customer: build.program.customer.type === "integer" ? build.dialect.exact(key, 0) : key,
    id: [column("id")],
    time,
    attribute: (attribute) => {
      const { column: stored, type } = attributes[attribute] ?? missing(`attribute ${name}.${attribute}`);
      const sql = column(stored);
      if (type.kind === "set") return { sql, type, list: true };
      if (type.kind !== "money") return { sql, type };
      // Amounts are in the project's currency; one that could not be brought there is unknown.
      const home = fragment`${column("currency")} = ${textConstant(build.program.currency)}`;
      const amount = build.dialect.exact(fragment`case when ${home} then ${sql} end`, type.scale);
      return { sql: amount, type: { ...type, currency: build.program.currency } };
    },
  };
}

function sourceOf(relation: string): Source {
  return {
    name: "",
    relation,
    grain: "event",
    customer: { kind: "column", column: "customer" },
    where: {},
    id: ["id"],
    time: { column: "time" },
  };
}

/** A moment before which none of the windows reaches; undefined where there is none. */
function earliestStart(windows: readonly Window[]): Moment | undefined {
  const [only] = windows;
  if (windows.length === 1 && only !== undefined) return windowStart(only);
  const reaches = windows.map(reachInDays);
  if (reaches.length === 0 || reaches.some((days) => days === undefined)) return undefined;
  const count = Math.ceil(Math.max(...reaches.map((days) => days ?? 0))) + 1;
  const by: Duration = { count, unit: "day" };
  return { kind: "earlier", than: { kind: "tick" }, by: [by], spare: "more" };
}
