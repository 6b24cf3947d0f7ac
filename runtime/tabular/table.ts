import { nearestName } from "../warehouse/nearest-name.ts";

/** A row of a table as it stands there; columns that the table lacks are empty. */
export type TableLine<Column extends string> = Readonly<Record<Column, string>> & {
  /** In a file the line, counted from 1; in a relation the row. */
  readonly line: number;
  /** All cells of the row, as many as the header's or not. */
  readonly cells: readonly string[];
};

/** Rows that somebody hands over, to be judged one by one. */
export interface Table<Column extends string> {
  /** The names of the columns as they stand there. */
  readonly header: readonly string[];
  readonly lines: AsyncIterable<TableLine<Column>>;
}

/** A row that was set aside, and why. */
export interface RejectedLine {
  readonly line: number;
  readonly cells: readonly string[];
  readonly reason: string;
}

/** The columns that a table may have, and those that it must. */
export interface ColumnNames<Column extends string> {
  readonly columns: readonly Column[];
  readonly required: readonly Column[];
}

/** What is wrong with a header. */
export interface HeaderProblem {
  readonly message: string;
  readonly help: string;
}

/** The place of each column; or what is wrong. Others than those that are known are left alone, unless they look misspelt. */
export function placesIn<Column extends string>(
  header: readonly string[],
  { columns, required }: ColumnNames<Column>,
): ReadonlyMap<Column, number> | HeaderProblem {
  const names = header.map((name) => name.trim().toLowerCase());
  const places = new Map<Column, number>();
  for (const column of columns) {
    const place = names.indexOf(column);
    if (place >= 0) places.set(column, place);
    if (place !== names.lastIndexOf(column)) {
      return { message: `the column \`${column}\` stands there twice`, help: "leave one of them out" };
    }
  }
  const missing = columns.filter((column) => !places.has(column));
  for (const [index, name] of names.entries()) {
    const meant = columns.some((column) => column === name) ? undefined : nearestName(name, missing);
    if (meant !== undefined) {
      return {
        message: `the column \`${header[index] ?? name}\` is not known`,
        help: `call it \`${meant}\`, if that is what it is, or something quite different`,
      };
    }
  }
  const lacking = required.find((column) => !places.has(column));
  if (lacking === undefined) return places;
  return { message: `there is no column \`${lacking}\``, help: columnsHelp({ columns, required }) };
}

/** Which columns there are, as a sentence. */
export function columnsHelp<Column extends string>({ columns, required }: ColumnNames<Column>): string {
  const optional = columns.filter((column) => !required.includes(column));
  return `the first line names the columns: ${listed(required)}, and ${listed(optional)} if you have them`;
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}

/** A row with its cells by column. One of another length has none: its cells may stand in wrong columns. */
export function lineOf<Column extends string>(
  record: { readonly line: number; readonly cells: readonly string[] },
  header: readonly string[],
  columns: readonly Column[],
  places: ReadonlyMap<Column, number>,
): TableLine<Column> {
  const { line, cells } = record;
  const isWhole = cells.length === header.length;
  const cell = (column: Column): string => (isWhole ? (cells[places.get(column) ?? -1] ?? "").trim() : "");
  const named = Object.fromEntries(columns.map((column) => [column, cell(column)]));
  return { ...(named as Record<Column, string>), line, cells };
}

/** Why a row is none of the table's; undefined where it is as long as the header. */
export function lengthProblem(
  { cells }: { readonly cells: readonly string[] },
  header: readonly string[],
): string | undefined {
  return cells.length === header.length
    ? undefined
    : `the row has ${cells.length} cells, and the header ${header.length}`;
}
