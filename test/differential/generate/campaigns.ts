import type { Bank, Kind } from "./bank/kinds.ts";
import type { Choices } from "./choices.ts";
import { daysAfter } from "./dates.ts";
import { CUSTOMER, type Declared, type Language, type Place, type Term } from "./expressions.ts";
import { awaitedOf, type FiringText, firingsOf, within } from "./firings.ts";

const VALUES: readonly Kind[] = [
  { kind: "integer" },
  { kind: "money", currency: "GBP" },
  { kind: "decimal" },
  { kind: "text" },
  { kind: "date" },
  { kind: "enum", list: "stage" },
  { kind: "instant" },
  { kind: "money", currency: "USD" },
  { kind: "percent" },
  { kind: "enum", list: "city" },
  { kind: "product" },
  { kind: "boolean" },
];

const OFFERS = ["gift", "loan", "card"] as const;

/** What a case's texts are for. */
export type Purpose = "values" | "firings" | "decisions";

/** The declarations of a project over a bank. */
export function declarationsOf(
  bank: Bank,
  choices: Choices,
  purpose: Purpose,
  write: (declared: Declared) => Language,
): readonly string[] {
  const { pick, chance, between } = choices;
  const count = purpose === "decisions" ? between(1, 3) : purpose === "firings" ? between(1, 3) : 1;
  const campaigns = Array.from({ length: count }, (_, index) => `c${index + 1}`);
  const declared: Declared = {
    tags: [],
    segments: [],
    events: [],
    awaited: [],
    campaigns,
    offers: purpose === "values" ? ["probe"] : OFFERS,
  };
  const texts: string[] = [];
  const language = write(declared);
  const depth = purpose === "values" ? 3 : 2;

  const segments = purpose === "values" ? between(0, 1) : between(1, 2);
  if (chance(40)) {
    const { name, rows } = language.someEvent();
    texts.push(
      `event narrow = ${name} where ${language.predicate({ ...CUSTOMER, ledger: false, aggregates: false, terms: language.termsOf(rows, "") }, 1)}`,
    );
    declared.events.push({ name: "narrow", rows });
  }
  if (purpose !== "values" && chance(75)) {
    const { text, rows } = awaitedOf(bank, language, choices);
    texts.push(`event awaited = ${text.replace(/^on /, "")}`);
    declared.awaited.push({ name: "awaited", rows });
  }
  for (let index = 0; index < segments; index++) {
    texts.push(`segment s${index} = ${language.predicate(CUSTOMER, depth)}`);
    declared.segments.push(`s${index}`);
  }
  const placeholders: string[] = [];
  const declareTag = ({ text, type }: Term): void => {
    const name = `v${placeholders.length}`;
    texts.push(`tag ${name} = ${text}`);
    declared.tags.push({ text: name, type });
    placeholders.push(`{${name}}`);
  };
  const tags = purpose === "values" ? between(3, 5) : between(0, 1);
  for (let index = 0; index < tags; index++) {
    const kind = pick(VALUES);
    declareTag(
      chance(30) ? language.plainAggregate() : { text: language.value(kind, CUSTOMER, depth), type: kind },
    );
  }
  if (purpose === "values") {
    for (let index = 0; index < 3; index++) for (const term of language.aggregates()) declareTag(term);
    for (let index = 0; index < 2; index++) declareTag(language.question());
  } else if (chance(50)) for (const term of language.aggregates()) declareTag(term);
  const more = purpose === "values" ? 5 : between(1, 2);
  for (let index = 0; index < more; index++) declareTag(language.seldom());
  if (purpose === "values") {
    texts.push(`offer probe {\n  group gifts, loans\n  message letter "${placeholders.join(" ")} {nick}"\n}`);
    texts.push(
      campaignText("c1", {
        segment: chance(85) ? "true" : language.predicate(CUSTOMER, 2),
        trigger: "daily at 06:00",
        offer: "probe",
        channel: "letter",
        window: "1980-01-01 .. 2099-12-31",
        more: [],
      }),
    );
    return texts;
  }
  const someFiring = firingsOf(bank, declared, language, choices);
  const firings = campaigns.map((name) => {
    const firing = someFiring();
    // A firing of an event may stand under a name of its own.
    if (!firing.isEvent || firing.isDate || !chance(25)) return firing;
    texts.push(`event fired_${name} = ${firing.text.replace(/^on /, "")}`);
    const terms = firing.terms.filter(({ text }) => text.startsWith("event."));
    const where = chance(40) ? ` where ${language.predicate(within(terms, false), 1)}` : "";
    return { ...firing, terms, text: `on fired_${name}${where}` };
  });
  const used = new Set<string>();
  const lines = linesOf(bank, choices);
  const bodies = campaigns.map((name, index) => {
    const firing = firings[index] ?? { text: "", terms: [], isEvent: false };
    return campaignOf(name, firing, { bank, declared, language, choices, purpose, used, lines });
  });
  if (chance(35)) {
    // One that no run asks for anything.
    const firing = someFiring();
    firings.push(firing);
    const status = pick(["paused", "draft"]);
    bodies.push(
      campaignOf("idle", firing, {
        bank,
        declared,
        language,
        choices,
        purpose: "firings",
        used,
        lines,
        status,
      }),
    );
  }
  texts.push(...offerTexts(bank, choices, placeholders, firings, used));
  texts.push(...bodies);
  if (chance(purpose === "decisions" ? 80 : 30)) texts.push(policyText(bank, declared, language, choices));
  return texts;
}

