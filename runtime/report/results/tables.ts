import { addDecimals, formatDecimal, parseDecimal, ZERO } from "../../decimal.ts";
import type { Arm, WaveFunnel } from "../../ledger/records.ts";
import type { BudgetUse, CampaignResults, Comparison, Effect, ResultsReport } from "./results.ts";
import {
  amount,
  amountIfKnown,
  type Cell,
  count,
  durationText,
  estimate,
  localText,
  NOTHING,
  points,
  probability,
  returned,
  share,
  text,
} from "./shown.ts";
import type { SignificanceTest } from "./statistics.ts";

/** A part of a report as a table: what all forms of it but JSON are made of. */
export interface ReportTable {
  /** Stays the same, for programs. */
  readonly key: TableKey;
  /** Of several tables of one key, which it is. */
  readonly about?: string;
  readonly title: string;
  /** The first column names the row; all others are figures. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  /** What a reader must know of the figures. */
  readonly notes: readonly string[];
}

export type TableKey =
  | "overview"
  | "funnel"
  | "days"
  | "refusals"
  | "money"
  | "budgets"
  | "responses"
  | "effect"
  | "difference"
  | "pressure"
  | "imported";

export interface TableRow {
  readonly name: string;
  /** How far the row is a part of one above. */
  readonly depth: number;
  readonly cells: readonly Cell[];
}

const row = (name: string, cells: readonly Cell[], depth = 0): TableRow => ({ name, depth, cells });

/** The campaigns side by side. */
export function overviewTable({ campaigns, currency }: ResultsReport): ReportTable {
  return {
    key: "overview",
    title: "Campaigns",
    columns: [
      "campaign",
      "contacts",
      `cost, ${currency}`,
      `revenue, ${currency}`,
      "return",
      "effect, points",
    ],
    rows: campaigns.map((campaign) => {
      const [comparison] = campaign.effect?.comparisons ?? [];
      return row(campaign.campaign, [
        count(contactsOf(campaign)),
        amount(campaign.cost.amount),
        amountIfKnown(campaign.revenue),
        returned(campaign.returnOnInvestment),
        comparison === undefined ? NOTHING : points(comparison.difference),
      ]);
    }),
    notes: [],
  };
}

/** All contacts of a campaign, further waves among them. */
export function contactsOf({ days }: CampaignResults): number {
  return days.reduce((sum, { contacts }) => sum + contacts, 0);
}

/** The tables of a campaign that have something to say, in order. */
export function campaignTables(
  campaign: CampaignResults,
  { currency, timezone }: Pick<ResultsReport, "currency" | "timezone">,
): readonly ReportTable[] {
  return [
    funnelTable(campaign),
    daysTable(campaign),
    refusalsTable(campaign),
    moneyTable(campaign, currency),
    budgetsTable(campaign.budgets, "Budget used"),
    responsesTable(campaign, currency),
    ...(campaign.effect === null ? [] : effectTables(campaign.effect, currency, timezone)),
  ].filter((table) => table !== undefined);
}

/** The tables that are about all campaigns of a report together. */
export function sharedTables(report: ResultsReport): readonly ReportTable[] {
  return [
    pressureTable(report),
    importedTable(report),
    budgetsTable(report.budgets, "Budget of the contact policy used"),
  ].filter((table) => table !== undefined);
}

function funnelTable({ funnel, states }: CampaignResults): ReportTable {
  const { detected, decidedEarlier, eligible, heldOut, universal, rejected, reasons, contacted, putOff } =
    funnel;
  const parts = (counts: Readonly<Record<string, number>>, depth: number): readonly TableRow[] =>
    Object.entries(counts).map(([name, number]) => row(name, [count(number)], depth));
  const undelivered = (["waiting", "failed", "cancelled"] as const).filter((state) => states[state] > 0);
  return {
    key: "funnel",
    title: "Funnel",
    columns: ["step", "candidates"],
    rows: [
      row("detected", [count(detected)]),
      ...(decidedEarlier > 0 ? [row("decided earlier", [count(decidedEarlier)])] : []),
      row("eligible", [count(eligible)]),
      row("held out", [count(heldOut)]),
      ...(universal > 0 ? [row("universal holdout", [count(universal)])] : []),
      row("rejected", [count(rejected)]),
      ...parts(reasons, 1),
      row("contacted", [count(sumOf(contacted))]),
      ...parts(contacted, 1),
      row("put off", [count(putOff)]),
      ...funnel.waves.filter(({ asked }) => asked > 0).flatMap((wave) => waveRows(wave, parts)),
      ...undelivered.map((state) => row(`messages ${state}`, [count(states[state])])),
    ],
    notes: Object.keys(reasons).length > 1 ? ["A candidate may be rejected for several reasons."] : [],
  };
}

