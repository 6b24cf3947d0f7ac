import type { CampaignPlan, Plan } from "../../plan/index.ts";
import type { TickTime } from "../calendar/parameters.ts";
import { decisionKey, type Ledger } from "../ledger/ledger.ts";
import type { Member } from "../ledger/records.ts";
import type { Rates } from "../rates.ts";
import type { Warehouse, WarehouseRow } from "../warehouse/warehouse.ts";
import type { Candidate, Detection } from "./candidate.ts";
import { candidateReader } from "./candidate-reader.ts";
import type { StatementBinder } from "./ledger-rows.ts";

/** Finds a campaign's candidates at a tick, in no particular order. */
export async function detect(
  campaign: CampaignPlan,
  at: TickTime,
  world: {
    readonly plan: Plan;
    readonly warehouse: Warehouse;
    readonly ledger: Ledger;
    readonly rates: Rates;
    readonly binder: StatementBinder;
    /** Who stood how at the last tick, for firings that compare with it. */
    readonly members?: readonly Member[] | undefined;
  },
): Promise<Detection> {
  const { plan, warehouse, ledger, rates, members } = world;
  const read = candidateReader(campaign, at.tick, plan, rates);
  const found = new Map<string, Found>();
  let detected = 0;
  const own = members === undefined ? {} : { members };
  const bound = await world.binder.bind(campaign.detection[warehouse.engine], at, own);
  await warehouse.query(bound, (rows) => {
    for (const row of rows) {
      detected = readCount(row);
      const candidate = read(row);
      if (candidate === undefined) continue;
      const key = decisionKey(candidate.customer, candidate.occasion);
      const other = found.get(key);
      found.set(key, other === undefined ? { candidate, row } : asOne({ candidate, row }, other));
    }
  });
  const candidates = [...found.values()].map(({ candidate }) => candidate);
  if (campaign.firing.kind !== "occurrence") return { detected, decidedEarlier: 0, candidates };
  const decided = await ledger.decided(campaign.name, [...new Set(candidates.map((one) => one.occasion))]);
  const open = candidates.filter((one) => !decided.has(decisionKey(one.customer, one.occasion)));
  return { detected, decidedEarlier: candidates.length - open.length, candidates: open };
}

interface Found {
  readonly candidate: Candidate;
  readonly row: WarehouseRow;
}

/**
 * Data may hold a customer or an event's id twice, though the catalog says otherwise: the earlier row stands,
 * among equals the one whose columns come first, so that the order in which rows arrive means nothing. Consent
 * that one of them does not give is not given.
 */
function asOne(one: Found, other: Found): Found {
  const [first, second] = isBefore(one, other) ? [one, other] : [other, one];
  const candidate: Candidate = {
    ...first.candidate,
    reach: (channel) => {
      const reach = first.candidate.reach(channel);
      return reach.consent === true ? { ...reach, consent: second.candidate.reach(channel).consent } : reach;
    },
  };
  return { candidate, row: first.row };
}

function isBefore({ candidate, row }: Found, other: Found): boolean {
  const time = (candidate.event?.time ?? 0) - (other.candidate.event?.time ?? 0);
  if (time !== 0) return time < 0;
  return rowText(row) < rowText(other.row);
}

function rowText(row: WarehouseRow): string {
  // The rank among equal events is the only column that depends on the order of rows.
  return JSON.stringify(
    Object.keys(row)
      .filter((column) => column !== "event_order")
      .sort()
      .map((column) => row[column] ?? null),
  );
}

function readCount(row: WarehouseRow): number {
  const count = row["detected"];
  if (typeof count !== "number") throw new Error("a detection row without `detected`");
  return count;
}
