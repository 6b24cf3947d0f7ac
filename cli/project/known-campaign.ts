import { type Ledger, nearestName, type Plan } from "../../runtime/index.ts";
import { CommandFailure } from "../failure.ts";

/**
 * Makes sure that the project or its ledger has a campaign. `cure` is what to do where no name is near.
 * @throws CommandFailure where neither has one of that name.
 */
export async function assertKnownCampaign(
  campaign: string,
  { plan, ledger }: { readonly plan: Plan; readonly ledger: Ledger },
  cure?: string,
): Promise<void> {
  const known = new Set([...plan.campaigns.map(({ name }) => name), ...(await ledger.results.campaigns())]);
  if (known.has(campaign)) return;
  const nearest = nearestName(campaign, known);
  throw new CommandFailure(
    `neither the project nor its ledger has a campaign \`${campaign}\``,
    nearest === undefined ? cure : `did you mean \`${nearest}\`?`,
  );
}
