import type { Bank, Kind } from "./bank/kinds.ts";
import { MEMBERS } from "./bank/kinds.ts";
import type { Choices } from "./choices.ts";
import { daysAfter } from "./dates.ts";
import { CUSTOMER, type Declared, type Language, type Place } from "./expressions.ts";
import { within } from "./firings.ts";

const MOMENTS: readonly Kind[] = [{ kind: "date" }, { kind: "instant" }];
const DECIMAL: Kind = { kind: "decimal" };
const INTEGER: Kind = { kind: "integer" };
const POUNDS: Kind = { kind: "money", currency: "GBP" };
const OFFERS = ["gift", "loan", "card"] as const;

/**
 * The declarations of a project whose campaigns ask and compute everything themselves, over tags and what fires them: what
 * stands behind the name of a tag is the warehouse's, and never the generated functions'. What a campaign is worth adds many
 * figures up, so that each of them shows in the sum.
 */
export function judgedDeclarations(
  bank: Bank,
  choices: Choices,
  write: (declared: Declared) => Language,
): readonly string[] {
  const campaigns = ["c1", "c2", "c3", "c4"];
  const declared: Declared = { tags: [], segments: [], events: [], awaited: [], campaigns, offers: OFFERS };
  const context: Context = { bank, choices, language: write(declared), ...decks(bank, choices) };
  return [
    ...OFFERS.map((name) => offerText(name, context)),
    ...campaigns.map((name) => campaignText(name, context)),
  ];
}

interface Context extends Decks {
  readonly bank: Bank;
  readonly choices: Choices;
  readonly language: Language;
}

interface Decks {
  figure(): FigureForm;
  condition(): ConditionForm;
}

type FigureForm = (context: Context, place: Place) => string;
type ConditionForm = (context: Context, place: Place) => string;

function decks({ hasRates }: Bank, choices: Choices): Decks {
  return {
    figure: choices.deck(hasRates ? [...FIGURES, ...CONVERTED] : FIGURES),
    condition: choices.deck(CONDITIONS),
  };
}

const leaf = ({ language }: Context, place: Place, type: Kind): string => language.value(type, place, 0);
const moment = (context: Context, place: Place): string =>
  leaf(context, place, context.choices.pick(MOMENTS));
const distance = (context: Context, place: Place): string =>
  `${context.choices.pick(["days", "months", "years"])} ${context.choices.pick(["since", "until"])} ${moment(context, place)}`;

/** Numbers, of which a campaign's value is made. */
const FIGURES: readonly FigureForm[] = [
  distance,
  distance,
  (context, place) => `hour of ${leaf(context, place, { kind: "instant" })}`,
  (context, place) => `month of ${moment(context, place)}`,
  (context, place) =>
    `${context.choices.pick(["least", "greatest"])}(${leaf(context, place, DECIMAL)}, ${leaf(context, place, DECIMAL)}, ${distance(context, place)})`,
  (context, place) =>
    `(${leaf(context, place, DECIMAL)} ${context.choices.pick(["+", "-", "*", "/"])} ${leaf(context, place, DECIMAL)})`,
  (context, place) =>
    `(${leaf(context, place, INTEGER)} ${context.choices.pick(["+", "-", "*", "/"])} ${leaf(context, place, INTEGER)})`,
  (context, place) => `(${leaf(context, place, POUNDS)} / ${leaf(context, place, POUNDS)})`,
  (context, place) => `(-${leaf(context, place, DECIMAL)})`,
  (context, place) => `(${leaf(context, place, INTEGER)} or else ${distance(context, place)} or else 7)`,
  (context, place) =>
    `case when ${condition(context, place)} then ${leaf(context, place, DECIMAL)} when ${condition(context, place)} then 2.5 end`,
  (context, place) => {
    const [a, b, c] = [0, 1, 2].map(() => leaf(context, place, { kind: "enum", list: "stage" }));
    return `case when greatest(${a}, ${b}) ${context.choices.pick(["=", ">", "<="])} ${c} then 3 otherwise 5 end`;
  },
];

const CONVERTED: readonly FigureForm[] = [
  (context, place) => `(${leaf(context, place, { kind: "money", currency: "USD" })} in GBP) / 1 GBP`,
  (context, place) => `(${leaf(context, place, POUNDS)} in USD) / 1 USD`,
  (context, place) => {
    const varying = place.terms.find(({ type }) => type.kind === "money" && type.currency === undefined);
    return `(${varying?.text ?? leaf(context, place, POUNDS)} in GBP) / 1 GBP`;
  },
];

const NUMBERS: readonly Kind[] = [POUNDS, INTEGER, DECIMAL];
const ORDERED: readonly Kind[] = [...NUMBERS, ...MOMENTS, { kind: "text" }];

