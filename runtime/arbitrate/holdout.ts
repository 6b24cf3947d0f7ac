import type { CampaignPlan, Policy } from "../../plan/index.ts";
import type { Arm } from "../ledger/records.ts";
import { shareTest, stableHashAfter } from "../stable-hash.ts";

/**
 * The arm of each of a campaign's customers: the same at every tick. The universal holdout comes first. `purpose service`
 * holds nobody out, unless the policy's line includes service.
 */
export function armOf(
  campaign: CampaignPlan,
  policy: Pick<Policy, "holdout" | "holdoutIncludesService"> | undefined,
): (customer: string) => Arm {
  const isService = campaign.purpose === "service";
  const passesUniversal = isService && policy?.holdoutIncludesService !== true;
  const isUniversal = heldOut("universal", passesUniversal ? undefined : policy?.holdout);
  const isControl = heldOut(campaign.name, isService ? undefined : campaign.holdout);
  return (customer) => (isUniversal(customer) ? "universal" : isControl(customer) ? "control" : "treated");
}

function heldOut(name: string, share: string | undefined): (customer: string) => boolean {
  if (share === undefined) return () => false;
  const isWithin = shareTest(share);
  const hash = stableHashAfter([name]);
  return (customer) => {
    hash.digest(customer);
    return isWithin(hash);
  };
}
