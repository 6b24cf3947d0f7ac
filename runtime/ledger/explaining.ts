import type { Instant } from "../calendar/instant.ts";
import { IMPORTS_SINCE } from "./import-queries.ts";
import type { CancellationReason } from "./outgoing.ts";
import type { LedgerQueries } from "./queries.ts";
import type { QueryRunner } from "./reading.ts";
import type { Amount, ContactRecord, ContactState, RejectionRecord } from "./records.ts";
import { amountFrom, contactFrom, listNumber, reasonLists, rejectionFrom } from "./rows.ts";

/** What of a ledger says what became of one customer in a campaign. */
export interface LedgerExplaining {
  /** The campaign's completed ticks with the runs that decided them, in order. */
  campaignRuns(campaign: string): Promise<readonly CampaignRun[]>;
  /** The campaigns that have completed an instant, with the runs that decided it, in order of run and campaign. */
  runsAt(tick: Instant): Promise<readonly (CampaignRun & { readonly campaign: string })[]>;
  /** All that the campaign's ticks decided on a customer, in order of tick. */
  customerStory(campaign: string, customer: string): Promise<CustomerStory>;
}

/** A campaign's tick, and the run that decided it. */
export interface CampaignRun {
  readonly tick: Instant;
  readonly run: number;
  /** The `--at` of the run. */
  readonly at: Instant;
  readonly startedAt: Instant;
  readonly planHash: string;
  readonly campaignHash: string;
  readonly active: boolean;
}

export interface CustomerStory {
  readonly contacts: readonly ToldContact[];
  readonly rejections: readonly RejectionRecord[];
  /** Contacts of a former system's campaign of the same name. */
  readonly imported: readonly {
    readonly due: Instant;
    readonly channel: string;
    readonly offers: readonly string[];
    readonly state: ContactState;
  }[];
}

/** A contact with what has become of it. */
export interface ToldContact {
  readonly contact: ContactRecord;
  /** Null for members of holdouts. */
  readonly state: ContactState | null;
  /** When its message left. */
  readonly deliveredAt: Instant | null;
  /** Why it could not be delivered, for good or until the next attempt. */
  readonly failure: string | null;
  readonly nextAttempt: Instant | null;
  /** Why it was cancelled. */
  readonly cancelled: readonly CancellationReason[];
  readonly responses: readonly ToldResponse[];
}

export interface ToldResponse {
  readonly kind: "goal" | "answer";
  readonly event: string;
  readonly eventId: string;
  readonly time: Instant;
  readonly amount: Amount | null;
  /** Whether `best` credits this contact with it. */
  readonly best: boolean;
}

/** Tells of customers by a ledger's queries. */
export function ledgerExplaining(
  runner: Pick<QueryRunner, "all">,
  queries: LedgerQueries,
  version: number,
): LedgerExplaining {
  return {
    campaignRuns: async (campaign) => (await runner.all(queries.campaignRuns(campaign))).map(runFrom),
    runsAt: async (tick) =>
      (await runner.all(queries.runsAt(tick))).map((row) => ({ campaign: row.campaign, ...runFrom(row) })),
    async customerStory(campaign, customer) {
      const imported =
        version < IMPORTS_SINCE ? [] : await runner.all(queries.importedContactsTo(campaign, customer));
      return {
        contacts: await contactsTo(runner, queries, campaign, customer),
        rejections: await rejectionsOf(runner, queries, campaign, customer),
        imported: imported.map((row) => ({ ...row, offers: JSON.parse(row.offers) })),
      };
    },
  };
}

function runFrom(row: {
  readonly tick: number;
  readonly run: number;
  readonly asked_at: number;
  readonly started_at: number;
  readonly plan_hash: string;
  readonly campaign_hash: string;
  readonly active: number;
}): CampaignRun {
  return {
    tick: row.tick,
    run: row.run,
    at: row.asked_at,
    startedAt: row.started_at,
    planHash: row.plan_hash,
    campaignHash: row.campaign_hash,
    active: row.active === 1,
  };
}

async function contactsTo(
  runner: Pick<QueryRunner, "all">,
  queries: LedgerQueries,
  campaign: string,
  customer: string,
): Promise<readonly ToldContact[]> {
  const rows = await runner.all(queries.contactsTo(campaign, customer));
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const cancellations = Map.groupBy(await runner.all(queries.cancellationsTo(ids)), ({ contact }) => contact);
  const responses = Map.groupBy(await runner.all(queries.responsesTo(ids)), ({ contact }) => contact);
  return rows.map((row) => ({
    contact: contactFrom(row),
    state: row.state,
    deliveredAt: row.delivered_at,
    failure: row.dead ?? (row.delivered_at === null ? row.failure : null),
    nextAttempt: row.delivered_at === null && row.dead === null ? row.next_attempt : null,
    cancelled: (cancellations.get(row.id) ?? []).map(({ code, rule }) => ({
      code,
      ...(rule !== null && { rule }),
    })),
    responses: (responses.get(row.id) ?? []).map((one) => ({
      kind: one.kind,
      event: one.event,
      eventId: one.event_id,
      time: one.time,
      amount: amountFrom(one.amount, one.currency),
      best: one.best === 1,
    })),
  }));
}

async function rejectionsOf(
  runner: Pick<QueryRunner, "all">,
  queries: LedgerQueries,
  campaign: string,
  customer: string,
): Promise<readonly RejectionRecord[]> {
  const rows = await runner.all(queries.rejectionsOfCustomer(campaign, customer));
  if (rows.length === 0) return [];
  const numbers = new Set(rows.map(listNumber));
  const reasons = reasonLists(await runner.all(queries.reasonsOf([...numbers])));
  return rows.map((row) => rejectionFrom(row, reasons));
}
