import {
  type CompiledQuery,
  DummyDriver,
  type Insertable,
  Kysely,
  type QueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  sql,
} from "kysely";
import type { Instant } from "../calendar/instant.ts";
import { dispatchQueries } from "./dispatch-queries.ts";
import { explainQueries } from "./explain-queries.ts";
import { countedContacts, IMPORTS_SINCE, importedResponsesBetween, importQueries } from "./import-queries.ts";
import { LATEST_VERSION } from "./migrations.ts";
import { outlookQueries } from "./outlook-queries.ts";
import type { PastRun } from "./past.ts";
import { PSEUDONYMS, privacyQueries } from "./privacy-queries.ts";
import { projectQueries } from "./project-queries.ts";
import { listedReasons, reasonListOf } from "./reason-queries.ts";
import type { LedgerTables } from "./tables.ts";
import { taskQueries } from "./task-queries.ts";
import { type Cell, columnsOf, type TransferredTable } from "./transfer/transferred-tables.ts";

/** Builds the ledger's queries for one dialect, without a connection. */
export type LedgerQueries = ReturnType<typeof ledgerQueries>;

/** Builds queries over the ledger's tables in a dialect, without a connection. */
export function queryBuilder(createQueryCompiler: () => QueryCompiler): Kysely<LedgerTables> {
  return new Kysely<LedgerTables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (kysely) => new SqliteIntrospector(kysely),
      createQueryCompiler,
    },
  });
}

/**
 * The ledger's queries, compiled by a dialect's compiler and run by whoever holds the connection. `rowLocks`: whether the
 * database locks rows one by one; `version`: the ledger's, older ones being read as they are; `past`: what a run is decided by
 * is asked as it was before that run.
 */
