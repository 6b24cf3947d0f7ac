import { error, warning } from "../define.ts";
import { didYouMean } from "./did-you-mean.ts";

/** What is said of names: unknown ones, doubled ones, ones out of place, circles of them. */
export const nameMessages = {
  "unknown-name": error<{
    readonly what: string;
    readonly name: string;
    readonly nearest: string | undefined;
  }>(({ what, name }) => `there is no ${what} called \`${name}\``, didYouMean),

  "unknown-attribute": error<{
    readonly event: string;
    readonly name: string;
    readonly nearest: string | undefined;
    readonly attributes: string;
  }>(
    ({ event, name }) => `\`${event}\` has no attribute called \`${name}\``,
    ({ nearest, attributes }) => didYouMean({ nearest }) ?? `it has ${attributes}`,
  ),

  "unknown-member": error<{
    readonly name: string;
    readonly members: string;
    readonly nearest: string | undefined;
  }>(
    ({ name, members }) =>
      members === ""
        ? `there is nothing called \`${name}\` here: none is declared`
        : `\`${name}\` is not one of ${members}`,
    didYouMean,
  ),

  "unknown-product": error<{ readonly name: string; readonly nearest: string | undefined }>(
    ({ name }) => `the catalog has no product \`${name}\``,
    ({ nearest }) => didYouMean({ nearest }) ?? "products are declared under `products` in the catalog",
  ),

  "unknown-currency": error<{ readonly name: string; readonly nearest: string | undefined }>(
    ({ name }) => `\`${name}\` is not a currency`,
    ({ nearest }) => didYouMean({ nearest }) ?? "currencies are ISO 4217 codes: `USD`, `EUR`, `CNY`",
  ),

  "library-not-mapped": error<{ readonly name: string; readonly missing: readonly string[] }>(
    ({ name, missing }) =>
      `\`${name}\` of the standard library rests on what is mapped to nothing: ${missing.map((each) => `\`${each}\``).join(", ")}`,
    ({ missing }) =>
      missing.length === 1
        ? "say in the catalog where it is read, or do without what rests on it"
        : "say in the catalog where they are read, or do without what rests on them",
  ),

  "duplicate-name": error<{ readonly what: string; readonly name: string }>(
    ({ what, name }) => `the ${what} \`${name}\` has a name that is taken already`,
    () => "give one of the two another name: all names are global to the project",
  ),

  "name-built-in": error<{ readonly name: string }>(
    ({ name }) =>
      `\`${name}\` is an event that every project has already: what was sent to customers, or came of it`,
    () => "choose another name",
  ),

  "duplicate-member": error<{ readonly name: string }>(
    ({ name }) => `\`${name}\` stands twice in this list`,
    () => "leave one out",
  ),

  "described-in-catalog": error<{ readonly name: string; readonly what: string }>(
    ({ name, what }) => `\`${name}\` is ${what} of the catalog, which describes itself`,
    () => "put the label and the rest where it is declared; `describe` is for what .campaign files declare",
  ),

  "not-of-a-family": error<{ readonly name: string; readonly key: "family" | "kind" }>(
    ({ name, key }) => `\`${name}\` is no event, and has no ${key}`,
    () =>
      "leave it out: families and kinds are events'; where other things belong say `class` and `category`",
  ),

  "definition-cycle": error<{ readonly path: string }>(
    ({ path }) => `this definition refers to itself: ${path}`,
    () => "break the circle: one of them must do without the others",
  ),

  "not-a-value": error<{ readonly name: string; readonly what: string }>(
    ({ name, what }) => `\`${name}\` is ${what}, not a value of a customer`,
    ({ name }) => `ask for it with an aggregate: \`exists(${name} …)\`, \`count(${name} …)\``,
  ),

  "not-an-event": error<{ readonly name: string; readonly what: string; readonly inTest: boolean }>(
    ({ name, what }) => `\`${name}\` is a ${what}, not an event`,
    ({ name, what, inTest }) => {
      if (inTest) return "what is known of a customer stands in `customer 1 { … }`";
      if (what !== "collection") return "name an event; to ask what customers are like, write `when …`";
      return `name an event, or a date of the collection's: \`7 days before ${name}.…\``;
    },
  ),

  "event-out-of-place": error<{ readonly name: string }>(
    ({ name }) => `there is no event here for \`${name}\` to speak of`,
    () =>
      "`event` stands in the firing's `where`, in offer, channel, value and messages of a campaign triggered `on` an event",
  ),

  "event-in-aggregate": error<{ readonly name: string }>(
    ({ name }) => `\`${name}\` cannot be used inside an aggregate`,
    () => "compare with the aggregate's result instead, outside its parentheses",
  ),

  "event-absent": error<{ readonly name: string; readonly alias: string }>(
    ({ name, alias }) =>
      `\`${name}\` speaks of an event that did not happen: \`${alias}\` stands behind \`not followed by\``,
    () => "`event` and the aliases of earlier steps can be spoken of",
  ),

  "alias-doubled": error<{ readonly name: string }>(
    ({ name }) => `two events are called \`${name}\` here`,
    () => "give each its own name behind `as`",
  ),

  "alias-reserved": error<{ readonly name: string }>(
    ({ name }) => `an event cannot be called \`${name}\`, which has a meaning of its own`,
    () => "choose another name behind `as`",
  ),

  "offer-amount-out-of-place": error<{ readonly name: string }>(
    ({ name }) => `no offer is being weighed here for \`${name}\` to speak of`,
    () => "`offer.value` and `offer.cost` stand behind `by` in `offer best of … by`",
  ),

  "attribute-out-of-place": error<{
    readonly name: string;
    readonly event: string;
    readonly meant: string | undefined;
  }>(
    ({ name, event }) => `\`${name}\` differs from one \`${event}\` to the next`,
    ({ name, meant }) =>
      meant === undefined
        ? `ask for one value with an aggregate, such as \`latest(${name} …)\``
        : `for the one at hand write \`${meant}\``,
  ),

  "tag-deprecated": warning<{ readonly name: string; readonly use: string | undefined }>(
    ({ name }) => `the tag \`${name}\` is deprecated`,
    ({ use }) => (use === undefined ? undefined : `use \`${use}\` instead`),
  ),

  "tag-retired": error<{ readonly name: string; readonly use: string | undefined }>(
    ({ name }) => `the tag \`${name}\` is retired`,
    ({ use }) => (use === undefined ? undefined : `use \`${use}\` instead`),
  ),
} as const;
