import type { Choices } from "../choices.ts";
import { daysAfter } from "../dates.ts";
import type { ContestBank } from "./bank.ts";
import { OFFERS } from "./campaigns.ts";
import type { Theme } from "./theme.ts";

/** A contact policy of few lines, each of which is met and just not met by runs a day or two apart. */
export function contestPolicy(
  { days, customers, stage }: ContestBank,
  theme: Theme,
  choices: Choices,
): string {
  const { pick, chance, between } = choices;
  const first = days[0] ?? stage.today;
  const segment = (): string => pick(["vip_ones", "risky_ones", "busy_ones"]);
  const via = (): string => (chance(30) ? ` via ${pick(["sms", "letter", "sms, letter", "branch"])}` : "");
  const service = (): string => (chance(15) ? " including service" : "");
  const forSegment = (): string => (chance(20) ? ` for ${segment()}` : "");
  const offers = (): string => pick([...OFFERS, ...OFFERS, "gifts", "loans"]);
  const of = (): string => (chance(35) ? ` of ${pick([offers(), "each offer"])}` : "");
  const ofSet = (): string => (chance(25) ? ` of ${offers()}` : "");
  // Detection is asked of events up to three days back in any case: shorter spans would not be told apart.
  const longSpan = (): string => pick(["3 days", "4 days", "1 week"]);
  const span = (): string => pick(["1 day", "2 days", "2 days", "3 days", "1 week"]);
  const two = (): readonly string[] => choices.shuffled(OFFERS);
  const perCustomer = (): string =>
    `at most ${pick([1, 1, 2])} per customer per ${pick(["1 day", "2 days", "3 days", "24 hours", "48 hours", "1 week", "calendar week", "calendar month", "1 month"])}${of()}${via()}${forSegment()}${service()}`;
  const inNumbers = (): string =>
    `at most ${between(1, customers)} per ${pick(["day", "week", "month"])}${chance(50) ? "" : `${ofSet()}${via()}${forSegment()}`}`;
  const kinds: Readonly<Record<Theme["lines"][number], readonly (() => string)[]>> = {
    customer: [perCustomer],
    numbers: [
      inNumbers,
      inNumbers,
      () => {
        const channel = pick(["sms", "letter", "branch"]);
        const during = `${daysAfter(first, 1)} .. ${daysAfter(first, 2)}`;
        return `at most ${between(3, 4)} per week via ${channel}\n  at most ${between(1, 2)} per week via ${channel} during ${during}`;
      },
    ],
    money: [
      () => `at most ${pick(["3", "4.5", "8"])} GBP per ${pick(["day", "month", "week"])}${ofSet()}${via()}`,
    ],
    order: [
      () => {
        const [a, b] = two();
        return `never ${a} after ${chance(15) ? a : b} within ${span()}${service()}`;
      },
      () => {
        const [a, b] = two();
        return `never ${a} with ${b} within ${span()}${service()}`;
      },
      () => {
        const [a, b] = two();
        return `only ${a} after ${b} within ${span()}${service()}`;
      },
    ],
    events: [
      () => `only ${offers()} to ${segment()}${service()}`,
      () => `never ${offers()} after ${pick(["visit", "buy"])} within ${longSpan()}${service()}`,
      () => `only ${offers()} after ${pick(["visit", "buy"])} within ${longSpan()}${service()}`,
    ],
    others: [
      () => "suppress blocked_ones",
      () => `quiet ${pick(["21:00 .. 09:00", "00:00 .. 06:00", "05:00 .. 07:00"])}${via()}`,
    ],
  };
  const ways = [...new Set(choices.shuffled(theme.lines.flatMap((kind) => kinds[kind])))];
  const lines = [...ways, ...ways.filter((way) => way === perCustomer || way === inNumbers)];
  const chosen = [
    ...new Set(
      choices
        .shuffled(lines)
        .slice(0, between(1, 4))
        .map((line) => line()),
    ),
  ];
  if (chance(theme.holdout)) chosen.push(`holdout ${pick(["20%", "50%"])}${service()}`);
  return `policy {\n${chosen.map((line) => `  ${line}`).join("\n")}\n}`;
}
