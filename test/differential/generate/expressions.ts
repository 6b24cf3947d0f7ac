import type { Bank, BankRows, BankTag, Kind, NamedKind } from "./bank/kinds.ts";
import { MEMBERS, PRODUCTS } from "./bank/kinds.ts";
import type { Choices } from "./choices.ts";
import { daysAfter } from "./dates.ts";

/** A name that stands for a value where an expression is written. */
export interface Term {
  readonly text: string;
  readonly type: Kind;
}

/** What may be spoken of at a place. */
export interface Place {
  /** Attributes of rows and events in scope, times among them. */
  readonly terms: readonly Term[];
  /** Names of attributes that hide tags of the same name. */
  readonly event: boolean;
  /** Whether aggregates may stand here. */
  readonly aggregates: boolean;
  /** Whether `contact` and `response` may. */
  readonly ledger: boolean;
  readonly period: boolean;
  /** Names of campaigns, offers, groups and channels, for the ledger. */
}

export const CUSTOMER: Place = { terms: [], event: false, aggregates: true, ledger: true, period: false };

/** What has been declared so far. */
export interface Declared {
  readonly tags: Term[];
  readonly segments: string[];
  /** Narrower events, with the rows that they are of. */
  readonly events: { readonly name: string; readonly rows: BankRows }[];
  /** Patterns, figures and days under a name, which goals and policies wait for. */
  readonly awaited: { readonly name: string; readonly rows: BankRows | undefined }[];
  /** For conditions on the ledger. */
  readonly campaigns: readonly string[];
  readonly offers: readonly string[];
}

export interface Language {
  predicate(place: Place, depth: number): string;
  value(type: Kind, place: Place, depth: number): string;
  /** An aggregate that asks little else than what it is. */
  plainAggregate(): Term;
  /** Several aggregates over the same rows: each function and window is met more often than it is made alone. */
  aggregates(): readonly Term[];
  /** A form that is seldom met inside others, by itself. */
  seldom(): Term;
  /** Two conditions on a customer, of forms that come in turn. */
  question(): Term;
  /** What happens, for firings: events of the catalog and narrower ones. */
  someEvent(): { readonly name: string; readonly rows: BankRows };
  termsOf(rows: BankRows, prefix: string): readonly Term[];
}

const INTEGER: Kind = { kind: "integer" };
const DECIMAL: Kind = { kind: "decimal" };

const POUNDS: Kind = { kind: "money", currency: "GBP" };

const NUMBERS: readonly Kind[] = [POUNDS, INTEGER, DECIMAL];
const ORDERED: readonly Kind[] = [...NUMBERS, { kind: "date" }, { kind: "instant" }];
/** What aggregates take. */
const SUBJECTS: readonly Kind[] = [
  ...ORDERED,
  { kind: "text" },
  { kind: "enum", list: "city" },
  { kind: "enum", list: "stage" },
];

const COMPARED: readonly Kind[] = [
  { kind: "integer" },
  { kind: "money", currency: "GBP" },
  { kind: "date" },
  { kind: "text" },
  { kind: "enum", list: "stage" },
  { kind: "decimal" },
  { kind: "instant" },
  { kind: "enum", list: "city" },
  { kind: "product" },
  { kind: "percent" },
  { kind: "money", currency: "USD" },
];

