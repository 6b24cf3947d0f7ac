import { errorCode, fileReason } from "../file-reason.ts";
import { RuntimeProblem, type RuntimeProblemCode } from "../problem.ts";
import { type CsvRecord, csvRecords, MalformedCsv } from "./csv-records.ts";
import { otherSeparator } from "./separators.ts";
import { type ColumnNames, columnsHelp, lineOf, placesIn, type Table, type TableLine } from "./table.ts";

/** What a file is for. */
export interface CsvTableUse<Column extends string> extends ColumnNames<Column> {
  /** Of problems with the file as a whole. */
  readonly code: RuntimeProblemCode;
  /** What is said of a file that turns out broken in its midst. */
  readonly brokenHelp: string;
}

/**
 * Opens a CSV file with a header.
 * @throws RuntimeProblem where it cannot be read, or lacks columns; while reading as well.
 */
export async function openCsvTable<Column extends string>(
  path: string,
  use: CsvTableUse<Column>,
): Promise<Table<Column>> {
  const records = guarded(path, use)[Symbol.asyncIterator]();
  const first = await records.next();
  if (first.done === true) throw problem(path, use, "the file is empty", columnsHelp(use));
  const header = first.value.cells;
  const separator = header.length === 1 ? otherSeparator(header[0] ?? "") : undefined;
  if (separator !== undefined) {
    const message = `it has no commas between its columns: it seems to be separated by ${separator}`;
    throw problem(path, use, message, "write the file anew, with commas");
  }
  const places = placesIn(header, use);
  if ("message" in places) throw problem(path, use, places.message, places.help);
  return { header, lines: linesOf(records, header, use.columns, places) };
}

async function* linesOf<Column extends string>(
  records: AsyncIterator<CsvRecord>,
  header: readonly string[],
  columns: readonly Column[],
  places: ReadonlyMap<Column, number>,
): AsyncIterable<TableLine<Column>> {
  for (;;) {
    const { done, value } = await records.next();
    if (done === true) return;
    yield lineOf(value, header, columns, places);
  }
}

async function* guarded<Column extends string>(
  path: string,
  use: CsvTableUse<Column>,
): AsyncIterable<CsvRecord> {
  try {
    yield* csvRecords(path);
  } catch (error) {
    if (error instanceof MalformedCsv) {
      throw problem(path, use, `line ${error.line}: ${error.message}`, use.brokenHelp, error);
    }
    if (errorCode(error) === undefined) throw error;
    const help = "check the path, and your rights to the file";
    throw problem(path, use, `it cannot be read: ${fileReason(error)}`, help, error);
  }
}

function problem(
  path: string,
  { code }: { readonly code: RuntimeProblemCode },
  message: string,
  help: string,
  cause?: unknown,
): RuntimeProblem {
  return new RuntimeProblem(code, `\`${path}\`: ${message}`, { help, cause });
}
