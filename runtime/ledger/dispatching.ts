import type { Instant } from "../calendar/instant.ts";
import type { DeliveryResults, DispatchRecord, Ledger, LedgerLock } from "./ledger.ts";
import type { LedgerQueries } from "./queries.ts";
import type { QueryRunner } from "./reading.ts";

/** Runs work in one transaction that first makes sure that the lock is still held; undone where it throws. */
export type HeldTransaction = <Result>(
  lock: LedgerLock,
  work: (inside: Pick<QueryRunner, "all">) => Promise<Result>,
) => Promise<Result>;

/** What of a ledger keeps account of messages that leave: the same for all databases. */
export type LedgerDispatching = Pick<Ledger, "claimDue" | "finishDispatch" | "recordDeliveries">;

/** Contacts that one statement speaks of. */
const CONTACTS_PER_QUERY = 1_000;

/** Keeps account of messages by a ledger's queries. */
export function ledgerDispatching(transaction: HeldTransaction, queries: LedgerQueries): LedgerDispatching {
  return {
    claimDue: (lock, at) =>
      transaction(lock, async (inside) => {
        for (const { channel } of await inside.all(queries.waitingChannels(at))) {
          const [dispatch] = await inside.all(queries.insertDispatch(channel, at));
          if (dispatch === undefined) throw new Error("an insertion gave no row");
          await inside.all(queries.claim(dispatch.id, channel, at));
        }
        const open = await inside.all(queries.openDispatches());
        return open.map(
          (row): DispatchRecord => ({ id: row.id, channel: row.channel, startedAt: row.started_at }),
        );
      }),
    finishDispatch: (lock, dispatch, at, target) =>
      transaction(lock, async (inside) => {
        await inside.all(queries.insertDeliveries(dispatch, at));
        await inside.all(queries.markDispatchSent(dispatch));
        await inside.all(queries.finishDispatch(dispatch, at, target));
      }),
    recordDeliveries: (lock, dispatch, at, results) =>
      transaction(lock, (inside) => record(inside, queries, dispatch, at, results)),
  };
}

async function record(
  inside: Pick<QueryRunner, "all">,
  queries: LedgerQueries,
  dispatch: number,
  at: Instant,
  { sent, refused, later }: DeliveryResults,
): Promise<void> {
  for (const some of chunks(sent)) {
    await inside.all(queries.insertSomeDeliveries(dispatch, at, some));
    await inside.all(queries.markContacts(some, "sent"));
  }
  for (const some of chunks(refused)) {
    await inside.all(queries.insertDeadLetters(some.map((one) => ({ ...one, dispatch, failed_at: at }))));
    await inside.all(
      queries.markContacts(
        some.map(({ contact }) => contact),
        "failed",
      ),
    );
  }
  for (const { contact, until, reason } of later) {
    await inside.all(queries.postpone(contact, until, reason));
  }
}

function* chunks<Item>(items: readonly Item[]): Iterable<readonly Item[]> {
  for (let start = 0; start < items.length; start += CONTACTS_PER_QUERY) {
    yield items.slice(start, start + CONTACTS_PER_QUERY);
  }
}
