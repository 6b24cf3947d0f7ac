import { createToken, type IToken, Lexer, type TokenType } from "chevrotain";
import { reservedWords } from "../words.ts";

/**
 * A token of a `.campaign` file. `endOffset` is that of its last character, as Chevrotain has it.
 * `value` is what it stands for: text with its escapes resolved, a name without backticks, a number without underscores.
 */
export interface Token extends IToken {
  tokenType: TokenType;
  readonly endOffset: number;
  /** Whether a line break stands between it and the token before it; true of the first token. */
  readonly opensLine: boolean;
  readonly value: string;
}

/** A comment with its markers. A `documentation` comment is `///` on a line of its own. */
export interface Comment {
  readonly kind: "line" | "block" | "documentation";
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether a line break stands between it and the token or comment before it. */
  readonly opensLine: boolean;
}

function define(name: string, categories: TokenType[] = []): TokenType {
  return createToken({ name, pattern: Lexer.NA, categories });
}

/** Whatever may be a name: plain names, names in backticks, and words that mean something only where they stand. */
export const Identifier = define("Identifier");
/** Operators between two operands that need no look at what follows. */
export const InfixOperator = define("InfixOperator");
/** A length of time's unit, singular or plural. */
export const Unit = define("Unit");
/** `day`, `week`, `month`, `quarter`, `year`. */
export const Period = define("Period");
export const AggregateName = define("AggregateName");
export const ExtremeName = define("ExtremeName");

export const PlainName = define("PlainName", [Identifier]);
export const QuotedName = define("QuotedName", [Identifier]);
/** Three capital letters behind a number on its line. */
export const Currency = define("Currency", [Identifier]);
export const NumberLiteral = define("Number");
export const Percentage = define("Percentage");
export const TextLiteral = define("Text");
export const DateLiteral = define("Date");
export const TimeLiteral = define("Time");

export const punctuation = {
  "(": define("("),
  ")": define(")"),
  "{": define("{"),
  "}": define("}"),
  ",": define(","),
  ".": define("."),
  "..": define(".."),
  ":": define(":"),
  "=": define("=", [InfixOperator]),
  "!=": define("!=", [InfixOperator]),
  "<": define("<", [InfixOperator]),
  "<=": define("<=", [InfixOperator]),
  ">": define(">", [InfixOperator]),
  ">=": define(">=", [InfixOperator]),
  "+": define("+", [InfixOperator]),
  "-": define("-", [InfixOperator]),
  "*": define("*", [InfixOperator]),
  "/": define("/", [InfixOperator]),
} as const;

/** Words that mean something where they stand and are names elsewhere, with what else they are. */
const contextualWords = {
  after: [],
  ago: [],
  all: [],
  anniversary: [],
  any: [],
  as: [],
  at: [],
  avg: [AggregateName],
  because: [],
  before: [],
  best: [],
  between: [InfixOperator],
  business: [],
  by: [InfixOperator],
  calendar: [],
  change: [],
  contact: [],
  contains: [],
  count: [AggregateName],
  cron: [],
  customer: [],
  daily: [],
  day: [Unit, Period],
  days: [Unit],
  distinct: [AggregateName],
  during: [],
  each: [],
  else: [],
  enter: [],
  event: [],
  ever: [],
  every: [],
  exceeds: [InfixOperator],
  exists: [AggregateName],
  falls: [],
  first: [AggregateName],
  followed: [],
  for: [],
  from: [],
  goal: [],
  greatest: [ExtremeName],
  hour: [Unit],
  hours: [Unit],
  including: [],
  known: [],
  last: [],
  latest: [AggregateName],
  least: [ExtremeName],
  leave: [],
  max: [AggregateName],
  median: [AggregateName],
  min: [AggregateName],
  minute: [Unit],
  minutes: [Unit],
  month: [Unit, Period],
  monthly: [],
  months: [Unit],
  most: [],
  no: [],
  offer: [],
  offering: [],
  on: [],
  once: [],
  only: [],
  per: [],
  period: [],
  previous: [],
  quarter: [Unit, Period],
  quarters: [Unit],
  reaches: [],
  responded: [],
  service: [],
  short: [],
  since: [],
  starts: [],
  subject: [],
  sum: [AggregateName],
  // biome-ignore lint/suspicious/noThenProperty: a word of the language
  then: [],
  this: [],
  to: [],
  today: [],
  top: [],
  unknown: [],
  unless: [],
  until: [],
  via: [],
  week: [Unit, Period],
  weekday: [],
  weekly: [],
  weeks: [Unit],
  where: [],
  with: [],
  within: [],
  worth: [],
  year: [Unit, Period],
  years: [Unit],
  yesterday: [],
} as const satisfies Record<string, readonly TokenType[]>;

type ReservedWord = (typeof reservedWords)[number];
type ContextualWord = keyof typeof contextualWords;

const infixReserved: ReadonlySet<string> = new Set(["and"]);

/** The token type of every word that means something. */
export const word = Object.fromEntries([
  ...reservedWords.map(
    (text) => [text, define(text, infixReserved.has(text) ? [InfixOperator] : [])] as const,
  ),
  ...Object.entries(contextualWords).map(
    ([text, categories]) => [text, define(text, [Identifier, ...categories])] as const,
  ),
]) as Readonly<Record<ReservedWord | ContextualWord, TokenType>>;

/** The same, to look words up while scanning. */
export const wordTypes: ReadonlyMap<string, TokenType> = new Map(Object.entries(word));

export const vocabulary: TokenType[] = [
  Identifier,
  InfixOperator,
  Unit,
  Period,
  AggregateName,
  ExtremeName,
  PlainName,
  QuotedName,
  Currency,
  NumberLiteral,
  Percentage,
  TextLiteral,
  DateLiteral,
  TimeLiteral,
  ...Object.values(punctuation),
  ...wordTypes.values(),
];

/** Whether a token is of a type or of one of the types that the type is a category of. */
export function isToken(token: Token | undefined, type: TokenType): boolean {
  return (
    token !== undefined &&
    (token.tokenTypeIdx === type.tokenTypeIdx || type.categoryMatchesMap?.[token.tokenTypeIdx] === true)
  );
}
