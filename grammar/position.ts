/** A place as a reader counts it: lines and columns from 1, columns in code points. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * The line and column of an offset (UTF-16 units) in a text; an offset past the end counts as the end.
 * Lines end at `\n`, `\r\n` or `\r`.
 */
export function lineAndColumn(text: string, offset: number): Position {
  const end = Math.min(offset, text.length);
  let line = 1;
  let lineStart = 0;
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) {
      line++;
      lineStart = at + 1;
    }
  }
  return { line, column: codePoints(text.slice(lineStart, end)) + 1 };
}

/** How many code points a text has. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
