import type { CampaignPlan } from "../../../plan/index.ts";

/** Service campaigns skip lines on the single customer, unless they include service. */
export function skips(
  line: { readonly includingService: boolean },
  { purpose }: Pick<CampaignPlan, "purpose">,
): boolean {
  return purpose === "service" && !line.includingService;
}

export function usesChannel(line: { readonly via: readonly string[] }, channel: string): boolean {
  return line.via.length === 0 || line.via.includes(channel);
}

/** Whether the customer is in the segment that a line names; true where it names none. */
export function isInSegment(
  segment: string | undefined,
  {
    campaign,
    inSegment,
  }: {
    readonly campaign: Pick<CampaignPlan, "name">;
    readonly inSegment: (name: string) => boolean | undefined;
  },
): boolean {
  if (segment === undefined) return true;
  const answer = inSegment(segment);
  if (answer === undefined) {
    throw new Error(`the detection of ${campaign.name} doesn't say who is in ${segment}`);
  }
  return answer;
}
