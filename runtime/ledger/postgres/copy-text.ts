import type { Cell } from "../transfer/transferred-tables.ts";

/** Characters of a piece of text; smaller pieces cost a system call each. */
const PIECE = 1 << 16;

/** Rows in PostgreSQL's text form of `COPY`: tabs between cells, `\N` for null, control characters escaped. */
export function* copyText(rows: Iterable<readonly Cell[]>): Iterable<string> {
  let piece = "";
  for (const row of rows) {
    let line = "";
    for (let index = 0; index < row.length; index += 1) {
      const cell = row[index] ?? null;
      line += `${index === 0 ? "" : "\t"}${cell === null ? "\\N" : escaped(String(cell))}`;
    }
    piece += `${line}\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

const SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function escaped(text: string): string {
  return text.replace(SPECIAL, (character) => ESCAPES[character] ?? character);
}
