import type { QueryCompiler } from "kysely";
import { IMPORTS_SINCE } from "./import-queries.ts";
import { queryBuilder } from "./queries.ts";
import { listedReasons, reasonListOf } from "./reason-queries.ts";
import type { ResultSpan } from "./results.ts";

/** The queries of reports, for one dialect and a ledger of one version. */
export function resultQueries(createQueryCompiler: () => QueryCompiler, version: number) {
  const db = queryBuilder(createQueryCompiler);
  const imports = version >= IMPORTS_SINCE;
  const contacts = ({ from, until, campaign }: ResultSpan) =>
    db
      .selectFrom("contacts")
      .where("contacts.tick", ">=", from)
      .where("contacts.tick", "<", until)
      .$if(campaign !== undefined, (query) => query.where("contacts.campaign", "=", campaign ?? ""));
  const rejections = ({ from, until, campaign }: ResultSpan) =>
    db
      .selectFrom("rejections")
      .where("rejections.tick", ">=", from)
      .where("rejections.tick", "<", until)
      .$if(campaign !== undefined, (query) => query.where("rejections.campaign", "=", campaign ?? ""));
  /** Those that have reached the customer, or will. */
  const reaching = (span: ResultSpan) =>
    contacts(span).where("arm", "=", "treated").where("state", "not in", ["failed", "cancelled"]);
  const imported = ({ from, until, campaign }: ResultSpan) =>
    db
      .selectFrom("imported_contacts")
      .where("due", ">=", from)
      .where("due", "<", until)
      .$if(campaign !== undefined, (query) => query.where("campaign", "=", campaign ?? ""));
  const importedReaching = (span: ResultSpan) =>
    imported(span).where("state", "not in", ["failed", "cancelled"]).select("customer");
  return {
    campaigns: () =>
      db.selectFrom("campaign_ticks").select("campaign").distinct().orderBy("campaign").compile(),
    extent: (campaign: string | undefined) =>
      db
        .selectFrom("campaign_ticks")
        .select(({ fn }) => [
          fn.min<number | null>("tick").as("first"),
          fn.max<number | null>("tick").as("last"),
        ])
        .$if(campaign !== undefined, (query) => query.where("campaign", "=", campaign ?? ""))
        .compile(),
    ticks: ({ from, until, campaign }: ResultSpan) =>
      db
        .selectFrom("campaign_ticks")
        .innerJoin("runs", "runs.id", "campaign_ticks.run")
        .select(["campaign", "campaign_ticks.tick", "label", "owner", "previous_tick", "active", "floor"])
        .select(["campaign_hash", "funnel", "runs.plan_hash"])
        .where("campaign_ticks.tick", ">=", from)
        .where("campaign_ticks.tick", "<", until)
        .$if(campaign !== undefined, (query) => query.where("campaign", "=", campaign ?? ""))
        .orderBy("campaign")
        .orderBy("campaign_ticks.tick")
        .compile(),
    contactCounts: (span: ResultSpan) =>
      contacts(span)
        .select(["campaign", "arm", "wave", "channel", "due", "state"])
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .groupBy(["campaign", "arm", "wave", "channel", "due", "state"])
        .orderBy("campaign")
        .orderBy("due")
        .orderBy("channel")
        .compile(),
    costCounts: (span: ResultSpan) =>
      reaching(span)
        .select(({ fn }) => ["campaign", "costs", fn.countAll<number>().as("count")])
        .groupBy(["campaign", "costs"])
        .orderBy("campaign")
        .orderBy("costs")
        .compile(),
    armCounts: (span: ResultSpan) =>
      db
        .selectFrom(
          contacts(span)
            .where("wave", "=", 0)
            .select(({ eb, fn, lit, exists, selectFrom }) => [
              "campaign",
              "customer",
              fn.min("arm").as("first"),
              fn.max("arm").as("last"),
              fn
                .max<number>(
                  eb
                    .case()
                    .when(
                      exists(
                        selectFrom("responses")
                          .select("responses.id")
                          .whereRef("responses.contact", "=", "contacts.id")
                          .where("responses.kind", "=", "goal"),
                      ),
                    )
                    .then(lit(1))
                    .else(lit(0))
                    .end(),
                )
                .as("converted"),
            ])
            .groupBy(["campaign", "customer"])
            .as("customers"),
        )
        .select(["campaign", "first", "last"])
        .select(({ fn }) => [
          fn.countAll<number>().as("customers"),
          fn.sum<number>("converted").as("converted"),
        ])
        .groupBy(["campaign", "first", "last"])
        .orderBy("campaign")
        .orderBy("first")
        .orderBy("last")
        .compile(),
    severalArms: (span: ResultSpan) =>
      contacts(span)
        .where("wave", "=", 0)
        .select(["campaign", "customer"])
        .groupBy(["campaign", "customer"])
        .having(({ eb, fn }) => eb(fn.min("arm"), "<", fn.max("arm")))
        .compile(),
    responses: (span: ResultSpan) =>
      contacts(span)
        .innerJoin("responses", "responses.contact", "contacts.id")
        .select(["campaign", "customer", "arm", "wave", "kind", "event", "responses.event_id", "time"])
        .select(["responses.amount", "responses.currency", "best", "shares"])
        .orderBy("campaign")
        .orderBy("customer")
        .orderBy("time")
        .orderBy("kind")
        .orderBy("event")
        .orderBy("responses.event_id")
        .orderBy("wave")
        .orderBy("responses.id")
        .compile(),
    refusals: (span: ResultSpan) =>
      db
        .selectFrom(
          rejections(span)
            .select(["campaign", reasonListOf(version).as("list")])
            .select(({ fn }) => fn.countAll<number>().as("candidates"))
            .where("wave", "=", 0)
            .groupBy(["campaign", "list"])
            .as("refused"),
        )
        .innerJoin(listedReasons(db, version).as("reasons"), "reasons.reason_list", "refused.list")
        .select(["campaign", "list", "candidates", "channel", "code", "rule"])
        .orderBy("campaign")
        .orderBy("list")
        .orderBy("position")
        .compile(),
    decidedCustomers: (span: ResultSpan) => {
      const own = contacts(span).select("customer").union(rejections(span).select("customer"));
      return db
        .selectFrom((imports ? own.union(importedReaching(span)) : own).as("decided"))
        .select(({ fn }) => fn.countAll<number>().as("customers"))
        .compile();
    },
    pressure: (span: ResultSpan) => {
      const own = reaching(span).select("customer");
      const all = imports ? own.unionAll(importedReaching(span)) : own;
      return db
        .selectFrom(
          db
            .selectFrom(all.as("contacts"))
            .select(({ fn }) => ["customer", fn.countAll<number>().as("contacts")])
            .groupBy("customer")
            .as("reached"),
        )
        .select(({ fn }) => ["contacts", fn.countAll<number>().as("customers")])
        .groupBy("contacts")
        .orderBy("contacts")
        .compile();
    },
    importedContacts: (span: ResultSpan) =>
      imported(span)
        .select(({ fn }) => ["campaign", "channel", "costs", fn.countAll<number>().as("count")])
        .groupBy(["campaign", "channel", "costs"])
        .orderBy("campaign")
        .orderBy("channel")
        .orderBy("costs")
        .compile(),
    importedResponses: ({ from, until, campaign }: ResultSpan) =>
      db
        .selectFrom("imported_responses")
        .select(({ fn }) => ["campaign", "amount", "currency", fn.countAll<number>().as("count")])
        .where("time", ">=", from)
        .where("time", "<", until)
        .$if(campaign !== undefined, (query) => query.where("campaign", "=", campaign ?? ""))
        .groupBy(["campaign", "amount", "currency"])
        .orderBy("campaign")
        .orderBy("currency")
        .orderBy("amount")
        .compile(),
  };
}
