import { error, warning } from "../define.ts";

/** What is said of the contact policy: its lines, what they name, and what they leave possible. */
export const policyMessages = {
  "policy-not-mapped": error<{ readonly missing: readonly string[] }>(
    ({ missing }) =>
      `the standard library's contact policy holds here, and what it rests on is mapped to nothing: ${missing.map((each) => `\`${each}\``).join(", ")}`,
    () =>
      "say in the catalog where it is read, or write a `policy` of the bank's own, which takes the library's place",
  ),
  "policy-doubled": error(
    () => "this is a second `policy`",
    () => "a project has one at most: put all lines into one of the two",
  ),

  "not-a-segment": error<{ readonly name: string; readonly what: string }>(
    ({ name, what }) => `\`${name}\` is ${what}, not a segment`,
    ({ name, what }) =>
      what === "a tag"
        ? `declare one by it: \`segment ${name}_customers = ${name}\``
        : "declare a `segment` and name it here",
  ),

  "name-ambiguous": error<{ readonly name: string; readonly first: string; readonly second: string }>(
    ({ name, first, second }) => `\`${name}\` is ${first} and ${second}, and either may be meant`,
    () => "give one of the two another name",
  ),

  "policy-each-offer": error(
    () => "`of each offer` counts what one customer is offered, and this line counts all customers' contacts",
    () => "write `per customer`, or name one offer or group",
  ),

  "policy-during-overlap": error<{ readonly from: string; readonly to: string }>(
    ({ from, to }) => `another line says how many on the days ${from} .. ${to}, and either may be meant`,
    () => "of lines that differ in `during` and the figure alone, one is in force on a day: part their days",
  ),

  "policy-line-doubled": warning<{ readonly sentence: string }>(
    ({ sentence }) => `this is said already: ${sentence}`,
    () => "leave one of the two lines out",
  ),

  "policy-service-needless": warning<{ readonly line: string }>(
    ({ line }) => `\`including service\` changes nothing here: service campaigns obey ${line} anyway`,
    () => "leave it out",
  ),

  "never-with-itself": error<{
    readonly what: string;
    readonly other: string;
    readonly offer: string | undefined;
    readonly days: string;
  }>(
    ({ what, other, offer }) =>
      offer === undefined
        ? `nothing goes without itself: this rule would forbid every contact with \`${what}\``
        : `\`${offer}\` is ${[what, other].flatMap((set) => (set === offer ? [] : [`of \`${set}\``])).join(" and ")}: this rule would forbid every contact with it`,
    ({ what, other, offer, days }) =>
      offer === undefined
        ? `to keep them apart from each other, write \`at most 1 per customer per ${days} of ${what}\``
        : `name offers that \`${offer}\` is none of, or take it out of \`${offer === other ? what : other}\``,
  ),

  "rule-allows-nothing": error<{ readonly what: string; readonly sentences: string }>(
    ({ what, sentences }) => `\`${what}\` can never be offered: ${sentences}`,
    () => "change the rule, or take the offer out of the campaigns",
  ),

  "quiet-leaves-nothing": error<{ readonly channel: string }>(
    ({ channel }) => `there is no time of day left for \`${channel}\``,
    () => "quiet times and the channel's hours together must leave some time for contact",
  ),
} as const;
