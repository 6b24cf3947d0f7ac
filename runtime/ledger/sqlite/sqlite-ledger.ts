import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { SqliteQueryCompiler } from "kysely";
import type { Instant } from "../../calendar/instant.ts";
import { makeFolder } from "../../folder.ts";
import { RuntimeProblem } from "../../problem.ts";
import { decisionKey, type Ledger, type LedgerLock } from "../ledger.ts";
import { ledgerQueries } from "../queries.ts";
import type { MembershipRecord, Reason, TickDecision } from "../records.ts";
import { type Connection, openConnection } from "./connection.ts";
import { assertHeld, takeLock } from "./lock.ts";
import { ledgerVersion, migrate, openEmpty } from "./migrate.ts";
import {
  CONTACT_COLUMNS,
  chainContactFrom,
  contactFrom,
  contactValues,
  DECISION_COLUMNS,
  decisionValues,
  reasonFrom,
  rejectionFrom,
  rememberedList,
  responseFrom,
  tickFrom,
} from "./rows.ts";

const queries = ledgerQueries(() => new SqliteQueryCompiler());

/** SQLite takes 32,766 parameters at most. */
const OCCASIONS_PER_QUERY = 10_000;

/**
 * Opens a project's ledger, creating or migrating it as needed; `:memory:` for one that ends with the process.
 * @throws RuntimeProblem where it cannot be opened, is no ledger, or is newer than this release.
 */
