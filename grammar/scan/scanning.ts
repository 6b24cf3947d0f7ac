import type { TokenType } from "chevrotain";
import type { SyntaxProblem } from "../problem.ts";
import type { Span } from "../span.ts";
import type { Comment, Token } from "./token.ts";

/** What a scan has found so far, and how its parts add to it. */
export interface Scanning {
  readonly file: string;
  readonly text: string;
  readonly tokens: Token[];
  readonly comments: Comment[];
  readonly problems: SyntaxProblem[];
  /** Whether a line break has gone by since the last token or comment, and since the last token. */
  readonly line: { fresh: boolean; freshForToken: boolean };
  report(problem: SyntaxProblem): void;
  span(start: number, end: number): Span;
  /** Adds the token that begins at an offset, `image` being the text of it and `value` what it stands for. */
  token(type: TokenType, start: number, image: string, value?: string): void;
}

export function beginScanning(file: string, text: string): Scanning {
  const tokens: Token[] = [];
  const problems: SyntaxProblem[] = [];
  const line = { fresh: true, freshForToken: true };
  return {
    file,
    text,
    tokens,
    comments: [],
    problems,
    line,
    report: (found) => {
      problems.push(found);
    },
    span: (start, end) => ({ file, start, end }),
    token: (type, start, image, value = image) => {
      tokens.push({
        image,
        startOffset: start,
        endOffset: start + image.length - 1,
        tokenType: type,
        tokenTypeIdx: type.tokenTypeIdx ?? 0,
        opensLine: line.freshForToken,
        value,
      });
      line.fresh = false;
      line.freshForToken = false;
    },
  };
}
