import { open } from "node:fs/promises";
import type { ColumnKind, ColumnUse, RelationUse } from "../../plan/index.ts";
import { RuntimeProblem } from "../problem.ts";
import { otherSeparator } from "../tabular/separators.ts";
import { lineOfRecord } from "./csv-lines.ts";
import type { DuckDBSession } from "./duckdb-session.ts";
import { sqlName, sqlText } from "./sql-text.ts";

/** How cells of a kind are written, and the DuckDB type that they become. */
interface CellForm {
  /** A regular expression (RE2) that the whole cell matches. */
  readonly pattern: string;
  readonly type: string;
  readonly words: string;
}

/** How dates, times of day and offsets are written, as regular expressions (RE2). */
export const DAY_FORM = "\\d{4}-\\d{2}-\\d{2}";
export const CLOCK_FORM = "[ T]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?";
export const ZONE_FORM = " ?(Z|[+-]\\d{2}(:?\\d{2})?)";

/** Numbers get as many places as the file has: see `decimalPlaces`. */
const NUMBER = {
  pattern: "[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?",
  type: "decimal(38, 18)",
  words: "numbers, `-1234.56`, of at most 18 places and 38 digits in all",
};

const FORMS: Readonly<Record<ColumnKind, CellForm | undefined>> = {
  any: undefined,
  text: undefined,
  set: undefined,
  number: NUMBER,
  float: NUMBER,
  integer: { pattern: "[+-]?\\d+(\\.0*)?", type: "bigint", words: "whole numbers" },
  boolean: { pattern: "(?i)(true|false|t|f|1|0)", type: "boolean", words: "`true` or `false`" },
  date: { pattern: DAY_FORM, type: "date", words: "dates, `2026-03-02`" },
  "local-time": {
    pattern: `${DAY_FORM}(${CLOCK_FORM})?`,
    type: "timestamp",
    words: "times without a zone, `2026-03-02 14:30:00`",
  },
  instant: {
    pattern: `${DAY_FORM}(${CLOCK_FORM}${ZONE_FORM})?`,
    type: "timestamptz",
    words: "times with a zone, `2026-03-02T14:30:00+08:00`",
  },
};

/**
 * The SQL that reads a CSV file (UTF-8, commas, double quotes, a header; an empty cell is unknown), each column
 * as what the catalog expects of it, numbers exactly. All cells are looked at once before.
 * @throws RuntimeProblem when the file is no such CSV, or cells are not what the catalog expects.
 */
export async function csvSource(
  session: DuckDBSession,
  path: string,
  relation: RelationUse,
): Promise<string> {
  const header = await readHeader(path);
  const [only] = header;
  if (only !== undefined && header.length === 1) expectCommas(only, path, relation);
  const columns = header.map((name) => `${sqlText(name)}: 'VARCHAR'`).join(", ");
  const reader = `read_csv(${sqlText(path)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', strict_mode = true, columns = {${columns}})`;
  const forms = header.map((name) => ({ name, form: formFor(name, relation.columns) }));
  const places = await examineCells(session, reader, path, forms, relation);
  const selected = forms.map(({ name, form }, index) => {
    if (form === undefined) return sqlName(name);
    const type = form === NUMBER ? `decimal(38, ${places[index] ?? 0})` : form.type;
    return `cast(${sqlName(name)} as ${type}) as ${sqlName(name)}`;
  });
  return `select ${selected.join(", ")} from ${reader}`;
}

/** What is also compared as text is still of the kind that others expect. */
function formFor(name: string, uses: readonly ColumnUse[]): CellForm | undefined {
  return uses
    .filter((use) => sameName(use.column, name))
    .map((use) => FORMS[use.expects])
    .find((form) => form !== undefined);
}

