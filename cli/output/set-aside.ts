import { basename, dirname, extname, join, resolve } from "node:path";
import { csvLine, type RejectedLine } from "../../runtime/index.ts";
import { ExitCode } from "../exit-code.ts";
import { CommandFailure, fileReason } from "../failure.ts";
import { writeWhole } from "../files/replace-file.ts";
import type { Terminal } from "./terminal.ts";

/** Rows of a file or relation of which some may have been set aside. */
interface Judged {
  readonly header: readonly string[];
  readonly rejected: readonly RejectedLine[];
}

const REASONS_SHOWN = 10;

/**
 * Says why rows were set aside, and writes them into a file unless it is a dry run. `from` is how the user named where they stand.
 * @throws CommandFailure where the file cannot be written.
 */
export function tellSetAside(
  judged: Judged,
  { from, target, dryRun }: { readonly from: string; readonly target: string; readonly dryRun: boolean },
  terminal: Terminal,
): ExitCode {
  const { rejected } = judged;
  if (rejected.length === 0) return ExitCode.well;
  const shown = rejected.slice(0, REASONS_SHOWN);
  for (const { line, reason } of shown) terminal.err(`${from}:${line}: ${reason}\n`);
  const more = rejected.length - shown.length;
  if (more > 0) terminal.err(`… and ${more} more\n`);
  if (!dryRun) {
    writeRejected(target, judged);
    terminal.err(`the rows that were set aside are in ${target}\n`);
  }
  return ExitCode.findings;
}

/** `answers.csv` gets `answers.rejected.csv`. */
export function besideOf(path: string): string {
  const ending = extname(path);
  return join(dirname(path), `${basename(path, ending)}.rejected.csv`);
}

/** The rows as they were, each with its line and what is wrong with it. */
function writeRejected(path: string, { header, rejected }: Judged): void {
  const rows = rejected.map(({ line, cells, reason }) => {
    const inColumns = header.map((_, index) => cells[index] ?? "");
    return csvLine([...inColumns, String(line), reason]);
  });
  try {
    writeWhole(resolve(path), [csvLine([...header, "line", "reason"]), ...rows].join(""));
  } catch (cause) {
    throw new CommandFailure(
      `the rows that were set aside cannot be written to \`${path}\`: ${fileReason(cause)}`,
      "all other rows are recorded; name another file with --rejected and run it again",
    );
  }
}