/** What is asked of a customer or an event, each form by itself. */
const CONDITIONS: readonly ConditionForm[] = [
  (context, place) => {
    const type = context.choices.pick(ORDERED);
    const operator = context.choices.pick(["=", "<", ">=", "!=", "<=", ">"]);
    return `${leaf(context, place, type)} ${operator} ${leaf(context, place, type)}`;
  },
  (context, place) => {
    const type = context.choices.pick(ORDERED);
    return `${leaf(context, place, type)} between ${leaf(context, place, type)} and ${leaf(context, place, type)}`;
  },
  (context, place) =>
    `${bounded(context, place)} exceeds ${bounded(context, place)} by ${context.choices.pick(["0%", "20%", "50%"])}`,
  (context, place) =>
    `${bounded(context, place)} falls short of ${bounded(context, place)} by ${context.choices.pick(["0%", "20%", "100%"])}`,
  ({ choices }) => `stage ${choices.pick(["<", "<=", ">", ">=", "=", "!="])} ${choices.pick(MEMBERS.stage)}`,
  ({ choices }) => choices.pick(["stage in {lead, mature}", "city in {leeds}", "city not in {bath, york}"]),
  ({ choices }) =>
    `${choices.pick(["nick", "note"])} ${choices.pick(["in", "not in"])} {"Ms Li", nick, note}`,
  ({ choices }) =>
    `${choices.pick(["nick", "note"])} contains ${choices.pick(['"s"', '"Li"', '"i"', '"ë"', "note", "nick"])}`,
  ({ choices }) =>
    `${choices.pick(["nick", "note"])} starts with ${choices.pick(['"M"', '"Ms"', '"s"', '"Li"', "note", "nick"])}`,
  ({ choices }) =>
    `interests contains any {${choices.pick(["travel, sport", "food, travel", "sport, food"])}}`,
  ({ choices }) => `interests contains ${choices.pick(MEMBERS.set)}`,
  (context, place) =>
    `weekday of ${moment(context, place)} in {monday, sunday, ${context.choices.pick(["tuesday", "friday"])}}`,
  (context, place) =>
    `${leaf(context, place, context.choices.pick(ORDERED))} is ${context.choices.pick(["known", "unknown"])}`,
];

/** A number whose neighbours are often met: bounds are where two readings of a rule part. */
function bounded(context: Context, place: Place): string {
  const one = leaf(context, place, INTEGER);
  return context.choices.pick([one, `(${one} - 30)`, one, "0", "36"]);
}

function condition(context: Context, place: Place): string {
  const { choices } = context;
  const one = (): string => `${choices.chance(20) ? "not " : ""}(${context.condition()(context, place)})`;
  return choices.chance(50) ? one() : `${one()} ${choices.pick(["and", "or"])} ${one()}`;
}

/** Many figures in one, each counted as nothing where it is unknown. */
function worth(context: Context, place: Place): string {
  const flags = [1, 2, 4, 8].map(
    (weight) => `case when ${condition(context, place)} then ${weight} otherwise 0 end`,
  );
  const figures = Array.from({ length: 3 }, () => `(${context.figure()(context, place)} or else 0.25)`);
  return `1 GBP * (${[...flags.map((flag) => `(${flag})`), ...figures].join(" + ")})`;
}

function campaignText(name: string, context: Context): string {
  const { choices, language } = context;
  const { pick, chance } = choices;
  const firing = choices.below(3);
  const { name: event, rows } = language.someEvent();
  const place: Place =
    firing === 0
      ? within(language.termsOf(rows, "event."), false)
      : { ...CUSTOMER, aggregates: false, ledger: false };
  const trigger = [
    () => `on ${event} where ${condition(context, place)}`,
    () => `when ${condition(context, place)}`,
    () => "",
  ][firing]?.();
  return [
    `campaign ${name} {`,
    '  owner "team"',
    `  segment ${condition(context, CUSTOMER_ALONE)}`,
    ...(chance(40) ? [`  exclude ${condition(context, CUSTOMER_ALONE)}`] : []),
    `  trigger daily at 06:00 ${trigger}`,
    "  window 1980-01-01 .. 2099-12-31",
    `  offer ${offerChoice(context, place)}`,
    `  channel letter when ${condition(context, place)}`,
    `    ${pick(["sms", "first of sms, letter"])} when ${condition(context, place)}`,
    ...(chance(60) ? ["    branch otherwise"] : []),
    `  priority 10`,
    ...(chance(85) ? [`  value ${worth(context, place)}`] : []),
    "}",
  ].join("\n");
}

const CUSTOMER_ALONE: Place = { ...CUSTOMER, aggregates: false, ledger: false };

function offerChoice(context: Context, place: Place): string {
  const { choices } = context;
  const branch = (): string =>
    choices.pick([
      () =>
        `best of ${choices.shuffled(OFFERS).slice(0, 2).join(", ")} by offer.value * (${context.figure()(context, place)})`,
      () => `best of ${choices.shuffled(OFFERS).join(", ")} by offer.value - offer.cost`,
      () => `all of ${choices.shuffled(OFFERS).slice(0, 2).join(", ")}`,
      () => choices.pick(OFFERS),
    ])();
  return `${branch()} when ${condition(context, place)}\n    ${branch()} otherwise`;
}

function offerText(name: string, { bank, choices }: Context): string {
  const { pick } = choices;
  const { today } = bank.stage;
  const lines = [
    pick(["value 10 GBP", "value 20.5 GBP", "value 0.5 GBP", ""]),
    pick(["cost 1 GBP", "cost 0.25 GBP", ""]),
    pick([
      "",
      `valid ${daysAfter(today, -5)} .. ${daysAfter(today, pick([0, -1, 3]))}`,
      `valid ${daysAfter(today, pick([0, 1]))} .. 2099-01-01`,
    ]),
    `message letter "${name}"`,
    `message sms "${name}"`,
  ];
  return `offer ${name} {\n${lines
    .filter((line) => line !== "")
    .map((line) => `  ${line}`)
    .join("\n")}\n}`;
}
