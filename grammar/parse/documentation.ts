import type { Reading } from "./reading.ts";

/** The `///` lines above a token, without their marks: those behind the token before it. */
export function documentationAbove(reading: Reading, at: number): readonly string[] {
  const start = reading.tokens[at]?.startOffset ?? 0;
  const after = reading.tokens[at - 1]?.endOffset ?? -1;
  const lines: string[] = [];
  for (let index = firstFrom(reading, after); index < reading.comments.length; index++) {
    const comment = reading.comments[index];
    if (comment === undefined || comment.start > start) break;
    if (comment.kind === "documentation") lines.push(comment.text.replace(/^\/\/\/ ?/, "").trimEnd());
  }
  return lines;
}

/** The first comment that begins at an offset or behind it, by bisection: comments are in order of place. */
function firstFrom({ comments }: Reading, offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
