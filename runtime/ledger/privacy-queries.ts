import { type ExpressionBuilder, type Kysely, sql } from "kysely";
import type { Instant } from "../calendar/instant.ts";
import type { LedgerTables } from "./tables.ts";

/** Rows of a customer that have numbers, each kind its own. */
export type NumberedKind = "contact" | "rejection" | "imported contact" | "imported response";

/** What stands for customers who are forgotten: the number of one of their rows, and so of nobody's else. */
export function pseudonymOf(kind: NumberedKind, row: number): string {
  return `forgotten:${kind}:${row}`;
}

/** The pattern of pseudonyms: no customer of a warehouse is called so. */
export const PSEUDONYMS = "forgotten:%";

export function isPseudonym(customer: string): boolean {
  return customer.startsWith(PSEUDONYMS.slice(0, -1));
}

const MICROSECONDS_PER_DAY = 86_400_000_000;

/** The queries that forget people. */
export function privacyQueries(db: Kysely<LedgerTables>) {
  const contactsOf = (customer: string) =>
    db.selectFrom("contacts").select("id").where("customer", "=", customer);
  const waitingOf = (customer: string) =>
    db.selectFrom("outbox").select("contact").where("contact", "in", contactsOf(customer)).where(hasNotLeft);
  return {
    marks: () => db.selectFrom("forgotten").select("mark").compile(),
    putMark: (mark: string, since: Instant) =>
      db
        .insertInto("forgotten")
        .values({ mark, since })
        .onConflict((conflict) => conflict.column("mark").doNothing())
        .compile(),
    traces: (customer: string) =>
      db
        .selectNoFrom(({ selectFrom, fn }) => [
          selectFrom("contacts")
            .select(fn.countAll<number>().as("n"))
            .where("customer", "=", customer)
            .as("contacts"),
          selectFrom("rejections")
            .select(fn.countAll<number>().as("n"))
            .where("customer", "=", customer)
            .as("rejections"),
          selectFrom("memberships")
            .select(fn.countAll<number>().as("n"))
            .where("customer", "=", customer)
            .as("memberships"),
          selectFrom("responses")
            .select(fn.countAll<number>().as("n"))
            .where("contact", "in", contactsOf(customer))
            .as("responses"),
          selectFrom("tasks")
            .select(fn.countAll<number>().as("n"))
            .where("contact", "in", contactsOf(customer))
            .as("tasks"),
          selectFrom("imported_contacts")
            .select(fn.countAll<number>().as("n"))
            .where("customer", "=", customer)
            .as("imported_contacts"),
          selectFrom("imported_responses")
            .select(fn.countAll<number>().as("n"))
            .where("customer", "=", customer)
            .as("imported_responses"),
          selectFrom("outbox")
            .select(fn.countAll<number>().as("n"))
            .where("contact", "in", contactsOf(customer))
            .as("messages"),
          selectFrom("outbox")
            .select(fn.countAll<number>().as("n"))
            .where("contact", "in", waitingOf(customer))
            .as("waiting"),
        ])
        .compile(),
    sharedAddresses: (customer: string) =>
      db
        .selectFrom("outbox")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where(
          "address",
          "in",
          db
            .selectFrom("outbox as hers")
            .select("hers.address")
            .where("hers.address", "is not", null)
            .where("hers.contact", "in", contactsOf(customer)),
        )
        .where("contact", "not in", contactsOf(customer))
        .compile(),
    targetsOf: (customer: string) =>
      db
        .selectFrom("deliveries")
        .innerJoin("dispatches", "dispatches.id", "deliveries.dispatch")
        .select(({ fn, ref }) => [
          "dispatches.channel",
          fn.coalesce("dispatches.target", sql<string>`''`).as("target"),
          fn.min(ref("deliveries.delivered_at")).as("at"),
        ])
        .where("deliveries.contact", "in", contactsOf(customer))
        .groupBy(["dispatches.id", "dispatches.channel", "dispatches.target"])
        .orderBy("at")
        .compile(),

    cancelWaiting: (customer: string) =>
      db.updateTable("contacts").set({ state: "cancelled" }).where("id", "in", waitingOf(customer)).compile(),
    noteCancelled: (customer: string, at: Instant) =>
      db
        .insertInto("cancellations")
        .columns(["contact", "cancelled_at", "reason"])
        .expression(
          waitingOf(customer).select(({ lit }) => [
            lit(at).as("cancelled_at"),
            sql<string>`'forgotten'`.as("reason"),
          ]),
        )
        .compile(),
    noteReasons: (customer: string) =>
      db
        .insertInto("cancellation_reasons")
        .columns(["contact", "position", "code"])
        .expression(
          waitingOf(customer).select(({ lit }) => [
            lit(0).as("position"),
            sql<string>`'forgotten'`.as("code"),
          ]),
        )
        .compile(),
    closeTasks: (customer: string, at: Instant) =>
      db
        .updateTable("tasks")
        .set({ state: "lost", closed_at: at })
        .where("closed_at", "is", null)
        .where("contact", "in", contactsOf(customer))
        .compile(),
    eraseNotes: (customer: string) =>
      db.updateTable("tasks").set({ note: null }).where("contact", "in", contactsOf(customer)).compile(),
    eraseNotesBefore: (before: Instant) =>
      db
        .updateTable("tasks")
        .set({ note: null })
        .where("note", "is not", null)
        .where("closed_at", "is not", null)
        .where("contact", "in", db.selectFrom("contacts").select("id").where("due", "<", before))
        .compile(),
    removeWaiting: (customer: string) =>
      db.deleteFrom("outbox").where("contact", "in", waitingOf(customer)).compile(),
    eraseMessages: (customer: string) =>
      db.updateTable("outbox").set(ERASED_MESSAGE).where("contact", "in", contactsOf(customer)).compile(),
    /** The moment of an answer leads to an event of the warehouse: its day remains, and that it came after the contact. */
    blurResponses: (customer: string) =>
      db
        .updateTable("responses")
        .set(BLURRED_RESPONSE)
        .where("contact", "in", contactsOf(customer))
        .compile(),
    blurResponsesBefore: (before: Instant) =>
      db
        .updateTable("responses")
        .set(BLURRED_RESPONSE)
        .where("event_id", "not like", PSEUDONYMS)
        .where("contact", "in", db.selectFrom("contacts").select("id").where("due", "<", before))
        .compile(),
    removeMemberships: (customer: string) =>
      db.deleteFrom("memberships").where("customer", "=", customer).compile(),
    importedOf: (customer: string) =>
      db
        .selectFrom("imported_contacts")
        .select(["id", sql<NumberedKind>`'imported contact'`.as("kind")])
        .where("customer", "=", customer)
        .unionAll(
          db
            .selectFrom("imported_responses")
            .select(["id", sql<NumberedKind>`'imported response'`.as("kind")])
            .where("customer", "=", customer),
        )
        .compile(),
    pseudonymizeImportedContacts: (customer: string, pseudonym: string) =>
      db
        .updateTable("imported_contacts")
        .set({ customer: pseudonym, key: ROW_KEY })
        .where("customer", "=", customer)
        .compile(),
    pseudonymizeImportedResponses: (customer: string, pseudonym: string) =>
      db
        .updateTable("imported_responses")
        .set({ customer: pseudonym, key: ROW_KEY, time: DAY })
        .where("customer", "=", customer)
        .compile(),
    contactsOf: (customer: string) =>
      db
        .selectFrom("contacts")
        .select(["id", "occasion"])
        .where("customer", "=", customer)
        .orderBy("id")
        .compile(),
    rejectionsOf: (customer: string) =>
      db
        .selectFrom("rejections")
        .select(["id", "occasion"])
        .where("customer", "=", customer)
        .orderBy("id")
        .compile(),
    pseudonymizeContact: (id: number, customer: string, occasion: string) =>
      db
        .updateTable("contacts")
        .set({ customer, occasion, ...ERASED_EVENT, carried: "{}" })
        .where("id", "=", id)
        .compile(),
    pseudonymizeRejection: (id: number, customer: string, occasion: string) =>
      db
        .updateTable("rejections")
        .set({ customer, occasion, ...ERASED_EVENT })
        .where("id", "=", id)
        .compile(),

    eraseMessagesBefore: (before: Instant) =>
      db
        .updateTable("outbox")
        .set(ERASED_MESSAGE)
        .where("due", "<", before)
        .where("key", "not like", PSEUDONYMS)
        .where((builder) => builder.not(hasNotLeft(builder)))
        .returning("contact")
        .compile(),
    pseudonymizeContactsBefore: (before: Instant) =>
      db
        .updateTable("contacts")
        .set({
          customer: rowPseudonym("contact"),
          occasion: "0",
          ...ERASED_EVENT,
          carried: "{}",
        })
        .where("due", "<", before)
        .where("customer", "not like", PSEUDONYMS)
        .where(({ or, eb }) => or([eb("state", "is", null), eb("state", "!=", "waiting")]))
        .returning("id")
        .compile(),
    pseudonymizeImportedContactsBefore: (before: Instant) =>
      db
        .updateTable("imported_contacts")
        .set({ customer: rowPseudonym("imported contact"), key: ROW_KEY })
        .where("due", "<", before)
        .where("customer", "not like", PSEUDONYMS)
        .returning("id")
        .compile(),
    pseudonymizeImportedResponsesBefore: (before: Instant) =>
      db
        .updateTable("imported_responses")
        .set({ customer: rowPseudonym("imported response"), key: ROW_KEY, time: DAY })
        .where("time", "<", before)
        .where("customer", "not like", PSEUDONYMS)
        .returning("id")
        .compile(),
    pseudonymizeRejectionsBefore: (before: Instant) =>
      db
        .updateTable("rejections")
        .set({ customer: rowPseudonym("rejection"), occasion: "0", ...ERASED_EVENT })
        .where("tick", "<", before)
        .where("customer", "not like", PSEUDONYMS)
        .returning("id")
        .compile(),
  };
}

