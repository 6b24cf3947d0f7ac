import { punctuation as mark, type Token } from "../scan/token.ts";
import type { CampaignTree } from "../tree.ts";
import { isClauseKeyword, isPropertyKeyword } from "../words.ts";
import { documentationAbove } from "./documentation.ts";
import { type DeclarationResult, type Head, readHead, reportMissingMark } from "./head.ts";
import { opensWithKeyword, wordAt } from "./lines.ts";
import { readClauses, readProperties } from "./read-campaign.ts";
import { type Reading, spanOfTokens } from "./reading.ts";
import { explainLeftover } from "./section.ts";

/** Reads `campaign NAME "label" { … }` or `offer NAME "label" { … }`. */
export function readBraced(
  reading: Reading,
  keyword: "campaign" | "offer",
  at: number,
  first: Token,
): DeclarationResult {
  const { tokens } = reading;
  const isKeyword = keyword === "offer" ? isPropertyKeyword : () => false;
  const brace = headEnd(tokens, at + 1, isKeyword);
  const opened = tokens[brace]?.tokenType === mark["{"];
  const head = readHead(reading, keyword, at + 1, brace);
  if (head !== undefined) {
    if (!opened) reportMissingMark(reading, "{", first, head.end);
    else if (head.end < brace) explainLeftover(reading, head.section, head.end);
  }
  const word = wordAt(tokens, brace) ?? "";
  const bodyFollows = opened || isClauseKeyword(word) || isKeyword(word);
  if (!bodyFollows) return { declaration: undefined, unread: head?.name, end: brace };
  // Where the brace is missing, the body begins with the first of its lines.
  return readRest(reading, keyword, at, first, head, opened ? brace : brace - 1);
}

function headEnd(tokens: readonly Token[], from: number, isKeyword: (word: string) => boolean): number {
  let at = from;
  for (; at < tokens.length; at++) {
    const type = tokens[at]?.tokenType;
    if (type === mark["{"] || type === mark["}"] || opensWithKeyword(tokens, at, isKeyword)) break;
  }
  return at;
}

function readRest(
  reading: Reading,
  keyword: "campaign" | "offer",
  at: number,
  first: Token,
  head: Head | undefined,
  open: number,
): DeclarationResult {
  const of = head === undefined ? `the ${keyword}` : `the ${keyword} \`${head.name.text}\``;
  const declared = (
    end: number,
  ): Pick<CampaignTree, "name" | "label" | "documentation" | "span"> | undefined =>
    head && {
      name: head.name,
      label: head.label,
      documentation: documentationAbove(reading, at),
      span: spanOfTokens(reading, first, reading.tokens[end - 1] ?? first),
    };
  if (keyword === "campaign") {
    const { lines: clauses, unread, end } = readClauses(reading, open, first, of);
    const common = declared(end);
    return { declaration: common && { kind: keyword, ...common, clauses, unread }, unread: undefined, end };
  }
  const { lines: properties, unread, end } = readProperties(reading, open, first, of);
  const common = declared(end);
  return { declaration: common && { kind: keyword, ...common, properties, unread }, unread: undefined, end };
}
