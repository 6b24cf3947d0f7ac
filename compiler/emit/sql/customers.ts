import type { Expression, Feature, Source, ValueType } from "../../../plan/index.ts";
import { addTable, type StatementBuild } from "./build.ts";
import { columnConditions, readColumn } from "./column.ts";
import { emptyScope, missing } from "./empty-scope.ts";
import { emitValue } from "./expression.ts";
import { addFeatureTables } from "./feature.ts";
import { emitPredicate } from "./predicate.ts";
import { fragment, identifier, type Join, type Sql } from "./query.ts";
import { addRankingTable } from "./ranking.ts";
import { rateJoins } from "./rates.ts";
import { customerNeeds, featureParts, walk } from "./references.ts";
import { latestSnapshot, relation, validOnTickDate } from "./rows.ts";
import type { Scope } from "./scope.ts";
import type { SqlValue, TimeStorage } from "./sql-value.ts";

/** A table with a row for each customer and columns for what expressions need of her. */
export interface CustomerTable {
  readonly name: string;
  /** Whether it holds some of the customers alone, so that scans for it are worth narrowing. */
  readonly restricted: boolean;
  /** What the names of customers' things stand for where the table has an alias; rows' things throw. */
  scope(alias: string): Scope;
}

/** Which customers a table is for: all, or those for whom conditions on tags hold and who are in another table. */
export interface Restriction {
  readonly conditions: readonly Expression[];
  /** A common table with a column `customer`. */
  readonly among?: string;
}

interface Columns {
  readonly tags: Map<string, Column>;
  readonly definitions: Map<string, Column>;
  readonly features: Map<string, Column>;
  readonly rankings: Map<string, string>;
}

/** A column of a customers' table, with the one that holds its currency where it is money of any. */
interface Column {
  readonly alias: string;
  readonly type: ValueType;
  readonly time?: TimeStorage;
  readonly currencyAlias?: string;
}

/** The column that a value is put into. */
function columnOf(value: SqlValue, alias: string): Column {
  return {
    alias,
    type: value.type,
    ...(value.time && { time: value.time }),
    ...(value.currency && { currencyAlias: `${alias}_currency` }),
  };
}

/** What is selected for a value: itself, and its currency where it is money of any. */
function selected(value: SqlValue, alias: string) {
  return [
    { alias, value: value.sql },
    ...(value.currency === undefined ? [] : [{ alias: `${alias}_currency`, value: value.currency }]),
  ];
}

/**
 * Adds the tables that bring all that expressions need of a customer together, in stages: the catalog's tags; then
 * what can be computed from those, features and derived tags alike; then what needs these; each a table on the last.
 */
export function addCustomerTables(
  build: StatementBuild,
  expressions: readonly Expression[],
  restriction: Restriction,
): CustomerTable {
  const needs = customerNeeds([...expressions, ...restriction.conditions], build.program);
  const stages = stagesOf(build, expressions);
  const columns: Columns = {
    tags: new Map(),
    definitions: new Map(),
    features: new Map(),
    rankings: new Map(),
  };
  const restricted = restriction.conditions.length > 0 || restriction.among !== undefined;
  let table = addTagTable(build, [...needs.tags].sort(), restriction, columns, restricted);
  for (const stage of stages) table = addStage(build, stage, table, columns, restricted);
  return table;
}

interface Stage {
  readonly definitions: readonly string[];
  readonly features: readonly Feature[];
  readonly rankings: readonly string[];
}

/**
 * What is computed at each stage, from the second on. A feature and a ranking stand one stage after the last of what
 * their rows are asked; a definition in the stage of the last feature that it speaks of, after other definitions.
 */
