import type { Expression } from "../../../plan/index.ts";
import { addTable, type StatementBuild } from "./build.ts";
import { columnConditions } from "./column.ts";
import { type Columns, carriedColumns, columnOf, customerScope, selected } from "./customer-columns.ts";
import { emptyScope, missing } from "./empty-scope.ts";
import { emitValue } from "./expression.ts";
import { addFeatureTables } from "./feature.ts";
import { emitPredicate } from "./predicate.ts";
import { allOf, fragment, identifier, type Join } from "./query.ts";
import { addRankingTable } from "./ranking.ts";
import { rateJoins } from "./rates.ts";
import { type CustomerNeeds, customerNeeds } from "./references.ts";
import { customerKey, relation, standing } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { type Stage, stagesOf } from "./stages.ts";
import { tagColumns } from "./tag-tables.ts";

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
    histories: new Map(),
    definitions: new Map(),
    features: new Map(),
    rankings: new Map(),
  };
  const restricted = restriction.conditions.length > 0 || restriction.among !== undefined;
  let table = addTagTable(build, needs, restriction, columns, restricted);
  for (const stage of stages) table = addStage(build, stage, table, columns, restricted);
  return table;
}

function addTagTable(
  build: StatementBuild,
  needs: CustomerNeeds,
  restriction: Restriction,
  columns: Columns,
  restricted: boolean,
): CustomerTable {
  const { program, dialect } = build;
  const [tags, histories] = [[...needs.tags].sort(), [...needs.histories].sort()];
  const base = program.sources[program.customer.source];
  if (base === undefined) throw new Error("the program lacks the customers' source");
  build.sources.add(base.name);
  const key = customerKey(program, "c", program.customer.key);
  const rows = { source: base, alias: "c", key, among: restriction.among };
  const { joins, tags: values, histories: past } = tagColumns(build, rows, tags, histories);
  const rates = rateJoins(build, "r");
  const scope: Scope = {
    ...emptyScope(build),
    tag: (name) => values.get(name) ?? missing(`tag ${name}`),
    tagHistory: (id) => past.get(id) ?? missing(`tag history ${id}`),
    rate: (currency) => rates.rate(currency, "tick"),
  };
  const conditions = restriction.conditions.map((condition) => emitPredicate(condition, scope));
  const among =
    restriction.among === undefined
      ? []
      : [fragment`${key} in (select customer from ${identifier(restriction.among)})`];
  const valueColumns = tags.flatMap((tag, index) => {
    const value = values.get(tag) ?? missing(`tag ${tag}`);
    columns.tags.set(tag, columnOf(value, `t${index}`));
    return selected(value, `t${index}`);
  });
  const pastColumns = histories.flatMap((id, index) => {
    const value = past.get(id) ?? missing(`tag history ${id}`);
    columns.histories.set(id, columnOf(value, `h${index}`));
    return selected(value, `h${index}`);
  });
  const own = [
    fragment`${key} is not null`,
    ...columnConditions(base.where, "c", dialect),
    ...standing(base, "c"),
    ...among,
  ];
  const source = relation(base.relation);
  const isNarrow = restriction.among !== undefined && joins.length > 0;
  const name = addTable(build, "portrait", customersComment([...tags, ...histories]), {
    columns: [{ alias: "customer", value: key }, ...valueColumns, ...pastColumns],
    // A query of its own for the few customers: engines would join all of them to all else first.
    from: {
      table: isNarrow ? fragment`(select * from ${source} as c where ${allOf(own)})` : source,
      alias: "c",
    },
    joins: [...joins, ...rates.joins],
    where: isNarrow ? conditions : [...own, ...conditions],
  });
  return customerTable(build, name, columns, restricted);
}

const customersComment = (tags: readonly string[]): string =>
  tags.length === 0 ? "the customers" : `the customers with ${tags.join(", ")}`;

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

function customerTable(
  build: StatementBuild,
  name: string,
  columns: Columns,
  restricted: boolean,
): CustomerTable {
  const frozen = {
    tags: new Map(columns.tags),
    histories: new Map(columns.histories),
    definitions: new Map(columns.definitions),
    features: new Map(columns.features),
    rankings: new Map(columns.rankings),
  };
  return { name, restricted, scope: (alias) => customerScope(build, frozen, alias) };
}
