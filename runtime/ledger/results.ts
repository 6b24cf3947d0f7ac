import type { QueryCompiler } from "kysely";
import type { Instant } from "../calendar/instant.ts";
import { mapBatches, type RowBatches } from "./batches.ts";
import { IMPORTS_SINCE } from "./import-queries.ts";
import type { QueryRunner } from "./reading.ts";
import type { Amount, Arm, CampaignTick, ContactState } from "./records.ts";
import { resultQueries } from "./result-queries.ts";
import { amountFrom, tickFrom } from "./rows.ts";

/** Which decisions a report is about: those of ticks in [from, until), of all campaigns unless one is named. */
export interface ResultSpan {
  readonly from: Instant;
  readonly until: Instant;
  readonly campaign?: string;
}

/** What reports ask of a ledger: figures over many ticks, counted where the rows are. */
export interface LedgerResults {
  /** Names of all campaigns that have completed a tick, in order. */
  campaigns(): Promise<readonly string[]>;
  /** The first and the last completed tick; undefined where there is none. */
  extent(campaign?: string): Promise<{ readonly first: Instant; readonly last: Instant } | undefined>;
  /** In order of campaign and tick. */
  ticks(span: ResultSpan): Promise<readonly CampaignTick[]>;
  /** How many contacts and places of holdouts there are of each kind. */
  contactCounts(span: ResultSpan): Promise<readonly ContactCount[]>;
  /** Treated contacts whose messages have left or are to leave, by what each costs. */
  costCounts(span: ResultSpan): Promise<readonly CostCount[]>;
  /** The customers of first contacts by arm, and how many of them met the goal in the time of one. */
  armCounts(span: ResultSpan): Promise<readonly ArmCount[]>;
  /** Customers who have been in several arms of a campaign. */
  severalArms(span: ResultSpan): Promise<readonly { readonly campaign: string; readonly customer: string }[]>;
  /** Responses to the span's contacts, in order of campaign, customer, time and all else. */
  responses(span: ResultSpan): RowBatches<ResultResponse>;
  /** What stood against first contacts, a row for each reason of a list, in order of campaign and list. */
  refusals(span: ResultSpan): RowBatches<ResultRefusal>;
  /** How many customers got how many contacts, of a former system too: those on whom the span decided, none among them. */
  pressure(span: ResultSpan): Promise<readonly PressureCount[]>;
  /** Contacts that a former system made in the span's time, in order of campaign and channel. */
  importedContacts(span: ResultSpan): Promise<readonly ImportedCount[]>;
  /** Responses that a former system knew of in the span's time, by what each brought, in order of campaign. */
  importedResponses(span: ResultSpan): Promise<readonly ImportedResponseCount[]>;
}

export interface ContactCount {
  readonly campaign: string;
  readonly arm: Arm;
  readonly wave: number;
  readonly channel: string;
  readonly due: Instant;
  /** Null but for the treated arm. */
  readonly state: ContactState | null;
  readonly count: number;
}

export interface CostCount {
  readonly campaign: string;
  readonly costs: Readonly<Record<string, string>>;
  readonly count: number;
}

/** Customers of a campaign who have been in these arms, the first and the last in order of name. */
export interface ArmCount {
  readonly campaign: string;
  readonly first: Arm;
  readonly last: Arm;
  readonly customers: number;
  readonly converted: number;
}

export interface ResultResponse {
  readonly campaign: string;
  readonly customer: string;
  readonly arm: Arm;
  readonly wave: number;
  readonly kind: "goal" | "answer";
  readonly event: string;
  readonly eventId: string;
  readonly time: Instant;
  readonly amount: Amount | null;
  readonly best: boolean;
  readonly shares: number | null;
}

/** One of the reasons that stood against all of a campaign's candidates who have the same list of them. */
export interface ResultRefusal {
  readonly campaign: string;
  /** The number of the list. */
  readonly list: number;
  readonly candidates: number;
  readonly channel: string | null;
  readonly code: string;
  readonly rule: string | null;
}

/** Contacts of one campaign and channel that cost the same. */
export interface ImportedCount {
  readonly campaign: string;
  readonly channel: string;
  readonly costs: Readonly<Record<string, string>>;
  readonly count: number;
}

export interface ImportedResponseCount {
  readonly campaign: string;
  readonly amount: Amount | null;
  readonly count: number;
}

export interface PressureCount {
  readonly contacts: number;
  readonly customers: number;
}

/** Reads what reports ask, by a dialect's queries. */
export function ledgerResults(
  runner: QueryRunner,
  createQueryCompiler: () => QueryCompiler,
  version: number,
): LedgerResults {
  const queries = resultQueries(createQueryCompiler, version);
  return {
    campaigns: async () => (await runner.all(queries.campaigns())).map(({ campaign }) => campaign),
    async extent(campaign) {
      const [row] = await runner.all(queries.extent(campaign));
      return row === undefined || row.first === null || row.last === null
        ? undefined
        : { first: row.first, last: row.last };
    },
    ticks: async (span) => (await runner.all(queries.ticks(span))).map(tickFrom),
    contactCounts: (span) => runner.all(queries.contactCounts(span)),
    costCounts: async (span) =>
      (await runner.all(queries.costCounts(span))).map((row) => ({ ...row, costs: JSON.parse(row.costs) })),
    armCounts: (span) => runner.all(queries.armCounts(span)),
    severalArms: (span) => runner.all(queries.severalArms(span)),
    responses: (span) =>
      mapBatches(runner.batches(queries.responses(span)), (row) => ({
        campaign: row.campaign,
        customer: row.customer,
        arm: row.arm,
        wave: row.wave,
        kind: row.kind,
        event: row.event,
        eventId: row.event_id,
        time: row.time,
        amount: amountFrom(row.amount, row.currency),
        best: row.best === 1,
        shares: row.shares,
      })),
    refusals: (span) => runner.batches(queries.refusals(span)),
    async pressure(span) {
      const [decided] = await runner.all(queries.decidedCustomers(span));
      const reached = await runner.all(queries.pressure(span));
      const untouched =
        (decided?.customers ?? 0) - reached.reduce((sum, { customers }) => sum + customers, 0);
      return [{ contacts: 0, customers: untouched }, ...reached];
    },
    importedContacts: async (span) =>
      version < IMPORTS_SINCE
        ? []
        : (await runner.all(queries.importedContacts(span))).map((row) => ({
            ...row,
            costs: JSON.parse(row.costs),
          })),
    importedResponses: async (span) =>
      version < IMPORTS_SINCE
        ? []
        : (await runner.all(queries.importedResponses(span))).map(
            ({ campaign, amount, currency, count }) => ({
              campaign,
              amount: amountFrom(amount, currency),
              count,
            }),
          ),
  };
}
