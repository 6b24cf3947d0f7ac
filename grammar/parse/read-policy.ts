import { punctuation as mark, type Token } from "../scan/token.ts";
import type { PolicyLineTree } from "../tree.ts";
import { isPolicyKeyword, type PolicyKeyword, policyKeywords } from "../words.ts";
import { readBody } from "./body.ts";
import { documentationAbove } from "./documentation.ts";
import { type DeclarationResult, reportMissingMark } from "./head.ts";
import { policyLines } from "./line-forms.ts";
import { type Reading, spanOfTokens } from "./reading.ts";

/** Reads `policy { … }`, whose keyword is at a place. */
export function readPolicy(reading: Reading, at: number, first: Token): DeclarationResult {
  const { tokens } = reading;
  const opened = tokens[at + 1]?.tokenType === mark["{"];
  if (!opened) reportMissingMark(reading, "{", first, at + 1);
  const { lines, unread, end } = readBody<PolicyLineTree>(reading, opened ? at + 1 : at, first, {
    of: "the policy",
    keywords: policyKeywords,
    unknown: "unknown-policy-line",
    expected: "expected-policy-line",
    isKeyword: isPolicyKeyword,
    read: (opening, from, to) => {
      const keyword = opening as PolicyKeyword;
      const section = { from: from + 1, to, of: keyword === "at" ? "`at most`" : `\`${keyword}\`` };
      return { section, ...policyLines[keyword](reading, section) };
    },
  });
  const keyword = spanOfTokens(reading, first);
  const span = spanOfTokens(reading, first, tokens[end - 1] ?? first);
  const documentation = documentationAbove(reading, at);
  return {
    declaration: { kind: "policy", documentation, lines, unread, keyword, span },
    unread: undefined,
    end,
  };
}