function stagesOf(build: StatementBuild, expressions: readonly Expression[]): readonly Stage[] {
  const { program } = build;
  const found = new Map<string, number>();
  const stages: { definitions: string[]; features: Feature[]; rankings: string[] }[] = [];
  const stageAt = (stage: number) => {
    while (stages.length < stage) stages.push({ definitions: [], features: [], rankings: [] });
    return stages[stage - 1] ?? missing(`stage ${stage}`);
  };
  const once = (key: string, compute: () => number, place: (stage: number) => void): number => {
    const known = found.get(key);
    if (known !== undefined) return known;
    const stage = compute();
    found.set(key, stage);
    place(stage);
    return stage;
  };
  /** The last stage of an expression's parts, definitions counted a stage later where `after` says so. */
  const lastStage = (expressions: readonly Expression[], after: number): number => {
    let stage = 0;
    for (const expression of expressions) {
      walk(expression, (part) => {
        stage = Math.max(
          stage,
          stageOf(part) + (part.kind === "definition" || part.kind === "top" ? after : 0),
        );
      });
    }
    return stage;
  };
  const stageOf = (part: Expression): number => {
    switch (part.kind) {
      case "definition": {
        const { expression } = program.definitions[part.name] ?? missing(`definition ${part.name}`);
        return once(
          `definition ${part.name}`,
          () => Math.max(1, lastStage([expression], 1)),
          (stage) => stageAt(stage).definitions.push(part.name),
        );
      }
      case "feature": {
        const feature = program.features[part.feature] ?? missing(`feature ${part.feature}`);
        return once(
          `feature ${part.feature}`,
          () => 1 + lastStage(featureParts(program, part.feature), 0),
          (stage) => stageAt(stage).features.push(feature),
        );
      }
      case "top":
        return once(
          `top ${part.ranking}`,
          () => 1,
          (stage) => stageAt(stage).rankings.push(part.ranking),
        );
      default:
        return 0;
    }
  };
  lastStage(expressions, 0);
  return stages;
}

function addTagTable(
  build: StatementBuild,
  tags: readonly string[],
  restriction: Restriction,
  columns: Columns,
  restricted: boolean,
): CustomerTable {
  const { program, dialect } = build;
  const base = program.sources[program.customer.source];
  if (base === undefined) throw new Error("the program lacks the customers' source");
  const key = identifier("c", program.customer.key);
  const aliases = new Map<string, string>([[base.name, "c"]]);
  const joins: Join[] = [];
  const values = new Map<string, SqlValue>();
  for (const tag of tags) {
    const mapping = program.tags[tag];
    const source = mapping === undefined ? undefined : program.sources[mapping.source];
    if (mapping === undefined || source === undefined) throw new Error(`the program lacks tag ${tag}`);
    let alias = aliases.get(source.name);
    if (alias === undefined) {
      alias = `s${aliases.size}`;
      aliases.set(source.name, alias);
      joins.push(sourceJoin(source, alias, key, build));
    }
    values.set(tag, readColumn(mapping, alias, program.timezone, dialect));
  }
  const rates = rateJoins(build, "r");
  const scope: Scope = {
    ...emptyScope(build),
    tag: (name) => values.get(name) ?? missing(`tag ${name}`),
    rate: (currency) => rates.rate(currency, "tick"),
  };
  const conditions = restriction.conditions.map((condition) => emitPredicate(condition, scope));
  const among =
    restriction.among === undefined
      ? []
      : [fragment`${key} in (select customer from ${identifier(restriction.among)})`];
  const tagColumns = tags.flatMap((tag, index) => {
    const value = values.get(tag) ?? missing(`tag ${tag}`);
    columns.tags.set(tag, columnOf(value, `t${index}`));
    return selected(value, `t${index}`);
  });
  const name = addTable(build, "portrait", customersComment(tags), {
    columns: [{ alias: "customer", value: key }, ...tagColumns],
    from: { table: relation(base.relation), alias: "c" },
    joins: [...joins, ...rates.joins],
    where: [
      fragment`${key} is not null`,
      ...columnConditions(base.where, "c", dialect),
      ...latestSnapshot(base, "c"),
      ...validOnTickDate(base, "c"),
      ...among,
      ...conditions,
    ],
  });
  return customerTable(build, name, columns, restricted);
}

const customersComment = (tags: readonly string[]): string =>
  tags.length === 0 ? "the customers" : `the customers with ${tags.join(", ")}`;

function sourceJoin(source: Source, alias: string, key: Sql, build: StatementBuild): Join {
  return {
    kind: "left",
    table: relation(source.relation),
    alias,
    on: [
      fragment`${identifier(alias, source.customer)} = ${key}`,
      ...columnConditions(source.where, alias, build.dialect),
      ...latestSnapshot(source, alias),
      ...validOnTickDate(source, alias),
    ],
  };
}

