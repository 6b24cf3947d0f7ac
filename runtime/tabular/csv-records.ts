import { createReadStream } from "node:fs";

/** A record of a CSV file. */
export interface CsvRecord {
  /** The line in which it begins, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A file that is no CSV. */
export class MalformedCsv extends Error {
  override readonly name = "MalformedCsv";
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/**
 * Reads the records of a CSV file (RFC 4180; lines end as they like), empty lines left out.
 * @throws MalformedCsv where it is not UTF-8 or a quote is left open; what the file system says.
 */
export async function* csvRecords(path: string): AsyncIterable<CsvRecord> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reader = recordReader();
  for await (const bytes of createReadStream(path)) {
    yield* reader.read(decoded(() => decoder.decode(bytes as Buffer, { stream: true }), reader.line()));
  }
  yield* reader.read(decoded(() => decoder.decode(), reader.line()));
  yield* reader.end();
}

function decoded(decode: () => string, line: number): string {
  try {
    return decode();
  } catch {
    throw new MalformedCsv(line, "the file is not UTF-8");
  }
}

/** Cuts text that comes in pieces into records. */
function recordReader() {
  let line = 1;
  let begin = 1;
  let cells: string[] = [];
  let cell = "";
  /** `quote`: behind a quote within quotes, which ends them or stands for one. */
  let state: "plain" | "quoted" | "quote" = "plain";
  let afterReturn = false;

  function* endRecord(): Iterable<CsvRecord> {
    cells.push(cell);
    if (cells.length > 1 || cell !== "") yield { line: begin, cells };
    cells = [];
    cell = "";
    state = "plain";
  }

  function* take(character: string): Iterable<CsvRecord> {
    const secondHalf = character === "\n" && afterReturn;
    afterReturn = character === "\r";
    if (character === "\r" || (character === "\n" && !secondHalf)) line += 1;
    if (state === "quoted") {
      if (character === '"') state = "quote";
      else cell += character;
      return;
    }
    if (secondHalf) {
      begin = line;
      return;
    }
    if (character === '"' && state === "quote") {
      cell += character;
      state = "quoted";
    } else if (character === '"' && cell === "") state = "quoted";
    else if (character === ",") {
      cells.push(cell);
      cell = "";
      state = "plain";
    } else if (character === "\n" || character === "\r") {
      yield* endRecord();
      begin = line;
    } else cell += character;
  }

  return {
    line: () => line,
    *read(text: string): Iterable<CsvRecord> {
      for (const character of text) yield* take(character);
    },
    *end(): Iterable<CsvRecord> {
      if (state === "quoted") throw new MalformedCsv(begin, "a quote is never closed");
      yield* endRecord();
    },
  };
}
