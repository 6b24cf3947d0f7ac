/** The words with which a declaration begins, at the start of a line. */
export const declarationKeywords = ["tag", "segment", "event", "offer", "campaign"] as const;
export type DeclarationKeyword = (typeof declarationKeywords)[number];

/** Declarations that open a line like the others and come with a later version. */
export const laterDeclarationKeywords = ["policy", "test"] as const;

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
] as const;
export type ClauseKeyword = (typeof clauseKeywords)[number];

/** Clauses that open a line like the others and come with a later version. */
export const laterClauseKeywords = ["goal", "followup"] as const;

/** The lines of an offer. */
export const propertyKeywords = ["product", "group", "value", "cost", "valid", "message"] as const;
export type PropertyKeyword = (typeof propertyKeywords)[number];

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

const clauses: ReadonlySet<string> = new Set([...clauseKeywords, ...laterClauseKeywords]);
const declarations: ReadonlySet<string> = new Set([...declarationKeywords, ...laterDeclarationKeywords]);

/** Whether a word at the start of a line begins a clause of a campaign, of this version or a later one. */
export function isClauseKeyword(word: string): boolean {
  return clauses.has(word);
}

/** Whether a word at the start of a line begins a declaration, of this version or a later one. */
export function isDeclarationKeyword(word: string): boolean {
  return declarations.has(word);
}

/** Whether a word at the start of a line within an offer begins one of its lines. */
export function isPropertyKeyword(word: string): word is PropertyKeyword {
  return (propertyKeywords as readonly string[]).includes(word);
}