function waveRows(
  wave: WaveFunnel,
  parts: (counts: Readonly<Record<string, number>>, depth: number) => readonly TableRow[],
): readonly TableRow[] {
  return [
    row(`followup ${wave.name}`, [count(wave.asked)]),
    row("ended", [count(wave.ended)], 1),
    row("excluded", [count(wave.excluded)], 1),
    row("rejected", [count(wave.rejected)], 1),
    ...parts(wave.reasons, 2),
    row("contacted", [count(sumOf(wave.contacted))], 1),
    ...parts(wave.contacted, 2),
  ];
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, one) => sum + one, 0);
}

function daysTable({ days }: CampaignResults): ReportTable | undefined {
  if (days.length === 0) return undefined;
  const channels = [...new Set(days.map(({ channel }) => channel))].sort();
  const several = channels.length > 1;
  return {
    key: "days",
    title: "Contacts by day and channel",
    columns: ["due on", ...channels, ...(several ? ["all"] : [])],
    rows: [...Map.groupBy(days, ({ date }) => date)].map(([date, same]) => {
      const counts = channels.map((name) => same.find(({ channel }) => channel === name)?.contacts ?? 0);
      const all = counts.reduce((sum, one) => sum + one, 0);
      return row(date, [...counts, ...(several ? [all] : [])].map(count));
    }),
    notes: [],
  };
}

function refusalsTable({ refusals }: CampaignResults): ReportTable | undefined {
  if (refusals.length === 0) return undefined;
  return {
    key: "refusals",
    title: "What each rule kept out",
    columns: ["rule", "candidates", "but for it contacted"],
    rows: refusals.map(({ code, rule, candidates, alone }) =>
      row(rule === null ? code : `${code}: ${rule}`, [count(candidates), count(alone)]),
    ),
    notes: [
      "The last column: nothing else stood against them on some channel. Others may then have been kept out instead.",
    ],
  };
}

function moneyTable(campaign: CampaignResults, currency: string): ReportTable {
  const { cost, responses, revenue, returnOnInvestment } = campaign;
  const hasAnswers = parseDecimal(responses.answersRevenue).units !== 0n;
  return {
    key: "money",
    title: "Cost and revenue",
    columns: ["figure", "value"],
    rows: [
      row(`cost, ${currency}`, [amount(cost.amount)]),
      ...(revenue === null ? [] : [row(`revenue, ${currency}`, [amount(revenue)])]),
      ...(hasAnswers
        ? [
            row("of goals, credited best", [amount(responses.goals.best.revenue)], 1),
            row("of answers", [amount(responses.answersRevenue)], 1),
          ]
        : []),
      ...(revenue === null
        ? []
        : [
            row(`revenue less cost, ${currency}`, [amount(difference(revenue, cost.amount))]),
            row("return on investment", [returned(returnOnInvestment)]),
          ]),
    ],
    notes: [
      ...(revenue === null
        ? ["Without a goal or answers from channels nobody can say what it brought."]
        : []),
      ...(cost.unknown === 0
        ? []
        : [`The cost of ${countOf(cost.unknown, "contact")} is unknown and left out.`]),
      ...(responses.unknownAmounts === 0
        ? []
        : [
            `What ${countOf(responses.unknownAmounts, "response")} brought is unknown, or in another currency, and left out.`,
          ]),
    ],
  };
}

function difference(left: string, right: string): string {
  const { units, scale } = parseDecimal(right);
  return formatDecimal(addDecimals(parseDecimal(left), { units: -units, scale }));
}

function countOf(number: number, noun: string): string {
  return `${count(number).text} ${noun}${number === 1 ? "" : "s"}`;
}

const PERIODS = { day: "day", week: "week from", month: "month from", all: "all time" } as const;

function budgetsTable(budgets: readonly BudgetUse[], title: string): ReportTable | undefined {
  if (budgets.length === 0) return undefined;
  return {
    key: "budgets",
    title,
    columns: ["line", "used", "of", "share"],
    rows: budgets.flatMap(({ rule, limit, currency, period, spans }) => {
      const used = (value: string): readonly Cell[] => [
        amount(value),
        text(`${amount(limit).text} ${currency}`),
        share(Number(value) / Number(limit)),
      ];
      const total = spans.reduce((sum, span) => addDecimals(sum, parseDecimal(span.used)), ZERO);
      if (period === "all") return [row(rule, used(formatDecimal(total)))];
      return [
        row(rule, [amount(formatDecimal(total)), NOTHING, NOTHING]),
        ...spans
          .filter((span) => parseDecimal(span.used).units !== 0n)
          .map((span) => row(`${PERIODS[period]} ${span.from ?? ""}`, used(span.used), 1)),
      ];
    }),
    notes: [],
  };
}

