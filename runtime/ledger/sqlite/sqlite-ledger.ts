import { dirname } from "node:path";
import { type CompiledQuery, SqliteQueryCompiler } from "kysely";
import type { Instant } from "../../calendar/instant.ts";
import { makeFolder } from "../../folder.ts";
import { RuntimeProblem } from "../../problem.ts";
import { batchesOf } from "../batches.ts";
import { type HeldTransaction, ledgerDispatching, NOBODY_ELSE } from "../dispatching.ts";
import { ledgerExplaining } from "../explaining.ts";
import { ledgerImports } from "../imports.ts";
import type { Ledger } from "../ledger.ts";
import { MARKS_SINCE, nobodyForgotten } from "../marks.ts";
import { LATEST_VERSION } from "../migrations.ts";
import { ledgerOutlook } from "../outlook.ts";
import { assertOwn, ledgerOwner, OWNER_SINCE } from "../owner.ts";
import { type PastRun, pastLedger } from "../past.ts";
import { ledgerPrivacy } from "../privacy.ts";
import { ledgerProjects } from "../projects.ts";
import { type LedgerQueries, ledgerQueries } from "../queries.ts";
import { ledgerReading, type QueryRunner } from "../reading.ts";
import { reasonListNumbering } from "../reason-lists.ts";
import type { MembershipRecord, TickDecision } from "../records.ts";
import { ledgerResponding } from "../responding.ts";
import { ledgerResults } from "../results.ts";
import {
  CONTACT_COLUMNS,
  campaignTickRow,
  contactValues,
  DECISION_COLUMNS,
  decisionValues,
  OUTBOX_COLUMNS,
  outboxValues,
  REASON_COLUMNS,
  REASON_LIST_COLUMNS,
  REJECTION_COLUMNS,
  reasonValues,
  rejectionValues,
  runRow,
} from "../rows.ts";
import { ledgerTasks } from "../tasks.ts";
import { ANY_ROW, contradictory, notEmpty } from "../transfer/import-problem.ts";
import { type Cell, columnsOf, type TransferredTable } from "../transfer/transferred-tables.ts";
import { type Connection, isContradiction, openConnection } from "./connection.ts";
import { assertHeld, takeLock } from "./lock.ts";
import { ledgerVersion, migrate, openEmpty } from "./migrate.ts";
import { openReading } from "./open-reading.ts";

const queriesOf = (version?: number, past?: PastRun) =>
  ledgerQueries(() => new SqliteQueryCompiler(), false, version, past);
const LATEST_QUERIES = queriesOf();

/** Where the ledger is, and whose. */
interface Place {
  readonly path: string;
  readonly forgetKey?: string;
  readonly project?: string;
}

/**
 * Opens a project's ledger, creating or migrating it as needed; `:memory:` for one that ends with the process.
 * @throws RuntimeProblem where it cannot be opened, is no ledger or another project's, or is newer than this release.
 */