interface CampaignParts {
  readonly segment: string;
  readonly trigger: string;
  readonly offer: string;
  readonly channel: string;
  readonly window: string;
  readonly more: readonly string[];
}

function campaignText(name: string, parts: CampaignParts): string {
  return [
    `campaign ${name} {`,
    `  owner "team"`,
    `  segment ${parts.segment}`,
    `  trigger ${parts.trigger}`,
    `  window ${parts.window}`,
    `  offer ${parts.offer}`,
    `  channel ${parts.channel}`,
    ...(parts.more.some((line) => line.startsWith("priority")) ? [] : ["  priority 10"]),
    ...parts.more.map((line) => `  ${line}`),
    "}",
  ].join("\n");
}

/** Lines of which there are many kinds, dealt to the campaigns of a project. */
interface Lines {
  schedule(): string;
  volumeCap(): string;
  moneyCap(): string;
}

function linesOf(bank: Bank, choices: Choices): Lines {
  const { pick, chance } = choices;
  const at = (): string => pick(["06:00", "06:00", "06:00", "01:30", "02:30", "00:00", "23:59"]);
  const someSchedule = choices.deck<() => string>([
    () => `business days at ${at()}`,
    () => `weekly on monday, thursday, sunday at ${at()}`,
    () => `monthly on ${pick([1, 28, 29, 30, 31, "last day", "last day"])} at ${at()}`,
    () => `every ${pick(["30 minutes", "2 hours", "12 hours"])}`,
    () => `once at ${daysAfter(bank.stage.today, pick([0, -1]))} 06:00`,
    () => `cron ${pick(['"0 6 * * *"', '"30 1,6 1-15 * mon-fri"', '"*/20 5-7 * * *"'])}`,
  ]);
  const someVolume = choices.deck<() => string>([
    () => pick(["2 per day", "1 per day via letter"]),
    () => pick(["3 per week", "1 per week via sms"]),
    () => pick(["4 per month", "2 per month via branch"]),
    () => pick(["5 in all", "3 in all"]),
  ]);
  return {
    schedule: () => (chance(35) ? `daily at ${at()}` : someSchedule()()),
    volumeCap: () => someVolume()(),
    moneyCap: choices.deck(["3 GBP per day", "2.5 GBP per week", "5 GBP per month", "10 GBP in all"]),
  };
}

interface CampaignContext {
  readonly bank: Bank;
  readonly declared: Declared;
  readonly language: Language;
  readonly choices: Choices;
  readonly purpose: Purpose;
  readonly used: Set<string>;
  readonly lines: Lines;
  /** Of a campaign that is not active. */
  readonly status?: string;
}

