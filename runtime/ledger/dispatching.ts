import type { Instant } from "../calendar/instant.ts";
import type { Ledger, LedgerLock } from "./ledger.ts";
import type { AskedAgain, DeliveryResults, DispatchRecord } from "./outgoing.ts";
import type { LedgerQueries } from "./queries.ts";
import type { QueryRunner } from "./reading.ts";

/** What runs queries within a transaction. */
type Inside = Pick<QueryRunner, "all">;

/** Runs work in one transaction that first makes sure that the lock is still held; undone where it throws. */
export type HeldTransaction = <Result>(
  lock: LedgerLock,
  work: (inside: Inside) => Promise<Result>,
) => Promise<Result>;

/** What of a ledger keeps account of messages that leave: the same for all databases. */
export type LedgerDispatching = Pick<
  Ledger,
  | "takeUpDispatches"
  | "claimDue"
  | "releaseDispatch"
  | "retryDeadLetters"
  | "finishDispatch"
  | "recordDeliveries"
>;

/** Contacts that one statement speaks of. */
const CONTACTS_PER_QUERY = 1_000;

/** Who is at a dispatch: where several send at once, each must know what is another's. */
export interface DispatchOwners {
  /** Whether the dispatch is the caller's from now on: nobody else was at it. Within a transaction, `inside` is that. */
  take(dispatch: number, inside?: Inside): Promise<boolean>;
  giveUp(dispatch: number, inside?: Inside): Promise<void>;
}

/** Where one sends at a time. */
export const NOBODY_ELSE: DispatchOwners = { take: async () => true, giveUp: async () => {} };

/** Keeps account of messages by a ledger's queries. */
export function ledgerDispatching(
  transaction: HeldTransaction,
  queries: LedgerQueries,
  owners: DispatchOwners,
): LedgerDispatching {
  return {
    async takeUpDispatches(lock) {
      const found = await transaction(lock, (inside) => inside.all(queries.openDispatches()));
      const own: DispatchRecord[] = [];
      for (const { id, channel, started_at } of found) {
        if (!(await owners.take(id))) continue;
        // It may have ended since it was looked for.
        const [open] = await transaction(lock, (inside) => inside.all(queries.openDispatch(id)));
        if (open === undefined) await owners.giveUp(id);
        else own.push({ id, channel, startedAt: started_at });
      }
      return own;
    },
    claimDue: (lock, at, claim) =>
      transaction(lock, (inside) => claimDue(inside, queries, at, claim, owners)),
    async releaseDispatch(lock, dispatch, at, target) {
      await transaction(lock, async (inside) => {
        await inside.all(queries.release(dispatch, at));
        await inside.all(queries.removeUnusedDispatch(dispatch));
        await inside.all(queries.finishDispatch(dispatch, at, target));
      });
      await owners.giveUp(dispatch);
    },
    retryDeadLetters: (lock, at, channel) =>
      transaction(lock, async (inside) => {
        const found = await inside.all(queries.deadContacts(channel));
        let retried = 0;
        for (const some of chunks(found.map(({ contact }) => contact))) {
          // Another may have taken them up meanwhile: whoever removes one has it.
          const removed = await inside.all(queries.removeDeadLetters(some));
          for (const { contact, reason } of removed) await inside.all(queries.revive(contact, at, reason));
          const contacts = removed.map(({ contact }) => contact);
          if (contacts.length > 0) await inside.all(queries.markContacts(contacts, "waiting"));
          retried += contacts.length;
        }
        return retried;
      }),
    async finishDispatch(lock, dispatch, at, target) {
      await transaction(lock, async (inside) => {
        await inside.all(queries.insertDeliveries(dispatch, at));
        await inside.all(queries.markDispatchSent(dispatch));
        await inside.all(queries.finishDispatch(dispatch, at, target));
      });
      await owners.giveUp(dispatch);
    },
    recordDeliveries: (lock, dispatch, at, results) =>
      transaction(lock, (inside) => record(inside, queries, dispatch, at, results)),
  };
}

/** Why a message is cancelled that is asked again in vain. */
const NO_LONGER_ALLOWED = "no longer allowed";

async function claimDue(
  inside: Inside,
  queries: LedgerQueries,
  at: Instant,
  { runsAfter, again }: { readonly runsAfter: number; readonly again: AskedAgain },
  owners: DispatchOwners,
): Promise<readonly DispatchRecord[]> {
  await cancel(inside, queries, at, again.refused);
  const allowed = Map.groupBy(again.allowed, ({ channel }) => channel);
  const decided = await inside.all(queries.channelsAfter(runsAfter, at));
  const dispatches: DispatchRecord[] = [];
  for (const channel of [...new Set([...allowed.keys(), ...decided.map((row) => row.channel)])].sort()) {
    const [dispatch] = await inside.all(queries.insertDispatch(channel, at));
    if (dispatch === undefined) throw new Error("an insertion gave no row");
    const { id } = dispatch;
    // Before others can see it.
    await owners.take(id, inside);
    await inside.all(queries.claimAfter(id, channel, runsAfter, at));
    const messages = allowed.get(channel) ?? [];
    for (const some of chunks(messages.map(({ contact }) => contact))) {
      await inside.all(queries.claimSome(id, at, some));
    }
    for (const { contact, newAddress } of messages) {
      if (newAddress !== undefined) await inside.all(queries.readdress(id, contact, newAddress));
    }
    // Another may have claimed all of it first.
    await inside.all(queries.removeUnusedDispatch(id));
    const [kept] = await inside.all(queries.openDispatch(id));
    if (kept === undefined) await owners.giveUp(id, inside);
    else dispatches.push({ id, channel, startedAt: at });
  }
  return dispatches;
}

async function cancel(
  inside: Inside,
  queries: LedgerQueries,
  at: Instant,
  refused: AskedAgain["refused"],
): Promise<void> {
  for (const wanted of chunks(refused)) {
    const removed = await inside.all(
      queries.removeMessages(
        at,
        wanted.map(({ contact }) => contact),
      ),
    );
    const contacts = removed.map(({ contact }) => contact);
    if (contacts.length === 0) continue;
    // What another has claimed meanwhile is no more to be cancelled.
    const isRemoved = new Set(contacts);
    const some = wanted.filter(({ contact }) => isRemoved.has(contact));
    const cancelled = contacts.map((contact) => ({ contact, cancelled_at: at, reason: NO_LONGER_ALLOWED }));
    const reasons = some.flatMap(({ contact, reasons: all }) =>
      all.map(({ code, rule }, position) => ({ contact, position, code, rule: rule ?? null })),
    );
    await inside.all(queries.insertCancellations(cancelled));
    for (const rows of chunks(reasons)) await inside.all(queries.insertCancellationReasons(rows));
    await inside.all(queries.markContacts(contacts, "cancelled"));
  }
}

async function record(
  inside: Inside,
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
