import { CompiledQuery } from "kysely";
import { type Clock, now } from "../../calendar/instant.ts";
import { postgresCode } from "../../postgres/failure.ts";
import type { DispatchOwners } from "../dispatching.ts";
import type { LedgerLock, LockScope } from "../ledger.ts";
import { beingSent, lockedBy, lockLost } from "../lock-problem.ts";
import type { LedgerQueries } from "../queries.ts";
import type { Session } from "./session.ts";

/** The first half of the lock's key, of Baleen's alone; the second is of the ledger's schema. */
const LOCK_CLASS = 0x62616c65;

/** Where the session holds an advisory lock: the rows of it, the key's class as $1 and the schema as $2. */
export const LOCK_IS_HELD = `from pg_locks
     where locktype = 'advisory' and pid = pg_backend_pid() and granted and objsubid = 2
       and database = (select oid from pg_database where datname = current_database())
       and classid::bigint = $1 and objid::bigint = hashtext($2)::bigint & 4294967295`;

/** That of the lock which those who send messages share, and which keeps them out. */
const DISPATCH_CLASS = LOCK_CLASS + 1;

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
  scope: LockScope = "decisions",
): Promise<LedgerLock> {
  if (!(await acquire(session, PROJECT, schema, waitSeconds))) {
    throw lockedBy((await session.all(queries.lockHolder()))[0]);
  }
  if (scope === "everything" && !(await acquire(session, SENDERS_OUT, schema, waitSeconds))) {
    await unlock(session, PROJECT, schema);
    throw beingSent();
  }
  const token = await session.transaction(async (inside) => {
    const next = ((await inside.all(queries.lockHolder()))[0]?.token ?? 0) + 1;
    await inside.all(queries.takeLock(next, process.pid, now(clock)));
    return next;
  });
  let released = false;
  return {
    kind: "project",
    token,
    isHeld: () => !released && session.isOpen(),
    release: async () => {
      if (released) return;
      released = true;
      // With its connection the lock is gone already.
      if (!session.isOpen()) return;
      if (scope === "everything") await unlock(session, SENDERS_OUT, schema);
      await unlock(session, PROJECT, schema);
    },
  };
}

/**
 * Takes the lock that those share who send messages: runs go on deciding meanwhile, and what moves the whole ledger waits.
 * @throws RuntimeProblem `ledger-locked` where the ledger is being moved.
 */
export async function takeDispatchLock(
  session: Session,
  schema: string,
  queries: LedgerQueries,
  waitSeconds: number,
): Promise<LedgerLock> {
  if (!(await acquire(session, SENDER, schema, waitSeconds))) {
    throw lockedBy((await session.all(queries.lockHolder()))[0]);
  }
  let released = false;
  return {
    kind: "dispatch",
    token: 0,
    isHeld: () => !released && session.isOpen(),
    release: async () => {
      if (released) return;
      released = true;
      if (session.isOpen()) await unlock(session, SENDER, schema);
    },
  };
}

/** Who is at a dispatch holds a lock of its own, which the server drops with the connection. */
export function dispatchOwners(session: Session, schema: string): DispatchOwners {
  const ask = (verb: "try_advisory_lock" | "advisory_unlock", dispatch: number) =>
    CompiledQuery.raw(`select pg_${verb}(hashtextextended($1, $2)) as done`, [
      `${schema}/${dispatch}`,
      DISPATCH_CLASS,
    ]) as CompiledQuery<{ readonly done: boolean }>;
  return {
    async take(dispatch, inside = session) {
      const [tried] = await inside.all(ask("try_advisory_lock", dispatch));
      return tried?.done === true;
    },
    async giveUp(dispatch, inside = session) {
      if (session.isOpen()) await inside.all(ask("advisory_unlock", dispatch));
    },
  };
}

/** An advisory lock of a ledger: which, and whether several may hold it at once. */
interface AdvisoryLock {
  readonly lockClass: number;
  readonly shared: "_shared" | "";
}

const PROJECT: AdvisoryLock = { lockClass: LOCK_CLASS, shared: "" };
const SENDER: AdvisoryLock = { lockClass: DISPATCH_CLASS, shared: "_shared" };
const SENDERS_OUT: AdvisoryLock = { lockClass: DISPATCH_CLASS, shared: "" };

async function unlock(session: Session, { lockClass, shared }: AdvisoryLock, schema: string): Promise<void> {
  await session.select(`select pg_advisory_unlock${shared}($1, hashtext($2))`, [lockClass, schema]);
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
  const isProject = lock.kind === "project";
  const [holder] = isProject ? await inside.all(queries.lockHolder()) : [];
  const held = await inside.select(`select ${LOCK_IS_HELD}`, [
    isProject ? LOCK_CLASS : DISPATCH_CLASS,
    schema,
  ]);
  const isLast = !isProject || holder?.token === lock.token;
  if (!lock.isHeld() || !isLast || held.length === 0) throw lockLost();
}

/** Waits for the lock within the server, which hands it on in order of asking. */
async function acquire(
  session: Session,
  { lockClass, shared }: AdvisoryLock,
  schema: string,
  waitSeconds: number,
): Promise<boolean> {
  const key = [lockClass, schema];
  if (waitSeconds <= 0) {
    const [tried] = await session.select<{ readonly taken: boolean }>(
      `select pg_try_advisory_lock${shared}($1, hashtext($2)) as taken`,
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
    await session.select(`select pg_advisory_lock${shared}($1, hashtext($2))`, key);
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
