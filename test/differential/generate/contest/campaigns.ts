import type { Choices } from "../choices.ts";
import { daysAfter } from "../dates.ts";
import type { ContestBank } from "./bank.ts";
import type { Theme } from "./theme.ts";

/** What fires, and whether it brings an event that may be spoken of, with the attributes that are known of it. */
interface Firing {
  readonly text: string;
  readonly about?: "buy" | "visit" | "holding" | "date";
}

export const OFFERS = ["gift", "loan", "card"] as const;
const CHANNELS = ["letter", "sms", "branch"] as const;

/** Campaigns that want the same customers at the same ticks, and the offers and segments that they speak of. */
export function contestCampaigns(bank: ContestBank, theme: Theme, choices: Choices): readonly string[] {
  const names = Array.from(
    { length: choices.between(theme.ownOffers ? 3 : 2, 4) },
    (_, index) => `c${index + 1}`,
  );
  return [
    "segment vip_ones = vip",
    "segment risky_ones = risky",
    "segment blocked_ones = blocked",
    "segment busy_ones = count(visit, last 2 days) >= 1",
    ...OFFERS.map((name) => offerText(name, bank, theme, choices)),
    ...names.map((name) => campaignText(name, { names, bank, theme }, choices)),
  ];
}

function offerText(
  name: string,
  { days, stage }: ContestBank,
  theme: Theme,
  { pick, chance }: Choices,
): string {
  const first = days[0] ?? stage.today;
  const lines = [
    pick(["value 10 GBP", "value 20 GBP", "value 10 GBP", "value 30 USD", ""]),
    pick(["cost 1.5 GBP", "cost 1.5 GBP", "cost 2 USD", ""]),
    name === "gift"
      ? "group gifts"
      : name === "loan"
        ? "group loans"
        : pick(["group gifts, loans", "group loans", ""]),
    !chance(theme.closed) || chance(55)
      ? ""
      : pick([
          `valid 1980-01-01 .. ${pick(days.slice(1))}`,
          `valid ${pick(days.slice(0, -1))} .. 2099-12-31`,
          `valid ${first} .. ${daysAfter(first, 3)}`,
          "valid 14 days from contact",
        ]),
    `message letter "${chance(15) ? "{nick} " : ""}${name}"`,
    `message sms "${chance(15) ? "{nick} " : ""}${name} for you"`,
  ];
  return block(`offer ${name}`, lines);
}

function block(head: string, lines: readonly string[]): string {
  return `${head} {\n${lines
    .filter((line) => line !== "")
    .map((line) => `  ${line}`)
    .join("\n")}\n}`;
}

interface Context {
  /** Of all campaigns. */
  readonly names: readonly string[];
  readonly bank: ContestBank;
  readonly theme: Theme;
}

function campaignText(name: string, { names, bank, theme }: Context, choices: Choices): string {
  const { pick, chance } = choices;
  const { days } = bank;
  const firing = chance(theme.always) ? ALWAYS : firingOf(choices);
  const service = chance(12) && chance(theme.closed);
  const closed = chance(theme.closed);
  const goal = chance(theme.goal);
  const own = OFFERS[names.indexOf(name) % OFFERS.length] ?? "gift";
  const branched = (one: () => string): string =>
    chance(theme.branches) ? branches(one, firing, names, choices) : one();
  const schedule = closed ? scheduleOf(bank, choices) : "daily at 06:00";
  const limited = schedule.startsWith("daily");
  const from = limited && closed && chance(25) ? pick(days.slice(0, 2)) : "1980-01-01";
  const to = limited && closed && chance(25) ? pick(days.slice(-2)) : "2099-12-31";
  const hours = chance(theme.hours)
    ? `, contact ${pick(["09:00 .. 20:00", "22:00 .. 06:00", "06:00 .. 08:30", "00:00 .. 06:00", "01:00 .. 06:00"])}`
    : "";
  return block(`campaign ${name}`, [
    'owner "team"',
    chance(3) ? "status paused" : "",
    service ? "purpose service" : "",
    `segment ${chance(theme.segment) ? condition(names, choices) : "true"}`,
    chance(theme.segment / 2) ? `exclude ${pick(["blocked_ones", "busy_ones", "risky_ones"])}` : "",
    `trigger ${schedule} ${firing.text}`,
    `window ${from} .. ${to}${hours}${chance(12) ? ", business days only" : ""}`,
    `offer ${theme.ownOffers ? own : branched(() => offerOf(firing, names, choices))}`,
    `channel ${branched(() => channelOf(choices))}`,
    `priority ${pick([10, 10, 20, 30, 40])}`,
    chance(theme.value) ? `value ${amount(firing, names, choices)}` : "",
    capsText(bank, theme, choices),
    chance(theme.holdout) && !service ? `holdout ${pick(["50%", "20%"])}` : "",
    goal
      ? `goal ${pick(["visit", "buy", "visit where ok"])} within ${pick(["1 day", "2 days", "12 hours"])}`
      : "",
    ...(chance(theme.followUps) ? followUps(goal, choices) : []),
  ]);
}

