import type { Kysely } from "kysely";
import type { Instant } from "../calendar/instant.ts";
import { listedReasons } from "./reason-queries.ts";
import type { LedgerTables } from "./tables.ts";

/** The queries that say what became of one customer, in a ledger of a version. */
export function explainQueries(db: Kysely<LedgerTables>, version: number) {
  return {
    campaignRuns: (campaign: string) =>
      db
        .selectFrom("campaign_ticks")
        .innerJoin("runs", "runs.id", "campaign_ticks.run")
        .select(["campaign_ticks.tick", "run", "asked_at", "started_at", "plan_hash"])
        .select(["campaign_hash", "active"])
        .where("campaign", "=", campaign)
        .orderBy("campaign_ticks.tick")
        .compile(),
    runsAt: (tick: Instant) =>
      db
        .selectFrom("campaign_ticks")
        .innerJoin("runs", "runs.id", "campaign_ticks.run")
        .select(["campaign", "campaign_ticks.tick", "run", "asked_at", "started_at", "plan_hash"])
        .select(["campaign_hash", "active"])
        .where("campaign_ticks.tick", "=", tick)
        .orderBy("run")
        .orderBy("campaign")
        .compile(),
    contactsTo: (campaign: string, customer: string) =>
      db
        .selectFrom("contacts")
        .leftJoin("outbox", "outbox.contact", "contacts.id")
        .leftJoin("deliveries", "deliveries.contact", "contacts.id")
        .leftJoin("dead_letters", "dead_letters.contact", "contacts.id")
        .selectAll("contacts")
        .select(["delivered_at", "next_attempt", "failure", "dead_letters.reason as dead"])
        .where("campaign", "=", campaign)
        .where("customer", "=", customer)
        .orderBy("tick")
        .orderBy("contacts.id")
        .compile(),
    cancellationsTo: (contacts: readonly number[]) =>
      db
        .selectFrom("cancellation_reasons")
        .select(["contact", "code", "rule"])
        .where("contact", "in", contacts)
        .orderBy("contact")
        .orderBy("position")
        .compile(),
    responsesTo: (contacts: readonly number[]) =>
      db
        .selectFrom("responses")
        .select(["contact", "kind", "event", "event_id", "time", "amount", "currency", "best"])
        .where("contact", "in", contacts)
        .orderBy("contact")
        .orderBy("time")
        .orderBy("id")
        .compile(),
    rejectionsOfCustomer: (campaign: string, customer: string) =>
      db
        .selectFrom("rejections")
        .selectAll()
        .where("campaign", "=", campaign)
        .where("customer", "=", customer)
        .orderBy("tick")
        .orderBy("id")
        .compile(),
    reasonsOf: (lists: readonly number[]) =>
      db
        .selectFrom(listedReasons(db, version).as("reasons"))
        .select(["reason_list", "channel", "code", "rule"])
        .where("reason_list", "in", lists)
        .orderBy("reason_list")
        .orderBy("position")
        .compile(),
    importedContactsTo: (campaign: string, customer: string) =>
      db
        .selectFrom("imported_contacts")
        .select(["due", "channel", "offers", "state"])
        .where("campaign", "=", campaign)
        .where("customer", "=", customer)
        .orderBy("due")
        .orderBy("id")
        .compile(),
  };
}
