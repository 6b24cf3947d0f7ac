import type { CompiledQuery } from "kysely";
import { mapBatches, type RowBatches } from "./batches.ts";
import type { LedgerDispatching } from "./dispatching.ts";
import type { LedgerExplaining } from "./explaining.ts";
import type { LedgerImports } from "./imports.ts";
import { decisionKey, type Ledger } from "./ledger.ts";
import type { DeadLetters } from "./outgoing.ts";
import type { LedgerOutlook } from "./outlook.ts";
import type { LedgerOwner } from "./owner.ts";
import type { LedgerPrivacy } from "./privacy.ts";
import type { LedgerProjects } from "./projects.ts";
import type { LedgerQueries } from "./queries.ts";
import type { LedgerResponding } from "./responding.ts";
import { type KeyedContact, type RecordedAnswer, responseKey } from "./responses.ts";
import {
  answeredContactFrom,
  chainContactFrom,
  contactFrom,
  reasonLists,
  rejectionFrom,
  rememberedList,
  responseFrom,
  tickFrom,
} from "./rows.ts";
import type { LedgerTasks } from "./tasks.ts";
import { columnsOf } from "./transfer/transferred-tables.ts";

/** Runs compiled queries, whatever the database. */
export interface QueryRunner {
  all<Row>(query: CompiledQuery<Row>): Promise<readonly Row[]>;
  batches<Row>(query: CompiledQuery<Row>): RowBatches<Row>;
}

/** What of a ledger only reads: the same for all databases. */
export type LedgerReading = Omit<
  Ledger,
  | "lock"
  | "dispatchLock"
  | "commit"
  | "importTables"
  | "results"
  | "before"
  | "atOneMoment"
  | keyof LedgerDispatching
  | keyof LedgerResponding
  | keyof LedgerTasks
  | keyof LedgerOutlook
  | keyof LedgerPrivacy
  | keyof LedgerImports
  | keyof LedgerProjects
  | keyof LedgerOwner
  | keyof LedgerExplaining
  | "close"
>;

/** Occasions asked for at once, in two lists: SQLite takes 32,766 parameters at most. */
const OCCASIONS_PER_QUERY = 5_000;

/** Keys, or numbers of contacts, asked for at once. */
const KEYS_PER_QUERY = 5_000;