/** Writes expressions of the language that mean something over a bank. */
export function languageOf(bank: Bank, declared: Declared, choices: Choices): Language {
  const { chance, pick } = choices;
  const { today } = bank.stage;

  const same = (a: Kind, b: Kind): boolean =>
    a.kind === b.kind &&
    (a.kind !== "money" || b.kind !== "money" || a.currency === b.currency) &&
    (a.kind !== "enum" || b.kind !== "enum" || a.list === b.list);

  const tagTerms = (): readonly Term[] => [
    ...bank.tags.map(({ name, type }) => ({ text: chance(8) ? `customer.${name}` : name, type })),
    ...declared.tags,
  ];

  const termsOf = (rows: BankRows, prefix: string): readonly Term[] => [
    ...rows.attributes.map(({ name, type }) => ({ text: `${prefix}${name}`, type })),
    ...(rows.kind === "event" && prefix !== ""
      ? [{ text: `${prefix}time`, type: { kind: "instant" } as const }]
      : []),
  ];

  const someEvent = () => {
    const events = [...bank.events.map((rows) => ({ name: rows.name, rows })), ...declared.events];
    return pick(events);
  };

  const literal = (type: Kind): string => {
    switch (type.kind) {
      case "boolean":
        return pick(["true", "false"]);
      case "integer":
        return chance(2) ? "99_999_999_999_999_999_999_999_999_999" : pick(["0", "1", "18", "30", "2", "60"]);
      case "decimal":
        return chance(4)
          ? pick(["0.000000000001", "12_345_678_901_234_567_890.5", "3.14159265358979"])
          : pick(["0.2", "1.5", "0", "100", "20.000001"]);
      case "percent":
        return pick(["20%", "0%", "150%", "0.5%"]);
      case "money":
        return `${chance(3) ? pick(["0.00000001", "99_999_999_999_999_999_999_999_999_999_999"]) : pick(["100", "0", "30.5", "50.25", "1_000"])} ${type.currency ?? bank.currency}`;
      case "text":
        return pick([
          '"Ms Li"',
          '"zoë"',
          '""',
          '"李"',
          '"Ms"',
          '"a_b"',
          '"%"',
          '"O\'Brien"',
          '"\\\\"',
          '"𝒜"',
        ]);
      case "enum":
        return pick(MEMBERS[type.list]);
      case "set":
        throw new Error("sets are not written out");
      case "product":
        return pick(PRODUCTS);
      case "date":
        return daysAfter(today, pick([0, -1, 1, -30, 7, -365]));
      case "instant":
        return `${daysAfter(today, pick([0, -1, -2, 1]))} ${pick(["06:00", "00:00", "01:30", "02:30"])}`;
    }
  };

  const periods = ["week", "month", "quarter", "year"] as const;
  const someWindow = choices.deck<() => string>([
    () => `last ${pick([30, 1, 7, 2, 90])} days`,
    () => `last ${pick([1, 2, 12])} ${pick(["months", "months", "weeks", "quarters"])}`,
    () => `last ${pick([24, 48, 1, 36])} hours`,
    () => pick(["last 30 minutes", "last 90 minutes", "last 1 years", "last 2 years"]),
    () => pick(["0..0 days ago", "0..7 days ago", "1..30 days ago", "2..2 days ago", "1..1 days ago"]),
    () => pick(["0..1 weeks ago", "1..2 weeks ago"]),
    () => pick(["0..1 months ago", "1..2 months ago", "1..3 months ago"]),
    () => "today",
    () => "yesterday",
    () => "ever",
    () => `since ${daysAfter(today, pick([-2, -1, -365, 0, -3, -30]))}`,
    ...periods.map((period) => () => `this ${period}`),
    ...periods.map((period) => () => `previous ${period}`),
    () => pick(["previous 3 months", "previous 2 weeks"]),
  ]);

  const window = (place: Place): string => {
    if (place.period && chance(45)) return "that period";
    if (place.event && chance(35)) {
      return pick([
        "30 days before event",
        "ever before event",
        "1 day before event",
        "36 hours before event",
        "1 month before event",
        "90 minutes before event",
        "1 year before event",
      ]);
    }
    return someWindow()();
  };

  const whereOf = (rows: BankRows, place: Place, depth: number): string => {
    if (!chance(depth > 1 ? 60 : 25)) return "";
    const inside: Place = {
      ...place,
      terms: termsOf(rows, ""),
      event: false,
      aggregates: depth > 2 && chance(20),
    };
    return ` where ${predicate(inside, depth - 1)}`;
  };

  /** `E where P` with its window, of events or of a collection. */
  const counted = (
    place: Place,
    depth: number,
  ): { readonly of: string; readonly rest: string; readonly rows: BankRows } => {
    if (chance(25)) {
      const rows = pick(bank.collections);
      return { of: rows.name, rest: whereOf(rows, place, depth), rows };
    }
    const { name, rows } = someEvent();
    return { of: name, rest: `${whereOf(rows, place, depth)}, ${window(place)}`, rows };
  };

  /** A value that an aggregate takes of each row. */
  const subject = (type: Kind, of: string, rows: BankRows): string | undefined => {
    const own = rows.attributes
      .filter((attribute) => same(attribute.type, type))
      .map(({ name }) => `${of}.${name}`);
    if (type.kind === "money") {
      const currency = type.currency ?? bank.currency;
      for (const attribute of rows.attributes) {
        if (attribute.type.kind === "money" && attribute.type.currency !== currency && bank.hasRates) {
          own.push(`${of}.${attribute.name} in ${currency}`);
        }
      }
      if (own.length === 0) return undefined;
      const one = pick(own);
      return chance(15) ? `(${one}) * 2 - (${pick(own)})` : one;
    }
    if (type.kind === "instant" && rows.kind === "event") own.push(`${of}.time`);
    if (own.length === 0) return undefined;
    const one = pick(own);
    if (type.kind === "decimal" && chance(20)) return `${one} * ${pick(["1.5", "0", "3"])} + 1`;
    if (type.kind === "integer" && chance(15)) return `${one} + ${pick(own)}`;
    return one;
  };

  const aggregate = (
    type: Kind,
    functions: readonly string[],
    place: Place,
    depth: number,
  ): string | undefined => {
    const rows = counted(place, depth);
    const taken = subject(type, rows.of, rows.rows);
    return taken === undefined ? undefined : `${pick(functions)}(${taken}${rows.rest})`;
  };

  const ledgerWhere = (): string => {
    const parts = [
      () => `channel ${pick(["=", "!="])} ${pick(bank.channels)}`,
      () => `campaign ${pick(["=", "!="])} ${pick(declared.campaigns)}`,
      () => `offer ${pick(["=", "!="])} ${pick(declared.offers)}`,
      () =>
        `offer ${pick(["in", "not in"])} {${choices.some(declared.offers, 60).concat(declared.offers).slice(0, 1).join(", ")}}`,
      () => `group ${pick(["=", "!="])} ${pick(["gifts", "loans"])}`,
      () => `state ${pick(["=", "!="])} ${pick(["waiting", "sent", "delivered"])}`,
      () => `wave ${pick(["=", ">", "<="])} ${pick(["0", "1"])}`,
    ];
    return chance(70) ? ` where ${pick(parts)()}${chance(30) ? ` and ${pick(parts)()}` : ""}` : "";
  };

  const kept = (type: Kind): readonly NamedKind[] =>
    bank.tags.filter((tag) => tag.kept && same(tag.type, type));

  const dayWindow = (): string =>
    pick([
      "last 30 days",
      "last 7 days",
      "previous month",
      "1..3 days ago",
      "0..7 days ago",
      "this month",
      "last 2 weeks",
      "yesterday",
      "previous week",
      "today",
    ]);

  const leaves = (type: Kind, place: Place): readonly string[] => {
    const found = [...place.terms, ...place.terms, ...tagTerms()]
      .filter((term) => same(term.type, type))
      .map(({ text }) => text);
    return found;
  };

  const leaf = (type: Kind, place: Place): string => {
    const found = leaves(type, place);
    // A member can only be told from a name opposite what it is a member of.
    if (type.kind === "set" || type.kind === "enum" || type.kind === "product") return pick(found);
    return found.length > 0 && !chance(35) ? pick(found) : literal(type);
  };

  const value = (type: Kind, place: Place, depth: number): string => {
    if (depth <= 0) return leaf(type, place);
    const deeper = (): string => value(type, place, depth - 1);
    const ways: (() => string | undefined)[] = [
      () => leaf(type, place),
      () => leaf(type, place),
      () => leaf(type, place),
    ];
    if (type.kind !== "set" && type.kind !== "boolean") {
      ways.push(
        () => `(${deeper()} or else ${deeper()})`,
        () =>
          `case when ${predicate(place, depth - 1)} then ${deeper()}${chance(40) ? ` when ${predicate(place, depth - 1)} then ${deeper()}` : ""}${chance(70) ? ` otherwise ${deeper()}` : ""} end`,
      );
    }
    if (place.aggregates && type.kind !== "set") {
      ways.push(
        () => aggregate(type, ["latest", "first"], place, depth),
        () => {
          const tags = kept(type);
          return tags.length === 0 || type.kind === "boolean"
            ? undefined
            : `(${pick(tags).name} as of ${pick(["30 days", "1 day", "1 month", "7 days", "2 weeks", "1 quarter", "1 year"])} ago)`;
        },
        () => {
          const tags = kept(type);
          return tags.length === 0 || type.kind === "boolean"
            ? undefined
            : `${pick(["first", "latest"])}(daily ${pick(tags).name}, ${dayWindow()})`;
        },
      );
    }
    const numeric =
      type.kind === "integer" || type.kind === "decimal" || type.kind === "percent" || type.kind === "money";
    if (numeric || type.kind === "date" || type.kind === "instant") {
      ways.push(
        () => `${pick(["least", "greatest"])}(${deeper()}, ${deeper()}${chance(30) ? `, ${deeper()}` : ""})`,
      );
      if (place.aggregates) {
        ways.push(() => aggregate(type, ["min", "max"], place, depth));
        ways.push(() => {
          const tags = kept(type);
          return tags.length === 0
            ? undefined
            : `${pick(["min", "max"])}(daily ${pick(tags).name}, ${dayWindow()})`;
        });
      }
    }
    if (numeric) {
      ways.push(
        () => `(${deeper()} ${pick(["+", "-"])} ${deeper()})`,
        () => `(-${deeper()})`,
      );
      if (place.aggregates) {
        ways.push(
          () => aggregate(type, ["sum"], place, depth),
          () => aggregate(type, ["sum"], place, depth),
        );
      }
    }
    switch (type.kind) {
      case "integer":
        ways.push(
          () => `(${deeper()} * ${deeper()})`,
          () =>
            `${pick(["days", "months", "years"])} ${pick(["since", "until"])} ${value(pick([{ kind: "date" }, { kind: "instant" }] as const), place, depth - 1)}`,
          () => `hour of ${value({ kind: "instant" }, place, depth - 1)}`,
          () => `month of ${value(pick([{ kind: "date" }, { kind: "instant" }] as const), place, depth - 1)}`,
        );
        if (place.aggregates) {
          ways.push(
            () => {
              const rows = counted(place, depth);
              return `count(${rows.of}${rows.rest})`;
            },
            () => aggregate(pick(COMPARED), ["distinct"], place, depth),
            () => {
              const { name, rows } = someEvent();
              const over = chance(60) ? "" : `, ${window(place)}`;
              return `${pick(["days", "months", "years"])} since ${pick(["latest", "first"])}(${name}${whereOf(rows, place, depth)}${over})`;
            },
          );
          if (place.ledger) {
            ways.push(
              () => `count(contact${ledgerWhere()}, ${window({ ...place, event: false })})`,
              () => `days since latest(contact${ledgerWhere()})`,
              () => `count(response, ${window({ ...place, event: false })})`,
            );
          }
        }
        break;
      case "decimal":
        ways.push(
          () => `(${deeper()} ${pick(["*", "/"])} ${deeper()})`,
          () =>
            `(${value({ kind: "integer" }, place, depth - 1)} / ${value({ kind: "integer" }, place, depth - 1)})`,
          () =>
            `(${value({ kind: "money", currency: "GBP" }, place, depth - 1)} / ${value({ kind: "money", currency: "GBP" }, place, depth - 1)})`,
        );
        if (place.aggregates) {
          ways.push(
            () =>
              aggregate(
                pick([{ kind: "decimal" }, { kind: "integer" }] as const),
                ["avg", "median"],
                place,
                depth,
              ),
            () => {
              const tags = [...kept({ kind: "integer" }), ...kept({ kind: "decimal" })];
              return tags.length === 0 ? undefined : `avg(daily ${pick(tags).name}, ${dayWindow()})`;
            },
          );
        }
        break;
      case "money":
        ways.push(
          () => `(${deeper()} ${pick(["*", "/"])} ${value({ kind: "decimal" }, place, depth - 1)})`,
          () => {
            const other = type.currency === "GBP" ? "USD" : "GBP";
            return bank.hasRates
              ? `(${value({ kind: "money", currency: other }, place, depth - 1)} in ${type.currency ?? bank.currency})`
              : undefined;
          },
          () => {
            const varying = place.terms.filter(
              (term) => term.type.kind === "money" && term.type.currency === undefined,
            );
            return varying.length === 0 || !bank.hasRates
              ? undefined
              : `(${pick(varying).text} in ${type.currency ?? bank.currency})`;
          },
        );
        if (place.aggregates) {
          ways.push(
            () => aggregate(type, ["avg", "median"], place, depth),
            () => {
              const tags = kept(type);
              return tags.length === 0 ? undefined : `avg(daily ${pick(tags).name}, ${dayWindow()})`;
            },
          );
        }
        break;
      case "boolean":
        ways.push(() => `(${predicate(place, depth - 1)})`);
        break;
      default:
        break;
    }
    for (;;) {
      const made = pick(ways)();
      if (made !== undefined) return made;
    }
  };

  const membersOf = (type: Kind): string => {
    const candidates = Array.from({ length: 3 }, () => literal(type));
    return `{${[...new Set(candidates)].join(", ")}}`;
  };

  const predicate = (place: Place, depth: number): string => {
    const compared = (): string => {
      const type = pick(COMPARED);
      const ordered =
        !["product", "enum"].includes(type.kind) || (type.kind === "enum" && type.list === "stage");
      const operator = pick(ordered ? ["=", "<", ">=", "!=", "<=", ">"] : ["=", "!="]);
      const left = sideOf(type, place, depth - 1);
      const right =
        type.kind === "enum" || type.kind === "product"
          ? leafOrLiteral(type, place)
          : value(type, place, depth - 1);
      return `${left} ${operator} ${right}`;
    };
    const simple: (() => string)[] = [
      compared,
      compared,
      compared,
      () => {
        const flags = leaves({ kind: "boolean" }, place);
        return flags.length === 0 ? compared() : pick(flags);
      },
      () => {
        const type = pick([
          { kind: "integer" },
          { kind: "money", currency: "GBP" },
          { kind: "date" },
          { kind: "instant" },
          { kind: "text" },
          { kind: "decimal" },
        ] as const);
        return `${sideOf(type, place, depth - 1)} between ${value(type, place, depth - 1)} and ${value(type, place, depth - 1)}`;
      },
      () => {
        const type = pick([
          { kind: "enum", list: "stage" },
          { kind: "text" },
          { kind: "integer" },
          { kind: "enum", list: "city" },
          { kind: "product" },
          { kind: "date" },
        ] as const);
        return `${sideOf(type, place, depth - 1)} ${pick(["in", "not in"])} ${membersOf(type)}`;
      },
      () =>
        `${sideOf({ kind: "text" }, place, depth - 1)} ${pick(["contains", "starts with"])} ${literal({ kind: "text" })}`,
      () =>
        `weekday of ${value(pick([{ kind: "date" }, { kind: "instant" }] as const), place, 0)} ${pick(["=", "!="])} ${pick(["monday", "sunday"])}`,
      () => `interests contains ${pick(MEMBERS.set)}`,
      () => `interests contains any {${pick(["travel, sport", "food", "sport"])}}`,
      () => `${sideOf(pick(COMPARED), place, depth - 1)} ${pick(["is known", "is unknown"])}`,
      () => {
        const type = pick([
          { kind: "money", currency: "GBP" },
          { kind: "integer" },
          { kind: "decimal" },
        ] as const);
        const other = chance(40) ? leaf(type, place) : value(type, place, depth - 1);
        return `${value(type, place, depth - 1)} ${pick(["exceeds", "falls short of"])} ${other} by ${pick(["20%", "50%", "0.5%"])}`;
      },
    ];
    if (depth <= 0) return pick(simple)();
    const deeper = (): string => predicate(place, depth - 1);
    const ways = [
      ...simple,
      () => `(${deeper()} and ${deeper()})`,
      () => `(${deeper()} or ${deeper()})`,
      () => `not (${deeper()})`,
      () => `(${deeper()} and ${deeper()} or ${deeper()})`,
    ];
    if (declared.segments.length > 0) ways.push(() => pick(declared.segments));
    if (place.aggregates) {
      ways.push(
        () => {
          const rows = counted(place, depth);
          return `exists(${rows.of}${rows.rest})`;
        },
        () => {
          const rows = counted(place, depth);
          return `count(${rows.of}${rows.rest}) ${pick([">=", ">", "=", "<"])} ${pick(["1", "2", "0"])}`;
        },
      );
      if (place.ledger) {
        ways.push(
          () => `exists(contact${ledgerWhere()}, ${window({ ...place, event: false })})`,
          () => `not exists(contact${ledgerWhere()}, ${window({ ...place, event: false })})`,
        );
      }
      if (place.terms.length === 0 && !place.period) {
        ways.push(
          () => {
            const share = pick(["50%", "10%", "1", "2", "100%", "34%"]);
            const inside = { ...place, ledger: false };
            const by = value(
              pick([{ kind: "money", currency: "GBP" }, { kind: "integer" }, { kind: "decimal" }] as const),
              { ...inside, event: false },
              depth - 1,
            );
            return `top ${share} of ${predicate({ ...inside, event: false }, depth - 1)} by ${by}`;
          },
          () => {
            const how = pick([
              "in each of previous 2",
              "in at least 1 of previous 2",
              "in at least 2 of previous 3",
              "in each of previous 3",
            ]);
            const { name, rows } = someEvent();
            const inside = { ...place, event: false, period: true };
            const asked = `count(${name}${whereOf(rows, inside, depth)}, that period) ${pick([">= 1", "= 0", "> 1"])}`;
            return `${how} ${pick(["months", "months", "weeks", "quarters"])} (${asked}${chance(25) ? ` or ${predicate(inside, depth - 2)}` : ""})`;
          },
        );
      }
    }
    return pick(ways)();
  };

  /** The left side of a comparison: seldom a literal. */
  const sideOf = (type: Kind, place: Place, depth: number): string => {
    const found = leaves(type, place);
    if (depth <= 0 && found.length > 0) return pick(found);
    if ((type.kind === "enum" || type.kind === "product") && found.length > 0) return pick(found);
    return value(type, place, depth);
  };

  const leafOrLiteral = (type: Kind, place: Place): string => {
    const found = leaves(type, place);
    return found.length > 0 && chance(30) ? pick(found) : literal(type);
  };

  const plainAggregate = (): Term => {
    const money: Kind = { kind: "money", currency: "GBP" };
    const count: Kind = { kind: "integer" };
    const over = (): ReturnType<typeof counted> => counted({ ...CUSTOMER, aggregates: false }, 1);
    const way = choices.below(5);
    if (way === 0) {
      const rows = over();
      return { text: `count(${rows.of}${rows.rest})`, type: count };
    }
    if (way === 1) {
      const { name } = someEvent();
      const periods = pick(["weeks", "months", "months", "quarters"]);
      return {
        text: `case when in at least ${pick(["1", "2"])} of previous 3 ${periods} (count(${name}, that period) >= 1) then 1 otherwise 0 end`,
        type: count,
      };
    }
    const type = pick([money, count, { kind: "decimal" } as const]);
    const functions = ["sum", "latest", "first", "median", "min", "max", "avg"];
    const text = aggregate(
      type,
      functions.slice(0, type === count ? 3 : 7),
      { ...CUSTOMER, aggregates: false },
      1,
    );
    return text === undefined ? plainAggregate() : { text, type };
  };

  const FUNCTIONS = [
    "count",
    "exists",
    "sum",
    "avg",
    "median",
    "min",
    "max",
    "first",
    "latest",
    "distinct",
  ] as const;
  const someFunction = { event: choices.deck(FUNCTIONS), collection: choices.deck(FUNCTIONS) };
  const someRows = choices.deck(["event", "collection"] as const);

  /** An aggregate of all of some rows by a function, of what it can take. */
  const aggregateOf = (name: (typeof FUNCTIONS)[number], rows: BankRows, over: string): Term => {
    if (name === "count") return { text: `count(${rows.name}${over})`, type: INTEGER };
    if (name === "exists") return { text: `exists(${rows.name}${over})`, type: { kind: "boolean" } };
    const isOfNumbers = name === "sum" || name === "avg" || name === "median";
    const types = isOfNumbers ? NUMBERS : name === "min" || name === "max" ? ORDERED : SUBJECTS;
    for (;;) {
      const type = pick(types);
      const taken = subject(type, rows.name, rows);
      if (taken === undefined) continue;
      const text = `${name}(${taken}${over})`;
      if (name === "distinct") return { text, type: INTEGER };
      return { text, type: isOfNumbers && name !== "sum" && type.kind === "integer" ? DECIMAL : type };
    }
  };

  const aggregates = (): readonly Term[] => {
    const kind = someRows();
    const rows = pick(kind === "event" ? bank.events : bank.collections);
    const over = kind === "event" ? `, ${window(CUSTOMER)}` : "";
    const other = kind === "event" ? `, ${window(CUSTOMER)}` : "";
    return [over, other, over].map((rest) => aggregateOf(someFunction[kind](), rows, rest));
  };

  const someDistance = choices.deck(
    ["days", "months", "years"].flatMap((unit) => [`${unit} since`, `${unit} until`]),
  );
  const someDaily = choices.deck(["avg", "min", "max", "first", "latest"]);
  const somePeriods = choices.deck(["weeks", "months", "quarters"]);
  const someLimit = choices.deck(["1", "50%", "2", "34%"]);
  const moment = (): string => value(pick([{ kind: "date" }, { kind: "instant" }] as const), CUSTOMER, 0);
  const distance = (): string => `${someDistance()} ${moment()}`;
  const number = (): string => value(DECIMAL, CUSTOMER, 0);
  const money = (): string => value(POUNDS, CUSTOMER, 0);
  const contacts = (rest: string): string => `contact${ledgerWhere()}${rest}`;
  /** A tag with days to look at. */
  const dayTag = (): BankTag | undefined => {
    const days = bank.tags.filter(
      ({ kept: isKept, type }) => isKept && ["integer", "decimal", "money"].includes(type.kind),
    );
    return days.length === 0 ? undefined : pick(days);
  };

  const someSeldom = choices.deck<() => Term>([
    () => ({
      text: `${pick(["least", "greatest"])}(${distance()}, ${distance()}, ${distance()})`,
      type: INTEGER,
    }),
    () => ({ text: `${distance()} - ${distance()}`, type: INTEGER }),
    () => ({
      text: `hour of ${value({ kind: "instant" }, CUSTOMER, 0)} - month of ${moment()}`,
      type: INTEGER,
    }),
    () => ({ text: `-(${number()} / ${number()})`, type: DECIMAL }),
    () => ({ text: `least(${money()} / ${money()}, ${number()})`, type: DECIMAL }),
    () => ({ text: `greatest(${money()}, -${money()})`, type: POUNDS }),
    () => {
      const tag = dayTag();
      return tag === undefined
        ? { text: `-(${number()} * ${number()})`, type: DECIMAL }
        : { text: `${someDaily()}(daily ${tag.name}, ${dayWindow()}) is known`, type: { kind: "boolean" } };
    },
    () => {
      const tag = dayTag();
      if (tag === undefined) return { text: `(${number()} + ${number()}) / ${number()}`, type: DECIMAL };
      const [a, b] = [someDaily(), someDaily()].map((one) => `${one}(daily ${tag.name}, ${dayWindow()})`);
      return tag.type.kind === "money"
        ? { text: `(${a} or else 0 ${tag.type.currency}) - ${b}`, type: tag.type }
        : { text: `(${a} or else 0) - ${b}`, type: DECIMAL };
    },
    () => ({ text: `${distance()} + (days since latest(${contacts("")}) or else 0)`, type: INTEGER }),
    () => ({ text: `count(${contacts(`, ${window(CUSTOMER)}`)})`, type: INTEGER }),
    () => ({
      text: `case when exists(response${chance(50) ? ` where channel != ${pick(bank.channels)}` : ""}, ever) then sum(response.amount, ever) otherwise latest(response.amount, ever) end`,
      type: POUNDS,
    }),
    () => {
      const { name } = someEvent();
      const [a, b] = [someWindow()(), someWindow()()];
      return { text: `count(${name}, ${a}) - count(${name}, ${b})`, type: INTEGER };
    },
    () => {
      const [a, b] = [somePeriods(), somePeriods()].map((periods) => {
        const how = pick(["each", "at least 1", "at least 2"]);
        return `in ${how} of previous ${pick(["2", "3"])} ${periods} (exists(${someEvent().name}, that period))`;
      });
      return { text: `${a} ${pick(["and not", "or"])} ${b}`, type: { kind: "boolean" } };
    },
    () => {
      const by = (): string => pick(["age", "aum", "score", `count(${someEvent().name}, ever)`]);
      const [a, b] = [someLimit(), someLimit()];
      return { text: `top ${a} of true by ${by()} or top ${b} of vip by ${by()}`, type: { kind: "boolean" } };
    },
  ]);

  const seldom = (): Term => someSeldom()();

  const someOrder = choices.deck(["=", "<", ">=", "!=", "<=", ">"]);
  /** What is asked of a customer, each form by itself. */
  const someQuestion = choices.deck<() => string>([
    () => {
      const type = pick(ORDERED);
      return `${sideOf(type, CUSTOMER, 0)} ${someOrder()} ${value(type, CUSTOMER, 0)}`;
    },
    () => `stage ${someOrder()} ${pick(MEMBERS.stage)}`,
    () => pick(["stage in {lead, mature}", "city in {leeds}", "city in {bath, york}"]),
    () => `${pick(["nick", "note"])} not in ${membersOf({ kind: "text" })}`,
    () => `${pick(["nick", "note"])} contains ${literal({ kind: "text" })}`,
    () => `${pick(["nick", "note"])} starts with ${literal({ kind: "text" })}`,
    () => `weekday of ${moment()} ${pick(["=", "!="])} ${pick(["monday", "sunday"])}`,
    () => `${sideOf(pick(COMPARED), CUSTOMER, 0)} is known`,
    () => `${sideOf(pick(COMPARED), CUSTOMER, 0)} is unknown`,
    () => {
      const type = pick(ORDERED);
      return `${sideOf(type, CUSTOMER, 0)} between ${value(type, CUSTOMER, 0)} and ${value(type, CUSTOMER, 0)}`;
    },
    () => `${money()} exceeds ${money()} by 20%`,
    () => `${number()} falls short of ${number()} by 50%`,
    () => `interests contains ${pick(MEMBERS.set)}`,
  ]);

  const question = (): Term => {
    const [a, b] = [someQuestion()(), someQuestion()()];
    return {
      text: `${chance(30) ? "not " : ""}(${a}) ${pick(["and", "or"])} ${b}`,
      type: { kind: "boolean" },
    };
  };

  return { predicate, value, plainAggregate, aggregates, seldom, question, someEvent, termsOf };
}