/** Checks the cells of all columns that have a form, in one scan; gives the places that each column's numbers need. */
async function examineCells(
  session: DuckDBSession,
  reader: string,
  path: string,
  forms: readonly { readonly name: string; readonly form: CellForm | undefined }[],
  relation: RelationUse,
): Promise<readonly number[]> {
  const measures = forms.flatMap(({ name, form }, index) => {
    if (form === undefined) return [];
    const cell = sqlName(name);
    return [
      `count(*) filter (where ${isWrong(cell, form)}) as b${index}`,
      ...(form === NUMBER ? [`greatest(max(${decimalPlaces(cell)}), 0) as p${index}`] : []),
    ];
  });
  // All columns, so that a broken line is told of before the run; and DuckDB 1.5 tells of text that is not in UTF-8
  // only when it reads the whole line, else it fails beyond repair.
  const counts = forms.map(({ name }) => `count(${sqlName(name)})`);
  const result = await session.connection.runAndReadAll(
    `select ${[...counts, ...measures].join(", ")} from ${reader}`,
  );
  const row = result.getRowObjectsJS()[0] ?? {};
  for (const [index, { name, form }] of forms.entries()) {
    const wrong = Number(row[`b${index}`] ?? 0);
    if (form === undefined || wrong === 0) continue;
    const record = await firstWrong(session, reader, name, form);
    const line = await lineOfRecord(path, record, forms.length);
    throw new RuntimeProblem(
      "warehouse-column-type",
      `${wrong === 1 ? "a cell" : `${wrong} cells`} of column \`${name}\` in \`${path}\` ${wrong === 1 ? "does" : "do"} not hold ${form.words}: ${wrong === 1 ? "" : "the first is in "}line ${line}`,
      { help: cellHelp(form), origin: originOf(name, relation) },
    );
  }
  return forms.map((_, index) => Number(row[`p${index}`] ?? 0));
}

/** A cell that is there and that its form does not take. */
function isWrong(cell: string, form: CellForm): string {
  return `${cell} is not null and not (regexp_full_match(trim(${cell}), ${sqlText(form.pattern)}) and try_cast(${cell} as ${form.type}) is not null)`;
}

/** The number, from 1, of the first record whose cell is wrong. Its value stays untold: it may be personal. */
async function firstWrong(
  session: DuckDBSession,
  reader: string,
  column: string,
  form: CellForm,
): Promise<number> {
  const cell = sqlName(column);
  const result = await session.connection.runAndReadAll(
    `select min(record) from (select row_number() over () as record, ${cell} from ${reader}) where ${isWrong(cell, form)}`,
  );
  return Number(result.getRowsJS()[0]?.[0]);
}

/** Digits after the point that count, the exponent taken into account. */
function decimalPlaces(cell: string): string {
  const fraction = `length(rtrim(regexp_extract(${cell}, '\\.(\\d*)', 1), '0'))`;
  const exponent = `coalesce(try_cast(regexp_extract(${cell}, '[eE]([+-]?\\d+)', 1) as integer), 0)`;
  return `least(${fraction} - ${exponent}, 18)`;
}

function cellHelp(form: CellForm): string {
  if (form === FORMS.instant) {
    return "write the file anew, or say in the catalog which `zone:` they are in, or by which `format:` they are written";
  }
  return form === FORMS.date || form === FORMS["local-time"]
    ? "write the file anew, or say in the catalog by which `format:` they are written"
    : "write the file anew, or give the column another type in the catalog; an empty cell is unknown";
}

function originOf(column: string, relation: RelationUse): string {
  const use = relation.columns.find(
    (one) => sameName(one.column, column) && FORMS[one.expects] !== undefined,
  );
  return use?.origin ?? relation.origin;
}

/** As DuckDB compares names. */
function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** @throws RuntimeProblem where a header of one name holds what others separate by. */
function expectCommas(name: string, path: string, relation: RelationUse): void {
  const other = otherSeparator(name);
  if (other === undefined || relation.columns.some((use) => sameName(use.column, name))) return;
  throw new RuntimeProblem(
    "warehouse-unreadable",
    `\`${path}\` has no commas between its columns: it seems to be separated by ${other}`,
    { help: "write the file anew, with commas" },
  );
}

/** Enough for a header of thousands of columns. */
const HEADER_BYTES = 2 ** 18;

/** The names in the first line. */
async function readHeader(path: string): Promise<readonly string[]> {
  const names = headerNames(await readStart(path));
  const broken = (reason: string) =>
    new RuntimeProblem("warehouse-unreadable", `the header of \`${path}\` ${reason}`, {
      help: "let the first line name the columns, with commas between them",
    });
  if (names === undefined) throw broken("opens a quote that is not closed");
  if (names.some((name) => name === "")) throw broken("has a column without a name");
  const seen = new Set<string>();
  for (const name of names) {
    // DuckDB takes names that differ in case alone as one.
    if (seen.has(name.toLowerCase())) throw broken(`names \`${name}\` twice`);
    seen.add(name.toLowerCase());
  }
  return names;
}

async function readStart(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return new TextDecoder("utf-8").decode(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** The cells of the first record (RFC 4180), undefined where a quote stays open. */
function headerNames(text: string): readonly string[] | undefined {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/y;
  const names: string[] = [];
  for (;;) {
    const match = cell.exec(text);
    if (match === null) return undefined;
    names.push(match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll('""', '"'));
    if (match[3] !== ",") return names;
  }
}