/** Reads a ledger by its queries. */
export function ledgerReading(runner: QueryRunner, queries: LedgerQueries): LedgerReading {
  return {
    async lastTicks(until = Number.MAX_SAFE_INTEGER) {
      const rows = await runner.all(queries.lastTicks(until));
      return new Map(rows.map((row) => [row.campaign, tickFrom(row)]));
    },
    completed: async (tick, campaigns) =>
      (await runner.all(queries.ticksAt(tick))).filter(isOf(campaigns)).map(tickFrom),
    contacts: async (tick, campaigns) =>
      (await runner.all(queries.contactsAt(tick))).filter(isOf(campaigns)).map(contactFrom),
    async rejections(tick, campaigns) {
      const reasons = reasonLists(await runner.all(queries.reasonsAt(tick)));
      return (await runner.all(queries.rejectionsAt(tick)))
        .filter(isOf(campaigns))
        .map((row) => rejectionFrom(row, reasons));
    },
    async decided(campaign, occasions) {
      const keys = new Set<string>();
      for (let start = 0; start < occasions.length; start += OCCASIONS_PER_QUERY) {
        const some = occasions.slice(start, start + OCCASIONS_PER_QUERY);
        for (const row of await runner.all(queries.decided(campaign, some))) {
          keys.add(decisionKey(row.customer, row.occasion));
        }
      }
      return keys;
    },
    customerPlaces: (campaign, from) => runner.batches(queries.customerPlaces(campaign, from)),
    campaignPlaces: (campaign, from) => runner.all(queries.campaignPlaces(campaign, from)),
    channelPlaces: (from) => runner.all(queries.channelPlaces(from)),
    async spending(campaign, from) {
      const rows = await runner.all(queries.spending(campaign, from));
      return rows.map((row) => ({ ...row, costs: JSON.parse(row.costs) }));
    },
    customerContacts: (from) => withOffers(runner.batches(queries.customerContacts(from))),
    async policyPlaces(from) {
      const rows = await runner.all(queries.policyPlaces(from));
      return rows.map((row) => ({
        ...row,
        offers: JSON.parse(row.offers),
        segments: JSON.parse(row.segments),
        costs: JSON.parse(row.costs),
      }));
    },
    memberState: async (campaign) => (await runner.all(queries.memberState(campaign)))[0],
    members: (campaign) => runner.all(queries.members(campaign)),
    contactsBefore: (tick, from) => withOffers(runner.batches(queries.contactsBefore(tick, from))),
    responsesBefore: (tick, from) =>
      mapBatches(runner.batches(queries.responsesBefore(tick, from)), responseFrom),
    openChains: async (campaign, asked) =>
      (await runner.all(queries.openChains(campaign, asked))).map(chainContactFrom),
    responseSearches: async () =>
      new Map((await runner.all(queries.responseSearches())).map((row) => [row.campaign, row.searched_to])),
    contactsToAnswer: (campaign, due) =>
      mapBatches(runner.batches(queries.contactsToAnswer(campaign, due)), answeredContactFrom),
    goalResponses: async (campaign, from) =>
      new Set(
        (await runner.all(queries.goalResponses(campaign, from))).map((row) =>
          responseKey(row.contact, row.event, row.event_id, row.time),
        ),
      ),
    async answersTo(contacts) {
      const found: RecordedAnswer[] = [];
      for (let start = 0; start < contacts.length; start += KEYS_PER_QUERY) {
        const some = contacts.slice(start, start + KEYS_PER_QUERY);
        for (const { event_id: eventId, ...row } of await runner.all(queries.answersTo(some))) {
          found.push({ ...row, eventId });
        }
      }
      return found;
    },
    async contactsByKey(keys) {
      const found = new Map<string, KeyedContact>();
      for (let start = 0; start < keys.length; start += KEYS_PER_QUERY) {
        const some = keys.slice(start, start + KEYS_PER_QUERY);
        for (const { key, contact, due } of await runner.all(queries.contactsByKey(some))) {
          found.set(key, { contact, due });
        }
      }
      return found;
    },
    tableRows(table) {
      const columns = columnsOf(table);
      return mapBatches(runner.batches(queries.tableRows(table)), (row) =>
        columns.map((column) => row[column] ?? null),
      );
    },
    async cancelled(tick, campaigns) {
      const rows = (await runner.all(queries.cancelledAt(tick))).filter(isOf(campaigns));
      if (rows.length === 0) return new Map();
      const codes = Map.groupBy(
        await runner.all(queries.cancellationCodesAt(tick)),
        ({ campaign }) => campaign,
      );
      return new Map(
        rows.map(({ campaign, contacts }) => {
          const counted = (codes.get(campaign) ?? []).map(({ code, contacts: its }) => [code, its] as const);
          return [campaign, { contacts, reasons: Object.fromEntries(counted) }];
        }),
      );
    },
    lastRun: async () => (await runner.all(queries.lastRun()))[0]?.id ?? 0,
    waitingMessages: (at, lastRun) =>
      mapBatches(runner.batches(queries.waitingMessages(at, lastRun)), ({ next_attempt, ...message }) => ({
        ...message,
        triedBefore: next_attempt !== null,
      })),
    async deadLetters() {
      const found = new Map<string, DeadLetters>();
      for (const { channel, reason, messages } of await runner.all(queries.deadLetters())) {
        found.set(channel, { channel, reason, messages: messages + (found.get(channel)?.messages ?? 0) });
      }
      return [...found.values()];
    },
    dispatchMessages: (dispatch) => withOffers(runner.batches(queries.dispatchMessages(dispatch))),
  };
}

function isOf(campaigns: readonly string[]): (row: { readonly campaign: string }) => boolean {
  const wanted = new Set(campaigns);
  return ({ campaign }) => wanted.has(campaign);
}

function withOffers<Row extends { readonly offers: string }>(
  batches: RowBatches<Row>,
): RowBatches<Omit<Row, "offers"> & { readonly offers: readonly string[] }> {
  const offers = rememberedList();
  return mapBatches(batches, (row) => ({ ...row, offers: offers(row.offers) }));
}
