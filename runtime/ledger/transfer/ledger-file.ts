import { createReadStream, statSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { syncFolder } from "../../folder.ts";
import { RuntimeProblem } from "../../problem.ts";
import type { Ledger, LedgerLock, TableRows } from "../ledger.ts";
import { LATEST_VERSION } from "../migrations.ts";
import { type Cell, columnsOf, TRANSFERRED_TABLES, type TransferredTable } from "./transferred-tables.ts";

/** The first line of a file. */
interface Heading {
  readonly baleen: "ledger";
  readonly version: number;
  /** Whose ledger it is. */
  readonly project: string;
  /** Whether the addresses are those of customers: masked ones cannot be sent to. */
  readonly addresses: boolean;
}

/** What stands for an address that is not to be seen. */
const MASKED = "•••";

/** Addresses, and texts that may hold them. */
const MASKED_COLUMNS: ReadonlySet<string> = new Set(["address", "subject", "message"]);

/** What an export has, and whose ledger it is of. */
export interface ExportOptions extends Pick<Heading, "project" | "addresses"> {
  /** Takes the place of a file that is there. */
  readonly replace: boolean;
}

/**
 * Writes a whole ledger into one file of JSON lines: written aside, made durable, renamed; readable by its owner
 * alone. The lock keeps it from changing meanwhile. Gives the number of rows.
 * @throws RuntimeProblem where the file cannot be written, or is there already and is not to be replaced.
 */
export async function exportLedger(
  ledger: Ledger,
  path: string,
  { replace, ...heading }: ExportOptions,
): Promise<number> {
  assertFree(path, replace);
  const aside = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  try {
    const file = await open(aside, "w", 0o600);
    let rows = 0;
    try {
      const first: Heading = { baleen: "ledger", version: LATEST_VERSION, ...heading };
      await file.writeFile(jsonLine(first));
      for (const table of TRANSFERRED_TABLES)
        rows += await writeTable(file, ledger, table, heading.addresses);
      await file.writeFile(jsonLine({ end: rows }));
      await file.sync();
    } finally {
      await file.close();
    }
    assertFree(path, replace);
    await rename(aside, path);
    syncFolder(dirname(path));
    return rows;
  } catch (error) {
    await rm(aside, { force: true });
    throw fileProblem(error, `the file \`${path}\` cannot be written`);
  }
}

function assertFree(path: string, replace: boolean): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || (replace && found.isFile())) return;
  throw new RuntimeProblem(
    "ledger-file",
    `\`${path}\` is there already${found.isFile() ? "" : ", and is no file that could be replaced"}`,
    { help: found.isFile() ? "name another file, or say `--force` to replace it" : "name another file" },
  );
}

async function writeTable(
  file: FileHandle,
  ledger: Ledger,
  table: TransferredTable,
  addresses: boolean,
): Promise<number> {
  const columns = columnsOf(table);
  const isMasked = columns.map((column) => !addresses && MASKED_COLUMNS.has(column));
  let count = 0;
  await file.writeFile(jsonLine({ table, columns }));
  for await (const batch of ledger.tableRows(table)) {
    const lines = batch.map((row) =>
      jsonLine(row.map((cell, index) => (isMasked[index] && cell !== null ? MASKED : cell))),
    );
    await file.writeFile(lines.join(""));
    count += batch.length;
  }
  return count;
}

/**
 * Reads a ledger's file into an empty ledger, in one transaction: all of it or nothing. Gives the number of rows.
 * @throws RuntimeProblem where the file is none, is cut short, masked or another project's; where the ledger is not empty.
 */
export async function importLedger(
  ledger: Ledger,
  lock: LedgerLock,
  path: string,
  project: string,
): Promise<number> {
  let count = 0;
  await ledger.importTables(
    lock,
    readTables(path, project, (rows) => {
      count = rows;
    }),
  );
  return count;
}

const ROWS_AT_ONCE = 5_000;

