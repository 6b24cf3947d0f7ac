/** A place as people and editors count: lines and columns from 1, columns in characters (code points). */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A text cut into lines, so that many places can be looked up. */
export interface Lines {
  readonly text: string;
  /** The offset of each line's first character. */
  readonly starts: readonly number[];
}

/** Cuts a text at `\n`, `\r\n` and `\r`. */
export function linesOf(text: string): Lines {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return { text, starts };
}

/** Gives the place of an offset in UTF-16 units; one past the text's end is the end. */
export function placeAt(lines: Lines, offset: number): Place {
  const within = Math.max(0, Math.min(offset, lines.text.length));
  let low = 0;
  let high = lines.starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lines.starts[middle] ?? 0) <= within) low = middle;
    else high = middle - 1;
  }
  const before = lines.text.slice(lines.starts[low] ?? 0, within);
  return { line: low + 1, column: [...before].length + 1 };
}

/** Gives a line's text without its line break; lines count from 1. */
export function lineText(lines: Lines, line: number): string {
  return lines.text.slice(lines.starts[line - 1] ?? 0, lines.starts[line]).replace(/[\r\n]+$/, "");
}
