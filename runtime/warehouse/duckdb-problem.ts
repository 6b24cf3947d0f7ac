import { RuntimeProblem } from "../problem.ts";
import { misfitHelp } from "./misfit.ts";

/** What the message may name: the warehouse's path, and the files that its relations are read from. */
export interface DuckDBPlace {
  readonly path: string;
  readonly files: readonly string[];
}

/**
 * DuckDB's error in the user's words. The engine's own text is kept only where it speaks of names and grammar
 * alone: that of conversions and the like holds customers' values.
 */
export function duckDBProblem(error: unknown, place: DuckDBPlace): RuntimeProblem {
  if (error instanceof RuntimeProblem) return error;
  const text = error instanceof Error ? error.message : String(error);
  return (
    fullDisk(text) ??
    heldByWriter(text, place) ??
    forbiddenFile(text) ??
    unreadableFile(text, place) ??
    unreadableDatabase(text, place) ??
    queryFailed(text)
  );
}

function fullDisk(text: string): RuntimeProblem | undefined {
  if (!/No space left on device|failed to offload data block|max_temp_directory_size/i.test(text))
    return undefined;
  return new RuntimeProblem(
    "disk-full",
    "the disk is full where the warehouse puts aside what does not fit in memory",
    { help: "free space there, or set `TMPDIR` to a folder on a larger disk" },
  );
}

function heldByWriter(text: string, place: DuckDBPlace): RuntimeProblem | undefined {
  if (!/Could not set lock on file|Conflicting lock/.test(text)) return undefined;
  const process = /\(PID (\d+)\)/.exec(text)?.[1];
  const holder = process === undefined ? "another process" : `process ${process}`;
  return new RuntimeProblem(
    "warehouse-busy",
    `the warehouse \`${place.path}\` is being written by ${holder}`,
    {
      help: "wait until it has closed the file, or run over a copy",
    },
  );
}

/** A Parquet or CSV file that an error speaks of. */
function unreadableFile(text: string, place: DuckDBPlace): RuntimeProblem | undefined {
  const file = place.files.find((path) => text.includes(path));
  if (file === undefined) {
    if (!/parquet|snappy|thrift|TProtocolException|zstd|gzip/i.test(firstLine(text))) return undefined;
    return unreadable("a Parquet file of the warehouse is damaged or incomplete");
  }
  if (file.endsWith(".csv")) return unreadableCsv(text, file);
  return /permission denied/i.test(text)
    ? new RuntimeProblem("warehouse-unreadable", `\`${file}\` may not be read`, {
        help: "give the user that runs this the right to read it",
      })
    : damagedParquet(file);
}

/** For whatever a Parquet reader stumbles on. */
export function damagedParquet(file: string): RuntimeProblem {
  return unreadable(`\`${file}\` is not a whole Parquet file: it is damaged or incomplete`);
}

function unreadable(message: string): RuntimeProblem {
  return new RuntimeProblem("warehouse-unreadable", message, { help: "write the file anew" });
}

function unreadableCsv(text: string, file: string): RuntimeProblem {
  if (/permission denied/i.test(text)) {
    return new RuntimeProblem("warehouse-unreadable", `\`${file}\` may not be read`, {
      help: "give the user that runs this the right to read it",
    });
  }
  const line = /CSV Error on Line: (\d+)/.exec(text)?.[1];
  const cells = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(text);
  const reason = cells
    ? `has ${cells[2]} cells where the header has ${cells[1]}`
    : /not utf-8 encoded/.test(text)
      ? "is not in UTF-8"
      : /unterminated quote/.test(text)
        ? "opens a quote that is not closed"
        : "is not written as CSV: commas between cells, double quotes around them";
  const place = line === undefined ? `\`${file}\`` : `line ${line} of \`${file}\``;
  return new RuntimeProblem("warehouse-unreadable", `${place} ${reason}`, { help: "write the file anew" });
}

function unreadableDatabase(text: string, place: DuckDBPlace): RuntimeProblem | undefined {
  const reason = /not a valid DuckDB database file/.test(text)
    ? "is not a DuckDB file"
    : /database does not exist/.test(text)
      ? "is not there"
      : /database file with version number/.test(text)
        ? "was written by a newer DuckDB"
        : /encrypt/i.test(text) && /database/.test(text)
          ? "is encrypted"
          : /permission denied/i.test(text)
            ? "may not be read"
            : /Corrupt database|Could not read|Failed to deserialize|Serialization Error/.test(text)
              ? "is damaged or incomplete"
              : undefined;
  if (reason === undefined) return undefined;
  return new RuntimeProblem("warehouse-unreadable", `the warehouse \`${place.path}\` ${reason}`, {
    help: "look at `warehouse:` in baleen.yaml, or write the file anew",
  });
}

/** A view of the database file that reads another file. */
function forbiddenFile(text: string): RuntimeProblem | undefined {
  const file = /Cannot access file "([^"]*)"/.exec(text)?.[1];
  if (file === undefined) return undefined;
  return new RuntimeProblem(
    "warehouse-unreadable",
    `a view of the warehouse reads the file \`${file}\`, and only the warehouse itself is read`,
    { help: "make the view a table, or name its folder as the warehouse" },
  );
}

function queryFailed(text: string): RuntimeProblem {
  const kind = /^([A-Z][A-Za-z ]*?) Error:/.exec(text)?.[1] ?? "unknown";
  if (kind === "Out of Memory") {
    return new RuntimeProblem("warehouse-query-failed", "the warehouse ran out of memory", {
      help: "close other programs, or run on a machine with more memory",
    });
  }
  const said = ["Binder", "Catalog", "Parser"].includes(kind)
    ? `: ${firstLine(text).slice(kind.length + " Error: ".length)}`
    : "";
  return new RuntimeProblem(
    "warehouse-query-failed",
    `DuckDB could not carry out a statement (${kind.toLowerCase()} error)${said}`,
    ["Conversion", "Out of Range", "Invalid Input"].includes(kind) ? { help: misfitHelp } : {},
  );
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
