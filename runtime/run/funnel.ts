import type { Acceptance } from "../arbitrate/arbitrate.ts";
import type { Detection } from "../detect/candidate.ts";
import type { WaveDetection } from "../detect/waves.ts";
import type { ContactRecord, Funnel, RejectionRecord, WaveFunnel } from "../ledger/records.ts";

/** What a tick found for a campaign, before it was decided on. */
export interface Findings {
  readonly detection: Detection;
  /** How many stood how, where the firing compares with the last tick. */
  readonly recorded: number | undefined;
  readonly followUps: readonly { readonly name: string }[];
  readonly waves: WaveDetection;
}

export const EMPTY_FUNNEL: Funnel = {
  detected: 0,
  decidedEarlier: 0,
  eligible: 0,
  heldOut: 0,
  universal: 0,
  rejected: 0,
  reasons: {},
  contacted: {},
  putOff: 0,
  waves: [],
};

/** Counts by campaign what became of what was found. */
export function funnelsOf(
  findings: ReadonlyMap<string, Findings>,
  accepted: readonly Acceptance[],
  rejections: readonly RejectionRecord[],
): ReadonlyMap<string, Funnel> {
  const contactsOf = Map.groupBy(accepted, ({ contact }) => contact.campaign);
  const rejectionsOf = Map.groupBy(rejections, ({ campaign }) => campaign);
  return new Map(
    [...findings].map(([campaign, found]) => {
      const places = (contactsOf.get(campaign) ?? []).map(({ contact }) => contact);
      return [campaign, campaignFunnel(found, places, rejectionsOf.get(campaign) ?? [])];
    }),
  );
}

function campaignFunnel(
  { detection, recorded, followUps, waves }: Findings,
  places: readonly ContactRecord[],
  rejections: readonly RejectionRecord[],
): Funnel {
  const { detected, decidedEarlier, candidates } = detection;
  const first = outcomes(places, rejections, 0);
  const { heldOut, universal, ...rest } = first;
  return {
    detected,
    decidedEarlier,
    eligible: candidates.length,
    heldOut,
    universal,
    ...rest,
    waves: followUps.map(({ name }, index): WaveFunnel => {
      const counts = waves.counts[index] ?? { asked: 0, ended: 0, excluded: 0 };
      const { rejected, reasons, contacted, putOff } = outcomes(places, rejections, index + 1);
      return { name, ...counts, rejected, reasons, contacted, putOff };
    }),
    ...(recorded === undefined ? {} : { recorded }),
  };
}

/** What became of one wave's candidates. */
function outcomes(places: readonly ContactRecord[], rejections: readonly RejectionRecord[], wave: number) {
  const ofWave = places.filter((place) => place.wave === wave);
  const treated = ofWave.filter(({ arm }) => arm === "treated");
  const refused = rejections.filter((rejection) => rejection.wave === wave);
  const codes = refused.flatMap(({ reasons }) => [...new Set(reasons.map(({ code }) => code))]);
  return {
    heldOut: ofWave.filter(({ arm }) => arm === "control").length,
    universal: ofWave.filter(({ arm }) => arm === "universal").length,
    rejected: refused.length,
    reasons: counted(codes),
    contacted: counted(treated.map(({ channel }) => channel)),
    putOff: treated.filter(({ due, tick }) => due > tick).length,
  };
}

/** How often each name occurs, in order of name. */
function counted(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
