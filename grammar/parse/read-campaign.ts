import { type Token, word } from "../scan/token.ts";
import type { ClauseTree, OfferPropertyTree } from "../tree.ts";
import {
  type ClauseKeyword,
  clauseKeywords,
  isPropertyKeyword,
  laterClauseKeywords,
  type PropertyKeyword,
  propertyKeywords,
} from "../words.ts";
import { type BodyResult, readBody } from "./body.ts";
import { firingStart, type LaterFiring, laterFiring } from "./later-firing.ts";
import { clauseLines, propertyLines } from "./line-forms.ts";
import { type Reading, say, spanOfTokens } from "./reading.ts";
import type { Section } from "./section.ts";

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
    later: laterClauseKeywords,
    unknown: "unknown-clause",
    expected: "expected-clause",
    isKeyword: () => false,
    read: (opening, at, to) => {
      const keyword = opening as ClauseKeyword;
      const section = { from: at + 1, to, of: `\`${keyword}\`` };
      const later = laterPart(reading.tokens, keyword, section);
      const place = later && reading.tokens[later.at];
      if (later !== undefined && place !== undefined) {
        say(reading, "later-form", spanOfTokens(reading, place), { form: later.form });
        return { section, tree: undefined, end: to };
      }
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
    later: [],
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

/** The form of a later version that a clause holds, and where. */
function laterPart(
  tokens: readonly Token[],
  keyword: ClauseKeyword,
  { from, to }: Section,
): LaterFiring | undefined {
  if (keyword === "trigger") {
    const firing = firingStart(tokens, from, to);
    return firing === undefined ? undefined : laterFiring(tokens, firing, to);
  }
  const first = tokens[from]?.image;
  const chooses = keyword === "offer" && (first === "all" || first === "best");
  if (!chooses || from + 1 >= to || tokens[from + 1]?.tokenType !== word.of) return undefined;
  return { at: from, form: `\`offer ${first} of\`` };
}
