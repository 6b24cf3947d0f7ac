import type { Bank, BankRows } from "./bank/kinds.ts";
import type { Choices } from "./choices.ts";
import { CUSTOMER, type Declared, type Language, type Place, type Term } from "./expressions.ts";

/** A firing's text, and what may be spoken of behind it. */
export interface FiringText {
  readonly text: string;
  /** `event.…` and what aliases stand for; none where no event fires. */
  readonly terms: readonly Term[];
  readonly isEvent: boolean;
  /** Whether it is a day that fires. */
  readonly isDate?: true;
  /** What its attributes are those of. */
  readonly rows?: BankRows;
}

const NONE = { terms: [], isEvent: false } as const;

/** Firings of the language, their kinds in turn. */
export function firingsOf(
  bank: Bank,
  declared: Declared,
  language: Language,
  choices: Choices,
): () => FiringText {
  const { pick, chance } = choices;
  const change = (): FiringText => {
    const tag = pick([
      ...bank.tags.filter(({ type }) => type.kind !== "set"),
      ...declared.tags.map(({ text, type }) => ({ name: text, type })),
    ]);
    const literal = tag.type.kind === "enum" ? (tag.type.list === "stage" ? "growth" : "york") : undefined;
    const from = literal !== undefined && chance(30) ? ` from ${literal}` : chance(10) ? " from unknown" : "";
    const to =
      literal !== undefined && from === "" && chance(30) ? ` to ${literal}` : chance(10) ? " to unknown" : "";
    return { text: `on change of ${tag.name}${from}${to}`, ...NONE };
  };
  const turn = (way: "enter" | "leave") => (): FiringText => ({
    text: `on ${way} ${pick(declared.segments)}`,
    ...NONE,
  });
  const some = choices.deck<() => FiringText>([
    () => ({ text: "", ...NONE }),
    () => ({ text: `when ${language.predicate(CUSTOMER, 2)}`, ...NONE }),
    () => ({ text: `when ${language.predicate(CUSTOMER, 1)}`, ...NONE }),
    () => eventFiring(language, choices, true),
    () => eventFiring(language, choices, true),
    () => pattern(language, choices, false),
    () => pattern(language, choices, true),
    () => pattern(language, choices, true),
    () => reaches(bank, language, choices, "count"),
    () => reaches(bank, language, choices, "count"),
    () => reaches(bank, language, choices, "sum"),
    () => reaches(bank, language, choices, "sum"),
    () => dateFiring(bank, language, choices, ""),
    () => dateFiring(bank, language, choices, ""),
    () => dateFiring(bank, language, choices, "anniversary of "),
    () => dateFiring(bank, language, choices, "anniversary of "),
    change,
    change,
    turn("enter"),
    turn("enter"),
    turn("leave"),
    turn("leave"),
  ]);
  return () => some()();
}

/** What goals and policies can wait for under a name: it speaks of nothing but its own events. */
export function awaitedOf(bank: Bank, language: Language, choices: Choices): FiringText {
  const inside: Place = { ...CUSTOMER, aggregates: false, ledger: false };
  const { pick } = choices;
  return pick<() => FiringText>([
    () => pattern(language, choices, false, inside),
    () => pattern(language, choices, false, inside),
    () => pattern(language, choices, true, inside),
    () => reaches(bank, language, choices, pick(["count", "sum"])),
    () => dateFiring(bank, language, choices, pick(["", "anniversary of "]), inside),
  ])();
}

/** What looks back from the event that fires. */
function beforeEvent(language: Language, { pick }: Choices): string {
  const span = pick(["30 days", "ever", "1 day", "36 hours", "1 month", "1 year"]);
  return `count(${language.someEvent().name}, ${span} before event) ${pick([">= 1", "< 2", "= 0", "> 1"])}`;
}

/** An event that fires, or that a goal looks for. */
function eventFiring(language: Language, choices: Choices, on: boolean): FiringText {
  const { chance } = choices;
  const { name, rows } = language.someEvent();
  const alias = chance(25) ? "x" : undefined;
  const terms = [
    ...language.termsOf(rows, "event."),
    ...(alias === undefined ? [] : language.termsOf(rows, `${alias}.`)),
  ];
  const conditions = [
    ...(chance(60) ? [language.predicate(within([...language.termsOf(rows, ""), ...terms], on), 2)] : []),
    ...(on && chance(50) ? [beforeEvent(language, choices)] : []),
  ];
  const where = conditions.length === 0 ? "" : ` where (${conditions.join(") and (")})`;
  return {
    text: `${on ? "on " : ""}${name}${alias === undefined ? "" : ` as ${alias}`}${where}`,
    terms,
    isEvent: true,
  };
}

