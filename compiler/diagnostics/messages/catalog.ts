import { error } from "../define.ts";
import { didYouMean } from "./did-you-mean.ts";

const list = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(", ");
const alternatives = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

/** What is said of the catalog: what its files mean together. */
export const catalogMessages = {
  "catalog-entry-twice": error<{ readonly section: string; readonly name: string }>(
    ({ section, name }) =>
      name === ""
        ? `\`${section}\` stands in two files`
        : `\`${name}\` stands in \`${section}\` of two files`,
    () => "keep one of the two",
  ),
  "catalog-section-missing": error<{ readonly section: string; readonly example: string }>(
    ({ section }) => `no file of the catalog says \`${section}\``,
    ({ example }) => `add it to one of them, for example \`${example}\``,
  ),
  "catalog-name-form": error<{ readonly what: string; readonly name: string; readonly suggestion: string }>(
    ({ what, name }) => `\`${name}\` cannot be the name of ${what}`,
    ({ suggestion }) =>
      `names are letters, digits and \`_\`, starting with a letter or \`_\`: \`${suggestion}\``,
  ),
  "catalog-name-reserved": error<{ readonly name: string; readonly because: string }>(
    ({ name, because }) => `\`${name}\` is taken: ${because}`,
    ({ name }) => `choose another name, such as \`${name}_\``,
  ),
  "catalog-name-shared": error<{ readonly name: string; readonly first: string; readonly second: string }>(
    ({ name, first, second }) => `\`${name}\` is ${first} and ${second}`,
    () => "tags, events and collections share one namespace: give one of the two another name",
  ),
  "overlay-unknown": error<{
    readonly what: string;
    readonly name: string;
    readonly nearest: string;
    readonly keys: readonly string[];
  }>(
    ({ what, name }) => `the standard library has no ${what} called \`${name}\` that this could be laid over`,
    ({ nearest, keys }) =>
      `did you mean \`${nearest}\`? For one of your own add ${keys.map((key) => `\`${key}:\``).join(" and ")}`,
  ),
  "overlay-type": error<{
    readonly name: string;
    readonly type: string;
    readonly library: string;
    readonly problem: "kind" | "members" | "order" | "currency";
    readonly missing: readonly string[];
  }>(
    ({ name, type, library, problem }) => {
      switch (problem) {
        case "kind":
        case "currency":
          return `the standard library's \`${name}\` is of type ${library}, and this is ${type}`;
        case "members":
          return `the standard library's rules speak of values of \`${name}\` that this type does not have`;
        case "order":
          return `the standard library's rules compare values of \`${name}\` by their order, and this type has another or none`;
      }
    },
    ({ name, library, problem, missing }) => {
      switch (problem) {
        case "kind":
          return `leave \`type\` out and let \`from\` read the column as ${library}, or give your tag another name than \`${name}\``;
        case "currency":
          return `its rules are in the library's currency: convert the column in the warehouse, or give your tag another name than \`${name}\``;
        case "members":
          return `add ${list(missing)}; the codes of your warehouse are brought to them by \`map\``;
        case "order":
          return "write `ordered: true`, with the library's members in the library's order; others may stand between";
      }
    },
  ),
  "not-mapped": error<{ readonly what: string; readonly name: string; readonly example: string }>(
    ({ what, name }) =>
      `the ${what} \`${name}\` of the standard library is mapped to nothing: the bank's catalog does not say where it is read`,
    ({ example }) => `say it in the catalog: \`${example}\`; or do without it`,
  ),
  "unknown-time-zone": error<{ readonly zone: string; readonly nearest: string | undefined }>(
    ({ zone }) => `there is no time zone called \`${zone}\``,
    ({ nearest }) => didYouMean({ nearest }) ?? "time zones go by their IANA names, such as `Asia/Shanghai`",
  ),
  "no-such-date": error<{ readonly date: string }>(
    ({ date }) => `there is no day \`${date}\` in the calendar`,
  ),
  "source-grain": error<{
    readonly what: string;
    readonly source: string;
    readonly needed: string;
    readonly grain: string;
  }>(
    ({ what, source, needed, grain }) =>
      `${what} is read from a source of grain ${needed}, and \`${source}\` is of grain ${grain}`,
  ),
  "source-key-grain": error<{
    readonly key: string;
    readonly grain: string;
    readonly grains: readonly string[];
  }>(
    ({ key, grain }) => `\`${key}\` says nothing of a source of grain ${grain}`,
    ({ grains }) => `it is for sources of grain ${alternatives(grains)}; leave it out`,
  ),
  "source-snapshot-and-history": error<{ readonly source: string }>(
    ({ source }) => `\`${source}\` has both \`snapshot\` and \`history\``,
    () => "`snapshot` is for one whole copy a day, `history` for rows with a first and a last day: keep one",
  ),
  "customer-via-grain": error<{ readonly grain: string }>(
    ({ grain }) => `a row of grain ${grain} belongs to one customer, and \`via\` may lead to several`,
    () => "name the column with the customer's key: `customer: customer_id`",
  ),
  "customer-via-target": error<{
    readonly source: string;
    readonly problem: "grain" | "key" | "via";
    readonly grain: string;
  }>(
    ({ source, problem, grain }) => {
      switch (problem) {
        case "grain":
          return `\`${source}\` is of grain ${grain}, and cannot say whose a row is`;
        case "key":
          return `\`${source}\` does not say by which column other sources name its rows`;
        case "via":
          return `\`${source}\` leads to its customers by way of another source itself`;
      }
    },
    ({ source, problem }) => {
      switch (problem) {
        case "grain":
          return "name a source of grain customer or collection";
        case "key":
          return `add the column to \`${source}\`: \`key: account_no\``;
        case "via":
          return "name a source with a column of customers' keys";
      }
    },
  ),
  "owners-without-key": error<{ readonly source: string }>(
    ({ source }) => `\`${source}\` has \`owners\`, but no \`key\` by which others could name its rows`,
    () => "add `key:` with that column, or leave `owners` out",
  ),
  "clock-without-format": error(
    () => "a time in two columns is text, and it is not said in which form",
    () => "add `format` for the two joined by a space, such as `yyyyMMdd HHmmss`",
  ),
  "key-for-tag-rows": error<{ readonly key: string }>(
    ({ key }) => `\`${key}\` says nothing of a tag that stands in a row of its own`,
    () => "a source of grain tag_rows has one column with the values of all its tags; leave it out",
  ),
  "key-for-other-type": error<{
    readonly key: string;
    readonly type: string;
    readonly types: readonly string[];
  }>(
    ({ key, type }) => `\`${key}\` says nothing of a value of type ${type}`,
    ({ types }) => `it is for ${types.join(", ")}; leave it out or change the type`,
  ),
  "integer-with-fractions": error<{ readonly key: string }>(
    ({ key }) => `with this \`${key}\` the value is no whole number`,
    () => "write `type: decimal`",
  ),
  "scale-form": error<{ readonly written: string; readonly suggestion: string }>(
    ({ written }) =>
      `\`scale\` must be a number with at most 12 digits after the point, and is \`${written}\``,
    ({ suggestion }) => `write it out, for example ${suggestion}`,
  ),
  "money-without-currency": error<{ readonly name: string }>(
    ({ name }) => `it is not said which currency \`${name}\` is in`,
    () => "write `money(CNY)`, or name the column that holds it: `currency: currency_code`",
  ),
  "money-with-two-currencies": error<{ readonly type: string }>(
    ({ type }) => `\`${type}\` says the currency, and so does this column`,
    () => "write `type: money` if the currency stands in the column, or leave `currency` out",
  ),
  "member-twice": error<{ readonly member: string }>(({ member }) => `\`${member}\` is listed twice`),
  "set-member-form": error<{ readonly member: string }>(
    ({ member }) => `the member \`${member}\` of a set holds a space, comma, quote or bracket`,
    () => "these separate the members in what is stored: write it without them",
  ),
  "map-target": error<{
    readonly written: string;
    readonly type: string;
    readonly nearest: string | undefined;
    readonly members: readonly string[];
  }>(
    ({ written, type }) => `\`${written}\` is no value of type ${type}`,
    ({ nearest, members }) =>
      didYouMean({ nearest }) ?? (members.length === 0 ? undefined : `its values are ${list(members)}`),
  ),
  "date-pattern": error<{ readonly pattern: string; readonly problem: string; readonly example: string }>(
    ({ pattern, problem }) => `the date pattern \`${pattern}\` ${problem}`,
    ({ example }) =>
      `patterns are made of yyyy, MM, dd, HH, mm, ss, SSS or SSSSSS, and signs, with letters in single quotes: \`${example}\``,
  ),
  "deprecated-without-use": error<{ readonly name: string }>(
    ({ name }) => `\`${name}\` is deprecated, and nothing is said to use instead`,
    () => "add `use:` with the tag that takes its place",
  ),
  "history-order": error<{ readonly date: string; readonly before: string }>(
    ({ date, before }) => `\`${date}\` stands behind \`${before}\``,
    () => "write a history from what happened first to what happened last",
  ),
  "history-status": error<{ readonly name: string; readonly last: string; readonly status: string }>(
    ({ name, last, status }) => `\`${name}\` is ${status}, and its history ends with ${last}`,
    ({ last }) => `add to the history what became of it, or say \`status: ${last}\``,
  ),
  "use-of-itself": error<{ readonly name: string }>(
    ({ name }) => `\`${name}\` leads back to itself by \`use\``,
    () => "name a tag that may be used",
  ),
  "category-without-class": error<{ readonly category: string }>(
    ({ category }) => `the category \`${category}\` is named without its class`,
    () => "add `class:`",
  ),
  "channel-tag-type": error<{
    readonly key: string;
    readonly tag: string;
    readonly needed: string;
    readonly type: string;
  }>(
    ({ key, tag, needed, type }) =>
      `\`${key}\` is a tag of type ${needed}, and \`${tag}\` is of type ${type}`,
  ),
  "channel-tag-status": error<{
    readonly tag: string;
    readonly status: string;
    readonly use: string | undefined;
  }>(
    ({ tag, status }) => `the tag \`${tag}\` is ${status}, and a channel cannot depend on it`,
    ({ use }) => (use === undefined ? "name an active tag" : `use \`${use}\``),
  ),
  "channel-cost-currency": error<{ readonly currency: string; readonly project: string }>(
    ({ currency, project }) => `a cost in ${currency} cannot be compared with budgets in ${project}`,
    ({ project }) =>
      `give the cost in ${project}, or say where rates are: \`rates: { source: …, date: …, from: …, rate: … }\``,
  ),
  "channel-hours-empty": error<{ readonly time: string }>(
    ({ time }) => `hours from ${time} to ${time} hold no time at all`,
    () => "leave `hours` out where the channel may be used all day",
  ),
} as const;