function scheduleOf({ days }: ContestBank, { pick, chance }: Choices): string {
  if (chance(78)) return "daily at 06:00";
  return pick([
    "business days at 06:00",
    "every 12 hours",
    "monthly on last day at 06:00",
    "weekly on monday, wednesday, friday, sunday at 06:00",
    `once at ${pick(days)} 06:00`,
    "daily at 12:00",
  ]);
}

const SPANS = ["1 day", "2 days", "12 hours", "6 hours", "1 week"] as const;

const ALWAYS: Firing = { text: "" };

function firingOf({ pick, chance }: Choices): Firing {
  const span = (): string => pick(SPANS);
  return pick<() => Firing>([
    () => ALWAYS,
    () => ({ text: `when ${pick(["busy_ones", "not (risky)", "count(visit, today) >= 1"])}` }),
    () => ({ text: `on visit${chance(30) ? " where ok" : ""}`, about: "visit" }),
    () => ({ text: `on buy${chance(30) ? " where points > 0" : ""}`, about: "buy" }),
    () => ({ text: "on buy", about: "buy" }),
    () => ({ text: "on visit", about: "visit" }),
    () => ({
      text: `on buy as x${chance(30) ? " where points > 0" : ""} followed by visit as y within ${span()}`,
      about: "buy",
    }),
    () => ({ text: `on visit as x not followed by buy within ${span()}`, about: "visit" }),
    () => ({ text: `on count(visit) reaches ${pick([1, 2, 3])} within ${span()}`, about: "visit" }),
    () => ({
      text: `on sum(buy.amount in GBP) reaches ${pick(["100", "200"])} GBP within ${span()}`,
      about: "buy",
    }),
    () => ({
      text: `on ${pick(["", "", "1 day before ", "1 month after "])}anniversary of born`,
      about: "date",
    }),
    () => ({ text: `on ${pick(["", "", "1 day after "])}anniversary of born`, about: "date" }),
    () => ({ text: `on ${pick(["1 month after", "1 year after", "2 months after"])} joined`, about: "date" }),
    () => ({
      text: `on ${pick(["day of", "1 day before", "1 business day after"])} holding.matures${chance(30) ? " where balance > 0 GBP" : ""}`,
      about: "holding",
    }),
    () => ({ text: `on ${pick(["enter", "leave", "enter"])} busy_ones` }),
  ])();
}

/** Conditions that lie at the edges of their windows, about half of which hold. */
function condition(names: readonly string[], choices: Choices): string {
  const { pick } = choices;
  return pick<() => string>([
    () => pick(["vip_ones", "risky_ones", "not risky_ones", "busy_ones", "vip and consent"]),
    () => `count(${pick(["visit", "buy"])}, ${windowOf(choices)}) ${pick([">= 1", "= 0", ">= 2"])}`,
    () => `exists(buy where points > 0, ${windowOf(choices)})`,
    () => `months since joined >= ${pick([1, 2, 3, 5, 6, 8, 10])}`,
    () => `sum(buy.amount in GBP, ${windowOf(choices)}) >= ${pick(["100", "30.5", "50"])} GBP`,
    () => `not exists(contact${contactWhere(names, choices)}, ${windowOf(choices)})`,
    () =>
      `count(contact${contactWhere(names, choices)}, ${windowOf(choices)}) ${pick([">= 1", "< 2", "= 0"])}`,
    () => `aum ${pick(["exceeds", "falls short of"])} (abroad in GBP) by 20%`,
    () => `not (aum > ${pick(["50", "100"])} GBP)`,
  ])();
}

function contactWhere(names: readonly string[], { pick, chance }: Choices): string {
  if (chance(40)) return "";
  return ` where ${pick([
    `campaign = ${pick(names)}`,
    `channel ${pick(["=", "!="])} ${pick(CHANNELS)}`,
    `group ${pick(["=", "!="])} ${pick(["gifts", "loans"])}`,
    `offer ${pick(["=", "!="])} ${pick(OFFERS)}`,
    `wave ${pick([">= 1", "= 0"])}`,
    `state ${pick(["=", "!="])} waiting`,
  ])}`;
}

