import { type ExpressionBuilder, type Insertable, type Kysely, type Selectable, sql } from "kysely";
import type { Instant } from "../calendar/instant.ts";
import type { PastRun } from "./past.ts";
import { PSEUDONYMS } from "./privacy-queries.ts";
import type { Arm } from "./records.ts";
import type { LedgerTables } from "./tables.ts";

/** The first version of a ledger that has contacts and responses of a former system. */
export const IMPORTS_SINCE = 6;

/** What is asked of contacts that count, whoever made them. */
const COUNTED_COLUMNS = [
  "id",
  "customer",
  "campaign",
  "tick",
  "wave",
  "arm",
  "channel",
  "offers",
  "due",
  "costs",
  "purpose",
  "segments",
  "state",
] as const;

type CountedContact = Pick<Selectable<LedgerTables["contacts"]>, (typeof COUNTED_COLUMNS)[number]>;

/** Of what a former system did: it was before every tick. */
const BEFORE_ALL_TICKS = Number.MIN_SAFE_INTEGER;

/**
 * All contacts that count: the project's own under their numbers, and those that a former system made, under numbers below
 * zero, as first contacts. `imports`: whether the ledger has such; `past`: those alone that there were before a run.
 */
export function countedContacts(db: Kysely<LedgerTables>, imports: boolean, past: PastRun | undefined) {
  const contacts = db.selectFrom("contacts").select(COUNTED_COLUMNS);
  const former = importedContacts(db);
  if (past === undefined) {
    return db.selectFrom((imports ? contacts.unionAll(former) : contacts).as("contacts"));
  }
  const own = contacts.where(decidedBefore(past));
  const then = former.where("imported_at", "<=", past.startedAt);
  return db.selectFrom((imports ? own.unionAll(then) : own).as("contacts"));
}

function decidedBefore({ run, asRecorded }: PastRun) {
  return ({ exists, selectFrom }: ExpressionBuilder<LedgerTables, "contacts">) =>
    exists(
      selectFrom("campaign_ticks")
        .select("run")
        .whereRef("campaign_ticks.campaign", "=", "contacts.campaign")
        .whereRef("campaign_ticks.tick", "=", "contacts.tick")
        .where(({ or, and, eb }) =>
          or([
            eb("run", "<", run),
            and([eb("run", "=", run), eb("campaign_ticks.campaign", "in", ["", ...asRecorded])]),
          ]),
        ),
    );
}

function importedContacts(db: Kysely<LedgerTables>) {
  return db
    .selectFrom("imported_contacts")
    .select(({ lit }) => [
      sql<number>`-id`.as("id"),
      "customer",
      "campaign",
      lit(BEFORE_ALL_TICKS).as("tick"),
      lit(0).as("wave"),
      sql<Arm>`'treated'`.as("arm"),
      "channel",
      "offers",
      "due",
      "costs",
      "purpose",
      sql<string>`'[]'`.as("segments"),
      "state",
    ])
    .$castTo<CountedContact>();
}

/** Responses of customers in [from, until] that a former system knew of, with the columns of those to contacts. */
export function importedResponsesBetween(db: Kysely<LedgerTables>, from: Instant, until: Instant) {
  return db
    .selectFrom("imported_responses")
    .select([sql<number>`-id`.as("id"), "customer", "campaign", "offers"])
    .select(({ ref }) => [ref("channel").$notNull().as("channel"), "time", "amount", "currency"])
    .where("customer", "not like", PSEUDONYMS)
    .where("time", ">=", from)
    .where("time", "<=", until);
}

/** The queries that take in what a former system did. */
export function importQueries(db: Kysely<LedgerTables>) {
  return {
    importedContacts: (keys: readonly string[]) =>
      db.selectFrom("imported_contacts").selectAll().where("key", "in", keys).compile(),
    importedResponses: (keys: readonly string[]) =>
      db.selectFrom("imported_responses").selectAll().where("key", "in", keys).compile(),
    insertImportedContacts: (rows: readonly Insertable<LedgerTables["imported_contacts"]>[]) =>
      db.insertInto("imported_contacts").values(rows).compile(),
    insertImportedResponses: (rows: readonly Insertable<LedgerTables["imported_responses"]>[]) =>
      db.insertInto("imported_responses").values(rows).compile(),
  };
}