const DAY = sql<number>`time - time % ${sql.lit(MICROSECONDS_PER_DAY)}`;
const DUE = sql`(select due from contacts where contacts.id = responses.contact)`;

/** What occurred remains, and not which; each row keeps a number of its own, so that it stays apart from others. */
const BLURRED_RESPONSE = {
  event_id: sql<string>`'forgotten:' || id`,
  time: sql<number>`case when ${DAY} > ${DUE} then ${DAY} else ${DUE} + 1 end`,
};

/** Its key is a hash of whom it was for, which can be found by trying. */
const ERASED_MESSAGE = {
  key: sql<string>`'forgotten:' || contact`,
  address: null,
  subject: null,
  message: null,
  failure: null,
};

/** The former system's number may lead to her, and a hash of what is known can be found by trying. */
const ROW_KEY = sql<string>`'forgotten:' || id`;

const ERASED_EVENT = { event_id: null, event_time: null, value: null, currency: null };

/** Each row by itself: nothing says which of them were about one person. */
const rowPseudonym = (kind: NumberedKind) => sql<string>`${sql.lit(`forgotten:${kind}:`)} || id`;

/** Messages that are neither delivered nor given up. */
function hasNotLeft({ and, not, exists, selectFrom }: ExpressionBuilder<LedgerTables, "outbox">) {
  const isIn = (table: "deliveries" | "dead_letters") =>
    exists(selectFrom(table).select("contact").whereRef(`${table}.contact`, "=", "outbox.contact"));
  return and([not(isIn("deliveries")), not(isIn("dead_letters"))]);
}