function windowOf({ pick }: Choices): string {
  return pick([
    "today",
    "today",
    "today",
    "yesterday",
    "last 1 days",
    "last 2 days",
    "last 7 days",
    "0..0 days ago",
    "1..2 days ago",
    "0..7 days ago",
    "last 24 hours",
    "last 48 hours",
    "this week",
    "this month",
    "previous month",
    "previous week",
    "last 1 month",
    "ever",
  ]);
}

/** Money of which much is to be told apart: figures at the edges of windows, at rates of several days, now and then unknown. */
function amount({ about }: Firing, names: readonly string[], choices: Choices): string {
  const { pick, chance } = choices;
  const ways: (() => string)[] = [
    () => pick(["aum", "aum", "(abroad in GBP)"]),
    () => `count(${pick(["visit", "buy"])}, ${windowOf(choices)}) * 1 GBP`,
    () => `sum(buy.amount in GBP, ${windowOf(choices)})`,
    () => `${pick(["latest", "first", "max", "avg"])}(buy.amount in GBP, ${windowOf(choices)})`,
    () =>
      `(${pick(["months", "months", "years", "days"])} since ${pick(["joined", "joined", "born"])}) * 1 GBP`,
    () => `count(contact${contactWhere(names, choices)}, ${windowOf(choices)}) * 1 GBP`,
    // What comes later is worth less: further waves go first.
    () => "(days until 2099-01-01) * 1 GBP",
    () => "(days until 2099-01-01) * 1 GBP",
    () => `case when ${condition(names, choices)} then 10 GBP${chance(60) ? " otherwise aum" : ""} end`,
  ];
  if (about === "buy") {
    const own = (): string => "event.amount in GBP";
    ways.push(own, own, own, () => `sum(buy.amount in GBP, ${pick(["1 day", "2 days"])} before event)`);
  }
  return pick(ways)();
}

function branches(one: () => string, firing: Firing, names: readonly string[], choices: Choices): string {
  const { chance, pick } = choices;
  const about =
    firing.about === "buy" && chance(50)
      ? pick(["event.points > 0", "event.amount in GBP >= 30.5 GBP"])
      : condition(names, choices);
  return `${one()} when ${about}${chance(75) ? `\n    ${one()} otherwise` : ""}`;
}

function offerOf(firing: Firing, names: readonly string[], choices: Choices): string {
  const { pick, chance, shuffled, between } = choices;
  if (chance(60)) return pick(OFFERS);
  const some = shuffled(OFFERS).slice(0, between(2, 3)).join(", ");
  if (chance(50)) return `all of ${some}`;
  return `best of ${some} by ${pick([() => "offer.value in GBP", () => "offer.cost in GBP", () => amount(firing, names, choices)])()}`;
}

function channelOf({ pick, chance, shuffled, between }: Choices): string {
  return chance(60) ? `first of ${shuffled(CHANNELS).slice(0, between(2, 3)).join(", ")}` : pick(CHANNELS);
}

function capsText({ customers }: ContestBank, theme: Theme, { pick, chance, between }: Choices): string {
  const caps = new Set<string>();
  const lines = chance(theme.cap) ? between(1, 2) : 0;
  for (let line = 0; line < lines; line++) {
    caps.add(
      pick([
        "1 per customer",
        "1 per customer per 2 days",
        "1 per customer per 3 days",
        "1 per customer per 1 week",
        "2 per customer per 2 days",
        "2 per customer per 3 days",
        "1 per customer per 1 day",
        "3 per customer",
        "2 per customer per calendar week",
        "2 per customer per calendar month",
        "2 per customer per 1 month",
        "1 per customer per 1 week",
        "1 per customer per 24 hours",
        "1 per customer per 48 hours",
        "1 per customer per 90 minutes",
      ]),
    );
  }
  if (chance(20))
    caps.add(pick([`${between(1, customers)} per day`, "4 per week", "6 per month", "7 in all"]));
  if (chance(theme.volumes / 2))
    caps.add(pick(["1 per day via letter", "2 per week via sms", "2 per month via branch"]));
  if (chance(15))
    caps.add(pick(["4 GBP per day", "8.05 GBP per month", "11 GBP in all", "5.5 GBP per week"]));
  return caps.size === 0 ? "" : `caps ${[...caps].join("\n    ")}`;
}

function followUps(goal: boolean, { pick, chance, shuffled, between }: Choices): readonly string[] {
  return Array.from({ length: between(1, 2) }, (_, index) => {
    const via = chance(40) ? ` via ${shuffled(CHANNELS).slice(0, between(1, 2)).join(", ")}` : "";
    const offering = chance(25) ? ` offering ${pick(OFFERS)}` : "";
    const after = pick(["1 day", "1 day", "2 days", "12 hours", "24 hours"]);
    return `followup f${index} after ${after} unless ${goal && chance(75) ? "goal" : "responded"}${via}${offering}`;
  });
}
