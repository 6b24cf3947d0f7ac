import type { Funnel, WaveFunnel } from "../../ledger/records.ts";
import { EMPTY_FUNNEL } from "../../run/funnel.ts";

/** The figures of several ticks as one; further waves by name, in the order in which they first come. */
export function sumFunnels(funnels: readonly Funnel[]): Omit<Funnel, "recorded"> {
  return funnels.reduce<Omit<Funnel, "recorded">>(
    (sum, one) => ({
      detected: sum.detected + one.detected,
      decidedEarlier: sum.decidedEarlier + one.decidedEarlier,
      eligible: sum.eligible + one.eligible,
      heldOut: sum.heldOut + one.heldOut,
      universal: sum.universal + one.universal,
      rejected: sum.rejected + one.rejected,
      reasons: sumCounts(sum.reasons, one.reasons),
      contacted: sumCounts(sum.contacted, one.contacted),
      putOff: sum.putOff + one.putOff,
      waves: sumWaves(sum.waves, one.waves),
    }),
    EMPTY_FUNNEL,
  );
}

function sumWaves(sum: readonly WaveFunnel[], more: readonly WaveFunnel[]): readonly WaveFunnel[] {
  const names = [...new Set([...sum, ...more].map(({ name }) => name))];
  return names.map((name) => {
    const same = [...sum, ...more].filter((wave) => wave.name === name);
    const total = (count: (wave: WaveFunnel) => number): number =>
      same.reduce((all, wave) => all + count(wave), 0);
    return {
      name,
      asked: total(({ asked }) => asked),
      ended: total(({ ended }) => ended),
      excluded: total(({ excluded }) => excluded),
      rejected: total(({ rejected }) => rejected),
      reasons: sumCounts(...same.map(({ reasons }) => reasons)),
      contacted: sumCounts(...same.map(({ contacted }) => contacted)),
      putOff: total(({ putOff }) => putOff),
    };
  });
}

/** Counts by name, in order of name. */
function sumCounts(...all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const one of all) {
    for (const [name, count] of Object.entries(one)) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
