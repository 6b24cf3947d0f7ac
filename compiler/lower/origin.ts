import type { Span } from "../../grammar/span.ts";
import { type Lines, linesOf, placeAt } from "../diagnostics/place.ts";

/** A file and a line in it, counted from 1. */
export interface Origin {
  readonly file: string;
  readonly line: number;
}

/** Gives the lines that places stand on, in files whose texts are at hand. */
export function originFinder(texts: ReadonlyMap<string, string>): (span: Span) => Origin {
  const lines = new Map<string, Lines>();
  return ({ file, start }) => {
    const known = lines.get(file) ?? linesOf(texts.get(file) ?? "");
    lines.set(file, known);
    return { file, line: placeAt(known, start).line };
  };
}

/** Whether an origin comes before another in order of file and line. */
export function isBefore(one: Origin, other: Origin): boolean {
  return one.file < other.file || (one.file === other.file && one.line < other.line);
}

export function originText({ file, line }: Origin): string {
  return `${file}:${line}`;
}
