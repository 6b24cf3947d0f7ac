import { RuntimeProblem } from "../problem.ts";
import { nearestName } from "../warehouse/nearest-name.ts";
import { type CsvRecord, csvRecords, MalformedCsv } from "./csv-records.ts";

/** The columns of a file of answers: which message, when; and if the channel knows, its own number for it, what it calls it, an amount. */
const COLUMNS = ["key", "time", "id", "answer", "amount", "currency"] as const;
const REQUIRED = ["key", "time"] as const;

type Column = (typeof COLUMNS)[number];

/** A row of a file of answers as it stands there; columns that the file lacks are empty. */
export interface AnswerLine extends Readonly<Record<Column, string>> {
  readonly line: number;
  /** All cells of the row, as many as the header's or not. */
  readonly cells: readonly string[];
}

export interface AnswersFile {
  /** The header as it stands in the file. */
  readonly header: readonly string[];
  readonly lines: AsyncIterable<AnswerLine>;
}

/**
 * Opens a file of answers: CSV with a header. Columns that it does not know are left alone, unless they look misspelt.
 * @throws RuntimeProblem `answers-file` where it cannot be read, or is not such a file; while reading as well.
 */
export async function openAnswersFile(path: string): Promise<AnswersFile> {
  const records = guarded(path)[Symbol.asyncIterator]();
  const first = await records.next();
  if (first.done === true)
    throw problem(path, "the file is empty", "it needs a header with `key` and `time`");
  const header = first.value.cells;
  const places = placesIn(header, path);
  return { header, lines: linesOf(records, header, places) };
}

async function* linesOf(
  records: AsyncIterator<CsvRecord>,
  header: readonly string[],
  places: ReadonlyMap<Column, number>,
): AsyncIterable<AnswerLine> {
  for (;;) {
    const { done, value } = await records.next();
    if (done === true) return;
    const { line, cells } = value;
    // A row of another length is set aside by whoever judges it: its cells may stand in wrong columns.
    const cell = (column: Column): string =>
      cells.length === header.length ? (cells[places.get(column) ?? -1] ?? "").trim() : "";
    yield {
      line,
      cells,
      key: cell("key"),
      time: cell("time"),
      id: cell("id"),
      answer: cell("answer"),
      amount: cell("amount"),
      currency: cell("currency"),
    };
  }
}

function placesIn(header: readonly string[], path: string): ReadonlyMap<Column, number> {
  const names = header.map((name) => name.trim().toLowerCase());
  const places = new Map<Column, number>();
  for (const column of COLUMNS) {
    const place = names.indexOf(column);
    if (place >= 0) places.set(column, place);
    if (place !== names.lastIndexOf(column))
      throw problem(path, `the column \`${column}\` stands there twice`, "leave one of them out");
  }
  const missing = COLUMNS.filter((column) => !places.has(column));
  for (const [index, name] of names.entries()) {
    const meant = COLUMNS.some((column) => column === name) ? undefined : nearestName(name, missing);
    if (meant !== undefined) {
      throw problem(
        path,
        `the column \`${header[index] ?? name}\` is not known`,
        `call it \`${meant}\`, if that is what it is, or something quite different`,
      );
    }
  }
  for (const column of REQUIRED) {
    if (!places.has(column)) {
      throw problem(
        path,
        `there is no column \`${column}\``,
        "the first line names the columns: `key` and `time`, and `id`, `answer`, `amount` and `currency` if you have them",
      );
    }
  }
  return places;
}

async function* guarded(path: string): AsyncIterable<CsvRecord> {
  try {
    yield* csvRecords(path);
  } catch (error) {
    if (error instanceof MalformedCsv) {
      throw problem(
        path,
        `line ${error.line}: ${error.message}`,
        "rows before it may have been recorded",
        error,
      );
    }
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "") throw error;
    const reason = code === "ENOENT" ? "it does not exist" : code === "EISDIR" ? "it is a folder" : code;
    throw problem(path, `it cannot be read: ${reason}`, "check the path, and your rights to the file", error);
  }
}

function problem(path: string, message: string, help: string, cause?: unknown): RuntimeProblem {
  return new RuntimeProblem("answers-file", `\`${path}\`: ${message}`, { help, cause });
}