/** Where the firing's event may be spoken of. */
export function within(terms: readonly Term[], beforeEvent: boolean): Place {
  return { ...CUSTOMER, terms, event: beforeEvent };
}

const SPANS = ["3 days", "1 day", "2 hours", "90 minutes", "1 week", "1 month", "12 hours"];

function pattern(
  language: Language,
  choices: Choices,
  endsAbsent: boolean,
  inside: Place = within([], true),
): FiringText {
  const { pick, chance } = choices;
  const first = language.someEvent();
  let terms: readonly Term[] = [
    ...language.termsOf(first.rows, "event."),
    ...language.termsOf(first.rows, "x."),
  ];
  const firstWhere = chance(40)
    ? ` where ${language.predicate({ ...inside, terms: [...language.termsOf(first.rows, ""), ...terms] }, 1)}`
    : "";
  let text = `on ${first.name} as x${firstWhere}`;
  const steps = chance(30) ? 2 : 1;
  for (let step = 1; step <= steps; step++) {
    const absent = endsAbsent && step === steps;
    const next: { readonly name: string; readonly rows: BankRows } = language.someEvent();
    const alias = step === 1 ? "y" : "z";
    const own = language.termsOf(next.rows, `${alias}.`);
    const where = chance(45)
      ? ` where ${language.predicate({ ...inside, terms: [...language.termsOf(next.rows, ""), ...own, ...terms] }, 1)}`
      : "";
    text += ` ${absent ? "not " : ""}followed by ${next.name} as ${alias}${where} within ${pick(SPANS)}`;
    if (!absent) terms = [...terms, ...own];
  }
  return { text, terms, isEvent: true, rows: first.rows };
}

function reaches(bank: Bank, language: Language, choices: Choices, figureOf: "count" | "sum"): FiringText {
  const { pick, chance } = choices;
  const { name, rows } = language.someEvent();
  const where = chance(40)
    ? ` where ${language.predicate({ ...CUSTOMER, aggregates: false, terms: language.termsOf(rows, "") }, 1)}`
    : "";
  const money = rows.attributes.find(({ type }) => type.kind === "money" && type.currency === "GBP");
  const varying = rows.attributes.find(({ type }) => type.kind === "money" && type.currency === undefined);
  const whole = rows.attributes.find(({ type }) => type.kind === "integer");
  const decimal = rows.attributes.find(({ type }) => type.kind === "decimal");
  const sums: string[] = [];
  if (money !== undefined)
    sums.push(`sum(${name}.${money.name}${where}) reaches ${pick(["100", "30.5", "150"])} GBP`);
  if (varying !== undefined && bank.hasRates) {
    sums.push(`sum(${name}.${varying.name} in GBP${where}) reaches ${pick(["100", "30.5"])} GBP`);
  }
  if (whole !== undefined)
    sums.push(`sum(${name}.${whole.name}${where}) reaches ${pick(["18", "31", "60"])}`);
  if (decimal !== undefined) sums.push(`sum(${name}.${decimal.name}${where}) reaches ${pick(["1.5", "20"])}`);
  const figure =
    figureOf === "sum" && sums.length > 0
      ? pick(sums)
      : `count(${name}${where}) reaches ${pick(["1", "2", "3"])}`;
  return {
    text: `on ${figure} within ${pick(SPANS)}`,
    terms: language.termsOf(rows, "event."),
    isEvent: true,
    rows,
  };
}

function dateFiring(
  bank: Bank,
  language: Language,
  choices: Choices,
  anniversary: "" | "anniversary of ",
  inside: Place = CUSTOMER,
): FiringText {
  const { pick, chance } = choices;
  const offset = pick([
    "",
    "",
    "7 days before ",
    "1 day after ",
    "3 days after ",
    "5 business days before ",
    "1 business day after ",
    "1 month before ",
    "1 year after ",
    "2 weeks before ",
  ]);
  const head = anniversary === "" && offset === "" ? "day of " : `${offset}${anniversary}`;
  const collection = pick(bank.collections);
  if (chance(45)) {
    const terms = language.termsOf(collection, "event.");
    const where = chance(50)
      ? ` where ${language.predicate({ ...inside, terms: [...language.termsOf(collection, ""), ...terms] }, 1)}`
      : "";
    return {
      text: `on ${head}${collection.name}.matures${where}`,
      terms: [...terms, TIME],
      isEvent: true,
      isDate: true,
      rows: collection,
    };
  }
  const tags = bank.tags.filter(({ type }) => type.kind === "date");
  return { text: `on ${head}${pick(tags).name}`, terms: [TIME], isEvent: true, isDate: true };
}

const TIME: Term = { text: "event.time", type: { kind: "instant" } };
