import type { CampaignResults, ResultsReport } from "../../../runtime/index.ts";

/** A report in which every table has something to say, with figures that were made up. */
export function largeReport(): ResultsReport {
  return {
    version: 1,
    project: "demo-bank",
    timezone: "Asia/Shanghai",
    currency: "CNY",
    period: { from: "2026-03-01", to: "2026-03-31" },
    campaigns: [
      campaign("abroad_card", "Travel with the Go-Abroad card", 0.034, 0.004, 0.061),
      campaign("wealth_r4_fund", "Funds for those who dare", -0.012, -0.041, 0.019),
      {
        ...campaign("birthday_care", "Birthdays", 0, 0, 0),
        effect: null,
        revenue: null,
        returnOnInvestment: null,
      },
      { ...campaign("winter", "Winter sale", 0.2, 0.1, 0.3), status: "gone", label: null },
    ],
    imported: [],
    pressure: [
      { contacts: 0, customers: 20_345 },
      { contacts: 1, customers: 41_200 },
      { contacts: 2, customers: 8_410 },
      { contacts: 3, customers: 1_250 },
      { contacts: 4, customers: 12 },
    ],
    budgets: [
      {
        rule: "at most 200_000 CNY per month via sms",
        limit: "200000",
        currency: "CNY",
        period: "month",
        spans: [{ from: "2026-03-01", used: "151230.5" }],
      },
    ],
  };
}

function campaign(
  name: string,
  label: string,
  difference: number,
  low: number,
  high: number,
): CampaignResults {
  const days = Array.from({ length: 31 }, (_, index) => `2026-03-${String(index + 1).padStart(2, "0")}`);
  return {
    campaign: name,
    label,
    owner: "retail/outbound-finance",
    status: "active",
    ticks: { completed: 31, first: "2026-02-28T22:00:00Z", last: "2026-03-30T22:00:00Z" },
    funnel: {
      detected: 120_400,
      decidedEarlier: 311,
      eligible: 98_020,
      heldOut: 4_890,
      universal: 1_960,
      rejected: 20_170,
      reasons: { address: 2_110, cap: 15_340, consent: 6_021, "unknown salutation": 12 },
      contacted: { call_center: 1_200, email: 22_300, sms: 47_500 },
      putOff: 12_300,
      waves: [
        {
          name: "reminder",
          asked: 12_000,
          ended: 2_100,
          excluded: 40,
          rejected: 3_000,
          reasons: { cap: 3_000 },
          contacted: { sms: 6_860 },
          putOff: 0,
        },
      ],
    },
    states: { waiting: 420, sent: 70_000, delivered: 6_400, failed: 31, cancelled: 9 },
    days: days.flatMap((date, index) => [
      { date, channel: "call_center", contacts: 40 + (index % 7) },
      { date, channel: "email", contacts: 700 + 31 * (index % 5) },
      { date, channel: "sms", contacts: 1_500 + 97 * (index % 6) },
    ]),
    refusals: [
      {
        code: "cap",
        rule: "at most 2 per customer per 30 days of loans for wealth_customers",
        candidates: 9_120,
        alone: 7_800,
      },
      { code: "consent", rule: null, candidates: 6_021, alone: 5_100 },
      { code: "cap", rule: "1 per customer per 30 days", candidates: 5_410, alone: 5_002 },
      { code: "address", rule: null, candidates: 2_110, alone: 990 },
      { code: "unknown salutation", rule: null, candidates: 12, alone: 0 },
    ],
    cost: { amount: "154320.55", unknown: 3 },
    budgets: [
      {
        rule: "20_000 CNY per week",
        limit: "20000",
        currency: "CNY",
        period: "week",
        spans: [
          { from: "2026-03-02", used: "19990" },
          { from: "2026-03-09", used: "20000" },
        ],
      },
    ],
    responses: {
      answers: 2_310,
      answering: 2_101,
      answersRevenue: "1250",
      goals: {
        best: { responses: "3120", revenue: "412300.5" },
        fractional: { responses: "2988.5", revenue: "398112.333333" },
        multiple: { responses: "3401", revenue: "455000" },
      },
      unknownAmounts: 17,
    },
    revenue: "413550.5",
    returnOnInvestment: 1.679815,
    effect: {
      goal: { event: "card_purchase", within: { count: 14, unit: "day" } },
      searchedTo: "2026-04-10T22:00:00Z",
      open: 240,
      arms: [
        { arm: "treated", customers: 66_400, converted: 3_120, rate: 0.046988, revenue: "398000" },
        { arm: "control", customers: 4_890, converted: 61, rate: 0.012474, revenue: "8020" },
        { arm: "universal", customers: 1_960, converted: 22, rate: 0.011224, revenue: "2900.25" },
      ],
      comparisons: [
        {
          with: "control",
          difference,
          low,
          high,
          pValue: 0.000001,
          test: "z",
          extraConversions: { estimate: 2_291.4, low: 2_050.1, high: 2_520 },
          extraRevenue: "289100.75",
          returnOnInvestment: 0.873,
        },
      ],
      inSeveralArms: 4,
    },
  };
}
