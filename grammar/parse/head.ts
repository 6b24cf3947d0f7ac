import { shown } from "../problem.ts";
import type { Token } from "../scan/token.ts";
import type { Span } from "../span.ts";
import type { DeclarationTree, NameTree } from "../tree.ts";
import type { DeclarationKeyword } from "../words.ts";
import type { HeadParts } from "./campaign-parser.ts";
import { hasLexicalProblem, type Reading, say, spanOfTokens } from "./reading.ts";
import { readSection, type Section } from "./section.ts";

/** What reading a declaration gave. */
export interface DeclarationResult {
  readonly declaration: DeclarationTree | undefined;
  /** Its name, where the rest could not be read. */
  readonly unread: NameTree | undefined;
  /** The token behind it. */
  readonly end: number;
}

/** What stands between a declaration's keyword and its `=` or `{`. */
export interface Head extends HeadParts {
  readonly section: Section;
  /** Where the head came to its end: before the end of its section if something stands there that is not its own. */
  readonly end: number;
}

export function readHead(
  reading: Reading,
  keyword: DeclarationKeyword,
  from: number,
  to: number,
): Head | undefined {
  const section: Section = { from, to, of: `the head of the ${keyword}` };
  const rule = keyword === "tag" ? "tagHead" : "head";
  const { tree, end } = readSection(reading, section, rule, (parts) => parts);
  return tree && { ...tree, section, end };
}

/** Reports that a head is not followed by its `=` or `{`, at the place where it should stand. */
export function reportMissingMark(reading: Reading, mark: "=" | "{", first: Token, at: number): void {
  const before = reading.tokens[at - 1] ?? first;
  const found = reading.tokens[at];
  if (hasLexicalProblem(reading, first.startOffset, found?.startOffset ?? reading.text.length)) return;
  const span: Span = spanOfTokens(reading, found ?? before);
  say(reading, "expected-word", span, {
    word: mark,
    found: found && shown(found.image),
    after: shown(before.image),
  });
}
