/**
 * A place in a source text: offsets count UTF-16 units from the start of the file, `end` is exclusive.
 * `file` is the path as the shell named it, relative to the project and with forward slashes.
 */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Gives the span that reaches from the start of one to the end of another, both of one file. */
export function spanBetween(first: Span, last: Span): Span {
  return { file: first.file, start: first.start, end: last.end };
}
