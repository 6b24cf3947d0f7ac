import { type Instant, isoInstant } from "../calendar/instant.ts";
import { compareDecimals, parseDecimal } from "../decimal.ts";
import type { Candidate } from "../detect/candidate.ts";
import { stableHash } from "../stable-hash.ts";

interface Ranked {
  readonly candidate: Candidate;
  readonly valueRank: number;
  readonly hash: string;
}

/**
 * Candidates in the order in which they are decided on, LANGUAGE § 9: priority (high first), value (high first,
 * unknown last), stable hash of (tick, campaign, customer), wave, event time, event id.
 */
export function inOrder(candidates: readonly Candidate[], tick: Instant): readonly Candidate[] {
  const rankOf = valueRanks(candidates);
  const tickText = isoInstant(tick);
  const ranked = candidates.map((candidate): Ranked => {
    const hash = stableHash([tickText, candidate.campaign.name, candidate.customer]);
    return { candidate, valueRank: rankOf(candidate.value), hash };
  });
  return ranked.sort(compare).map(({ candidate }) => candidate);
}

function compare(a: Ranked, b: Ranked): number {
  const left = a.candidate;
  const right = b.candidate;
  return (
    right.campaign.priority - left.campaign.priority ||
    a.valueRank - b.valueRank ||
    compareText(a.hash, b.hash) ||
    left.wave - right.wave ||
    (left.event?.time ?? 0) - (right.event?.time ?? 0) ||
    left.eventOrder - right.eventOrder ||
    compareText(left.occasion, right.occasion)
  );
}

/** The place of each value from the highest, 0, down; unknown comes last. Values repeat, so each is read once. */
function valueRanks(candidates: readonly Candidate[]): (value: string | undefined) => number {
  const texts = new Set<string>();
  for (const { value } of candidates) if (value !== undefined) texts.add(value);
  const descending = [...texts]
    .map((text) => ({ text, decimal: parseDecimal(text) }))
    .sort((a, b) => compareDecimals(b.decimal, a.decimal));
  const ranks = new Map(descending.map(({ text }, rank) => [text, rank]));
  return (value) => (value === undefined ? undefined : ranks.get(value)) ?? descending.length;
}

/** Orders texts by their UTF-16 units: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
