import type { ColumnConditions, ColumnMapping, Program, Source, TestValue } from "../../../plan/index.ts";
import { isBelowZero, isSameNumber, negated } from "./stored-number.ts";
import type { StoredText } from "./stored-time.ts";
import { storedValue } from "./stored-value.ts";

/** A row of a relation that is being made up. Engines take column names in whatever case. */
export interface Draft {
  readonly source: Source;
  readonly customer: string;
  /** What it is of, in words: `fx_purchase of customer 1`. */
  readonly of: string;
  readonly cells: Map<string, string>;
}

/** What rows are made by, and what cannot be as the test says. */
export interface Making {
  readonly program: Program;
  readonly problems: Set<string>;
}

/** The cell of a column; undefined where it is unknown. */
export function cell({ cells }: Draft, column: string): string | undefined {
  return cells.get(column.toLowerCase());
}

/** Gives a column its value, unless the row has another there. */
export function put(making: Making, draft: Draft, column: string, value: string): void {
  const there = cell(draft, column);
  if (there === undefined) draft.cells.set(column.toLowerCase(), value);
  else if (there !== value && !isSameNumber(there, value)) {
    const place = `the column \`${column}\` of \`${draft.source.relation}\``;
    making.problems.add(`${draft.of} asks for \`${there}\` and \`${value}\` at once in ${place}`);
  }
}

/** Puts what is stored, or notes why it cannot be. */
export function putStored(
  making: Making,
  draft: Draft,
  column: string,
  what: string,
  stored: StoredText,
): void {
  if (stored.kind === "text") put(making, draft, column, stored.text);
  else making.problems.add(`${what} of ${draft.of} cannot be stored: ${stored.why}`);
}

/** Makes a row meet conditions of the catalog. */
export function putConditions(making: Making, draft: Draft, conditions: ColumnConditions): void {
  for (const [column, value] of Object.entries(conditions)) put(making, draft, column, String(value));
}

/** Whether a row meets conditions; an unknown cell does not. */
export function meets(draft: Draft, conditions: ColumnConditions): boolean {
  return Object.entries(conditions).every(([column, value]) => {
    const there = cell(draft, column);
    return there !== undefined && (there === String(value) || isSameNumber(there, String(value)));
  });
}

/** Whether a row could still be made to meet conditions. */
export function canMeet(draft: Draft, conditions: ColumnConditions): boolean {
  const open = Object.entries(conditions).filter(([column]) => cell(draft, column) !== undefined);
  return meets(draft, Object.fromEntries(open));
}

/** A tag or attribute with what it is read from; null and missing are unknown. */
export interface Item {
  readonly name: string;
  readonly mapping: ColumnMapping;
  readonly value: TestValue | undefined;
}

/** Fills in tags or attributes. Those whose sign stands elsewhere come last, when the row has the rest. */
export function putValues(making: Making, draft: Draft, items: readonly Item[]): void {
  const signed = ({ mapping }: Item): boolean => mapping.negativeWhen !== undefined;
  for (const item of [...items.filter((one) => !signed(one)), ...items.filter(signed)]) {
    putValue(making, draft, item);
  }
}

function putValue(making: Making, draft: Draft, { name, mapping, value }: Item): void {
  if (value === null || value === undefined) return;
  const { negativeWhen, currencyColumn, column } = mapping;
  if (currencyColumn !== undefined && value.type.kind === "money" && value.type.currency !== undefined) {
    put(making, draft, currencyColumn, value.type.currency);
  }
  let stored = value;
  if (negativeWhen !== undefined && typeof value.value === "string") {
    if (isBelowZero(value.value) && canMeet(draft, negativeWhen)) putConditions(making, draft, negativeWhen);
    if (meets(draft, negativeWhen)) stored = { ...value, value: negated(value.value) };
  }
  putStored(making, draft, column, `\`${name}\``, storedValue(stored, mapping, making.program.timezone));
}
