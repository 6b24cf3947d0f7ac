import { nearestName } from "../nearest.ts";
import { Identifier, isToken, punctuation as mark, type Token } from "../scan/token.ts";
import type { UnreadLine } from "../tree.ts";
import { isClauseKeyword, isDeclarationKeyword } from "../words.ts";
import { beginsDeclaration, opensWithKeyword, sectionEnd, wordAt } from "./lines.ts";
import { hasLexicalProblem, type Reading, say, spanOfTokens } from "./reading.ts";
import { explainLeftover, type Section, type SectionResult } from "./section.ts";

/** What stands between the braces of a campaign or an offer. */
export interface BodyKind {
  /** `campaign \`x\``, for messages. */
  readonly of: string;
  readonly keywords: readonly string[];
  readonly later: readonly string[];
  readonly unknown: "unknown-clause" | "unknown-property";
  readonly expected: "expected-clause" | "expected-property";
  /** Whether a word that opens a line here is a keyword, besides those of clauses and declarations. */
  readonly isKeyword: (word: string) => boolean;
  /** Reads the line that a keyword begins; its tokens go from behind the keyword to before `to`. */
  readonly read: (
    keyword: string,
    at: number,
    to: number,
  ) => { readonly section: Section } & SectionResult<unknown>;
}

export interface BodyResult {
  /** The token behind the body. */
  readonly end: number;
  readonly unread: readonly UnreadLine[];
}

/**
 * Reads the body whose `{` is at `open`. Each line is read by itself; where one cannot be read, reading goes on
 * at the next keyword that opens a line.
 */
export function readBody(reading: Reading, open: number, outer: Token, kind: BodyKind): BodyResult {
  const { tokens } = reading;
  const unread: UnreadLine[] = [];
  const columnOf = (token: Token): number =>
    token.startOffset - reading.text.lastIndexOf("\n", token.startOffset - 1);
  let at = open + 1;
  for (;;) {
    const token = tokens[at];
    if (token === undefined || beginsDeclaration(tokens, at, columnOf, outer)) {
      const brace = tokens[open];
      if (
        brace?.tokenType === mark["{"] &&
        !hasLexicalProblem(reading, brace.startOffset, tokens[at - 1]?.endOffset ?? 0)
      ) {
        say(reading, "unclosed-brace", spanOfTokens(reading, brace), { of: kind.of });
      }
      return { end: at, unread };
    }
    if (token.tokenType === mark["}"]) {
      if (!goesOnBehind(at)) return { end: at + 1, unread };
      say(reading, "stray-brace", spanOfTokens(reading, token), {});
      at++;
      continue;
    }
    at = readLine(at, token);
  }

  /** Whether clauses go on behind a `}` that stands at the end of a line: then it closes nothing. */
  function goesOnBehind(brace: number): boolean {
    const next = brace + 1;
    if (tokens[brace]?.opensLine === true || !opensWithKeyword(tokens, next, kind.isKeyword)) return false;
    const word = wordAt(tokens, next) ?? "";
    if (!isDeclarationKeyword(word)) return isClauseKeyword(word) || kind.isKeyword(word);
    return kind.keywords.includes(word) && !beginsDeclaration(tokens, next, columnOf, outer);
  }

  function readLine(start: number, token: Token): number {
    const word = wordAt(tokens, start);
    if (word !== undefined && (token.opensLine || start === open + 1)) {
      if (kind.keywords.includes(word)) return readKnown(word, start);
      if (kind.later.includes(word)) {
        const end = sectionEnd(tokens, start + 1, kind.isKeyword);
        say(reading, "later-form", spanOfTokens(reading, token), { form: `\`${word}\`` });
        return end;
      }
    }
    return readUnknown(start, token, word);
  }

  function readKnown(keyword: string, start: number): number {
    const to = sectionEnd(tokens, start + 1, kind.isKeyword);
    const { section, tree, end } = kind.read(keyword, start, to);
    const first = tokens[start];
    if (tree === undefined && first !== undefined) {
      unread.push({ keyword, span: spanOfTokens(reading, first, tokens[to - 1]) });
    }
    if (end >= to) return to;
    const left = tokens[end];
    if (left?.opensLine === true && isToken(left, Identifier) && !continuesNumber(end)) {
      const alone = loneName(end, to);
      if (alone === undefined || isNear(end)) return end;
      if (keyword === "offer" || keyword === "channel") {
        say(reading, "branch-without-condition", spanOfTokens(reading, left, tokens[to - 1]), {
          name: alone,
          clause: keyword,
        });
        return to;
      }
      return end;
    }
    explainLeftover(reading, section, end);
    return to;
  }

  /** A unit or currency that has slipped to the next line is no clause. */
  function continuesNumber(start: number): boolean {
    return (
      /^[\d_.]+$/.test(tokens[start - 1]?.image ?? "") &&
      /^([A-Z]{3}|(minute|hour|day|week|month|quarter|year)s?)$/.test(tokens[start]?.image ?? "")
    );
  }

  function loneName(start: number, to: number): string | undefined {
    const rest = tokens.slice(start, to);
    const odd = rest.every((token, index) =>
      index % 2 === 0 ? isToken(token, Identifier) : token.image === ".",
    );
    return odd && rest.length % 2 === 1 ? rest.map((token) => token.image).join("") : undefined;
  }

  function isNear(start: number): boolean {
    const word = tokens[start]?.opensLine === true ? wordAt(tokens, start) : undefined;
    return word !== undefined && word.length > 2 && nearestName(word, kind.keywords) !== undefined;
  }

  /** A line that begins with no keyword: read as the nearest one's if there is one, else passed over. */
  function readUnknown(start: number, token: Token, word: string | undefined): number {
    const span = spanOfTokens(reading, token);
    const nearest = isNear(start) && word !== undefined ? nearestName(word, kind.keywords) : undefined;
    const to = sectionEnd(tokens, start + 1, kind.isKeyword, isNear);
    const quiet =
      reading.brokenOffAt === start ||
      hasLexicalProblem(reading, tokens[start - 1]?.endOffset ?? 0, tokens[to - 1]?.endOffset ?? 0);
    if (isToken(token, Identifier)) {
      if (!quiet) say(reading, kind.unknown, span, { word: token.image, nearest });
      if (nearest !== undefined) return readKnown(nearest, start);
    } else if (!quiet) {
      say(reading, kind.expected, span, { found: token.image, after: tokens[start - 1]?.image });
    }
    unread.push({ keyword: undefined, span: spanOfTokens(reading, token, tokens[to - 1]) });
    return Math.max(to, start + 1);
  }
}
