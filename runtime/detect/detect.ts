import type { CampaignPlan } from "../../plan/index.ts";
import type { TickTime } from "../calendar/parameters.ts";
import type { Member } from "../ledger/records.ts";
import type { Warehouse, WarehouseRow } from "../warehouse/warehouse.ts";
import type { StatementBinder } from "./ledger-rows.ts";

/**
 * Asks for a campaign's candidates at a tick and hands their rows over, in no particular order. Gives how many firings, or
 * customers, there were before the segment or `exclude` was asked.
 */
export async function detect(
  campaign: CampaignPlan,
  at: TickTime,
  world: {
    readonly warehouse: Warehouse;
    readonly binder: StatementBinder;
    /** Who stood how at the last tick, for firings that compare with it. */
    readonly members?: readonly Member[] | undefined;
  },
  take: (row: WarehouseRow) => void,
): Promise<number> {
  const { warehouse, members } = world;
  let detected = 0;
  const own = members === undefined ? {} : { members };
  const bound = await world.binder.bind(campaign.detection[warehouse.engine], at, own);
  await warehouse.query(bound, (rows) => {
    for (const row of rows) {
      detected = readCount(row);
      take(row);
    }
  });
  return detected;
}

function readCount(row: WarehouseRow): number {
  const count = row["detected"];
  if (typeof count !== "number") throw new Error("a detection row without `detected`");
  return count;
}
