import { shown } from "../problem.ts";
import type { Token } from "../scan/token.ts";
import type { Span } from "../span.ts";
import type { DeclarationTree, NameTree, SetTree, TextTree } from "../tree.ts";
import { oneNode, optionalNode, optionalToken } from "../tree-builder/building.ts";
import { buildName, buildText } from "../tree-builder/literals.ts";
import { buildSet } from "../tree-builder/set.ts";
import type { DeclarationKeyword } from "../words.ts";
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
export interface Head {
  readonly name: NameTree;
  readonly label: TextTree | undefined;
  readonly members: SetTree | undefined;
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
  const rule = keyword === "tag" ? "tagHead" : "head";
  const section: Section = { from, to, rule, of: `the head of the ${keyword}` };
  const { tree, end } = readSection(reading, section, (building, node) => {
    const label = optionalToken(node, "Text");
    const members = optionalNode(node, "set");
    return {
      name: buildName(building, oneNode(node, "name")),
      label: label && buildText(building, label),
      members: members && buildSet(building, members),
    };
  });
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
