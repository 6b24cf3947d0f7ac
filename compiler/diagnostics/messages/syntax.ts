import type { SyntaxCode, SyntaxParameters } from "../../../grammar/index.ts";
import { type DiagnosticDefinition, error } from "../define.ts";
import { didYouMean } from "./did-you-mean.ts";

type Of<Code extends SyntaxCode> = SyntaxParameters[Code];
type Found = Of<"expected-clause">;

/** "a clause is expected here, not `x`", or at an end "a clause is expected behind `x`". */
function expected(what: string, { found, after }: Found): string {
  if (found !== undefined) return `${what} is expected here, not \`${found}\``;
  return after === undefined ? `${what} is expected here` : `${what} is expected behind \`${after}\``;
}

function write({ meant }: { readonly meant: string | undefined }): string | undefined {
  return meant === undefined ? undefined : `write \`${meant}\``;
}

const windowWords: ReadonlySet<string> = new Set([
  "last",
  "this",
  "previous",
  "since",
  "ever",
  "today",
  "yesterday",
]);
const units: ReadonlySet<string> = new Set(
  ["minute", "hour", "quarter", "year"].flatMap((unit) => [unit, `${unit}s`]),
);

function isUnit(word: string | undefined): boolean {
  return word !== undefined && units.has(word);
}

function commaBefore(found: string): string {
  return `a comma stands before it: \`, ${found} …\``;
}

/** What is meant by a list where none can stand. */
const listCures: ReadonlyMap<string, string> = new Map([
  ["`channel`", "branches stand without commas between them, each on a line of its own"],
  ["`offer`", "of several one is chosen by branches, a line each: `A when …`, `B otherwise`"],
  ["`caps`", "each cap stands on a line of its own"],
]);

/** The words of schedules that may be missing, and how the schedules that begin with a word are written. */
const scheduleWords: ReadonlySet<string> = new Set(["at", "on", "day", "days"]);
const scheduleForms: ReadonlyMap<string, string> = new Map([
  ["daily", "`daily at 06:00`"],
  ["business", "`business days at 06:00`"],
  ["weekly", "`weekly on monday, thursday at 08:00`"],
  ["monthly", "`monthly on 1 at 08:00` or `monthly on last day at 08:00`"],
  ["once", "`once at 2026-03-01 09:00`"],
]);

const clauseList =
  "the clauses are `owner`, `status`, `purpose`, `segment`, `exclude`, `trigger`, `window`, `offer`, `channel`, `priority`, `value`, `caps`, `holdout`, `goal` and `followup`, each at the start of a line";
const propertyList =
  "an offer has `product`, `group`, `value`, `cost`, `valid` and `message`, each at the start of a line";
const policyLineList = "its lines begin with `suppress`, `at most`, `never`, `only`, `quiet` or `holdout`";
const declarationList =
  "a file holds `tag`, `segment`, `event`, `offer`, `campaign`, `policy` and `test`, each at the start of a line";

