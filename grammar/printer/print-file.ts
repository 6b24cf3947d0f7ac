import type { Span } from "../span.ts";
import type {
  CampaignTree,
  ClauseTree,
  DeclarationTree,
  FileTree,
  OfferTree,
  PolicyTree,
  TestTree,
} from "../tree.ts";
import { clauseKeywords } from "../words.ts";
import { type Break, expressionBreaks, firingBreaks, testLineBreaks } from "./breaks.ts";
import { commentLines, ownLines } from "./flat.ts";
import { clauseColumn, conditionColumnOf, printLine, printPolicyLine } from "./print-line.ts";
import type { PlacedComment, Source } from "./source.ts";
import { commentsAbove, type Line, wouldBeKeyword, wrap } from "./wrap.ts";

/** The canonical text of a file. */
export function printFile(source: Source, tree: FileTree): string {
  const blocks = tree.declarations.map((declaration) => {
    const first = source.range(declaration.span).from;
    const token = source.tokens[first];
    const above = ownLines(token?.leading ?? []);
    return [...spacedComments(above), ...gapBelow(above, token), ...printDeclaration(source, declaration)];
  });
  if (source.atEnd.length > 0) blocks.push([...spacedComments(source.atEnd)]);
  const texts = blocks.map((lines) => lines.map(write).join("\n"));
  return texts.length === 0 ? "" : `${texts.join("\n\n")}\n`;
}

function write({ column, text }: Line): string {
  return text === "" ? "" : " ".repeat(column) + text;
}

const emptyLine: Line = { column: 0, text: "" };

/** Comments between declarations, with an empty line where there was one. */
function spacedComments(comments: readonly PlacedComment[]): readonly Line[] {
  return commentLines(comments).flatMap(({ text, spaced }, index) => {
    const line = { column: 0, text };
    return spaced && index > 0 ? [emptyLine, line] : [line];
  });
}

function gapBelow(
  above: readonly PlacedComment[],
  token: { readonly spaced: boolean } | undefined,
): readonly Line[] {
  return above.length > 0 && token?.spaced === true ? [emptyLine] : [];
}

function printDeclaration(source: Source, declaration: DeclarationTree): readonly Line[] {
  const { from, to } = source.range(declaration.span);
  switch (declaration.kind) {
    case "tag":
      return wrap(source, { from, to }, 0, 0, definitionBreaks(source, declaration.value, expressionBreaks));
    case "segment":
      return wrap(
        source,
        { from, to },
        0,
        0,
        definitionBreaks(source, declaration.predicate, expressionBreaks),
      );
    case "event":
      return wrap(source, { from, to }, 0, 0, definitionBreaks(source, declaration.firing, firingBreaks));
    case "offer":
      return printBraced(source, declaration, declaration.properties);
    case "campaign":
      return printBraced(source, declaration, inCanonicalOrder(declaration.clauses));
    case "policy":
      return printPolicy(source, declaration);
    case "test":
      return printTest(source, declaration);
  }
}

/** A definition too long for a line is broken behind its `=` first. */
function definitionBreaks<Value extends { readonly span: Span }>(
  source: Source,
  value: Value,
  breaksOf: (source: Source, value: Value, indent: number) => readonly Break[],
): readonly Break[] {
  const { from } = source.range(value.span);
  const inner = breaksOf(source, value, 2);
  // Where the value's first word would be a keyword on a line of its own, it stays behind the `=`.
  return wouldBeKeyword(source, from) ? inner : [{ at: from, level: 0, indent: 2 }, ...inner];
}

function inCanonicalOrder(clauses: readonly ClauseTree[]): readonly ClauseTree[] {
  return clauseKeywords.flatMap((keyword) => clauses.filter(({ kind }) => kind === keyword));
}

function printBraced(
  source: Source,
  declaration: CampaignTree | OfferTree,
  lines: CampaignTree["clauses"] | OfferTree["properties"],
): readonly Line[] {
  const { from, to } = source.range(declaration.span);
  const head = { from, to: headEnd(source, declaration) };
  const column = declaration.kind === "campaign" ? conditionColumnOf(source, declaration.clauses) : 0;
  return [
    ...wrap(source, head, 0, 0, []),
    ...lines.flatMap((line) => printLine(source, line, column)),
    ...closing(source, to),
  ];
}

/** A body's closing brace, below the comments above it. */
function closing(source: Source, to: number): readonly Line[] {
  const brace = source.tokens[to - 1];
  const behind = (brace?.trailing ?? []).map(({ text }) => ` ${text}`).join("");
  return [
    ...commentLines(brace?.leading ?? []).map(({ text }) => ({ column: clauseColumn, text })),
    { column: 0, text: `}${behind}` },
  ];
}

/** The lines of a policy stay in the order written: they are read as a list of rules. */
function printPolicy(source: Source, { span, lines }: PolicyTree): readonly Line[] {
  const { from, to } = source.range(span);
  return [
    ...wrap(source, { from, to: from + 2 }, 0, 0, []),
    ...lines.flatMap((line) => printPolicyLine(source, line)),
    ...closing(source, to),
  ];
}

/** The lines of a test stay in the order written: each `expect` speaks of the `at` above it. */
function printTest(source: Source, { span, campaign, lines }: TestTree): readonly Line[] {
  const { from, to } = source.range(span);
  return [
    ...wrap(source, { from, to: source.range(campaign.span).to + 1 }, 0, 0, []),
    ...lines.flatMap((line) => {
      const range = source.range(line.span);
      const above = commentsAbove(source, range.from, clauseColumn);
      return [...above, ...wrap(source, range, clauseColumn, clauseColumn, testLineBreaks(source, line))];
    }),
    ...closing(source, to),
  ];
}

/** Behind the `{`, which follows the name and the label. */
function headEnd(source: Source, { name, label }: CampaignTree | OfferTree): number {
  return source.range((label ?? name).span).to + 1;
}