function addStage(
  build: StatementBuild,
  stage: Stage,
  before: CustomerTable,
  columns: Columns,
  restricted: boolean,
): CustomerTable {
  const alias = (feature: string): string => `f${Object.keys(build.program.features).indexOf(feature)}`;
  const featureTables = addFeatureTables(build, stage.features, before, alias);
  const rankingTables = stage.rankings.map((id) => ({ id, name: addRankingTable(build, id) }));
  const carried = carriedColumns(columns);
  const features = featureTables.flatMap((table, index) =>
    table.columns.map(({ feature, alias: column, read }) => ({
      feature,
      alias: column,
      value: read(`j${index}`),
    })),
  );
  const rates = rateJoins(build, "r");
  const earlier = before.scope("c");
  const scope: Scope = {
    ...earlier,
    feature: (id) => features.find(({ feature }) => feature === id)?.value ?? earlier.feature(id),
    rate: (currency) => rates.rate(currency, "tick"),
  };
  const definitions = stage.definitions.map((name, index) => {
    const definition = build.program.definitions[name] ?? missing(`definition ${name}`);
    const value = emitValue(definition.expression, scope);
    return { name, alias: `d${columns.definitions.size + index}`, value };
  });
  for (const { feature, alias: column, value } of features)
    columns.features.set(feature, columnOf(value, column));
  for (const { name, alias: column, value } of definitions)
    columns.definitions.set(name, columnOf(value, column));
  for (const [index, { id }] of rankingTables.entries())
    columns.rankings.set(id, `k${columns.rankings.size + index}`);
  const comment = [...stage.definitions, ...stage.features.map(({ id }) => id)].join(", ");
  const name = addTable(build, "portrait", `the customers with ${comment || "their ranks"}`, {
    columns: [
      ...["customer", ...carried].map((column) => ({ alias: column, value: identifier("c", column) })),
      ...[...features, ...definitions].flatMap(({ alias: column, value }) => selected(value, column)),
      ...rankingTables.map(({ id }, index) => ({
        alias: columns.rankings.get(id) ?? "",
        value: fragment`(${identifier(`k${index}`, "customer")} is not null)`,
      })),
    ],
    from: { table: identifier(before.name), alias: "c" },
    joins: [
      ...featureTables.map((table, index) => leftJoin(table.name, `j${index}`)),
      ...rankingTables.map((table, index) => leftJoin(table.name, `k${index}`)),
      ...rates.joins,
    ],
  });
  return customerTable(build, name, columns, restricted);
}

function leftJoin(table: string, alias: string): Join {
  return {
    kind: "left",
    table: identifier(table),
    alias,
    on: [fragment`${identifier(alias, "customer")} = c.customer`],
  };
}

function namesOf(columns: Iterable<Pick<Column, "alias" | "currencyAlias">>): readonly string[] {
  return [...columns].flatMap(({ alias, currencyAlias }) =>
    currencyAlias === undefined ? [alias] : [alias, currencyAlias],
  );
}

function carriedColumns({ tags, features, definitions, rankings }: Columns): readonly string[] {
  return [
    ...namesOf(tags.values()),
    ...namesOf(features.values()),
    ...namesOf(definitions.values()),
    ...rankings.values(),
  ];
}

function customerTable(
  build: StatementBuild,
  name: string,
  columns: Columns,
  restricted: boolean,
): CustomerTable {
  const frozen = {
    tags: new Map(columns.tags),
    definitions: new Map(columns.definitions),
    features: new Map(columns.features),
    rankings: new Map(columns.rankings),
  };
  return { name, restricted, scope: (alias) => customerScope(build, frozen, alias) };
}

function customerScope(build: StatementBuild, columns: Columns, alias: string): Scope {
  const read = (found: Column | undefined, what: string): SqlValue => {
    const column = found ?? missing(what);
    return {
      sql: identifier(alias, column.alias),
      type: column.type,
      ...(column.time && { time: column.time }),
      ...(column.currencyAlias && { currency: identifier(alias, column.currencyAlias) }),
    };
  };
  return {
    ...emptyScope(build),
    tag: (name) => read(columns.tags.get(name), `tag ${name}`),
    definition: (name) => read(columns.definitions.get(name), `definition ${name}`),
    feature: (id) => read(columns.features.get(id), `feature ${id}`),
    ranking: (id) => identifier(alias, columns.rankings.get(id) ?? missing(`ranking ${id}`)),
  };
}
