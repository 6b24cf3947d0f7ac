import type { Token } from "../scan/token.ts";
import type { ClauseTree, OfferPropertyTree } from "../tree.ts";
import {
  type ClauseKeyword,
  clauseKeywords,
  isPropertyKeyword,
  type PropertyKeyword,
  propertyKeywords,
} from "../words.ts";
import { type BodyResult, readBody } from "./body.ts";
import { clauseLines, propertyLines } from "./line-forms.ts";
import type { Reading } from "./reading.ts";

/** Reads the clauses between a campaign's braces; `end` is the token behind them. */
export function readClauses(
  reading: Reading,
  open: number,
  outer: Token,
  of: string,
): BodyResult<ClauseTree> {
  return readBody<ClauseTree>(reading, open, outer, {
    of,
    keywords: clauseKeywords,
    unknown: "unknown-clause",
    expected: "expected-clause",
    isKeyword: () => false,
    read: (opening, at, to) => {
      const keyword = opening as ClauseKeyword;
      const section = { from: at + 1, to, of: `\`${keyword}\`` };
      return { section, ...clauseLines[keyword](reading, section) };
    },
  });
}

/** Reads the lines between an offer's braces; `end` is the token behind them. */
export function readProperties(
  reading: Reading,
  open: number,
  outer: Token,
  of: string,
): BodyResult<OfferPropertyTree> {
  return readBody<OfferPropertyTree>(reading, open, outer, {
    of,
    keywords: propertyKeywords,
    unknown: "unknown-property",
    expected: "expected-property",
    isKeyword: isPropertyKeyword,
    read: (opening, at, to) => {
      const keyword = opening as PropertyKeyword;
      const section = { from: at + 1, to, of: `\`${keyword}\`` };
      return { section, ...propertyLines[keyword](reading, section) };
    },
  });
}
