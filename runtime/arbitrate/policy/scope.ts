import type { Candidate } from "../../detect/candidate.ts";

/** Service campaigns skip lines on the single customer, unless they include service. */
export function skips(line: { readonly includingService: boolean }, candidate: Candidate): boolean {
  return candidate.campaign.purpose === "service" && !line.includingService;
}

export function usesChannel(line: { readonly via: readonly string[] }, channel: string): boolean {
  return line.via.length === 0 || line.via.includes(channel);
}

/** Whether the customer is in the segment that a line names; true where it names none. */
export function isInSegment(segment: string | undefined, candidate: Candidate): boolean {
  if (segment === undefined) return true;
  const answer = candidate.inSegment(segment);
  if (answer === undefined) {
    throw new Error(`the detection of ${candidate.campaign.name} doesn't say who is in ${segment}`);
  }
  return answer;
}
