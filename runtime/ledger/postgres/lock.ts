import { type Clock, now } from "../../calendar/instant.ts";
import { postgresCode } from "../../postgres/failure.ts";
import type { LedgerLock } from "../ledger.ts";
import { lockedBy, lockLost } from "../lock-problem.ts";
import type { LedgerQueries } from "../queries.ts";
import type { Session } from "./session.ts";

/** The first half of the lock's key, of Baleen's alone; the second is of the ledger's schema. */
const LOCK_CLASS = 0x62616c65;

/** Where the session holds an advisory lock: the rows of it, the key's class as $1 and the schema as $2. */
export const LOCK_IS_HELD = `from pg_locks
     where locktype = 'advisory' and pid = pg_backend_pid() and granted and objsubid = 2
       and database = (select oid from pg_database where datname = current_database())
       and classid::bigint = $1 and objid::bigint = hashtext($2)::bigint & 4294967295`;

/** A lock that could not be had within `lock_timeout`. */
const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Takes the project's lock: an advisory lock of the session that commits, so that what is lost with the connection
 * is lost together. Who holds it, and a token that grows with every holder, stand in the ledger; a commit compares
 * the token and asks the server for the lock, so that a pooler that gave the session away decides nothing.
 * @throws RuntimeProblem `ledger-locked` where another still holds it after `waitSeconds`.
 */
export async function takeLock(
  session: Session,
  schema: string,
  queries: LedgerQueries,
  clock: Clock,
  waitSeconds: number,
): Promise<LedgerLock> {
  if (!(await acquire(session, schema, waitSeconds))) {
    throw lockedBy((await session.all(queries.lockHolder()))[0]);
  }
  const token = await session.transaction(async (inside) => {
    const next = ((await inside.all(queries.lockHolder()))[0]?.token ?? 0) + 1;
    await inside.all(queries.takeLock(next, process.pid, now(clock)));
    return next;
  });
  let released = false;
  return {
    token,
    isHeld: () => !released && session.isOpen(),
    release: async () => {
      if (released) return;
      released = true;
      // With its connection the lock is gone already.
      if (!session.isOpen()) return;
      await session.select("select pg_advisory_unlock($1, hashtext($2))", [LOCK_CLASS, schema]);
    },
  };
}

/**
 * Called first in a transaction that decides.
 * @throws RuntimeProblem where the lock is not held any more.
 */
export async function assertHeld(
  inside: Session,
  schema: string,
  queries: LedgerQueries,
  lock: LedgerLock,
): Promise<void> {
  const [holder] = await inside.all(queries.lockHolder());
  const held = await inside.select(`select ${LOCK_IS_HELD}`, [LOCK_CLASS, schema]);
  if (!lock.isHeld() || holder?.token !== lock.token || held.length === 0) throw lockLost();
}

/** Waits for the lock within the server, which hands it on in order of asking. */
async function acquire(session: Session, schema: string, waitSeconds: number): Promise<boolean> {
  const key = [LOCK_CLASS, schema];
  if (waitSeconds <= 0) {
    const [tried] = await session.select<{ readonly taken: boolean }>(
      "select pg_try_advisory_lock($1, hashtext($2)) as taken",
      key,
    );
    return tried?.taken === true;
  }
  const [before] = await session.select<{ readonly statement: string }>(
    `select current_setting('statement_timeout') as statement,
            set_config('lock_timeout', $1, false), set_config('statement_timeout', '0', false)`,
    [`${Math.ceil(waitSeconds * 1_000)}ms`],
  );
  try {
    await session.select("select pg_advisory_lock($1, hashtext($2))", key);
    return true;
  } catch (error) {
    if (postgresCode(error) === LOCK_NOT_AVAILABLE) return false;
    throw error;
  } finally {
    if (session.isOpen()) {
      await session.select(
        "select set_config('lock_timeout', '0', false), set_config('statement_timeout', $1, false)",
        [before?.statement ?? "0"],
      );
    }
  }
}
