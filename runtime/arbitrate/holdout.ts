import type { CampaignPlan } from "../../plan/index.ts";
import type { Arm } from "../ledger/records.ts";
import { shareTest, stableHash } from "../stable-hash.ts";

/** The arm of each of a campaign's customers: the same at every tick. `purpose service` holds nobody out. */
export function armOf(campaign: CampaignPlan): (customer: string) => Arm {
  if (campaign.holdout === undefined || campaign.purpose === "service") return () => "treated";
  const isHeldOut = shareTest(campaign.holdout);
  return (customer) => (isHeldOut(stableHash([campaign.name, customer])) ? "control" : "treated");
}