function campaignOf(name: string, firing: FiringText, context: CampaignContext): string {
  const { bank, declared, language, choices, purpose, used, lines } = context;
  const { pick, chance } = choices;
  const { today } = bank.stage;
  const place: Place = firing.isEvent ? within(firing.terms, true) : CUSTOMER;
  const decides = purpose === "decisions";

  const branch = (one: () => string): string => {
    if (!chance(35)) return one();
    const branches = [`${one()} when ${language.predicate(place, 1)}`];
    if (chance(30)) branches.push(`${one()} when ${language.predicate(place, 1)}`);
    if (chance(65)) branches.push(`${one()} otherwise`);
    return branches.join("\n    ");
  };
  const offers = (): readonly string[] =>
    choices.shuffled(["gift", "loan", "card"]).slice(0, choices.between(2, 3));
  const note = (list: readonly string[]): readonly string[] => {
    for (const one of list) used.add(one);
    return list;
  };
  const offer = branch(() => {
    if (chance(20)) return `all of ${note(offers()).join(", ")}`;
    if (chance(25)) {
      const by = pick([
        () => "offer.value",
        () => "offer.value - offer.cost",
        () => language.value({ kind: "money", currency: "GBP" }, place, 1),
        () => `case when ${language.predicate(place, 1)} then offer.cost otherwise offer.value end`,
        () => `offer.value * ${language.value({ kind: "decimal" }, place, 1)}`,
      ])();
      return `best of ${note(offers()).join(", ")} by ${by}`;
    }
    return note([pick(["gift", "loan", "card"])])[0] ?? "gift";
  });
  const channel = branch(() =>
    chance(40)
      ? `first of ${choices.shuffled(bank.channels).slice(0, choices.between(2, 3)).join(", ")}`
      : pick(bank.channels),
  );
  const more: string[] = [];
  const quiet = chance(70);
  if (context.status !== undefined) more.push(`status ${context.status}`);
  else if (chance(8)) more.push(`status ${pick(["paused", "draft"])}`);
  const service = chance(15);
  if (service) more.push("purpose service");
  if (chance(25)) more.push(`exclude ${pick([() => "blocked", () => language.predicate(CUSTOMER, 1)])()}`);
  more.push(`priority ${pick([10, 10, 20, 0, 1000])}`);
  if (chance(35)) {
    const currency = bank.hasRates && chance(30) ? "USD" : "GBP";
    more.push(`value ${language.value({ kind: "money", currency }, place, 1)}`);
  }
  let hasGoal = false;
  if (decides) {
    const caps: string[] = [];
    if (chance(75)) {
      caps.push(
        pick([
          "1 per customer per 3 days",
          "2 per customer per 7 days",
          "3 per customer per calendar month",
          "5 per customer",
          "1 per customer per 1 day",
          "1 per customer per 24 hours",
          "2 per customer per 1 month",
          "1 per customer per calendar week",
          "2 per customer per 2 weeks",
        ]),
      );
    }
    if (chance(12)) caps.push("1 per customer per 90 minutes");
    for (let index = 0; index < 2; index++) if (chance(30)) caps.push(lines.volumeCap());
    for (let index = 0; index < 2; index++) if (chance(25)) caps.push(lines.moneyCap());
    if (caps.length > 0) more.push(`caps ${[...new Set(caps)].join("\n    ")}`);
    if (chance(25) && !service) more.push(`holdout ${pick(["50%", "20%", "5%"])}`);
    if (chance(50)) {
      hasGoal = true;
      const goal = goalText(declared, language, choices, firing);
      more.push(goal);
    }
    const chain = chance(40) ? choices.between(1, 2) : 0;
    for (let index = 0; index < chain; index++) {
      const unless = hasGoal && chance(70) ? "goal" : "responded";
      const via = chance(35)
        ? ` via ${choices.shuffled(bank.channels).slice(0, choices.between(1, 2)).join(", ")}`
        : "";
      const offering = chance(25) ? ` offering ${note([pick(["gift", "loan", "card"])])[0]}` : "";
      more.push(
        `followup f${index} after ${pick(["1 day", "2 days", "12 hours", "1 week"])} unless ${unless}${via}${offering}`,
      );
    }
  }
  const schedule = lines.schedule();
  // Every offer is valid on some of its days.
  const from =
    schedule.startsWith("once") || chance(60) ? "1980-01-01" : daysAfter(today, pick([-2, -1, -10]));
  const to = chance(85) ? "2099-12-31" : daysAfter(today, pick([1, 2]));
  const hours =
    decides && chance(25) ? `, contact ${pick(["09:00 .. 20:00", "22:00 .. 07:00", "01:00 .. 03:00"])}` : "";
  const business = decides && chance(15) ? ", business days only" : "";
  return campaignText(name, {
    segment: chance(85) ? "true" : language.predicate(CUSTOMER, quiet ? 1 : 2),
    trigger: `${schedule}\n    ${firing.text}`,
    window: `${from} .. ${to}${hours}${business}`,
    offer,
    channel,
    more,
  });
}