function responsesTable({ responses, effect }: CampaignResults, currency: string): ReportTable | undefined {
  const { goals, answers, answering, answersRevenue } = responses;
  if (effect === null && answers === 0) return undefined;
  const credited = (name: string, { responses: number, revenue }: (typeof goals)["best"]): TableRow =>
    row(name, [amount(number), amount(revenue)]);
  return {
    key: "responses",
    title: "Responses",
    columns: ["credited", "responses", `revenue, ${currency}`],
    rows: [
      ...(effect === null
        ? []
        : [
            credited("goal, best", goals.best),
            credited("goal, fractional", goals.fractional),
            credited("goal, multiple", goals.multiple),
          ]),
      ...(answers === 0
        ? []
        : [
            row("answers on channels", [count(answers), amount(answersRevenue)]),
            row("customers who answered", [count(answering), NOTHING], 1),
          ]),
    ],
    notes: [],
  };
}

export const ARM_NAMES: Readonly<Record<Arm, string>> = {
  treated: "treated",
  control: "control",
  universal: "universal holdout",
};

const TEST_NAMES: Readonly<Record<SignificanceTest, string>> = {
  fisher: "Fisher’s exact test",
  z: "z test of two proportions, pooled",
};

function effectTables(effect: Effect, currency: string, timezone: string): readonly ReportTable[] {
  const { goal, arms, comparisons, searchedTo, open, inSeveralArms } = effect;
  const title = `Conversion: ${goal.event} within ${durationText(goal.within)}`;
  const notes = [
    ...(searchedTo === null ? ["Responses were not looked for yet."] : []),
    ...(open > 0 && searchedTo !== null
      ? [
          `The time of ${countOf(open, "contact")} was not over on ${localText(searchedTo, timezone)}: more responses may come.`,
        ]
      : []),
    ...(inSeveralArms > 0
      ? [`${countOf(inSeveralArms, "customer")} changed arms, as a share was changed, and are left out.`]
      : []),
    ...(comparisons.length === 0
      ? ["Without a holdout nobody can say what would have been without the campaign."]
      : []),
  ];
  return [
    {
      key: "effect",
      title,
      columns: ["arm", "customers", "converted", "rate", `revenue, ${currency}`],
      rows: arms.map(({ arm, customers, converted, rate, revenue }) =>
        row(ARM_NAMES[arm], [count(customers), count(converted), share(rate), amount(revenue)]),
      ),
      notes,
    },
    ...comparisons.map((comparison) => differenceTable(comparison, currency)),
  ];
}

export function differenceTitle({ with: holdout }: Comparison): string {
  return `Effect: treated less ${ARM_NAMES[holdout]}`;
}

function differenceTable(comparison: Comparison, currency: string): ReportTable {
  const { difference: found, low, high, pValue, test, extraConversions, extraRevenue } = comparison;
  const alone = (name: string, cell: Cell): TableRow => row(name, [cell, NOTHING, NOTHING]);
  return {
    key: "difference",
    about: comparison.with,
    title: differenceTitle(comparison),
    columns: ["figure", "estimate", "95 % from", "to"],
    rows: [
      row("rate, percentage points", [points(found), points(low), points(high)]),
      row("conversions", [
        estimate(extraConversions.estimate),
        estimate(extraConversions.low),
        estimate(extraConversions.high),
      ]),
      alone(`revenue, ${currency}`, amount(extraRevenue)),
      alone("return on investment", returned(comparison.returnOnInvestment)),
      alone("p-value", probability(pValue)),
    ],
    notes: [`Interval: Newcombe’s hybrid score, method 10. p-value: ${TEST_NAMES[test]}, two-sided.`],
  };
}

function importedTable({ imported, currency }: ResultsReport): ReportTable | undefined {
  if (imported.length === 0) return undefined;
  return {
    key: "imported",
    title: "A former system",
    columns: ["campaign", "contacts", `cost, ${currency}`, "responses", `revenue, ${currency}`],
    rows: imported.flatMap(({ campaign, channels, contacts, cost, responses, revenue }) => [
      row(campaign, [count(contacts), amount(cost), count(responses), amount(revenue)]),
      ...channels.map(({ channel, contacts: its }) =>
        row(channel, [count(its), NOTHING, NOTHING, NOTHING], 1),
      ),
    ]),
    notes: [
      "What was imported of these days: contacts by their time, and costs and amounts as far as they are known. Contact pressure has these contacts, the campaigns' own figures have none of them.",
    ],
  };
}

function pressureTable({ pressure }: ResultsReport): ReportTable {
  return {
    key: "pressure",
    title: "Contact pressure",
    columns: ["contacts", "customers"],
    rows: pressure.map(({ contacts, customers }) => row(String(contacts), [count(customers)])),
    notes: [
      "Of the customers on whom the campaigns decided; contacts that failed or were cancelled are left out.",
    ],
  };
}