export function openSqliteLedger(path: string): Ledger {
  if (path !== ":memory:") makeLedgerFolder(dirname(path));
  const connection = openConnection(path);
  try {
    // Checked before the first write, so that a file that isn't ours stays as it was.
    ledgerVersion(connection);
    if (path !== ":memory:")
      connection.execute("pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536");
    migrate(connection);
    return sqliteLedger(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
}

/**
 * Opens a ledger to read alone, without any change to what is there; an absent one reads as empty. Never waits
 * for a run and never makes one wait.
 */
export function openSqliteLedgerReader(path: string): Ledger {
  if (!existsSync(path)) return sqliteLedger(openEmpty());
  // Not opened read-only: SQLite would leave its `-wal` and `-shm` files behind.
  const connection = openConnection(path);
  try {
    connection.execute("pragma query_only = 1");
    if (ledgerVersion(connection) > 0) return sqliteLedger(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  connection.close();
  return sqliteLedger(openEmpty());
}

function makeLedgerFolder(path: string): void {
  try {
    makeFolder(path);
  } catch (error) {
    throw new RuntimeProblem("ledger-unreachable", `the ledger's folder \`${path}\` cannot be created`, {
      cause: error,
      help: "check `ledger:` in `baleen.yaml`",
    });
  }
}

function sqliteLedger(connection: Connection): Ledger {
  return {
    async lastTicks(until = Number.MAX_SAFE_INTEGER) {
      const rows = connection.all(queries.lastTicks(until));
      return new Map(rows.map((row) => [row.campaign, tickFrom(row)]));
    },
    async completed(tick, campaigns) {
      const wanted = new Set(campaigns);
      return connection
        .all(queries.ticksAt(tick))
        .filter((row) => wanted.has(row.campaign))
        .map(tickFrom);
    },
    async contacts(tick, campaigns) {
      const wanted = new Set(campaigns);
      return connection
        .all(queries.contactsAt(tick))
        .filter((row) => wanted.has(row.campaign))
        .map(contactFrom);
    },
    async rejections(tick, campaigns) {
      const wanted = new Set(campaigns);
      const reasons = new Map<number, Reason[]>();
      for (const row of connection.iterate(queries.reasonsAt(tick))) {
        const list = reasons.get(row.rejection);
        if (list === undefined) reasons.set(row.rejection, [reasonFrom(row)]);
        else list.push(reasonFrom(row));
      }
      return connection
        .all(queries.rejectionsAt(tick))
        .filter((row) => wanted.has(row.campaign))
        .map((row) => rejectionFrom(row, reasons.get(row.id) ?? []));
    },
    async decided(campaign, occasions) {
      const keys = new Set<string>();
      for (let start = 0; start < occasions.length; start += OCCASIONS_PER_QUERY / 2) {
        const some = occasions.slice(start, start + OCCASIONS_PER_QUERY / 2);
        for (const row of connection.iterate(queries.decided(campaign, some))) {
          keys.add(decisionKey(row.customer, row.occasion));
        }
      }
      return keys;
    },
    customerPlaces: async (campaign, from) => connection.all(queries.customerPlaces(campaign, from)),
    campaignPlaces: async (campaign, from) => connection.all(queries.campaignPlaces(campaign, from)),
    channelPlaces: async (from) => connection.all(queries.channelPlaces(from)),
    async spending(campaign, from) {
      const rows = connection.all(queries.spending(campaign, from));
      return rows.map((row) => ({ ...row, costs: JSON.parse(row.costs) }));
    },
    async customerContacts(from) {
      const offers = rememberedList();
      return mapped(connection.iterate(queries.customerContacts(from)), (row) => ({
        ...row,
        offers: offers(row.offers),
      }));
    },
    async policyPlaces(from) {
      const rows = connection.all(queries.policyPlaces(from));
      return rows.map((row) => ({
        ...row,
        offers: JSON.parse(row.offers),
        segments: JSON.parse(row.segments),
        costs: JSON.parse(row.costs),
      }));
    },
    memberState: async (campaign) => connection.all(queries.memberState(campaign))[0],
    members: async (campaign) => connection.all(queries.members(campaign)),
    async contactsBefore(tick, from) {
      const offers = rememberedList();
      return mapped(connection.iterate(queries.contactsBefore(tick, from)), (row) => ({
        ...row,
        offers: offers(row.offers),
      }));
    },
    async responsesBefore(tick, from) {
      return mapped(connection.iterate(queries.responsesBefore(tick, from)), responseFrom);
    },
    openChains: async (campaign, asked) =>
      connection.all(queries.openChains(campaign, asked)).map(chainContactFrom),
    lock: (clock, waitSeconds) => takeLock(connection, queries, clock, waitSeconds),
    async commit(lock, decision) {
      connection.transaction(() => {
        assertHeld(connection, queries, lock);
        insertDecision(connection, decision);
      });
    },
    async claimDue(lock, at) {
      return connection.transaction(() => {
        assertHeld(connection, queries, lock);
        for (const { channel } of connection.all(queries.waitingChannels(at))) {
          const dispatch = connection.insert(queries.insertDispatch(channel, at));
          connection.run(queries.claim(dispatch, channel, at));
        }
        return connection
          .all(queries.openDispatches())
          .map((row) => ({ id: row.id, channel: row.channel, startedAt: row.started_at }));
      });
    },
    *dispatchMessages(dispatch) {
      for (const row of connection.iterate(queries.dispatchMessages(dispatch))) {
        yield { ...row, offers: JSON.parse(row.offers) };
      }
    },
    async finishDispatch(lock: LedgerLock, dispatch, at, target) {
      connection.transaction(() => {
        assertHeld(connection, queries, lock);
        connection.run(queries.insertDeliveries(dispatch, at));
        connection.run(queries.markSent(dispatch));
        connection.run(queries.finishDispatch(dispatch, at, target));
      });
    },
    close: () => connection.close(),
  };
}

function* mapped<From, To>(rows: Iterable<From>, change: (row: From) => To): Iterable<To> {
  for (const row of rows) yield change(row);
}

function insertDecision(connection: Connection, decision: TickDecision): void {
  const run = connection.insert(
    queries.insertRun({
      tick: decision.tick,
      asked_at: decision.at,
      plan_hash: decision.planHash,
      started_at: decision.startedAt,
    }),
  );
  for (const tick of decision.campaigns) {
    connection.run(
      queries.insertCampaignTick({
        campaign: tick.campaign,
        tick: tick.tick,
        run,
        label: tick.label,
        owner: tick.owner,
        previous_tick: tick.previousTick,
        active: tick.active ? 1 : 0,
        floor: tick.floor,
        campaign_hash: tick.campaignHash,
        funnel: JSON.stringify(tick.funnel),
      }),
    );
  }
  insertContacts(connection, decision);
  insertRejections(connection, decision);
  for (const record of decision.memberships) putMembers(connection, decision.tick, record);
}

function insertContacts(connection: Connection, decision: TickDecision): void {
  const insertContact = connection.prepare(
    queries.insertRow("contacts", [...DECISION_COLUMNS, ...CONTACT_COLUMNS]),
  );
  const insertOutgoing = connection.prepare(
    queries.insertRow("outbox", ["contact", "key", "channel", "due", "address", "subject", "message"]),
  );
  for (const { contact, outgoing, state } of decision.contacts) {
    const { channel, due } = contact;
    const id = insertContact([...decisionValues(contact), ...contactValues(contact, state)]);
    if (outgoing === undefined) continue;
    insertOutgoing([id, outgoing.key, channel, due, outgoing.address, outgoing.subject, outgoing.message]);
  }
}

function putMembers(connection: Connection, tick: Instant, record: MembershipRecord): void {
  const { campaign, meaning, put, removed } = record;
  connection.run(queries.putMemberState({ campaign, tick, meaning }));
  const putMember = connection.prepare(queries.putMember());
  for (const { customer, value } of put) putMember([campaign, customer, value]);
  const removeMember = connection.prepare(queries.removeMember());
  for (const customer of removed) removeMember([campaign, customer]);
}

function insertRejections(connection: Connection, decision: TickDecision): void {
  const insertRejection = connection.prepare(
    queries.insertRow("rejections", [...DECISION_COLUMNS, "channel", "offers", "due"]),
  );
  const insertReason = connection.prepare(
    queries.insertRow("rejection_reasons", ["rejection", "position", "channel", "code", "rule"]),
  );
  for (const rejection of decision.rejections) {
    const { channel, offers, due } = rejection;
    const id = insertRejection([...decisionValues(rejection), channel, JSON.stringify(offers), due]);
    rejection.reasons.forEach(({ channel, code, rule }, position) => {
      insertReason([id, position, channel, code, rule ?? null]);
    });
  }
}
