/** The campaigns' rules, read off the campaign files by a person: what the replay applies to the candidates. */

/** A calendar period of local days. */
export type Period = "day" | "week" | "month" | "year";

/** A span that slides: two contacts share it when they lie nearer than this. */
export type Span =
  | { readonly kind: "days"; readonly length: number }
  | { readonly kind: "months"; readonly length: number }
  | { readonly kind: "hours"; readonly length: number };

/** One line of `caps`. Money is in GBP. */
export type Cap =
  | { readonly kind: "customer"; readonly limit: number }
  | { readonly kind: "customer in span"; readonly limit: number; readonly span: Span }
  | { readonly kind: "customer in period"; readonly limit: number; readonly period: Period }
  | { readonly kind: "volume"; readonly limit: number; readonly period?: Period; readonly channel?: string }
  | { readonly kind: "money"; readonly limit: number; readonly period?: Period };

/** Local times of day, the end left out. */
export type Hours = readonly [from: string, to: string];

/** What a campaign file says besides who is a candidate. Days are London's. */
export type CampaignRules = {
  readonly campaign: string;
  readonly priority: number;
  readonly holdout: number;
  readonly firstDay: string;
  readonly lastDay: string;
  /** The time of day at which it ticks on a day: 1 is Monday, `last` a month's last day. */
  readonly schedule:
    | { readonly kind: "daily"; readonly at: string }
    | { readonly kind: "weekdays"; readonly days: readonly number[]; readonly at: string }
    | { readonly kind: "last day of month"; readonly at: string }
    | { readonly kind: "once"; readonly day: string; readonly at: string };
  readonly hours?: Hours;
  readonly businessDaysOnly?: boolean;
  readonly caps: readonly Cap[];
};

/** Offers: cost in GBP and last day of `valid`. */
export const offers: Readonly<Record<string, { readonly cost: number; readonly validUntil?: string }>> = {
  win_back_large: { cost: 5 },
  win_back_small: { cost: 1.5 },
  loyalty_gift: { cost: 4 },
  loyalty_discount: { cost: 5 },
  welcome_large: { cost: 3, validUntil: "2011-10-24" },
  welcome: { cost: 1 },
  apology_dear: { cost: 18 },
  apology: { cost: 4 },
  german_catalogue: { cost: 6.25 },
  neighbours_delivery: { cost: 0.75 },
  christmas_hamper: { cost: 9 },
  christmas_cards: { cost: 2.4 },
  trade_account: { cost: 6 },
  trade_samples: { cost: 7.5 },
  autumn_thanks: { cost: 2.5 },
};

/** Channels: cost of a contact in GBP, hours, and contacts a day over all campaigns. */
export const channels: Readonly<
  Record<string, { readonly cost: number; readonly hours: Hours; readonly capacityPerDay?: number }>
> = {
  email: { cost: 0.02, hours: ["07:00", "21:00"] },
  phone: { cost: 1.5, hours: ["09:00", "17:00"], capacityPerDay: 12 },
};

const october = { firstDay: "2011-10-01", lastDay: "2011-10-31" };

