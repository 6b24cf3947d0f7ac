import { openCsvTable } from "../tabular/csv-table.ts";
import type { Table, TableLine } from "../tabular/table.ts";

/** The columns of a file of answers: which message, when; and if the channel knows, its own number for it, what it calls it, an amount. */
const COLUMNS = ["key", "time", "id", "answer", "amount", "currency"] as const;

type Column = (typeof COLUMNS)[number];

/** A row of a file of answers. */
export type AnswerLine = TableLine<Column>;

export type AnswersFile = Table<Column>;

/**
 * Opens a file of answers: CSV with a header.
 * @throws RuntimeProblem `answers-file` where it cannot be read, or is not such a file; while reading as well.
 */
export function openAnswersFile(path: string): Promise<AnswersFile> {
  return openCsvTable(path, {
    code: "answers-file",
    columns: COLUMNS,
    required: ["key", "time"],
    brokenHelp: "rows before it may have been recorded",
  });
}
