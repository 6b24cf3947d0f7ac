import { PostgresQueryCompiler } from "kysely";
import type { Ledger } from "../ledger.ts";
import { ledgerQueries } from "../queries.ts";
import { ledgerReading } from "../reading.ts";
import { emptyLedger } from "../sqlite/sqlite-ledger.ts";
import { insertDecision } from "./insert-decision.ts";
import { assertHeld, takeLock } from "./lock.ts";
import { ledgerVersion, migrate } from "./migrate.ts";
import { openSession, type Session } from "./session.ts";

/** Where the ledger's tables are. */
interface Place {
  /** With user and password. */
  readonly url: string;
  readonly schema: string;
}

const queries = ledgerQueries(() => new PostgresQueryCompiler());

/**
 * Opens a project's ledger in PostgreSQL, creating or migrating it as needed.
 * @throws RuntimeProblem where it cannot be reached, is no ledger, or is newer than this release.
 */
export async function openPostgresLedger(place: Place): Promise<Ledger> {
  const session = await openSession(place.url, place.schema);
  try {
    await migrate(session, place.schema);
    return postgresLedger(session, place);
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** Opens a ledger to read alone, without any change to what is there; an absent one reads as empty. */
export async function openPostgresLedgerReader(place: Place): Promise<Ledger> {
  const session = await openSession(place.url, place.schema);
  try {
    if ((await ledgerVersion(session, place.schema)) > 0) {
      await session.select("set default_transaction_read_only = on");
      return postgresLedger(session, place);
    }
  } catch (error) {
    await session.close();
    throw error;
  }
  await session.close();
  return emptyLedger();
}

/** One connection holds the lock, reads and commits; each long list is read on a connection of its own. */
function postgresLedger(session: Session, { url, schema }: Place): Ledger {
  return {
    ...ledgerReading(
      {
        all: session.all,
        async *batches(query) {
          const reader = await openSession(url, schema);
          try {
            yield* reader.batches(query);
          } finally {
            await reader.close();
          }
        },
      },
      queries,
    ),
    lock: (clock, waitSeconds) => takeLock(session, schema, queries, clock, waitSeconds),
    commit: (lock, decision) =>
      session.transaction(async (inside) => {
        await assertHeld(inside, schema, queries, lock);
        await insertDecision(inside, queries, decision);
      }),
    claimDue: (lock, at) =>
      session.transaction(async (inside) => {
        await assertHeld(inside, schema, queries, lock);
        for (const { channel } of await inside.all(queries.waitingChannels(at))) {
          const [dispatch] = await inside.all(queries.insertDispatch(channel, at));
          if (dispatch === undefined) throw new Error("an insertion gave no row");
          await inside.all(queries.claim(dispatch.id, channel, at));
        }
        const open = await inside.all(queries.openDispatches());
        return open.map((row) => ({ id: row.id, channel: row.channel, startedAt: row.started_at }));
      }),
    finishDispatch: (lock, dispatch, at, target) =>
      session.transaction(async (inside) => {
        await assertHeld(inside, schema, queries, lock);
        await inside.all(queries.insertDeliveries(dispatch, at));
        await inside.all(queries.markSent(dispatch));
        await inside.all(queries.finishDispatch(dispatch, at, target));
      }),
    close: session.close,
  };
}
