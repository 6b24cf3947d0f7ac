import type { Program, RelationUse, TestProgram, TestRelation } from "../../../plan/index.ts";
import { customerRows, type Days, lasting, tagRows } from "./customer-rows.ts";
import type { Making } from "./draft.ts";
import { givenRows, linkRows, numberRows } from "./given-rows.ts";
import { type PlainRow, rateRows } from "./rate-rows.ts";
import { tableOf, tablesUsed } from "./table.ts";
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
  const used = tablesUsed(uses);
  const customers = customerRows(making, portraits, days);
  const given = givenRows(making, test.rows);
  const linking = linkRows(making, [...customers, ...given], program);
  numberRows(making, [...given, ...linking], used);
  const drafts = [
    ...customers,
    ...tagRows(making, portraits, days),
    ...[...given, ...linking].flatMap((draft) => lasting(making, draft, days)),
  ];
  const rows = [
    ...drafts.map(({ source, cells }) => ({ relation: source.relation, cells })),
    ...rateRows(program, test, dates),
  ];
  return { relations: laidOut(used, rows), problems: [...making.problems] };
}

/** The dates of a relation's copies: those of the ticks, and those on which the test says something of its tags. */
function copiesOf(relation: string, program: Program, test: TestProgram, dates: readonly string[]) {
  const isOf = (tag: string): boolean => {
    const source = program.sources[program.tags[tag]?.source ?? ""];
    return source !== undefined && tableOf(source.relation) === tableOf(relation);
  };
  const dated = test.customers.flatMap((customer) => customer.dated.filter(({ tag }) => isOf(tag)));
  return inOrder([...dates, ...dated.map(({ date }) => date)]);
}

/** Lays rows out in the columns that statements read. */
function laidOut(used: readonly RelationUse[], rows: readonly PlainRow[]): readonly TestRelation[] {
  const rowsOf = Map.groupBy(rows, ({ relation }) => tableOf(relation));
  return used.map(({ relation, columns }) => ({
    relation,
    columns: columns.map(({ column, expects }) => ({ column, expects })),
    rows: (rowsOf.get(tableOf(relation)) ?? []).map(({ cells }) =>
      columns.map(({ column }) => cells.get(column.toLowerCase()) ?? null),
    ),
  }));
}