export function openSqliteLedger({ path, forgetKey, project }: Place): Ledger {
  if (path !== ":memory:") makeLedgerFolder(dirname(path));
  const connection = openConnection(path);
  try {
    // Checked before the first write, so that a file that isn't ours stays as it was.
    assertOwnLedger(connection, ledgerVersion(connection), project);
    if (path !== ":memory:")
      connection.execute("pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536");
    migrate(connection);
    claim(connection, project);
    return sqliteLedger(connection, forgetKey);
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** @throws RuntimeProblem where it is another project's; one of before is nobody's. */
function assertOwnLedger(connection: Connection, version: number, project: string | undefined): void {
  if (project === undefined || version < OWNER_SINCE) return;
  assertOwn(connection.all(LATEST_QUERIES.owner())[0]?.project, project, `\`${connection.path}\``);
}

/** Makes a ledger the project's that is nobody's yet. */
function claim(connection: Connection, project: string | undefined): void {
  if (project === undefined || connection.all(LATEST_QUERIES.owner()).length > 0) return;
  connection.transaction(() => connection.run(LATEST_QUERIES.claim(project)));
  // Another may have been first.
  assertOwnLedger(connection, LATEST_VERSION, project);
}

/** A ledger without anything in it, to read. */
export function emptyLedger(): Ledger {
  return sqliteLedger(openEmpty());
}

/**
 * Opens a ledger to read alone, without any change to what is there; an absent one reads as empty. Never waits
 * for a run and never makes one wait.
 */
export function openSqliteLedgerReader({ path, forgetKey, project }: Place): Ledger {
  const connection = openReading(path);
  if (connection === undefined) return emptyLedger();
  try {
    const version = ledgerVersion(connection);
    assertOwnLedger(connection, version, project);
    if (version > 0) {
      const ledger = sqliteLedger(connection, forgetKey, version);
      return version < MARKS_SINCE ? { ...ledger, forgotten: nobodyForgotten } : ledger;
    }
  } catch (error) {
    connection.close();
    throw error;
  }
  connection.close();
  return emptyLedger();
}

/** @throws RuntimeProblem where the ledger's folder is not there and cannot be made. */
export function makeLedgerFolder(path: string): void {
  try {
    makeFolder(path);
  } catch (error) {
    throw new RuntimeProblem("ledger-unreachable", `the ledger's folder \`${path}\` cannot be created`, {
      cause: error,
      help: "check `ledger:` in `baleen.yaml`",
    });
  }
}

/** `version`: of an older ledger, which is read as it is. */
function sqliteLedger(connection: Connection, forgetKey?: string, version = LATEST_VERSION): Ledger {
  const queries = version === LATEST_VERSION ? LATEST_QUERIES : queriesOf(version);
  const runner: QueryRunner = {
    all: async (query) => connection.all(query),
    batches: (query) => batchesOf(connection.iterate(query)),
  };
  const heldTransaction: HeldTransaction = (lock, work) =>
    connection.longTransaction(() => {
      assertHeld(connection, queries, lock);
      return work(runner);
    });
  const ledger: Ledger = {
    ...ledgerReading(runner, queries),
    results: ledgerResults(runner, () => new SqliteQueryCompiler(), version),
    ...ledgerOutlook(runner, queries),
    ...ledgerPrivacy(
      { runner, transaction: heldTransaction, wipe: async () => wipeFreed(connection) },
      queries,
      forgetKey,
    ),
    ...ledgerDispatching(heldTransaction, queries, NOBODY_ELSE),
    ...ledgerTasks(
      runner,
      (lock, work) =>
        lock === undefined ? connection.longTransaction(() => work(runner)) : heldTransaction(lock, work),
      queries,
      NOBODY_ELSE,
    ),
    ...ledgerResponding(heldTransaction, queries),
    ...ledgerImports(heldTransaction, queries),
    ...ledgerProjects(runner, heldTransaction, queries, version),
    ...ledgerOwner(runner, heldTransaction, queries, { version, place: `\`${connection.path}\`` }),
    ...ledgerExplaining(runner, queries, version),
    lock: (clock, waitSeconds) => takeLock(connection, queries, clock, waitSeconds),
    dispatchLock: async (clock, waitSeconds, held) =>
      held ?? takeLock(connection, queries, clock, waitSeconds),
    async commit(lock, decision) {
      connection.transaction(() => {
        assertHeld(connection, queries, lock);
        insertDecision(connection, queries, decision);
      });
    },
    importTables: (lock, tables) =>
      heldTransaction(lock, async () => {
        if (connection.select(ANY_ROW).length > 0) throw notEmpty();
        for await (const { table, rows } of tables) insertRows(connection, queries, table, rows);
      }),
    atOneMoment: (read) => connection.readTransaction(read),
    close: async () => connection.close(),
    before: (run) => pastLedger(ledger, ledgerReading(runner, queriesOf(version, run))),
  };
  return ledger;
}

/**
 * Writes the file anew, without what was freed: SQLite leaves the bytes of rows that are gone where they were, in the file and
 * in the log of writes.
 */
function wipeFreed(connection: Connection): void {
  connection.execute("vacuum");
  const [log] = connection.select<{ readonly busy: number }>("pragma wal_checkpoint(truncate)");
  if (log?.busy !== 1) return;
  throw new RuntimeProblem(
    "ledger-busy",
    `another process reads \`${connection.path}\`, so that its log of writes could not be emptied`,
    {
      help: "what was to be forgotten is replaced, but its bytes are still in the log: do it again in a moment",
    },
  );
}

function insertRows(
  connection: Connection,
  queries: LedgerQueries,
  table: TransferredTable,
  rows: readonly (readonly Cell[])[],
): void {
  const insert = connection.prepare(queries.insertRow(table, columnsOf(table) as readonly never[]));
  try {
    for (const row of rows) insert(row);
  } catch (error) {
    throw isContradiction(error) ? contradictory(table, error) : error;
  }
}

/** Inserts a row and gives its number. */
function insertNumbered(connection: Connection, query: CompiledQuery<{ readonly id: number }>): number {
  const [row] = connection.all(query);
  if (row === undefined) throw new Error("an insertion gave no row");
  return row.id;
}

function insertDecision(connection: Connection, queries: LedgerQueries, decision: TickDecision): void {
  const run = insertNumbered(connection, queries.insertRun(runRow(decision)));
  for (const tick of decision.campaigns) {
    connection.run(queries.insertCampaignTick(campaignTickRow(tick, run)));
  }
  insertContacts(connection, queries, decision);
  insertRejections(connection, queries, decision);
  for (const record of decision.memberships) putMembers(connection, queries, decision.tick, record);
}

function insertContacts(connection: Connection, queries: LedgerQueries, decision: TickDecision): void {
  const insertContact = connection.prepare(
    queries.insertRow("contacts", [...DECISION_COLUMNS, ...CONTACT_COLUMNS]),
  );
  const insertOutgoing = connection.prepare(queries.insertRow("outbox", OUTBOX_COLUMNS));
  for (const { contact, outgoing, state } of decision.contacts) {
    const id = insertContact([...decisionValues(contact), ...contactValues(contact, state)]);
    if (outgoing !== undefined) insertOutgoing(outboxValues(id, contact, outgoing));
  }
}

function putMembers(
  connection: Connection,
  queries: LedgerQueries,
  tick: Instant,
  record: MembershipRecord,
): void {
  const { campaign, meaning, put, removed } = record;
  connection.run(queries.putMemberState({ campaign, tick, meaning }));
  const putMember = connection.prepare(queries.putMember());
  for (const { customer, value } of put) putMember([campaign, customer, value]);
  const removeMember = connection.prepare(queries.removeMember());
  for (const customer of removed) removeMember([campaign, customer]);
}

function insertRejections(connection: Connection, queries: LedgerQueries, decision: TickDecision): void {
  const insertRejection = connection.prepare(
    queries.insertRow("rejections", [...DECISION_COLUMNS, ...REJECTION_COLUMNS]),
  );
  const insertList = connection.prepare(queries.insertRow("reason_lists", REASON_LIST_COLUMNS));
  const insertReason = connection.prepare(queries.insertRow("reasons", REASON_COLUMNS));
  const [last] = connection.all(queries.lastReasonList());
  const listOf = reasonListNumbering((last?.id ?? 0) + 1);
  for (const rejection of decision.rejections) {
    const list = listOf(rejection.reasons);
    if (list.isNew) {
      insertList([list.number, decision.tick]);
      for (const row of reasonValues(list)) insertReason(row);
    }
    insertRejection([...decisionValues(rejection), ...rejectionValues(rejection, list.number)]);
  }
}
