import type { Kysely } from "kysely";
import type { LedgerTables } from "./tables.ts";

/** The queries that say how dispatches stand. */
export function outlookQueries(db: Kysely<LedgerTables>) {
  return {
    /** A message is sent when it is due, and one that was tried in vain when its time has come again. */
    waitingByChannel: () =>
      db
        .selectFrom("outbox")
        .select(({ fn, eb }) => [
          "channel",
          fn.countAll<number>().as("count"),
          fn
            .min(
              eb
                .case()
                .when("next_attempt", ">", eb.ref("due"))
                .then(eb.ref("next_attempt").$notNull())
                .else(eb.ref("due"))
                .end(),
            )
            .as("next"),
          fn.count<number>("next_attempt").as("tried"),
          fn.max("failure").as("failure"),
        ])
        .where("dispatch", "is", null)
        .groupBy("channel")
        .compile(),
    unfinishedByChannel: () =>
      db
        .selectFrom("dispatches")
        .innerJoin("outbox", "outbox.dispatch", "dispatches.id")
        .leftJoin("deliveries", "deliveries.contact", "outbox.contact")
        .leftJoin("dead_letters", "dead_letters.contact", "outbox.contact")
        .select(({ fn }) => ["outbox.channel", fn.countAll<number>().as("count")])
        .where("finished_at", "is", null)
        .where("deliveries.contact", "is", null)
        .where("dead_letters.contact", "is", null)
        .groupBy("outbox.channel")
        .compile(),
    deadByChannel: () =>
      db
        .selectFrom("dead_letters")
        .innerJoin("outbox", "outbox.contact", "dead_letters.contact")
        .select(({ fn }) => ["channel", fn.countAll<number>().as("count")])
        .groupBy("channel")
        .compile(),
  };
}
