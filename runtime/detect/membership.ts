import type { CampaignPlan, FiringPlan } from "../../plan/index.ts";
import { compareText } from "../arbitrate/order.ts";
import type { TickTime } from "../calendar/parameters.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Member, MembershipRecord } from "../ledger/records.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { readText } from "./cells.ts";
import type { StatementBinder } from "./ledger-rows.ts";

export type MembershipFiring = Extract<FiringPlan, { readonly kind: "membership" }>;

/** What a tick compares with, and what it leaves for the next one. */
export interface Membership {
  /** Who stood how at the last tick; undefined where this tick only records. */
  readonly before: readonly Member[] | undefined;
  readonly record: MembershipRecord;
  /** How many are recorded. */
  readonly recorded: number;
}

/**
 * Finds who stands how at a tick, LANGUAGE § 6. The first tick only records; so does the first after a pause, and the first
 * after what the segment or tag means was changed: then the ledger's state is not the last tick's, or means something else.
 */
export async function readMembership(
  campaign: CampaignPlan,
  firing: MembershipFiring,
  world: {
    readonly at: TickTime;
    readonly previousTick: number | null;
    readonly warehouse: Warehouse;
    readonly ledger: Ledger;
    readonly binder: StatementBinder;
  },
): Promise<Membership> {
  const { at, previousTick, warehouse, ledger, binder } = world;
  const state = await ledger.memberState(campaign.name);
  const before = await ledger.members(campaign.name);
  const bound = await binder.bind(firing.members[warehouse.engine], at, { members: before });
  const now = new Map<string, string | null>();
  await warehouse.query(bound, (rows) => {
    for (const row of rows) {
      const customer = readText(row, "customer");
      if (customer === null) continue;
      const value = readText(row, "value");
      // Data may hold a customer twice, though the catalog says otherwise: the first in order stands.
      const other = now.get(customer);
      if (other === undefined || compareValues(value, other) < 0) now.set(customer, value);
    }
  });
  const compares = state !== undefined && state.meaning === firing.meaning && state.tick === previousTick;
  return {
    before: compares ? before : undefined,
    record: { campaign: campaign.name, meaning: firing.meaning, ...difference(before, now) },
    recorded: now.size,
  };
}

function difference(
  before: readonly Member[],
  now: ReadonlyMap<string, string | null>,
): Pick<MembershipRecord, "put" | "removed"> {
  const known = new Map(before.map(({ customer, value }) => [customer, value]));
  return {
    put: [...now]
      .filter(([customer, value]) => known.get(customer) !== value)
      .map(([customer, value]) => ({ customer, value })),
    removed: before.filter(({ customer }) => !now.has(customer)).map(({ customer }) => customer),
  };
}

function compareValues(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return compareText(a, b);
}
