import type { Program, TestProgram } from "../../../plan/index.ts";
import { multiplied } from "./stored-number.ts";
import { localDate } from "./stored-time.ts";
import { inOrder } from "./timeline.ts";

/** A row of a relation, by column in lower case. */
export interface PlainRow {
  readonly relation: string;
  readonly cells: ReadonlyMap<string, string>;
}

/** The rates that a test gives as the catalog keeps them: of so many units, from dates on. */
export function rateRows(program: Program, test: TestProgram, dates: readonly string[]): readonly PlainRow[] {
  const { rates } = program;
  if (rates === undefined) return [];
  const always = beforeAll(program, test, dates);
  return test.rates.map(({ currency, rate, from }) => ({
    relation: rates.relation,
    cells: new Map([
      [rates.date.toLowerCase(), from ?? always],
      [rates.from.toLowerCase(), currency],
      [rates.rate.toLowerCase(), multiplied(rate, String(rates.per))],
    ]),
  }));
}

/** A date from which on a rate holds that holds always: a year before all that the test and its campaign speak of. */
function beforeAll(program: Program, test: TestProgram, dates: readonly string[]): string {
  const { timezone, campaigns } = program;
  const times = [...test.rows, ...test.contacts, ...test.responses].flatMap(({ time }) => time ?? []);
  const [earliest = "2000-01-01"] = inOrder([
    ...dates,
    ...times.map((time) => localDate(time, timezone)),
    ...test.rates.flatMap(({ from }) => from ?? []),
    ...campaigns.filter(({ name }) => name === test.campaign).map(({ window }) => window.from),
  ]);
  return `${String(Number(earliest.slice(0, 4)) - 1).padStart(4, "0")}-01-01`;
}
