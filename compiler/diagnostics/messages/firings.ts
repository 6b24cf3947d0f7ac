import { error } from "../define.ts";

/** What is said of what fires a campaign: events, chains of them, figures reached, dates, segments entered and left. */
export const firingMessages = {
  "occurrence-out-of-place": error<{ readonly name: string; readonly what: string }>(
    ({ name, what }) => `\`${name}\` is ${what}, which cannot be part of something else`,
    () =>
      "it stands by itself behind `on`, in `goal`, and behind `after` in the policy; here name an event of the catalog, or one narrowed with `where`",
  ),

  "ledger-event-fires": error<{ readonly name: string }>(
    ({ name }) => `\`${name}\` is history, which can be asked for and fires nothing`,
    ({ name }) =>
      `ask for it with an aggregate: \`exists(${name} …, last 30 days)\`; \`followup\` sends further messages`,
  ),

  "pattern-absent-middle": error(
    () => "only the last step of a chain may be `not followed by`",
    () => "what did not happen has no time to measure the next step from: end the chain here",
  ),

  "reaches-collection": error<{ readonly name: string }>(
    ({ name }) => `\`${name}\` is a collection, which has no times: nothing is ever reached`,
    () => "count or add up an event",
  ),

  "reaches-count": error<{ readonly found: string }>(
    ({ found }) => `a count reaches a whole number, and this is ${found}`,
    () => "write a number without a unit: `reaches 3`",
  ),

  "reaches-figure": error(
    () => "what is reached is a fixed figure above zero",
    () => "write it out, `reaches 3`, `reaches 300_000 CNY`, or name a tag whose value is written out",
  ),

  "date-of": error<{ readonly name: string; readonly what: string }>(
    ({ name, what }) => `a date is wanted here, and \`${name}\` is ${what}`,
    () =>
      "name a tag or an attribute of a collection that is a date: `day of birthday`, `7 days before holding.matures`",
  ),

  "change-not-tag": error<{ readonly name: string; readonly what: string; readonly isSegment: boolean }>(
    ({ name, what }) => `\`change of\` takes a tag, and \`${name}\` is ${what}`,
    ({ name, isSegment }) =>
      isSegment
        ? `write \`enter ${name}\` or \`leave ${name}\``
        : "declare a `tag` with what is to be watched",
  ),

  "change-of-set": error<{ readonly name: string }>(
    ({ name }) => `\`${name}\` is a set, which cannot be watched as a whole`,
    ({ name }) => `declare a tag of what matters in it, \`tag … = ${name} contains …\`, and watch that`,
  ),

  "change-state": error<{ readonly type: string }>(
    () => "what a tag changes from or to is written out",
    ({ type }) => `write ${type}, or \`unknown\``,
  ),
} as const;