export const campaigns: readonly CampaignRules[] = [
  {
    campaign: "lapsed_buyers",
    priority: 20,
    holdout: 0.1,
    firstDay: "2011-09-01",
    lastDay: "2011-10-31",
    schedule: { kind: "daily", at: "06:00" },
    caps: [
      { kind: "customer", limit: 1 }, // not written: without a line per customer, once ever
      { kind: "volume", limit: 16, period: "day" },
      { kind: "money", limit: 250, period: "week" },
      { kind: "volume", limit: 200 },
    ],
  },
  {
    campaign: "rising_spend",
    priority: 40,
    holdout: 0,
    ...october,
    schedule: { kind: "weekdays", days: [1, 4], at: "08:00" },
    caps: [
      { kind: "customer in span", limit: 1, span: { kind: "days", length: 14 } },
      { kind: "volume", limit: 18, period: "day" },
      { kind: "volume", limit: 4, period: "day", channel: "phone" },
      { kind: "volume", limit: 30, period: "week" },
      { kind: "volume", limit: 100, period: "month" },
    ],
  },
  {
    campaign: "first_purchase",
    priority: 50,
    holdout: 0.2,
    firstDay: "2011-09-15",
    lastDay: "2011-10-31",
    schedule: { kind: "daily", at: "12:00" },
    caps: [
      { kind: "customer", limit: 1 },
      { kind: "volume", limit: 8, period: "day" },
      { kind: "money", limit: 15, period: "day" },
      { kind: "volume", limit: 30, period: "week", channel: "email" },
      { kind: "money", limit: 150, period: "month" },
    ],
  },
  {
    campaign: "large_refund",
    priority: 90,
    holdout: 0,
    ...october,
    schedule: { kind: "daily", at: "06:00" },
    hours: ["08:00", "16:00"],
    businessDaysOnly: true,
    caps: [
      { kind: "customer in span", limit: 1, span: { kind: "days", length: 4 } },
      { kind: "volume", limit: 3, period: "day" },
      { kind: "volume", limit: 6, period: "week", channel: "phone" },
      { kind: "money", limit: 90, period: "week" },
    ],
  },
  {
    campaign: "top_german_spenders_call",
    priority: 70,
    holdout: 0,
    ...october,
    schedule: { kind: "weekdays", days: [3], at: "08:00" },
    caps: [
      { kind: "customer in span", limit: 2, span: { kind: "days", length: 21 } },
      { kind: "volume", limit: 6, period: "day", channel: "phone" },
      { kind: "volume", limit: 18 },
    ],
  },
  {
    campaign: "keen_neighbours_delivery",
    priority: 30,
    holdout: 0,
    firstDay: "2011-09-01",
    lastDay: "2011-10-31",
    schedule: { kind: "last day of month", at: "07:00" },
    caps: [
      { kind: "customer in span", limit: 1, span: { kind: "months", length: 2 } },
      { kind: "volume", limit: 30 },
    ],
  },
  {
    campaign: "christmas_line",
    priority: 60,
    holdout: 0,
    firstDay: "2011-10-03",
    lastDay: "2011-10-29",
    schedule: { kind: "daily", at: "12:00" },
    hours: ["09:00", "18:00"],
    businessDaysOnly: true,
    caps: [
      { kind: "customer in period", limit: 1, period: "day" },
      { kind: "customer in period", limit: 2, period: "month" },
      { kind: "volume", limit: 14, period: "day", channel: "email" },
      { kind: "volume", limit: 3, period: "day", channel: "phone" },
      { kind: "money", limit: 260, period: "week" },
    ],
  },
  {
    campaign: "bulk_buyers",
    priority: 80,
    holdout: 0,
    ...october,
    schedule: { kind: "weekdays", days: [1, 2, 3, 4, 5], at: "17:00" }, // no holiday in October
    caps: [
      { kind: "customer in span", limit: 1, span: { kind: "hours", length: 400 } },
      { kind: "volume", limit: 5, period: "day" },
      { kind: "money", limit: 150, period: "week" },
      { kind: "money", limit: 500, period: "month" },
    ],
  },
  {
    campaign: "autumn_thanks",
    priority: 65,
    holdout: 0,
    firstDay: "2011-10-14",
    lastDay: "2011-10-22",
    schedule: { kind: "once", day: "2011-10-20", at: "10:00" },
    hours: ["11:00", "15:00"],
    caps: [
      { kind: "customer in period", limit: 1, period: "week" },
      { kind: "volume", limit: 20, period: "day", channel: "email" },
      { kind: "money", limit: 60 },
    ],
  },
];

/** The local clock times at which the month's runs are made: every evening, but none on the 11th and 12th. */
export const runs: readonly string[] = Array.from({ length: 31 }, (_, index) => index + 1)
  .filter((day) => day !== 11 && day !== 12)
  .map((day) => `2011-10-${String(day).padStart(2, "0")} 18:00`);
