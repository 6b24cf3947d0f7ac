import { error, warning } from "../define.ts";

export interface Two {
  readonly left: string;
  readonly right: string;
}

/** What is said of values that do not fit together: types, money, dates, unknowns. */
export const typeMessages = {
  "predicate-expected": error<{ readonly found: string }>(
    ({ found }) => `a condition is wanted here, and this is ${found}`,
    () => "compare it with something: `=`, `>=`, `in {…}`, `is known`",
  ),

  "types-differ": error<Two & { readonly cure: string | undefined }>(
    ({ left, right }) => `${left} and ${right} cannot be used together`,
    ({ cure }) => cure,
  ),

  "text-for-member": error<{ readonly text: string; readonly members: string }>(
    ({ text }) => `"${text}" is a text, and what stands opposite is chosen from a list`,
    ({ members }) => `write one of ${members}, without quotation marks`,
  ),

  "money-with-number": error<{ readonly currency: string | undefined }>(
    () => "an amount of money and a bare number cannot be used together",
    ({ currency }) =>
      currency === undefined
        ? "write the number with its currency: `10_000 USD`"
        : `write the number with its currency: \`10_000 ${currency}\``,
  ),

  "currency-mixed": error<Two & { readonly currency: string }>(
    ({ left, right }) => `${left} and ${right} cannot be used together`,
    ({ currency }) => `convert one of them: \`… in ${currency}\``,
  ),

  "currency-varies": error<{ readonly currency: string }>(
    () => "the currency of this money differs from one row to the next",
    ({ currency }) => `convert it to one currency: \`… in ${currency}\``,
  ),

  "date-with-instant": error(
    () => "a date and a point in time cannot be compared",
    () =>
      "a date is a whole day (`2026-03-01`), a point in time has a clock (`2026-03-01 09:00`): use two alike",
  ),

  "not-ordered": error<{ readonly operator: string; readonly found: string }>(
    ({ operator, found }) => `\`${operator}\` needs an order, and ${found} has none`,
    () => "use `=`, `!=` or `in {…}`; a list in the catalog has an order where it says `ordered: true`",
  ),

  "set-comparison": error(
    () => "a set cannot be compared as a whole",
    () => "ask for its members: `… contains X`, `… contains any {X, Y}`",
  ),

  "number-expected": error<{ readonly operator: string; readonly found: string }>(
    ({ operator, found }) => `\`${operator}\` takes numbers and money, and this is ${found}`,
  ),

  "share-expected": error<{ readonly operator: string; readonly share: string | undefined }>(
    ({ operator, share }) =>
      share === undefined
        ? `\`${operator} … by\` takes a share`
        : `\`by ${share}\` is no share: it means ${share} times as much`,
    ({ share }) => `write a percentage: \`by ${share ?? "20"}%\``,
  ),

  "arithmetic-mismatch": error<{ readonly operator: string } & Two>(
    ({ operator, left, right }) => `\`${operator}\` cannot take ${left} and ${right}`,
    () => "money may be multiplied and divided by a number, and divided by money of its currency",
  ),

  "convert-not-money": error<{ readonly found: string; readonly currency: string }>(
    ({ found, currency }) => `\`in ${currency}\` converts money, and this is ${found}`,
  ),

  "rates-missing": error<{ readonly from: string; readonly to: string }>(
    ({ from, to }) => `${from} cannot be converted to ${to}: the catalog has no \`rates\``,
    () => "say in the catalog where exchange rates are found",
  ),

  "set-expected": error<{ readonly found: string }>(
    ({ found }) => `\`contains\` asks a set or a text, and this is ${found}`,
    () => "compare a single value with `=` or `in {…}`",
  ),

  "text-expected": error<{ readonly found: string }>(
    ({ found }) => `a text is wanted here, and this is ${found}`,
    () => 'texts stand in quotation marks: `"…"`',
  ),

  "date-expected": error<{ readonly what: string; readonly found: string }>(
    ({ what, found }) => `\`${what}\` takes a date or a point in time, and this is ${found}`,
  ),

  "hour-of-date": error(
    () => "a date has no hour",
    () => "ask for the hour of a point in time",
  ),

  "number-too-long": error(
    () => "this number has more than 38 digits",
    () => "numbers and money are exact up to 38 digits",
  ),

  "member-not-name": error(
    () => "the members of a list are names",
    () => "write `in {low, middle, high}`",
  ),

  "top-limit": error(
    () => "`top` takes a share from 0% to 100%, zero left out, or a whole number from 1",
    () => "write `top 10% of …` or `top 5_000 of …`",
  ),

  "top-by": error<{ readonly found: string }>(
    ({ found }) => `\`top … by\` ranks by a number or an amount of money, and this is ${found}`,
  ),

  "aggregate-needs-event": error<{ readonly function: string }>(
    ({ function: name }) => `\`${name}\` takes the name of an event or collection`,
    ({ function: name }) =>
      `write \`${name}(purchase, last 30 days)\`; to count different values use \`distinct(purchase.product …)\``,
  ),

  "aggregate-needs-attribute": error<{
    readonly function: string;
    readonly event: string | undefined;
    readonly attribute: string | undefined;
  }>(
    ({ function: name, event }) =>
      event === undefined
        ? `\`${name}\` takes an attribute of an event or collection`
        : `\`${name}\` must say which attribute of \`${event}\` it takes`,
    ({ function: name, event, attribute }) =>
      `write \`${name}(${event ?? "purchase"}.${attribute ?? "amount"} …)\`, with the attribute's name`,
  ),

  "aggregate-mixes-events": error<{ readonly first: string; readonly second: string }>(
    ({ first, second }) => `one aggregate cannot take attributes of both \`${first}\` and \`${second}\``,
    () => "take two aggregates and compare or add their results",
  ),

  "aggregate-subject": error<{ readonly event: string }>(
    ({ event }) => `only attributes of \`${event}\` can stand here`,
    () => "what an aggregate takes is an attribute, or arithmetic over attributes of one event",
  ),

  "aggregate-type": error<{ readonly function: string; readonly found: string }>(
    ({ function: name, found }) => `\`${name}\` cannot take ${found}`,
    () =>
      "`sum`, `avg` and `median` take numbers and money; `min` and `max` dates and points in time too; `distinct`, `first` and `latest` anything but sets",
  ),

  "window-missing": error<{ readonly event: string }>(
    ({ event }) => `this does not say over which time \`${event}\` is looked at`,
    () => "add a window before the closing parenthesis: `, last 30 days`, or `, ever` for the whole history",
  ),

  "window-on-collection": error<{ readonly name: string }>(
    ({ name }) => `\`${name}\` is a collection, which has no times: no window can stand here`,
    () => "leave the window out",
  ),

  "duration-too-long": error<{ readonly longest: number; readonly unit: string }>(
    ({ longest, unit }) => `this is longer than ${longest} ${unit}s`,
    ({ longest, unit }) => `at most ${longest} ${unit}s can be counted; for the whole history write \`ever\``,
  ),

  "window-before-loading": warning<{ readonly event: string }>(
    ({ event }) =>
      `of \`${event}\` little or nothing is there yet: a day's data are complete on the day after`,
    () => "look at complete days: `yesterday`, `last 7 days`",
  ),

  "business-days-out-of-place": error<{ readonly count: number }>(
    () => "business days cannot be counted here",
    ({ count }) =>
      `write \`${count} day${count === 1 ? "" : "s"}\`; business days stand in schedules and in \`5 business days before X\``,
  ),

  "days-wanted": error<{ readonly what: string }>(
    ({ what }) => `${what} goes by whole days`,
    () => "write days, weeks, months, quarters or years",
  ),

  "before-event-out-of-place": error(
    () => "there is no event here for this window to end at",
    () =>
      "windows before the event stand in the firing's `where`, in offer, channel and value of a campaign triggered `on` an event",
  ),

  "before-event-in-aggregate": error(
    () => "a window before the event cannot stand inside another aggregate",
    () => "compare the two aggregates' results instead",
  ),

  "before-event-derived": error<{ readonly name: string }>(
    ({ name }) =>
      `\`${name}\` looks back from its own event, which can be done only where it fires a campaign`,
    () => "take an event without a window before the event, or write its conditions with another window",
  ),

  "history-not-tag": error<{ readonly what: string; readonly name: string | undefined }>(
    ({ what, name }) =>
      name === undefined
        ? `\`${what}\` takes a tag of the catalog`
        : `\`${what}\` takes a tag of the catalog, and \`${name}\` is none`,
    ({ what }) => `name the catalog's tags that it is made of, each with its own \`${what}\``,
  ),

  "history-not-kept": error<{ readonly tag: string; readonly source: string }>(
    ({ tag }) => `what \`${tag}\` was before is not kept`,
    ({ source }) => `its source \`${source}\` has neither \`snapshot\` nor \`history\` in the catalog`,
  ),

  "daily-function": error<{ readonly function: string }>(
    ({ function: name }) => `\`${name}\` cannot be taken over a tag's days`,
    () => "take `avg`, `min`, `max`, `first` or `latest`",
  ),

  "daily-window": error(
    () => "a tag's days need a window of whole days with a beginning",
    () => "write `, last 30 days`, `, previous month` or `, since 2026-01-01`",
  ),

  "periods-window": error(
    () => "only complete periods of the calendar can be gone through one by one",
    () => "write `previous 3 months`; weeks, quarters and years as well",
  ),

  "periods-too-many": error<{ readonly most: number; readonly periods: number }>(
    ({ most, periods }) => `${periods} periods are too many to be asked one by one: ${most} at most`,
    () => "take fewer, or longer periods",
  ),

  "periods-count": error<{ readonly count: number; readonly periods: number }>(
    ({ count, periods }) =>
      count < 1
        ? "at least no period says nothing"
        : `it cannot hold in ${count} periods when there are ${periods}`,
    ({ periods }) => `write a number from 1 to ${periods}`,
  ),

  "periods-nested": error(
    () => "several periods cannot be gone through inside one of several periods",
    () => "ask the two one beside the other, joined by `and`",
  ),

  "periods-alike": warning(
    () => "this is the same in every period",
    () => "give an aggregate in it the window `that period`",
  ),

  "that-period-out-of-place": error(
    () => "there is no period here for `that period` to stand for",
    () =>
      "it stands in the parentheses of `in each of previous 3 months (…)` and `in at least 2 of previous 6 months (…)`",
  ),

  "ledger-in-top": error<{ readonly name: string }>(
    ({ name }) =>
      `\`${name}\` cannot be asked inside \`top\`, which ranks customers whatever was sent to them`,
    () => "ask it beside the ranking: `top 10% of … by … and not exists(contact …)`",
  ),

  "unknown-under-not": warning<{ readonly operator: string; readonly name: string }>(
    ({ operator, name }) =>
      operator === "not"
        ? `this holds for a customer whose ${name} is unknown`
        : `\`${operator}\` does not hold where ${name} is unknown`,
    ({ name }) => `say what is meant with \`is known\`, \`is unknown\` or \`or else\` for ${name}`,
  ),

  "never-holds": warning(
    () => "this can never hold",
    () => "its conditions exclude one another",
  ),
} as const;
