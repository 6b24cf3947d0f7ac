import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  RawNode,
  type RootOperationNode,
  sql,
  ValueNode,
} from "kysely";
import type { Parameter } from "../../../plan/index.ts";

/** A piece of SQL as operation nodes. The one way to make text of it is `compileQuery`. */
export type Sql = RawBuilder<unknown>;

/** Writes SQL with pieces put in: only `Sql` may stand between `${}`, so that no text of a user's gets in. */
export function fragment(texts: TemplateStringsArray, ...pieces: readonly Sql[]): Sql {
  return sql(texts, ...pieces);
}

/** A quoted identifier. */
export function identifier(...parts: readonly string[]): Sql {
  return sql.id(...parts);
}

/** A parameter whose value the runtime works out. */
export function parameter(value: Parameter): Sql {
  return sql.val(value);
}

/** Words of SQL that are ours: a type's name, a keyword. Never takes a user's text. */
export function keyword(word: SqlWord): Sql {
  return sql.raw(word);
}

/** What `keyword` may be: words of letters, digits, spaces and type parameters. */
export type SqlWord = string & { readonly sqlWord: unique symbol };

/** Makes a word of SQL of text that is ours; throws if it could be anything else. */
export function word(text: string): SqlWord {
  if (!/^[a-z][a-z0-9_ ]*(\(\d+(,\d+)?\))?$/.test(text)) throw new Error(`not a word of SQL: ${text}`);
  return text as SqlWord;
}

/** An integer literal of ours: a count of an interval, a place in a list. */
export function integer(value: number): Sql {
  if (!Number.isSafeInteger(value)) throw new Error(`not an integer: ${value}`);
  return sql.raw(String(value));
}

/** Pieces joined by a separator of ours. */
export function joined(pieces: readonly Sql[], separator: Sql): Sql {
  return sql.join([...pieces], separator);
}

/** Pieces joined by commas. */
export function list(pieces: readonly Sql[]): Sql {
  return sql.join([...pieces]);
}

/** Predicates, all of which must hold; an empty list always holds. */
export function allOf(predicates: readonly Sql[]): Sql {
  const [only] = predicates;
  if (only === undefined) return sql`true`;
  return predicates.length === 1 ? only : sql`(${sql.join([...predicates], sql` and `)})`;
}

/** Predicates, one of which must hold; an empty list never holds. */
export function anyOf(predicates: readonly Sql[]): Sql {
  const [only] = predicates;
  if (only === undefined) return sql`false`;
  return predicates.length === 1 ? only : sql`(${sql.join([...predicates], sql` or `)})`;
}

/** A table, a common table or a subquery under an alias. */
export interface TableSource {
  readonly table: Sql;
  readonly alias: string;
}

export interface Join extends TableSource {
  readonly kind: "inner" | "left";
  readonly on: readonly Sql[];
}

export interface Selection {
  /** Equal rows as one. */
  readonly distinct?: boolean;
  readonly columns: readonly { readonly alias: string; readonly value: Sql }[];
  readonly from: TableSource;
  readonly joins?: readonly Join[];
  readonly where?: readonly Sql[];
  readonly groupBy?: readonly Sql[];
}

/** A named part of a statement, in the order in which parts may use one another. */
export interface CommonTable {
  readonly name: string;
  readonly selection: Selection | Sql;
  /** For readers of the `.sql` file: what the part is, and where in the project it comes from. */
  readonly comment: string;
}

// Cold: compiles, never connects. The only `any` of the emitters: Kysely's idea of a schema, which we don't use.
// biome-ignore lint/suspicious/noExplicitAny: see above
const cold = new Kysely<any>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

function selectQuery(selection: Selection, tables: readonly CommonTable[]) {
  let creator: Pick<typeof cold, "with" | "selectFrom"> = cold;
  for (const table of tables) {
    creator = creator.with(table.name, () => queryOf(table.selection) as never);
  }
  let query = creator.selectFrom(sql`${selection.from.table}`.as(sql.id(selection.from.alias)) as never);
  for (const join of selection.joins ?? []) {
    const target = sql`${join.table}`.as(sql.id(join.alias)) as never;
    const on = sql<boolean>`${allOf(join.on)}` as never;
    query = (
      join.kind === "left"
        ? query.leftJoin(target, (builder) => builder.on(on))
        : query.innerJoin(target, (builder) => builder.on(on))
    ) as typeof query;
  }
  for (const predicate of selection.where ?? []) query = query.where(predicate as never);
  for (const key of selection.groupBy ?? []) query = query.groupBy(key as never);
  if (selection.distinct === true) query = query.distinct();
  return query.select(selection.columns.map(({ alias, value }) => value.as(alias)) as never);
}

function queryOf(selection: Selection | Sql) {
  return "from" in selection ? selectQuery(selection, []) : selection;
}

/** A selection as a subquery in parentheses. */
export function subquery(selection: Selection): Sql {
  return sql`${selectQuery(selection, [])}`;
}

/** A whole statement: named parts, then what is selected from them. */
export function statement(tables: readonly CommonTable[], selection: Selection): RootOperationNode {
  return selectQuery(selection, tables).toOperationNode();
}

/** How a parameter is written down. Gives the text that stands in its place. */
export type ParameterWriter = (value: Parameter) => string;

/** A constant under a cast to its own type: `cast($1 as text)`. */
function castConstant(node: RawNode): Parameter | undefined {
  const [first, last] = [node.sqlFragments[0], node.sqlFragments[node.sqlFragments.length - 1]];
  const [operand] = node.parameters;
  if (first !== "cast(" || last === undefined || !/^(?: as (?:text|numeric|integer|bigint))?\)$/.test(last))
    return undefined;
  if (operand === undefined) return undefined;
  const inner = RawNode.is(operand) && operand.sqlFragments.join("") === "" ? operand.parameters[0] : operand;
  if (inner === undefined || !ValueNode.is(inner)) return undefined;
  const value = inner.value as Parameter;
  return value.kind === "text" || value.kind === "number" ? value : undefined;
}

class ParameterCompiler extends PostgresQueryCompiler {
  readonly #write: ParameterWriter;

  readonly #barely: boolean;

  constructor(write: ParameterWriter, barely: boolean) {
    super();
    this.#write = write;
    this.#barely = barely;
  }

  protected override visitRaw(node: RawNode): void {
    const constant = this.#barely ? castConstant(node) : undefined;
    if (constant === undefined) super.visitRaw(node);
    else this.append(this.#write(constant));
  }

  protected override appendValue(parameter: unknown): void {
    this.append(this.#write(parameter as Parameter));
  }
}

/**
 * The text of a statement, its parameters written as told. PostgreSQL's quoting of identifiers serves DuckDB too.
 * `bareConstants` leaves out the casts that give constants their types: for readers, to whom a constant shows its own.
 */
export function compileQuery(
  node: RootOperationNode,
  write: ParameterWriter,
  { bareConstants = false }: { readonly bareConstants?: boolean } = {},
): string {
  return new ParameterCompiler(write, bareConstants).compileQuery(node, { queryId: "" }).sql;
}
