import type { Instant } from "../calendar/instant.ts";
import type { AskedAgain, DeliveryResults, DispatchRecord, Ledger, LedgerLock } from "./ledger.ts";
import type { LedgerQueries } from "./queries.ts";
import type { QueryRunner } from "./reading.ts";

/** Runs work in one transaction that first makes sure that the lock is still held; undone where it throws. */
export type HeldTransaction = <Result>(
  lock: LedgerLock,
  work: (inside: Pick<QueryRunner, "all">) => Promise<Result>,
) => Promise<Result>;

/** What of a ledger keeps account of messages that leave: the same for all databases. */
export type LedgerDispatching = Pick<
  Ledger,
  "claimDue" | "releaseDispatch" | "retryDeadLetters" | "finishDispatch" | "recordDeliveries"
>;

/** Contacts that one statement speaks of. */
const CONTACTS_PER_QUERY = 1_000;

/** Keeps account of messages by a ledger's queries. */
export function ledgerDispatching(transaction: HeldTransaction, queries: LedgerQueries): LedgerDispatching {
  return {
    claimDue: (lock, at, claim) => transaction(lock, (inside) => claimDue(inside, queries, at, claim)),
    releaseDispatch: (lock, dispatch, at, target) =>
      transaction(lock, async (inside) => {
        await inside.all(queries.release(dispatch, at));
        await inside.all(queries.removeUnusedDispatch(dispatch));
        await inside.all(queries.finishDispatch(dispatch, at, target));
      }),
    retryDeadLetters: (lock, at, channel) =>
      transaction(lock, async (inside) => {
        const dead = await inside.all(queries.deadContacts(channel));
        for (const { contact, reason } of dead) await inside.all(queries.revive(contact, at, reason));
        for (const some of chunks(dead.map(({ contact }) => contact))) {
          await inside.all(queries.removeDeadLetters(some));
          await inside.all(queries.markContacts(some, "waiting"));
        }
        return dead.length;
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

/** Why a message is cancelled that is asked again in vain. */
const NO_LONGER_ALLOWED = "no longer allowed";

async function claimDue(
  inside: Pick<QueryRunner, "all">,
  queries: LedgerQueries,
  at: Instant,
  { runsAfter, again }: { readonly runsAfter: number; readonly again: AskedAgain },
): Promise<readonly DispatchRecord[]> {
  await cancel(inside, queries, at, again.refused);
  const allowed = Map.groupBy(again.allowed, ({ channel }) => channel);
  const decided = await inside.all(queries.channelsAfter(runsAfter, at));
  const dispatches: DispatchRecord[] = [];
  for (const channel of [...new Set([...allowed.keys(), ...decided.map((row) => row.channel)])].sort()) {
    const [dispatch] = await inside.all(queries.insertDispatch(channel, at));
    if (dispatch === undefined) throw new Error("an insertion gave no row");
    await inside.all(queries.claimAfter(dispatch.id, channel, runsAfter, at));
    const messages = allowed.get(channel) ?? [];
    for (const { contact, newAddress } of messages) {
      if (newAddress !== undefined) await inside.all(queries.readdress(contact, newAddress));
    }
    for (const some of chunks(messages.map(({ contact }) => contact))) {
      await inside.all(queries.claimSome(dispatch.id, at, some));
    }
    dispatches.push({ id: dispatch.id, channel, startedAt: at });
  }
  return dispatches;
}

async function cancel(
  inside: Pick<QueryRunner, "all">,
  queries: LedgerQueries,
  at: Instant,
  refused: AskedAgain["refused"],
): Promise<void> {
  for (const some of chunks(refused)) {
    const contacts = some.map(({ contact }) => contact);
    const cancelled = contacts.map((contact) => ({ contact, cancelled_at: at, reason: NO_LONGER_ALLOWED }));
    const reasons = some.flatMap(({ contact, reasons: all }) =>
      all.map(({ code, rule }, position) => ({ contact, position, code, rule: rule ?? null })),
    );
    await inside.all(queries.removeMessages(contacts));
    await inside.all(queries.insertCancellations(cancelled));
    for (const rows of chunks(reasons)) await inside.all(queries.insertCancellationReasons(rows));
    await inside.all(queries.markContacts(contacts, "cancelled"));
  }
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
