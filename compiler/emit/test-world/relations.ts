import {
  type Program,
  type RelationUse,
  relationName,
  type TestProgram,
  type TestRelation,
} from "../../../plan/index.ts";
import { customerRows, type Days, lasting, tagRows } from "./customer-rows.ts";
import type { Making } from "./draft.ts";
import { givenRows, linkRows, numberRows } from "./given-rows.ts";
import { type PlainRow, rateRows } from "./rate-rows.ts";
import { inOrder, portraitOf } from "./timeline.ts";

/**
 * The warehouse that a test sets up: each relation that statements read, with the rows that come to what the test says
 * when they are read as the catalog has it.
 * @param dates the local dates of the test's runs and ticks, in order: copies are made on each.
 */
export function testRelations(
  program: Program,
  uses: readonly RelationUse[],
  test: TestProgram,
  dates: readonly string[],
): { readonly relations: readonly TestRelation[]; readonly problems: readonly string[] } {
  const making: Making = { program, problems: new Set() };
  const first = dates[0];
  if (first === undefined) throw new Error(`the test ${test.name} has no dates`);
  const portraits = test.customers.map((customer) => portraitOf(customer, program, first));
  const days: Days = { first, copies: (relation) => copiesOf(relation, program, test, dates) };
  const customers = customerRows(making, portraits, days);
  const given = givenRows(making, test.rows);
  const linking = linkRows(making, [...customers, ...given], program);
  numberRows(making, [...given, ...linking], uses);
  const drafts = [
    ...customers,
    ...tagRows(making, portraits, days),
    ...[...given, ...linking].flatMap((draft) => lasting(making, draft, days)),
  ];
  const rows = [
    ...drafts.map(({ source, cells }) => ({ relation: source.relation, cells })),
    ...rateRows(program, test, dates),
  ];
  return { relations: tables(uses, rows), problems: [...making.problems] };
}

/** The dates of a relation's copies: those of the ticks, and those on which the test says something of its tags. */
function copiesOf(relation: string, program: Program, test: TestProgram, dates: readonly string[]) {
  const isOf = (tag: string): boolean => {
    const source = program.sources[program.tags[tag]?.source ?? ""];
    return source?.relation.toLowerCase() === relation.toLowerCase();
  };
  const dated = test.customers.flatMap((customer) => customer.dated.filter(({ tag }) => isOf(tag)));
  return inOrder([...dates, ...dated.map(({ date }) => date)]);
}

/** Lays rows out in the columns that statements read. */
function tables(uses: readonly RelationUse[], rows: readonly PlainRow[]): readonly TestRelation[] {
  const rowsOf = Map.groupBy(rows, tableOf);
  return [...Map.groupBy(uses, tableOf)].map(([name, same]) => {
    const columns = new Map(
      same.flatMap((use) =>
        use.columns.map(({ column, expects }) => [column.toLowerCase(), { column, expects }]),
      ),
    );
    return {
      relation: same[0]?.relation ?? name,
      columns: [...columns.values()],
      rows: (rowsOf.get(name) ?? []).map(({ cells }) =>
        [...columns.keys()].map((column) => cells.get(column) ?? null),
      ),
    };
  });
}

/** Which table a relation is on DuckDB, where tests run: `main.x` is `x`. */
function tableOf({ relation }: { readonly relation: string }): string {
  const { schema, table } = relationName(relation.toLowerCase());
  return schema === "main" ? table : relation.toLowerCase();
}
