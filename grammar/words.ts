/** The words with which a declaration begins, at the start of a line. */
export const declarationKeywords = [
  "tag",
  "segment",
  "event",
  "offer",
  "campaign",
  "policy",
  "test",
] as const;
export type DeclarationKeyword = (typeof declarationKeywords)[number];

/** Declarations of the language's future: words that mean nothing yet and may be names. */
export const futureDeclarationWords = ["template", "score", "zone", "list", "variants"] as const;

/** The clauses of a campaign in the order in which the formatter writes them. */
export const clauseKeywords = [
  "owner",
  "status",
  "purpose",
  "segment",
  "exclude",
  "trigger",
  "window",
  "offer",
  "channel",
  "priority",
  "value",
  "caps",
  "holdout",
  "goal",
  "followup",
] as const;
export type ClauseKeyword = (typeof clauseKeywords)[number];

/** The lines of an offer. */
export const propertyKeywords = ["product", "group", "value", "cost", "valid", "message"] as const;
export type PropertyKeyword = (typeof propertyKeywords)[number];

/** The words with which a policy's lines begin. */
export const policyKeywords = ["suppress", "at", "never", "only", "quiet", "holdout"] as const;
export type PolicyKeyword = (typeof policyKeywords)[number];

/** The words with which a test's lines begin, but for rows, which begin with the name of their event or collection. */
const testKeywords = ["at", "customer", "rate", "expect"] as const;
export type TestKeyword = (typeof testKeywords)[number];

/** The words that are never a name outside backticks. */
export const reservedWords = [
  "and",
  "or",
  "not",
  "in",
  "is",
  "of",
  "true",
  "false",
  "case",
  "when",
  "otherwise",
  "end",
] as const;

const clauses: ReadonlySet<string> = new Set(clauseKeywords);
const declarations: ReadonlySet<string> = new Set(declarationKeywords);

/** Whether a word at the start of a line begins a clause of a campaign. */
export function isClauseKeyword(word: string): boolean {
  return clauses.has(word);
}

/** Whether a word at the start of a line begins a declaration. */
export function isDeclarationKeyword(word: string): boolean {
  return declarations.has(word);
}

/** Whether a word at the start of a line within an offer begins one of its lines. */
export function isPropertyKeyword(word: string): word is PropertyKeyword {
  return (propertyKeywords as readonly string[]).includes(word);
}

/** Whether a word at the start of a line within a policy begins one of its lines. */
export function isPolicyKeyword(word: string): word is PolicyKeyword {
  return (policyKeywords as readonly string[]).includes(word);
}

/** Whether a word at the start of a line within a test begins one of its lines. */
export function isTestKeyword(word: string): word is TestKeyword {
  return (testKeywords as readonly string[]).includes(word);
}