/** Goals speak of their own event bare, and of the contact's as `event`. */
function goalText(declared: Declared, language: Language, choices: Choices, firing: FiringText): string {
  const { pick, chance } = choices;
  const isAwaited = declared.awaited.length > 0 && chance(55);
  const { name, rows } = isAwaited ? pick(declared.awaited) : language.someEvent();
  const own = rows === undefined ? [] : language.termsOf(rows, "");
  const terms = chance(40) ? [...own, ...firing.terms] : own;
  const place: Place = { ...CUSTOMER, aggregates: false, ledger: false, terms };
  const where = chance(60) ? ` where ${language.predicate(place, 1)}` : "";
  const worth = chance(45) ? ` worth ${language.value({ kind: "money", currency: "GBP" }, place, 1)}` : "";
  return `goal ${name}${where} within ${pick(["14 days", "1 day", "3 days", "12 hours", "1 month"])}${worth}`;
}

function offerTexts(
  bank: Bank,
  choices: Choices,
  placeholders: readonly string[],
  firings: readonly FiringText[],
  used: ReadonlySet<string>,
): readonly string[] {
  const { pick, chance } = choices;
  const { today } = bank.stage;
  // Of one currency, so that `best of` can weigh them.
  const foreign = bank.hasRates && chance(20);
  const shared = firings.every(({ isEvent }) => isEvent) ? sharedTerms(firings) : [];
  return ["gift", "loan", "card"].map((name) => {
    const marks = [...placeholders];
    if (chance(40))
      marks.push(`{${pick(["nick", "age", "aum", "born", "seen", "stage", "interests", "score", "vip"])}}`);
    if (shared.length > 0 && used.has(name)) {
      for (let index = 0; index < 3; index++) if (chance(60)) marks.push(`{${pick(shared)}}`);
    }
    const value = pick(["value 10 GBP", "value 20.5 GBP", "value 10 GBP", ""]);
    const usd = foreign ? "value 30 USD" : value;
    const lines = [
      usd,
      foreign ? "cost 2 USD" : pick(["", "cost 1.5 GBP", "cost 0.333333 GBP"]),
      // There are offers of both groups: lines of policies and conditions speak of them.
      name === "card"
        ? pick(["", "group gifts", "group gifts, loans"])
        : `group ${chance(30) ? "gifts, loans" : `${name}s`}`,
      pick([
        "",
        "",
        `valid ${daysAfter(today, -5)} .. ${daysAfter(today, pick([0, 1, 10]))}`,
        `valid ${daysAfter(today, pick([1, 0]))} .. 2099-01-01`,
        "valid 14 days from contact",
        `valid 1980-01-01 .. ${daysAfter(today, pick([-1, 1]))}`,
      ]),
      `message letter "${marks.join(" ")} ${name}"`,
      `message sms ${chance(20) ? 'subject "{nick} {{" ' : ""}"${marks.slice(-1).join("")} ${name}"`,
    ];
    return `offer ${name} {\n${lines
      .filter((line) => line !== "")
      .map((line) => `  ${line}`)
      .join("\n")}\n}`;
  });
}

