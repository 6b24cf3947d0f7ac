import type { Duration } from "../../../plan/index.ts";
import type { Arm, ContactState, Funnel } from "../../ledger/records.ts";
import type { SignificanceTest } from "./statistics.ts";

/** The version of the report's shape. */
export const RESULTS_VERSION = 1;

/**
 * What has come of campaigns in a period: the same ledger and project give the same report to the byte. The period is that of
 * the ticks: what they decided, and all that came of it, whenever it came. Amounts are decimal text in the project's
 * currency; dates are local, instants ISO in UTC; rates and probabilities have six places.
 */
export interface ResultsReport {
  readonly version: typeof RESULTS_VERSION;
  readonly project: string;
  readonly timezone: string;
  readonly currency: string;
  readonly period: { readonly from: string; readonly to: string };
  /** In order of name. */
  readonly campaigns: readonly CampaignResults[];
  /** What a former system did on these days. */
  readonly imported: readonly ImportedResults[];
  /** How many customers got how many contacts of these campaigns and of a former system: those on whom they decided, from none on. */
  readonly pressure: readonly { readonly contacts: number; readonly customers: number }[];
  /** The lines of the policy on money; empty in the report of one campaign. */
  readonly budgets: readonly BudgetUse[];
}

/** What a former system's campaign did, as far as it was imported. Nobody was held out of it: it has no effect to be told. */
export interface ImportedResults {
  readonly campaign: string;
  readonly contacts: number;
  /** In order of name. */
  readonly channels: readonly { readonly channel: string; readonly contacts: number }[];
  /** What was said of costs and amounts in the project's currency. */
  readonly cost: string;
  readonly responses: number;
  readonly revenue: string;
}

export interface CampaignResults {
  readonly campaign: string;
  readonly label: string | null;
  readonly owner: string;
  /** `gone`: the project has it no more. */
  readonly status: "draft" | "active" | "paused" | "gone";
  readonly ticks: { readonly completed: number; readonly first: string; readonly last: string };
  /** The ticks' figures added up. */
  readonly funnel: Omit<Funnel, "recorded">;
  /** Contacts by what has become of their messages. */
  readonly states: Readonly<Record<ContactState, number>>;
  /** Contacts of all waves by the local date that they were due on and channel, in this order. */
  readonly days: readonly { readonly date: string; readonly channel: string; readonly contacts: number }[];
  /** Rules that kept first contacts out, those that kept most out first. */
  readonly refusals: readonly Refusal[];
  /** What the contacts have cost whose messages have left or are to leave. */
  readonly cost: { readonly amount: string; readonly unknown: number };
  readonly budgets: readonly BudgetUse[];
  readonly responses: ResponseFigures;
  /** What goals credit best, and what answers are worth; null where there is no goal and no answer: then nobody can say. */
  readonly revenue: string | null;
  /** (Revenue − cost) ÷ cost; null without cost or revenue. */
  readonly returnOnInvestment: number | null;
  /** Null for campaigns without a goal. */
  readonly effect: Effect | null;
}

/** A rule and those whom it stood against. */
export interface Refusal {
  readonly code: string;
  /** The line that refused, where there is one. */
  readonly rule: string | null;
  /** Candidates against whom it stood on any channel. */
  readonly candidates: number;
  /** Those of them who would have been contacted on some channel but for it. */
  readonly alone: number;
}

/** How much of a line on money was used, by each calendar period of the report's days. */
export interface BudgetUse {
  readonly rule: string;
  readonly limit: string;
  readonly currency: string;
  readonly period: "day" | "week" | "month" | "all";
  /** By the first day of each; of `all` the one is null. Contacts whose cost was unknown in this currency are left out. */
  readonly spans: readonly { readonly from: string | null; readonly used: string }[];
}

export interface ResponseFigures {
  /** What channels have reported: answers, customers who gave one, and what the answers are worth. */
  readonly answers: number;
  readonly answering: number;
  readonly answersRevenue: string;
  /** What goals were met with, and what comes of it in each way of crediting. */
  readonly goals: {
    readonly best: CreditFigures;
    readonly fractional: CreditFigures;
    readonly multiple: CreditFigures;
  };
  /** Goals' amounts that are unknown, and amounts in another currency: the responses count, and add nothing to revenue. */
  readonly unknownAmounts: number;
}

/** `responses` is decimal text, as shares are parts. */
export interface CreditFigures {
  readonly responses: string;
  readonly revenue: string;
}

/** What a campaign has brought about, by customers of first contacts: whoever met the goal in the time of one has converted. */
export interface Effect {
  /** What the goal looks for, and in which time after the contact was due. */
  readonly goal: { readonly event: string; readonly within: Duration };
  /** Up to when responses were looked for; null where never. */
  readonly searchedTo: string | null;
  /** First contacts, of any arm, whose time was not over then. */
  readonly open: number;
  /** Treated first; arms without customers are left out. */
  readonly arms: readonly ArmFigures[];
  /** The treated beside each holdout that has customers. */
  readonly comparisons: readonly Comparison[];
  /** Customers who have been in several arms, as a share was changed: they are in none of the figures. */
  readonly inSeveralArms: number;
}

export interface ArmFigures {
  readonly arm: Arm;
  readonly customers: number;
  readonly converted: number;
  readonly rate: number;
  /** What met the goal in the time of first contacts, each occurrence once. */
  readonly revenue: string;
}

export interface Comparison {
  readonly with: "control" | "universal";
  /** Of the rates, treated less holdout, with its 95 % confidence interval. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly pValue: number;
  readonly test: SignificanceTest;
  /** Conversions that would not have been without the campaign: the difference times the treated customers. */
  readonly extraConversions: { readonly estimate: number; readonly low: number; readonly high: number };
  /** The treated customers' revenue less what as many of the holdout would have brought. */
  readonly extraRevenue: string;
  /** (Extra revenue − cost) ÷ cost; null without cost. */
  readonly returnOnInvestment: number | null;
}
