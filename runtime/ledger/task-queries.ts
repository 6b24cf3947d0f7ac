import type { Insertable, Kysely } from "kysely";
import type { Instant } from "../calendar/instant.ts";
import type { TaskState } from "./records.ts";
import type { LedgerTables } from "./tables.ts";
import type { TaskFilter } from "./task-records.ts";

/** The queries of relationship managers' tasks. */
export function taskQueries(db: Kysely<LedgerTables>) {
  const all = db
    .selectFrom("tasks")
    .innerJoin("contacts", "contacts.id", "tasks.contact")
    .leftJoin("outbox", "outbox.contact", "tasks.contact")
    .select(["tasks.contact", "tasks.branch", "tasks.manager", "tasks.state", "tasks.made_at", "tasks.due"])
    .select(["tasks.closed_at", "tasks.note", "contacts.campaign", "contacts.customer", "contacts.wave"])
    .select(["contacts.channel", "contacts.offers", "outbox.subject", "outbox.message"]);
  return {
    taskLoads: () =>
      db
        .selectFrom("tasks")
        .select(({ fn }) => ["manager", fn.countAll<number>().as("count")])
        .where("closed_at", "is", null)
        .where("manager", "is not", null)
        .groupBy("manager")
        .compile(),
    insertTasks: (rows: readonly Insertable<LedgerTables["tasks"]>[]) =>
      db.insertInto("tasks").values(rows).compile(),
    tasks: ({ states, manager, branch }: TaskFilter) => {
      let wanted = all.where("tasks.state", "in", states);
      if (manager !== undefined) wanted = wanted.where("tasks.manager", "=", manager);
      if (branch !== undefined) wanted = wanted.where("tasks.branch", "=", branch);
      return wanted.orderBy("tasks.due").orderBy("tasks.contact").compile();
    },
    task: (contact: number) => all.where("tasks.contact", "=", contact).compile(),
    claimTask: (contact: number, manager: string, at: Instant) =>
      db
        .updateTable("tasks")
        .set({ manager, claimed_at: at })
        .where("contact", "=", contact)
        .where("closed_at", "is", null)
        .returning("contact")
        .compile(),
    moveTask: (contact: number, state: TaskState, closedAt: Instant | null) =>
      db
        .updateTable("tasks")
        .set({ state, closed_at: closedAt })
        .where("contact", "=", contact)
        .where("closed_at", "is", null)
        .returning("contact")
        .compile(),
    noteTask: (contact: number, note: string) =>
      db.updateTable("tasks").set({ note }).where("contact", "=", contact).compile(),
    insertResponse: (row: Insertable<LedgerTables["responses"]>) =>
      db.insertInto("responses").values(row).compile(),
  };
}
