import { creditsOf } from "./credit.ts";
import type { HeldTransaction } from "./dispatching.ts";
import type { Ledger } from "./ledger.ts";
import type { LedgerQueries } from "./queries.ts";
import type { QueryRunner } from "./reading.ts";
import type { FoundResponses, NewResponse } from "./responses.ts";

/** What of a ledger keeps responses: the same for all databases. */
export type LedgerResponding = Pick<Ledger, "recordResponses">;

/** Rows written, and events asked for, at once: SQLite takes 32,766 parameters at most. */
const ROWS_PER_QUERY = 1_000;

/** Keeps responses by a ledger's queries. */
export function ledgerResponding(transaction: HeldTransaction, queries: LedgerQueries): LedgerResponding {
  return {
    recordResponses: (lock, found) =>
      transaction(lock, async (inside) => {
        const recorded = await insert(inside, queries, found);
        // Those that were there before may be credited anew: a response may come to light for one campaign after another.
        if (recorded > 0) await credit(inside, queries, found);
        for (const { campaign, until } of found.searched) {
          await inside.all(queries.putResponseSearch(campaign, until));
        }
        return recorded;
      }),
  };
}

async function insert(
  inside: Pick<QueryRunner, "all">,
  queries: LedgerQueries,
  { responses, foundAt }: FoundResponses,
): Promise<number> {
  let recorded = 0;
  for (let start = 0; start < responses.length; start += ROWS_PER_QUERY) {
    const rows = responses.slice(start, start + ROWS_PER_QUERY).map((response) => rowOf(response, foundAt));
    recorded += (await inside.all(queries.insertResponses(rows))).length;
  }
  return recorded;
}

function rowOf({ kind, contact, credited, event, eventId, time, amount }: NewResponse, foundAt: number) {
  return {
    kind,
    contact,
    event,
    event_id: eventId,
    time,
    amount: amount?.amount ?? null,
    currency: amount?.currency ?? null,
    best: credited ? 1 : 0,
    shares: credited ? 1 : null,
    found_at: foundAt,
  };
}

/** Credits each of the found goal's occurrences among all the contacts that the ledger has it of. */
async function credit(
  inside: Pick<QueryRunner, "all">,
  queries: LedgerQueries,
  { responses, priorities }: FoundResponses,
): Promise<void> {
  const goals = responses.filter(({ kind }) => kind === "goal");
  for (const [event, found] of Map.groupBy(goals, (response) => response.event)) {
    const ids = [...new Set(found.map(({ eventId }) => eventId))];
    for (let start = 0; start < ids.length; start += ROWS_PER_QUERY) {
      const rows = await inside.all(
        queries.creditedContacts(event, ids.slice(start, start + ROWS_PER_QUERY)),
      );
      const responses = Map.groupBy(rows, (row) => JSON.stringify([row.customer, row.event_id, row.time]));
      for (const contacts of responses.values()) {
        for (const [row, { best, shares }] of creditsOf(contacts, priorities)) {
          const isBest = best ? 1 : 0;
          if (row.best === isBest && row.shares === shares) continue;
          await inside.all(queries.credit(row.id, isBest, shares));
        }
      }
    }
  }
}