export function ledgerQueries(
  createQueryCompiler: () => QueryCompiler,
  rowLocks: boolean,
  version = LATEST_VERSION,
  past?: PastRun,
) {
  const db = queryBuilder(createQueryCompiler);
  const imports = version >= IMPORTS_SINCE;
  const counted = () => countedContacts(db, imports, past);
  /** Of one campaign, whose ticks are in order. */
  const earlier = past?.tick ?? Number.MAX_SAFE_INTEGER;
  const ticks = db
    .selectFrom("campaign_ticks")
    .innerJoin("runs", "runs.id", "campaign_ticks.run")
    .select(["campaign", "campaign_ticks.tick", "label", "owner", "previous_tick", "active", "floor"])
    .select(["campaign_hash", "funnel", "runs.plan_hash"]);
  return {
    ...outlookQueries(db),
    ...privacyQueries(db),
    ...importQueries(db),
    ...projectQueries(db),
    ...explainQueries(db, version),
    lastTicks: (until: Instant) =>
      ticks
        .where(({ eb, refTuple, selectFrom }) =>
          eb(
            refTuple("campaign_ticks.campaign", "campaign_ticks.tick"),
            "in",
            selectFrom("campaign_ticks as all")
              .select(({ fn }) => ["all.campaign", fn.max("all.tick").as("tick")])
              .where("all.tick", "<=", until)
              .$if(past !== undefined, (query) => query.where("all.run", "<", past?.run ?? 0))
              .groupBy("all.campaign")
              .$asTuple("campaign", "tick"),
          ),
        )
        .orderBy("campaign")
        .compile(),
    ticksAt: (tick: Instant) => ticks.where("campaign_ticks.tick", "=", tick).orderBy("campaign").compile(),
    contactsAt: (tick: Instant) => db.selectFrom("contacts").selectAll().where("tick", "=", tick).compile(),
    rejectionsAt: (tick: Instant) =>
      db.selectFrom("rejections").selectAll().where("tick", "=", tick).compile(),
    reasonsAt: (tick: Instant) =>
      db
        .selectFrom(listedReasons(db, version).as("reasons"))
        .select(["reason_list", "channel", "code", "rule"])
        .where("reason_list", "in", ({ selectFrom }) =>
          selectFrom("rejections").select(reasonListOf(version).as("list")).where("tick", "=", tick),
        )
        .orderBy("reason_list")
        .orderBy("position")
        .compile(),
    /** The list of reasons that has the greatest number. */
    lastReasonList: () => db.selectFrom("reason_lists").select("id").orderBy("id", "desc").limit(1).compile(),
    decided: (campaign: string, occasions: readonly string[]) =>
      db
        .selectFrom("contacts")
        .select(["customer", "occasion"])
        .where("campaign", "=", campaign)
        .where("occasion", "in", occasions)
        .$if(past !== undefined, (query) => query.where("tick", "<", earlier))
        .unionAll(
          db
            .selectFrom("rejections")
            .select(["customer", "occasion"])
            .where("campaign", "=", campaign)
            .where("occasion", "in", occasions)
            .$if(past !== undefined, (query) => query.where("tick", "<", earlier)),
        )
        .compile(),
    customerPlaces: (campaign: string, from: Instant) =>
      counted()
        .select(["customer", "due"])
        .where("campaign", "=", campaign)
        .where("wave", "=", 0)
        .where("due", ">=", from)
        .compile(),
    campaignPlaces: (campaign: string, from: Instant) =>
      counted()
        .select(({ fn }) => ["channel", "due", fn.countAll<number>().as("count")])
        .where("campaign", "=", campaign)
        .where("due", ">=", from)
        .where("arm", "!=", "universal")
        .groupBy(["channel", "due"])
        .compile(),
    channelPlaces: (from: Instant) =>
      counted()
        .select(({ fn }) => ["channel", "due", fn.countAll<number>().as("count")])
        .where("due", ">=", from)
        .where("arm", "!=", "universal")
        .groupBy(["due", "channel"])
        .compile(),
    spending: (campaign: string, from: Instant) =>
      counted()
        .select(({ fn }) => ["due", "costs", fn.countAll<number>().as("count")])
        .where("campaign", "=", campaign)
        .where("arm", "=", "treated")
        .where("due", ">=", from)
        .groupBy(["due", "costs"])
        .compile(),
    customerContacts: (from: Instant) =>
      counted()
        .select(["customer", "due", "channel", "offers", "purpose"])
        .where("arm", "=", "treated")
        .where("due", ">=", from)
        .compile(),
    policyPlaces: (from: Instant) =>
      counted()
        .select(({ fn }) => [
          "due",
          "channel",
          "offers",
          "segments",
          "arm",
          "costs",
          fn.countAll<number>().as("count"),
        ])
        .where("due", ">=", from)
        .where("arm", "!=", "universal")
        .groupBy(["due", "channel", "offers", "segments", "arm", "costs"])
        .compile(),
    memberState: (campaign: string) =>
      db
        .selectFrom("membership_states")
        .select(["tick", "meaning"])
        .where("campaign", "=", campaign)
        .compile(),
    members: (campaign: string) =>
      db
        .selectFrom("memberships")
        .select(["customer", "value"])
        .where("campaign", "=", campaign)
        .orderBy("customer")
        .compile(),
    contactsBefore: (tick: Instant, from: Instant) =>
      counted()
        .select(["id", "customer", "campaign", "wave", "offers", "channel", "due"])
        .select((eb) => eb.ref("state").$notNull().as("state"))
        .where("arm", "=", "treated")
        .where("customer", "not like", PSEUDONYMS)
        .where("tick", "<", tick)
        .where("due", ">=", from)
        .where("due", "<=", tick)
        .orderBy("due")
        .orderBy("id")
        .compile(),
    responsesBefore: (tick: Instant, from: Instant) => {
      const own = db
        .selectFrom("responses")
        .innerJoin("contacts", "contacts.id", "responses.contact")
        .select(["responses.id", "customer", "campaign", "offers"])
        .select(["channel", "time", "responses.amount", "responses.currency"])
        .where("customer", "not like", PSEUDONYMS)
        .where("tick", "<", tick)
        .where("arm", "=", "treated")
        .where("best", "=", 1)
        .where("time", ">=", from)
        .where("time", "<=", tick);
      const all = imports ? own.unionAll(importedResponsesBetween(db, from, tick)) : own;
      return all.orderBy("time").orderBy("id").compile();
    },
    openChains: (
      campaign: string,
      { waves, from, tick }: { readonly waves: number; readonly from: Instant; readonly tick: Instant },
    ) =>
      db
        .selectFrom("contacts as last")
        .innerJoin("contacts", (join) =>
          join
            .onRef("contacts.campaign", "=", "last.campaign")
            .onRef("contacts.occasion", "=", "last.occasion")
            .onRef("contacts.customer", "=", "last.customer"),
        )
        .select(["contacts.id", "contacts.customer", "contacts.occasion", "contacts.wave", "contacts.due"])
        .select(["contacts.channel", "contacts.offers", "contacts.value", "contacts.currency"])
        .select(["contacts.event_id", "contacts.event_time", "contacts.carried"])
        .select(({ selectFrom, fn }) =>
          selectFrom("responses")
            .select(fn.countAll<number>().as("count"))
            .whereRef("responses.contact", "=", "contacts.id")
            .where("responses.time", "<=", tick)
            .as("responses"),
        )
        .where("last.campaign", "=", campaign)
        .$if(past !== undefined, (query) =>
          query.where("last.tick", "<", earlier).where("contacts.tick", "<", earlier),
        )
        .where("last.arm", "=", "treated")
        .where("last.customer", "not like", PSEUDONYMS)
        // Whom nothing was sent was not contacted.
        .where("last.state", "!=", "cancelled")
        .where("last.wave", "<", waves)
        .where("last.due", ">=", from)
        .where("last.due", "<=", tick)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom("contacts as next")
                .select("next.id")
                .whereRef("next.campaign", "=", "last.campaign")
                .whereRef("next.occasion", "=", "last.occasion")
                .whereRef("next.customer", "=", "last.customer")
                .whereRef("next.wave", ">", "last.wave")
                .$if(past !== undefined, (query) => query.where("next.tick", "<", earlier)),
            ),
          ),
        )
        .orderBy("contacts.occasion")
        .orderBy("contacts.customer")
        .orderBy("contacts.wave")
        .compile(),
    responseSearches: () =>
      db.selectFrom("response_searches").select(["campaign", "searched_to"]).orderBy("campaign").compile(),
    putResponseSearch: (campaign: string, until: Instant) =>
      db
        .insertInto("response_searches")
        .values({ campaign, searched_to: until })
        .onConflict((conflict) => conflict.column("campaign").doUpdateSet({ searched_to: until }))
        .compile(),
    contactsToAnswer: (
      campaign: string,
      { from, until }: { readonly from: Instant; readonly until: Instant },
    ) =>
      db
        .selectFrom("contacts")
        .select(["id", "campaign", "customer", "arm", "wave", "tick", "occasion", "due", "channel", "offers"])
        .select(["value", "currency", "carried"])
        .where("campaign", "=", campaign)
        .$if(past !== undefined, (query) => query.where("tick", "<", earlier))
        .where("customer", "not like", PSEUDONYMS)
        .where("due", ">=", from)
        .where("due", "<", until)
        .orderBy("due")
        .orderBy("id")
        .compile(),
    goalResponses: (campaign: string, from: Instant) =>
      db
        .selectFrom("responses")
        .innerJoin("contacts", "contacts.id", "responses.contact")
        .select(["contact", "event", "responses.event_id", "time"])
        .where("kind", "=", "goal")
        .where("campaign", "=", campaign)
        .where("due", ">=", from)
        .compile(),
    answersTo: (contacts: readonly number[]) =>
      db
        .selectFrom("responses")
        .select(["contact", "event", "event_id", "time"])
        .where("kind", "=", "answer")
        .where("contact", "in", contacts)
        .compile(),
    contactsByKey: (keys: readonly string[]) =>
      db
        .selectFrom("outbox")
        .innerJoin("contacts", "contacts.id", "outbox.contact")
        .select(["key", "contact", "contacts.due"])
        .where("key", "in", keys)
        .compile(),
    insertResponses: (rows: readonly Insertable<LedgerTables["responses"]>[]) =>
      db
        .insertInto("responses")
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(["contact", "kind", "event", "event_id", "time"]).doNothing(),
        )
        .returning("contact")
        .compile(),
    creditedContacts: (event: string, ids: readonly string[]) =>
      db
        .selectFrom("responses")
        .innerJoin("contacts", "contacts.id", "responses.contact")
        .select(["responses.id", "event", "responses.event_id", "time", "best", "shares"])
        .select(["campaign", "customer", "arm", "wave", "tick", "occasion", "due"])
        .where("kind", "=", "goal")
        .where("event", "=", event)
        .where("responses.event_id", "in", ids)
        .compile(),
    credit: (id: number, best: number, shares: number | null) =>
      db.updateTable("responses").set({ best, shares }).where("id", "=", id).compile(),
    putMemberState: (row: Insertable<LedgerTables["membership_states"]>) =>
      db
        .insertInto("membership_states")
        .values(row)
        .onConflict((conflict) =>
          conflict.column("campaign").doUpdateSet({ tick: row.tick, meaning: row.meaning }),
        )
        .compile(),
    putMember: () =>
      db
        .insertInto("memberships")
        .values({ campaign: "", customer: "", value: null })
        .onConflict((conflict) =>
          conflict
            .columns(["campaign", "customer"])
            .doUpdateSet((eb) => ({ value: eb.ref("excluded.value") })),
        )
        .compile(),
    removeMember: () =>
      db.deleteFrom("memberships").where("campaign", "=", "").where("customer", "=", "").compile(),
    owner: () => db.selectFrom("ledger_owner").select("project").compile(),
    /** Leaves the ledger to whoever has it. */
    claim: (project: string) =>
      db
        .insertInto("ledger_owner")
        .values({ id: 1, project })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .compile(),
    changeOwner: (project: string) => db.updateTable("ledger_owner").set({ project }).compile(),
    lockHolder: () => db.selectFrom("run_lock").select(["token", "process", "since"]).compile(),
    takeLock: (token: number, process: number, since: Instant) =>
      db
        .insertInto("run_lock")
        .values({ id: 1, token, process, since })
        .onConflict((conflict) => conflict.column("id").doUpdateSet({ token, process, since }))
        .compile(),
    insertRun: (row: Insertable<LedgerTables["runs"]>) =>
      db.insertInto("runs").values(row).returning("id").compile(),
    insertCampaignTick: (row: Insertable<LedgerTables["campaign_ticks"]>) =>
      db.insertInto("campaign_ticks").values(row).compile(),
    /** An insertion of one row into the columns given, for rows' values in their order. */
    insertRow: <Table extends keyof LedgerTables & string>(
      table: Table,
      columns: readonly (keyof LedgerTables[Table] & string)[],
    ): CompiledQuery<unknown> =>
      db
        .insertInto(table)
        .columns(columns as never)
        .values(Object.fromEntries(columns.map((column) => [column, null])) as never)
        .compile(),
    /** A table's rows in order of its key, the first two columns; cells in the order of the columns given. */
    tableRows: (table: TransferredTable) => {
      const [first = "", second = ""] = columnsOf(table);
      return db
        .selectFrom(table)
        .select(columnsOf(table) as never)
        .orderBy(first as never)
        .orderBy(second as never)
        .compile() as CompiledQuery<Readonly<Record<string, Cell>>>;
    },
    lastRun: () =>
      db
        .selectFrom("runs")
        .select(({ fn }) => fn.coalesce(fn.max("id"), sql<number>`0`).as("id"))
        .compile(),
    ...dispatchQueries(db, rowLocks),
    ...taskQueries(db),
  };
}
