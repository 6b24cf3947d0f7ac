import { type Token, word } from "../scan/token.ts";
import type { Span } from "../span.ts";
import type { ClauseTree, OfferPropertyTree } from "../tree.ts";
import { buildClause } from "../tree-builder/clause.ts";
import { buildProperty } from "../tree-builder/property.ts";
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
import { type Reading, say, spanOfTokens } from "./reading.ts";
import { readSection, type Section } from "./section.ts";

const clauseRules = {
  owner: "text",
  status: "name",
  purpose: "name",
  segment: "expression",
  exclude: "expression",
  trigger: "trigger",
  window: "campaignWindow",
  offer: "routes",
  channel: "routes",
  priority: "number",
  value: "expression",
  caps: "caps",
  holdout: "expression",
} as const satisfies Record<ClauseKeyword, Section["rule"]>;

const propertyRules = {
  product: "name",
  group: "names",
  value: "expression",
  cost: "expression",
  valid: "validity",
  message: "message",
} as const satisfies Record<PropertyKeyword, Section["rule"]>;

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
      const section = { from: at + 1, to, rule: clauseRules[keyword], of: `\`${keyword}\`` };
      const later = laterPart(reading.tokens, keyword, section);
      const place = later && reading.tokens[later.at];
      if (later !== undefined && place !== undefined) {
        say(reading, "later-form", spanOfTokens(reading, place), { form: later.form });
        return { section, tree: undefined, end: to };
      }
      const result = readSection(reading, section, (building, node, last) =>
        buildClause(building, keyword, node, spanFrom(reading, at, last)),
      );
      return { section, ...result };
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
      const section = { from: at + 1, to, rule: propertyRules[keyword], of: `\`${keyword}\`` };
      const result = readSection(reading, section, (building, node, last) =>
        buildProperty(building, keyword, node, spanFrom(reading, at, last)),
      );
      return { section, ...result };
    },
  });
}

function spanFrom(reading: Reading, at: number, last: Token): Span {
  return spanOfTokens(reading, reading.tokens[at] ?? last, last);
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
