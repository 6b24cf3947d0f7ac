import { PostgresQueryCompiler } from "kysely";
import { postgresCode } from "../../postgres/failure.ts";
import { ledgerDispatching } from "../dispatching.ts";
import { ledgerExplaining } from "../explaining.ts";
import { ledgerImports } from "../imports.ts";
import type { Ledger, LedgerLock, TableRows } from "../ledger.ts";
import { MARKS_SINCE, nobodyForgotten } from "../marks.ts";
import { LATEST_VERSION } from "../migrations.ts";
import { ledgerOutlook } from "../outlook.ts";
import { assertOwn, ledgerOwner, OWNER_SINCE } from "../owner.ts";
import { type PastRun, pastLedger } from "../past.ts";
import { ledgerPrivacy } from "../privacy.ts";
import { ledgerProjects } from "../projects.ts";
import { ledgerQueries } from "../queries.ts";
import { ledgerReading, type QueryRunner } from "../reading.ts";
import { ledgerResponding } from "../responding.ts";
import { ledgerResults } from "../results.ts";
import { ledgerTasks } from "../tasks.ts";
import { ANY_ROW, contradictory, notEmpty } from "../transfer/import-problem.ts";
import { columnsOf, NUMBERED_TABLES, type TransferredTable } from "../transfer/transferred-tables.ts";
import { insertDecision } from "./insert-decision.ts";
import { assertHeld, dispatchOwners, takeDispatchLock, takeLock } from "./lock.ts";
import { ledgerVersion, migrate, placeName } from "./migrate.ts";
import { openSession, type Session, type Snapshot } from "./session.ts";

/** Where the ledger's tables are. */
interface Place {
  /** With user and password. */
  readonly url: string;
  readonly schema: string;
  readonly forgetKey?: string;
  readonly project?: string;
}

const queriesOf = (version?: number, past?: PastRun) =>
  ledgerQueries(() => new PostgresQueryCompiler(), true, version, past);
const LATEST_QUERIES = queriesOf();

/**
 * Opens a project's ledger in PostgreSQL, creating or migrating it as needed.
 * @throws RuntimeProblem where it cannot be reached, is no ledger or another project's, or is newer than this release.
 */
