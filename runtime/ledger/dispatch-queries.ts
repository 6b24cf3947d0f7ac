import type { ExpressionBuilder, Insertable, Kysely } from "kysely";
import type { Instant } from "../calendar/instant.ts";
import type { ContactState } from "./records.ts";
import type { LedgerTables } from "./tables.ts";

/**
 * The queries of messages that leave. `rowLocks`: whether the database locks rows, so that a claim passes over what
 * another has claimed and not committed yet.
 */
export function dispatchQueries(db: Kysely<LedgerTables>, rowLocks: boolean) {
  /** Messages that no dispatch has. */
  const unclaimed = (at: Instant) => {
    const waiting = db
      .selectFrom("outbox")
      .select("outbox.contact")
      .where("outbox.dispatch", "is", null)
      .where("outbox.due", "<=", at);
    return rowLocks ? waiting.forUpdate("outbox").skipLocked() : waiting;
  };
  /** Contacts that runs after a number decided. */
  const ofRunsAfter = (run: number) =>
    db
      .selectFrom("contacts")
      .innerJoin("campaign_ticks", (join) =>
        join
          .onRef("campaign_ticks.campaign", "=", "contacts.campaign")
          .onRef("campaign_ticks.tick", "=", "contacts.tick"),
      )
      .select("contacts.id")
      .where("campaign_ticks.run", ">", run);
  return {
    waitingMessages: (at: Instant, lastRun: number) =>
      db
        .selectFrom("outbox")
        .innerJoin("contacts", "contacts.id", "outbox.contact")
        .innerJoin("campaign_ticks", (join) =>
          join
            .onRef("campaign_ticks.campaign", "=", "contacts.campaign")
            .onRef("campaign_ticks.tick", "=", "contacts.tick"),
        )
        .select(["outbox.contact", "contacts.campaign", "contacts.tick", "contacts.customer"])
        .select(["outbox.channel", "outbox.address", "outbox.next_attempt"])
        .where("outbox.dispatch", "is", null)
        .where("outbox.due", "<=", at)
        .where(isTriedAt(at))
        .where("campaign_ticks.run", "<=", lastRun)
        .orderBy("contacts.campaign")
        .orderBy("contacts.tick")
        .orderBy("outbox.contact")
        .compile(),
    channelsAfter: (run: number, at: Instant) =>
      db
        .selectFrom("outbox")
        .select("channel")
        .distinct()
        .where("dispatch", "is", null)
        .where("due", "<=", at)
        .where("contact", "in", ofRunsAfter(run))
        .compile(),
    insertDispatch: (channel: string, startedAt: Instant) =>
      db.insertInto("dispatches").values({ channel, started_at: startedAt }).returning("id").compile(),
    claimAfter: (dispatch: number, channel: string, run: number, at: Instant) =>
      db
        .updateTable("outbox")
        .set({ dispatch })
        .where(
          "contact",
          "in",
          unclaimed(at).where("outbox.channel", "=", channel).where("outbox.contact", "in", ofRunsAfter(run)),
        )
        .compile(),
    claimSome: (dispatch: number, at: Instant, contacts: readonly number[]) =>
      db
        .updateTable("outbox")
        .set({ dispatch })
        .where("contact", "in", unclaimed(at).where("outbox.contact", "in", contacts))
        .compile(),
    readdress: (dispatch: number, contact: number, address: string) =>
      db
        .updateTable("outbox")
        .set({ address })
        .where("contact", "=", contact)
        .where("dispatch", "=", dispatch)
        .compile(),
    insertCancellations: (rows: readonly Insertable<LedgerTables["cancellations"]>[]) =>
      db.insertInto("cancellations").values(rows).compile(),
    insertCancellationReasons: (rows: readonly Insertable<LedgerTables["cancellation_reasons"]>[]) =>
      db.insertInto("cancellation_reasons").values(rows).compile(),
    removeMessages: (at: Instant, contacts: readonly number[]) =>
      db
        .deleteFrom("outbox")
        .where("contact", "in", unclaimed(at).where("outbox.contact", "in", contacts))
        .returning("contact")
        .compile(),
    cancelledAt: (tick: Instant) =>
      db
        .selectFrom("contacts")
        .innerJoin("cancellations", "cancellations.contact", "contacts.id")
        .select("campaign")
        .select(({ fn }) => fn.countAll<number>().as("contacts"))
        .where("tick", "=", tick)
        .groupBy("campaign")
        .compile(),
    cancellationCodesAt: (tick: Instant) =>
      db
        .selectFrom("contacts")
        .innerJoin("cancellation_reasons", "cancellation_reasons.contact", "contacts.id")
        .select(["campaign", "code"])
        .select(({ fn }) => fn.count<number>("contacts.id").distinct().as("contacts"))
        .where("tick", "=", tick)
        .groupBy(["campaign", "code"])
        .orderBy("code")
        .compile(),
    openDispatches: () =>
      db
        .selectFrom("dispatches")
        .select(["id", "channel", "started_at"])
        .where("finished_at", "is", null)
        .orderBy("id")
        .compile(),
    openDispatch: (dispatch: number) =>
      db
        .selectFrom("dispatches")
        .select("id")
        .where("id", "=", dispatch)
        .where("finished_at", "is", null)
        .compile(),
    dispatchMessages: (dispatch: number) =>
      db
        .selectFrom("outbox")
        .innerJoin("contacts", "contacts.id", "outbox.contact")
        .select([
          "outbox.contact",
          "attempts",
          "key",
          "campaign",
          "customer",
          "wave",
          "address",
          "outbox.due",
          "subject",
          "message",
          "offers",
        ])
        .where("dispatch", "=", dispatch)
        .where(hasNotLeft)
        .orderBy("outbox.due")
        .orderBy("campaign")
        .orderBy("customer")
        .orderBy("wave")
        .orderBy("occasion")
        .compile(),
    insertDeliveries: (dispatch: number, at: Instant) =>
      db
        .insertInto("deliveries")
        .columns(["contact", "dispatch", "delivered_at"])
        .expression((eb) =>
          eb
            .selectFrom("outbox")
            .select(({ lit }) => [
              "contact",
              eb.ref("dispatch").$notNull().as("dispatch"),
              lit(at).as("delivered_at"),
            ])
            .where("dispatch", "=", dispatch)
            .where(hasNotLeft),
        )
        .compile(),
    markDispatchSent: (dispatch: number) =>
      db
        .updateTable("contacts")
        .set({ state: "sent" })
        .where("id", "in", db.selectFrom("deliveries").select("contact").where("dispatch", "=", dispatch))
        .compile(),
    insertSomeDeliveries: (dispatch: number, at: Instant, contacts: readonly number[]) =>
      db
        .insertInto("deliveries")
        .values(contacts.map((contact) => ({ contact, dispatch, delivered_at: at })))
        .compile(),
    insertDeadLetters: (rows: readonly Insertable<LedgerTables["dead_letters"]>[]) =>
      db.insertInto("dead_letters").values(rows).compile(),
    markContacts: (contacts: readonly number[], state: ContactState) =>
      db.updateTable("contacts").set({ state }).where("id", "in", contacts).compile(),
    postpone: (contact: number, until: Instant, reason: string) =>
      db
        .updateTable("outbox")
        .set(({ eb }) => ({
          dispatch: null,
          attempts: eb("attempts", "+", 1),
          next_attempt: until,
          failure: reason,
        }))
        .where("contact", "=", contact)
        .compile(),
    /** A time of its next attempt says of a message that a dispatch has had it before. */
    release: (dispatch: number, at: Instant) =>
      db
        .updateTable("outbox")
        .set({ dispatch: null, next_attempt: at })
        .where("dispatch", "=", dispatch)
        .where(hasNotLeft)
        .compile(),
    removeUnusedDispatch: (dispatch: number) =>
      db
        .deleteFrom("dispatches")
        .where("id", "=", dispatch)
        .where(({ and, not, exists, selectFrom }) =>
          and(
            (["outbox", "deliveries", "dead_letters"] as const).map((table) =>
              not(exists(selectFrom(table).select("contact").where(`${table}.dispatch`, "=", dispatch))),
            ),
          ),
        )
        .compile(),
    finishDispatch: (dispatch: number, at: Instant, target: string) =>
      db.updateTable("dispatches").set({ finished_at: at, target }).where("id", "=", dispatch).compile(),
    deadLetters: () =>
      db
        .selectFrom("dead_letters")
        .innerJoin("outbox", "outbox.contact", "dead_letters.contact")
        .select(["channel", "reason"])
        .select(({ fn }) => fn.countAll<number>().as("messages"))
        .select(({ fn }) => fn.max("failed_at").as("latest"))
        .groupBy(["channel", "reason"])
        .orderBy("channel")
        .orderBy("latest")
        .orderBy("reason")
        .compile(),
    deadContacts: (channel: string | undefined) => {
      const dead = db
        .selectFrom("dead_letters")
        .innerJoin("outbox", "outbox.contact", "dead_letters.contact")
        .select("dead_letters.contact")
        .orderBy("dead_letters.contact");
      return (channel === undefined ? dead : dead.where("channel", "=", channel)).compile();
    },
    revive: (contact: number, at: Instant, reason: string) =>
      db
        .updateTable("outbox")
        .set({ dispatch: null, attempts: 0, next_attempt: at, failure: reason })
        .where("contact", "=", contact)
        .compile(),
    removeDeadLetters: (contacts: readonly number[]) =>
      db
        .deleteFrom("dead_letters")
        .where("contact", "in", contacts)
        .returning(["contact", "reason"])
        .compile(),
  };
}

/** Messages that were tried in vain wait until their time has come. */
function isTriedAt(at: Instant) {
  return ({ eb, or }: ExpressionBuilder<LedgerTables, "outbox">) =>
    or([eb("next_attempt", "is", null), eb("next_attempt", "<=", at)]);
}

/** Messages that are neither delivered nor given up. */
function hasNotLeft({ and, not, exists, selectFrom }: ExpressionBuilder<LedgerTables, "outbox">) {
  const isIn = (table: "deliveries" | "dead_letters") =>
    exists(selectFrom(table).select("contact").whereRef(`${table}.contact`, "=", "outbox.contact"));
  return and([not(isIn("deliveries")), not(isIn("dead_letters"))]);
}
