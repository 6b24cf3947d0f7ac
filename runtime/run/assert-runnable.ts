import { PLAN_FORMAT, type Plan } from "../../plan/index.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { RuntimeProblem, throwProblems } from "../problem.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { agendaAt, type RunAgenda } from "./pending.ts";

/**
 * Makes sure that a run at an instant can be carried out, before its ledger is opened for writing: what would fail
 * leaves no trace. A reader of the ledger will do.
 * @throws RuntimeProblem, or an AggregateError of several where the warehouse lacks what the plan reads.
 */
export async function assertRunnable(options: {
  readonly plan: Plan;
  readonly warehouse: Warehouse;
  readonly ledger: Ledger;
  readonly at: Instant;
}): Promise<void> {
  const { plan, warehouse, ledger, at } = options;
  assertKnownFormat(plan);
  await assertReadable(plan, warehouse, reads(agendaAt(plan, at, await ledger.lastTicks()).pending));
}

/** @throws RuntimeProblem where the plan is of a newer release. */
export function assertKnownFormat(plan: Plan): void {
  if (plan.format <= PLAN_FORMAT) return;
  throw new RuntimeProblem(
    "plan-newer",
    `the plan has format ${plan.format}, but this release knows formats up to ${PLAN_FORMAT}`,
    { help: "use the newer release that has built it, or build the plan again" },
  );
}

/** Whether something will be read. */
export function reads(pending: RunAgenda["pending"]): boolean {
  return pending.some(({ campaigns }) => campaigns.some(({ campaign }) => campaign.status === "active"));
}

/** The warehouse is asked only where something will be read. */
export async function assertReadable(plan: Plan, warehouse: Warehouse, reads: boolean): Promise<void> {
  if (!reads) return;
  throwProblems(await warehouse.inspect(plan.relations), "the warehouse lacks what the plan reads");
}