export async function openPostgresLedger(place: Place): Promise<Ledger> {
  const session = await openSession(place.url, place.schema);
  try {
    // Asked before the first write: a ledger that isn't ours stays as it was.
    await assertOwnLedger(session, place, await ledgerVersion(session, place.schema));
    await migrate(session, place.schema);
    await claim(session, place);
    return postgresLedger(session, place);
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** @throws RuntimeProblem where it is another project's; one of before is nobody's. */
async function assertOwnLedger(session: Session, { schema, project }: Place, version: number): Promise<void> {
  if (project === undefined || version < OWNER_SINCE) return;
  const [owner] = await session.all(LATEST_QUERIES.owner());
  assertOwn(owner?.project, project, `in ${placeName(session, schema)}`);
}

/** Makes a ledger the project's that is nobody's yet. */
async function claim(session: Session, place: Place): Promise<void> {
  if (place.project === undefined || (await session.all(LATEST_QUERIES.owner())).length > 0) return;
  await session.all(LATEST_QUERIES.claim(place.project));
  // Another may have been first.
  await assertOwnLedger(session, place, LATEST_VERSION);
}

/** Opens a ledger to read alone, without any change to what is there; an absent one reads as empty. */
export async function openPostgresLedgerReader(place: Place): Promise<Ledger> {
  const session = await openSession(place.url, place.schema, true);
  try {
    const version = await ledgerVersion(session, place.schema);
    await assertOwnLedger(session, place, version);
    if (version > 0) {
      await session.select("set default_transaction_read_only = on");
      const ledger = postgresLedger(session, place, version);
      return version < MARKS_SINCE ? { ...ledger, forgotten: nobodyForgotten } : ledger;
    }
  } catch (error) {
    await session.close();
    throw error;
  }
  await session.close();
  return (await import("../sqlite/sqlite-ledger.ts")).emptyLedger();
}

/**
 * One connection holds the lock, reads and commits; each long list is read on a connection of its own. `version`: of an older
 * ledger, which is read as it is.
 */
function postgresLedger(
  session: Session,
  { url, schema, forgetKey }: Place,
  version = LATEST_VERSION,
): Ledger {
  const queries = version === LATEST_VERSION ? LATEST_QUERIES : queriesOf(version);
  const heldTransaction = <Result>(lock: LedgerLock, work: (inside: Session) => Promise<Result>) =>
    session.transaction(async (inside) => {
      await assertHeld(inside, schema, queries, lock);
      return work(inside);
    });
  let snapshot: Snapshot | undefined;
  const runner: QueryRunner = {
    all: session.all,
    async *batches(query) {
      const reader = await openSession(url, schema, true);
      try {
        yield* reader.batches(query, snapshot);
      } finally {
        await reader.close();
      }
    },
  };
  const ledger: Ledger = {
    ...ledgerOutlook(session, queries),
    ...ledgerPrivacy(
      {
        runner: session,
        transaction: heldTransaction,
        // Row versions that nobody sees any more: their bytes are overwritten when the server needs the place.
        wipe: async (tables) => void (await session.select(`vacuum ${tables.join(", ")}`)),
      },
      queries,
      forgetKey,
    ),
    ...ledgerDispatching(heldTransaction, queries, dispatchOwners(session, schema)),
    ...ledgerTasks(
      session,
      (lock, work) => (lock === undefined ? session.transaction(work) : heldTransaction(lock, work)),
      queries,
      dispatchOwners(session, schema),
    ),
    ...ledgerResponding(heldTransaction, queries),
    ...ledgerImports(heldTransaction, queries),
    ...ledgerProjects(session, heldTransaction, queries, version),
    ...ledgerOwner(session, heldTransaction, queries, { version, place: `in ${placeName(session, schema)}` }),
    ...ledgerExplaining(session, queries, version),
    ...ledgerReading(runner, queries),
    results: ledgerResults(runner, () => new PostgresQueryCompiler(), version),
    lock: (clock, waitSeconds, scope) => takeLock(session, schema, queries, clock, waitSeconds, scope),
    dispatchLock: (_, waitSeconds) => takeDispatchLock(session, schema, queries, waitSeconds),
    commit: (lock, decision) => heldTransaction(lock, (inside) => insertDecision(inside, queries, decision)),
    importTables: (lock, tables) =>
      heldTransaction(lock, async (inside) => {
        if ((await inside.select(ANY_ROW)).length > 0) throw notEmpty();
        for await (const { table, rows } of tables) await copyRows(inside, table, rows);
        for (const table of NUMBERED_TABLES) {
          await inside.select(
            `select setval(pg_get_serial_sequence('${table}', 'id'), max(id)) from ${table} having max(id) is not null`,
          );
        }
      }),
    atOneMoment: (read) =>
      session.readTransaction(async (taken) => {
        snapshot = taken;
        try {
          return await read();
        } finally {
          snapshot = undefined;
        }
      }),
    close: session.close,
    before: (run) => pastLedger(ledger, ledgerReading(runner, queriesOf(version, run))),
  };
  return ledger;
}

/** Classes of SQLSTATE that speak of rows: values that are none, constraints that are broken. */
const CONTRADICTIONS = ["22", "23"];

async function copyRows(inside: Session, table: TransferredTable, rows: TableRows["rows"]): Promise<void> {
  try {
    await inside.copy(`${table} (${columnsOf(table).join(", ")})`, rows);
  } catch (error) {
    const wrong = CONTRADICTIONS.includes(postgresCode(error).slice(0, 2));
    throw wrong ? contradictory(table, error) : error;
  }
}