async function* readTables(
  path: string,
  project: string,
  finished: (rows: number) => void,
): AsyncIterable<TableRows> {
  const lines = createInterface({
    input: createReadStream(path, "utf8"),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let number = 0;
  let count = 0;
  let table: TransferredTable | undefined;
  let rows: (readonly Cell[])[] = [];
  let ended = false;
  try {
    for await (const line of lines) {
      number += 1;
      const value = parsed(line, path, number);
      if (number === 1) {
        checkHeading(value, path, project);
        continue;
      }
      if (ended) throw malformed(path, number, "nothing may stand behind the end");
      if (Array.isArray(value)) {
        if (table === undefined) throw malformed(path, number, "a row stands before the first table");
        rows.push(checkRow(value, table, path, number));
        count += 1;
        if (rows.length < ROWS_AT_ONCE) continue;
      }
      if (table !== undefined && rows.length > 0) yield { table, rows };
      rows = [];
      if (Array.isArray(value)) continue;
      if (isRecord(value) && value["end"] === count) ended = true;
      else table = checkTable(value, path, number);
    }
  } catch (error) {
    throw fileProblem(error, `the file \`${path}\` cannot be read`);
  }
  if (!ended) throw malformed(path, number, "the file is cut short: its last line is missing");
  finished(count);
}

function checkHeading(value: unknown, path: string, project: string): void {
  if (!isRecord(value) || value["baleen"] !== "ledger" || typeof value["version"] !== "number") {
    throw malformed(path, 1, "it is not a file that `baleen ledger export` has written");
  }
  if (value["version"] !== LATEST_VERSION) {
    throw new RuntimeProblem(
      "ledger-newer",
      `the file \`${path}\` is of a ledger of version ${value["version"]}, and this release reads version ${LATEST_VERSION}`,
      { help: "export and import with the same release" },
    );
  }
  if (value["project"] !== project) {
    throw new RuntimeProblem(
      "ledger-other-project",
      `the file \`${path}\` is of the ledger of the project \`${value["project"]}\`, and this project is \`${project}\``,
      {
        help: "nothing was imported; if it is the same project under a new name, let it adopt the ledger first (`baleen ledger adopt`), and export that again",
      },
    );
  }
  if (value["addresses"] !== true) {
    throw malformed(
      path,
      1,
      "its addresses are masked",
      "export it with `--with-addresses` to move a ledger",
    );
  }
}

function checkTable(value: unknown, path: string, number: number): TransferredTable {
  const name = isRecord(value) ? value["table"] : undefined;
  const table = TRANSFERRED_TABLES.find((known) => known === name);
  if (table === undefined) throw malformed(path, number, "this is neither a row, a table nor the end");
  if (!isRecord(value) || JSON.stringify(value["columns"]) !== JSON.stringify(columnsOf(table))) {
    throw malformed(path, number, `the columns are not those of \`${table}\``);
  }
  return table;
}

function checkRow(
  value: readonly unknown[],
  table: TransferredTable,
  path: string,
  number: number,
): readonly Cell[] {
  if (value.length !== columnsOf(table).length || !value.every(isCell)) {
    throw malformed(path, number, `this is not a row of \`${table}\``);
  }
  return value;
}

function isCell(value: unknown): value is Cell {
  return value === null || typeof value === "string" || Number.isSafeInteger(value);
}

function parsed(line: string, path: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw malformed(path, number, "this is not JSON");
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(
  path: string,
  line: number,
  reason: string,
  help = "nothing was imported; export the ledger again",
): RuntimeProblem {
  return new RuntimeProblem("ledger-file", `\`${path}\`, line ${line}: ${reason}`, { help });
}

/** One line, whatever it is split by: JSON leaves two of Unicode's line ends as they are. */
function jsonLine(value: unknown): string {
  const text = JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
  return `${text}\n`;
}

function fileProblem(error: unknown, message: string): unknown {
  if (!(error instanceof Error) || !("code" in error) || error instanceof RuntimeProblem) return error;
  const full = error.code === "ENOSPC" || error.code === "EDQUOT";
  return new RuntimeProblem(
    full ? "disk-full" : "ledger-file",
    full ? `${message}: the disk is full` : message,
    {
      cause: error,
      help: full ? "free some space and try again" : "check that the folder exists, and your rights to it",
    },
  );
}