/** What messages can say of every firing of those that may send them. */
function sharedTerms(firings: readonly FiringText[]): readonly string[] {
  const [first, ...others] = firings;
  return (first?.terms ?? [])
    .map(({ text }) => text)
    .filter((text) => /^[a-z]+\.[a-z_]+$/.test(text))
    .filter((text) => others.every(({ terms }) => terms.some((term) => term.text === text)));
}

function policyText(bank: Bank, declared: Declared, language: Language, choices: Choices): string {
  const { pick, chance } = choices;
  const { today } = bank.stage;
  const segment = (): string => (declared.segments.length > 0 ? pick(declared.segments) : "vip_ones");
  const via = (): string => (chance(30) ? ` via ${pick(["sms", "letter", "sms, letter", "branch"])}` : "");
  const service = (percent = 15): string => (chance(percent) ? " including service" : "");
  const forSegment = (): string => (chance(20) ? ` for ${segment()}` : "");
  const of = (): string =>
    chance(30) ? ` of ${pick(["gifts", "loans", "gift", "card", "each offer"])}` : "";
  const ofSet = (): string => (chance(25) ? ` of ${pick(["gifts", "loans", "gift", "card"])}` : "");
  const set = (): string => pick(["gift", "loan", "card", "gift", "loan", "card"]);
  const event = (): string => pick(["visit", "buy", "pay"]);
  const afterAwaited = declared.awaited.map(
    ({ name }) =>
      () =>
        `never ${set()} after ${name} within ${pick(["3 days", "1 month", "1 week"])}${service()}`,
  );
  const lines = choices.shuffled<() => string>([
    () => "suppress blocked_ones",
    () =>
      `at most ${pick([1, 2])} per customer per ${pick(["1 day", "3 days", "7 days", "24 hours", "1 month", "calendar week", "calendar month"])}${of()}${via()}${forSegment()}${service()}`,
    () =>
      `at most ${pick([1, 2])} per customer per ${pick(["2 days", "2 weeks"])}${of()}${via()}${service()}`,
    () => `at most ${pick([1, 3])} per customer${of()}`,
    () => `at most ${pick([1, 2, 3])} per ${pick(["day", "week", "month"])}${ofSet()}${via()}${forSegment()}`,
    () => {
      const channel = pick(["sms", "letter"]);
      return `at most 3 per week via ${channel}\n  at most 1 per week via ${channel} during ${daysAfter(today, -1)} .. ${daysAfter(today, 1)}`;
    },
    () => `at most ${pick(["2", "4.5"])} GBP per ${pick(["day", "month", "week"])}${ofSet()}${via()}`,
    () => `never ${set()} after ${event()} within ${pick(["3 days", "1 month", "1 week"])}${service()}`,
    ...afterAwaited,
    ...afterAwaited,
    () => {
      const a = set();
      return `never ${a} after ${["gift", "loan", "card"].find((one) => one !== a)} within ${pick(["3 days", "30 days"])}${service()}`;
    },
    () => {
      const a = set();
      return `never ${a} with ${["gift", "loan", "card"].find((one) => one !== a)} within ${pick(["2 days", "30 days"])}${service()}`;
    },
    () => `only ${set()} to ${segment()}${service()}`,
    () => `only loan after ${pick(["gift", "card"])} within 180 days${service()}`,
    () => `only ${set()} after ${event()} within ${pick(["180 days", "7 days"])}${service()}`,
    () => `quiet ${pick(["21:00 .. 09:00", "00:00 .. 06:00", "05:00 .. 07:00"])}${via()}`,
    () => `holdout ${pick(["20%", "50%"])}${service(30)}`,
  ]);
  const chosen = lines.slice(0, choices.between(4, 8)).map((line) => `  ${line()}`);
  const extra = [
    chosen.some((line) => line.includes("blocked_ones")) ? "segment blocked_ones = blocked" : "",
    chosen.some((line) => line.includes("vip_ones"))
      ? `segment vip_ones = ${language.predicate(CUSTOMER, 1)}`
      : "",
  ].filter((text) => text !== "");
  return [...extra, `policy {\n${chosen.join("\n")}\n}`].join("\n\n");
}