/** What is said of texts that cannot be read: one entry for each problem of the grammar. */
export const syntaxMessages = {
  "unexpected-character": error<Of<"unexpected-character">>(
    ({ character, codePoint }) =>
      /[\p{C}\p{Z}]/u.test(character)
        ? `the invisible character ${codePoint} means nothing here`
        : `\`${character}\` means nothing here`,
    ({ character, meant }) =>
      /\p{Sc}/u.test(character)
        ? "an amount of money is a number with its currency's code: `10_000 USD`"
        : write({ meant }),
  ),
  "bidirectional-control": error<Of<"bidirectional-control">>(
    ({ codePoint }) =>
      `the invisible character ${codePoint} changes the direction of writing, so that a rule could read otherwise than it is`,
    () => "delete it; in text that needs it write it as `\\u{…}`",
  ),
  "unclosed-text": error<Of<"unclosed-text">>(
    () => 'this text has no closing `"` on its line',
    () => 'a line break within text is written `\\n`, a quotation mark `\\"`',
  ),
  "single-quotes": error<Of<"single-quotes">>(
    ({ written }) => `${written} stands in single quotes`,
    () => 'text stands between double quotes: `"…"`',
  ),
  "unknown-escape": error<Of<"unknown-escape">>(
    ({ written }) => `\`${written}\` stands for nothing in text`,
    () => 'what there is: `\\"`, `\\\\`, `\\n` and `\\u{…}`',
  ),
  "impossible-character": error<Of<"impossible-character">>(
    ({ written }) => `\`${written}\` is not the number of a character`,
  ),
  "unclosed-name": error<Of<"unclosed-name">>(() => "this name has no closing backtick on its line"),
  "empty-name": error<Of<"empty-name">>(() => "there is no name between these backticks"),
  "unclosed-comment": error<Of<"unclosed-comment">>(
    () => "this comment is never closed",
    () => "close it with `*/`",
  ),
  "malformed-number": error<Of<"malformed-number">>(
    ({ written }) => `\`${written}\` is not a number as it is written here`,
    (parameters) => write(parameters) ?? "numbers are written `10_000`, `1.5` or `20%`",
  ),
  "malformed-date": error<Of<"malformed-date">>(
    ({ written }) =>
      written.includes("-")
        ? `\`${written}\` is neither a date nor a subtraction`
        : `\`${written}\` is not a date as it is written here`,
    ({ written }) =>
      written.includes("-")
        ? "dates are written `2026-01-31`; in a subtraction spaces stand around the `-`"
        : "dates are written `2026-01-31`: year, month, day",
  ),
  "impossible-date": error<Of<"impossible-date">>(({ written }) => `there is no day \`${written}\``),
  "malformed-time": error<Of<"malformed-time">>(
    ({ written }) => `\`${written}\` is not a time as it is written here`,
    (parameters) => write(parameters) ?? "times are written `06:00`, from `00:00` to `23:59`",
  ),
  "impossible-time": error<Of<"impossible-time">>(
    ({ written }) => `there is no time \`${written}\` here`,
    () => "times go from `00:00` to `23:59`; `24:00` may end a range",
  ),
  "unknown-operator": error<Of<"unknown-operator">>(({ written }) => `there is no \`${written}\``, write),

  "expected-declaration": error<Of<"expected-declaration">>(
    (parameters) => expected("a declaration", parameters),
    () => declarationList,
  ),
  "unknown-declaration": error<Of<"unknown-declaration">>(
    ({ word }) => `no declaration begins with \`${word}\``,
    (parameters) => didYouMean(parameters) ?? declarationList,
  ),
  "clause-outside-campaign": error<Of<"clause-outside-campaign">>(
    ({ clause }) => `the clause \`${clause}\` stands in no campaign`,
    () =>
      "clauses stand between the braces of a `campaign`; to use the word as a name at the start of a line, write it in backticks",
  ),
  "keyword-opens-line": error<Of<"keyword-opens-line">>(
    ({ keyword }) => `\`${keyword}\` opens a line, which makes it the clause and not a name`,
    ({ keyword }) => `write \`\` \`${keyword}\` \`\`, in backticks, or move it to the line before`,
  ),
  "expected-clause": error<Of<"expected-clause">>(
    (parameters) => expected("a clause", parameters),
    () => clauseList,
  ),
  "unknown-clause": error<Of<"unknown-clause">>(
    ({ word }) => `there is no clause \`${word}\``,
    (parameters) => didYouMean(parameters) ?? clauseList,
  ),
  "expected-property": error<Of<"expected-property">>(
    (parameters) => expected("a line of the offer", parameters),
    () => propertyList,
  ),
  "unknown-property": error<Of<"unknown-property">>(
    ({ word }) => `an offer has no \`${word}\``,
    (parameters) => didYouMean(parameters) ?? propertyList,
  ),
  "unclosed-brace": error<Of<"unclosed-brace">>(
    ({ of }) => `the brace of ${of} is never closed`,
    () => "close it with `}`",
  ),
  "stray-brace": error<Of<"stray-brace">>(
    () => "this `}` closes nothing",
    () => "delete it",
  ),
  "unclosed-parenthesis": error<Of<"unclosed-parenthesis">>(
    () => "this parenthesis is never closed",
    () => "close it with `)`",
  ),
  "stray-parenthesis": error<Of<"stray-parenthesis">>(
    () => "this `)` closes nothing",
    () => "delete it",
  ),
  "nesting-too-deep": error<Of<"nesting-too-deep">>(
    ({ limit }) => `this is nested more than ${limit} deep`,
    () => "give a part of it a name of its own, as a `tag` or a `segment`",
  ),
  "later-form": error<Of<"later-form">>(
    ({ form }) => `${form} belongs to the language but is not in this version yet`,
  ),
  "unexpected-word": error<Of<"unexpected-word">>(
    ({ found, of }) => `${of} cannot go on with \`${found}\``,
    ({ found, of, listed }) => {
      if (of === "`channel`" && found === "," && listed !== undefined) {
        return `to try several in order write \`first of ${listed}\``;
      }
      if (of === "`offer`" && found === "," && listed !== undefined) {
        return `write \`all of ${listed}\` for one contact with all of them; ${listCures.get(of)}`;
      }
      if (of === "`window`" && (found === "contact" || found === "business")) return commaBefore(found);
      return (
        (found === "," ? listCures.get(of) : undefined) ??
        "the next clause or declaration begins a line of its own"
      );
    },
  ),
  "branch-without-condition": error<Of<"branch-without-condition">>(
    ({ name, clause }) => `\`${name}\` is a further branch of \`${clause}\` but says not when it is taken`,
    ({ name }) => `write \`${name} when …\`, or \`${name} otherwise\` for the last`,
  ),

  "expected-word": error<Of<"expected-word">>(
    (parameters) => expected(`\`${parameters.word}\``, parameters),
    ({ word, found, schedule }) => {
      const form = scheduleWords.has(word) ? scheduleForms.get(schedule ?? "") : undefined;
      if (form !== undefined) return `write it as ${form}`;
      if (word === "..") return "two dots stand between the ends of a range: `2026-01-01 .. 2026-12-31`";
      if (word === "before") return "windows are written such as `last 30 days` or `0..7 days ago`";
      return word === ")" && found !== undefined && windowWords.has(found) ? commaBefore(found) : undefined;
    },
  ),
  "expected-expression": error<Of<"expected-expression">>(
    (parameters) => expected("an expression", parameters),
    ({ keyword }) =>
      keyword === undefined || !/^\p{L}/u.test(keyword)
        ? undefined
        : `\`${keyword}\` opens the next line, which makes it a clause or declaration; if a name is meant, write it in backticks`,
  ),
  "expected-name": error<Of<"expected-name">>(
    (parameters) => expected("a name", parameters),
    ({ found }) =>
      found !== undefined && /^[a-z]+$/.test(found)
        ? `\`${found}\` is a word of the language; as a name it stands in backticks`
        : undefined,
  ),
  "expected-text": error<Of<"expected-text">>(
    (parameters) => expected("text", parameters),
    () => 'text stands between double quotes: `"…"`',
  ),
  "expected-number": error<Of<"expected-number">>(
    (parameters) => expected("a number", parameters),
    ({ after }) =>
      after === "every"
        ? "such as `every 15 minutes` or `every 2 hours`; once a day is `daily at 06:00`"
        : undefined,
  ),
  "expected-date": error<Of<"expected-date">>(
    (parameters) => expected("a date", parameters),
    () => "dates are written `2026-01-31`",
  ),
  "expected-time": error<Of<"expected-time">>(
    (parameters) => expected("a time", parameters),
    () => "times are written `06:00`",
  ),
  "expected-unit": error<Of<"expected-unit">>(
    (parameters) =>
      expected(isUnit(parameters.found) ? "a unit of whole days" : "a unit of time", parameters),
    ({ found, nearest }) => {
      // A unit that is one elsewhere: ranges go by days.
      if (isUnit(found)) return "`A..B … ago` counts days, weeks or months";
      return didYouMean({ nearest }) ?? "units are minutes, hours, days, weeks, months, quarters and years";
    },
  ),
  "expected-period": error<Of<"expected-period">>(
    (parameters) => expected("a calendar period", parameters),
    () =>
      "periods are `week`, `month`, `quarter` and `year`; of days write `today`, `yesterday` or `last 3 days`",
  ),
  "expected-window": error<Of<"expected-window">>(
    (parameters) => expected("a window", parameters),
    ({ found }) =>
      found === "last"
        ? "write how many: `last 30 days`, `last 1 month`; the calendar month before this one is `previous month`"
        : "such as `last 30 days`, `0..7 days ago`, `this month`, `previous 3 months`, `since 2026-01-01` or `ever`",
  ),
  "expected-schedule": error<Of<"expected-schedule">>(
    (parameters) => expected("a schedule", parameters),
    () => "such as `daily at 06:00`, `weekly on monday at 08:00`, `monthly on 1 at 08:00` or `every 2 hours`",
  ),
  "expected-set": error<Of<"expected-set">>(
    (parameters) => expected("a set", parameters),
    () => "sets are written `{a, b}`",
  ),
  "expected-known": error<Of<"expected-known">>(
    (parameters) => expected("`known` or `unknown`", parameters),
    () => "to compare with a value write `=`",
  ),
  "expected-cap": error<Of<"expected-cap">>(
    (parameters) => expected("a cap", parameters),
    () => "such as `1 per customer per 30 days`, `500 per day via sms` or `10_000 CNY per month`",
  ),
  "expected-cap-scope": error<Of<"expected-cap-scope">>(
    (parameters) => expected("what the cap is for", parameters),
    () => "such as `per customer`, `per customer per 30 days`, `per day` or `in all`",
  ),
  "expected-validity": error<Of<"expected-validity">>(
    (parameters) => expected("how long the offer is valid", parameters),
    () => "such as `2026-01-01 .. 2026-12-31` or `14 days from contact`",
  ),
  "expected-contact-rule": error<Of<"expected-contact-rule">>((parameters) =>
    expected("`contact 09:00 .. 20:00` or `business days only`", parameters),
  ),
  "expected-firing": error<Of<"expected-firing">>(
    (parameters) => expected("what happens to the customer", parameters),
    () =>
      "such as an event, `a followed by b within 3 days`, `count(e) reaches 3 within 1 day` or `7 days before birth_date`",
  ),
  "expected-before-or-after": error<Of<"expected-before-or-after">>(
    (parameters) => expected("`before` or `after`", parameters),
    () => "such as `7 days before birth_date` or `3 days after birth_date`",
  ),
  "expected-after-or-with": error<Of<"expected-after-or-with">>(
    (parameters) => expected("`after` or `with`", parameters),
    () =>
      "such as `never loans after complaint within 30 days` or `never loans with cash_card within 30 days`",
  ),
  "expected-to-or-after": error<Of<"expected-to-or-after">>(
    (parameters) => expected("`to` or `after`", parameters),
    () => "such as `only wealth_r4 to risk_takers` or `only card_upgrade after student_card within 180 days`",
  ),
  "expected-goal-or-responded": error<Of<"expected-goal-or-responded">>(
    (parameters) => expected("what ends the chain", parameters),
    () => "write `unless goal` or `unless responded`",
  ),
  "expected-policy-line": error<Of<"expected-policy-line">>(
    (parameters) => expected("a line of the policy", parameters),
    () => policyLineList,
  ),
  "unknown-policy-line": error<Of<"unknown-policy-line">>(
    ({ word }) => `a policy has no \`${word}\``,
    (parameters) => didYouMean(parameters) ?? policyLineList,
  ),
  "expected-test-line": error<Of<"expected-test-line">>(
    (parameters) => expected("a line of the test", parameters),
    () =>
      "such as `at 2026-03-02 06:00`, `customer 1 { age: 40 }`, `fx_purchase { customer: 1, time: … }` or `expect contact 1`",
  ),

  "unit-on-next-line": error<Of<"unit-on-next-line">>(
    ({ unit, number }) => `\`${unit}\` does not stand on the line of its number \`${number}\``,
    ({ unit, number }) => `write \`${number} ${unit}\` on one line`,
  ),
  "currency-in-capitals": error<Of<"currency-in-capitals">>(
    ({ written }) => `\`${written}\` is not a currency as it is written here`,
    write,
  ),
  "duration-as-value": error<Of<"duration-as-value">>(
    ({ written }) => `\`${written}\` is a length of time, which is no value to reckon or compare with`,
    ({ number }) => `\`days since …\` gives a number: compare it with \`${number}\``,
  ),
  "chained-comparison": error<Of<"chained-comparison">>(
    ({ operator }) => `a second comparison, \`${operator}\`, follows the first`,
    () => "join two comparisons by `and`, or write `between … and …`",
  ),
  "not-inside-comparison": error<Of<"not-inside-comparison">>(
    ({ after }) => `\`not\` cannot stand behind \`${after}\``,
    () => "`not` goes before a whole comparison: `not a = b`, or set what it is for in parentheses",
  ),
  "unknown-function": error<Of<"unknown-function">>(
    ({ name }) => `there is nothing called \`${name}(…)\``,
    (parameters) =>
      didYouMean(parameters) ??
      "there are `count`, `exists`, `sum`, `avg`, `min`, `max`, `distinct`, `median`, `first`, `latest`, `least` and `greatest`",
  ),
  "arguments-of-function": error<Of<"arguments-of-function">>(
    ({ name }) => `this is not how \`${name}\` is written`,
    ({ form }) => `write \`${form}\``,
  ),
  "whole-number": error<Of<"whole-number">>(
    ({ written, least }) => `\`${written}\` is not a whole number of at least ${least}`,
  ),
  "count-too-large": error<Of<"count-too-large">>(
    ({ written, limit }) => `\`${written}\` is larger than ${limit}, the largest count there is`,
  ),
  "backwards-range": error<Of<"backwards-range">>(
    ({ from, to }) => `\`${from}..${to}\` runs backwards`,
    ({ from, to }) => `write \`${to}..${from}\``,
  ),
} satisfies { readonly [Code in SyntaxCode]: DiagnosticDefinition<Of<Code>> };
