import type { Insertable, Kysely } from "kysely";
import type { Instant } from "../calendar/instant.ts";
import type { LedgerTables } from "./tables.ts";

/** The queries of what runs went by. */
export function projectQueries(db: Kysely<LedgerTables>) {
  return {
    latestProject: () =>
      db.selectFrom("project_records").selectAll().orderBy("id", "desc").limit(1).compile(),
    projectsOf: (planHash: string) =>
      db.selectFrom("project_records").selectAll().where("plan_hash", "=", planHash).orderBy("id").compile(),
    putSource: (hash: string, text: string) =>
      db
        .insertInto("sources")
        .values({ hash, text })
        .onConflict((conflict) => conflict.column("hash").doNothing())
        .compile(),
    putSourceSet: (row: Insertable<LedgerTables["source_sets"]>) =>
      db
        .insertInto("source_sets")
        .values(row)
        .onConflict((conflict) => conflict.columns(["hash", "path"]).doNothing())
        .compile(),
    insertProject: (row: Insertable<LedgerTables["project_records"]> & { readonly recorded_at: Instant }) =>
      db.insertInto("project_records").values(row).compile(),
    sourceSet: (hash: string) =>
      db
        .selectFrom("source_sets")
        .innerJoin("sources", "sources.hash", "source_sets.source")
        .select(["path", "kind", "source", "text"])
        .where("source_sets.hash", "=", hash)
        .orderBy("path")
        .compile(),
  };
}
