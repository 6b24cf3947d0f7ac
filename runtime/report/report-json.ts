import type { RunReport } from "./run-report.ts";

/** Decisions that are written at once: more would cost memory, fewer time. */
const DECISIONS_PER_PIECE = 500;

/** Report, ticks, tick: what may hold long lists. */
const LEVELS_ABOVE_LISTS = 3;

/**
 * Hands over the report's JSON as it is printed, `JSON.stringify` with an indent of two, in pieces that follow each
 * other: in one piece, a million decisions would be longer than a text can be.
 */
export function writeReportJson(report: RunReport, write: (piece: string) => void): void {
  writeValue(report, LEVELS_ABOVE_LISTS, "\n", write);
  write("\n");
}

/** `newLine` begins the lines of the value at hand. */
function writeValue(value: unknown, levels: number, newLine: string, write: (piece: string) => void): void {
  if (levels === 0 && Array.isArray(value) && value.length > 0) writeList(value, newLine, write);
  else if (levels > 0 && typeof value === "object" && value !== null && Object.keys(value).length > 0) {
    const isList = Array.isArray(value);
    const inside = `${newLine}  `;
    let before = isList ? "[" : "{";
    for (const [key, part] of Object.entries(value)) {
      write(`${before}${inside}${isList ? "" : `${JSON.stringify(key)}: `}`);
      writeValue(part, levels - 1, inside, write);
      before = ",";
    }
    write(`${newLine}${isList ? "]" : "}"}`);
  } else write(JSON.stringify(value, null, 2).replaceAll("\n", newLine));
}

function writeList(list: readonly unknown[], newLine: string, write: (piece: string) => void): void {
  for (let start = 0; start < list.length; start += DECISIONS_PER_PIECE) {
    const piece = JSON.stringify(list.slice(start, start + DECISIONS_PER_PIECE), null, 2);
    // Without the piece's own brackets and the line before the last: they are the list's.
    write(`${start === 0 ? "[" : ","}${piece.slice(1, -2).replaceAll("\n", newLine)}`);
  }
  write(`${newLine}]`);
}
