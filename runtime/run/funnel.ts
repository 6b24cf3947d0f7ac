import type { Contest, Outcome } from "../arbitrate/contest.ts";
import { reasonsOf } from "../arbitrate/contest.ts";
import type { Situation } from "../arbitrate/situation.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Detection } from "../detect/candidate.ts";
import type { WaveCounts } from "../detect/waves.ts";
import type { Funnel, WaveFunnel } from "../ledger/records.ts";

/** What a tick found for a campaign, before it was decided on. */
export interface Findings {
  readonly detection: Detection;
  /** How many stood how, where the firing compares with the last tick. */
  readonly recorded: number | undefined;
  readonly followUps: readonly { readonly name: string }[];
  readonly waves: WaveCounts;
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
  contests: readonly Contest[],
  tick: Instant,
): ReadonlyMap<string, Funnel> {
  const contestsOf = Map.groupBy(contests, ({ situation }) => situation.judge.campaign.name);
  return new Map(
    [...findings].map(([campaign, found]) => [
      campaign,
      campaignFunnel(found, contestsOf.get(campaign) ?? [], tick),
    ]),
  );
}

function campaignFunnel(
  { detection, recorded, followUps, waves }: Findings,
  contests: readonly Contest[],
  tick: Instant,
): Funnel {
  const { detected, decidedEarlier, eligible } = detection;
  const ofWave = (wave: number) =>
    outcomes(
      contests.filter(({ situation }) => situation.wave === wave),
      tick,
    );
  const { heldOut, universal, ...rest } = ofWave(0);
  return {
    detected,
    decidedEarlier,
    eligible,
    heldOut,
    universal,
    ...rest,
    waves: followUps.map(({ name }, index): WaveFunnel => {
      const counts = waves[index] ?? { asked: 0, ended: 0, excluded: 0 };
      const { rejected, reasons, contacted, putOff } = ofWave(index + 1);
      return { name, ...counts, rejected, reasons, contacted, putOff };
    }),
    ...(recorded === undefined ? {} : { recorded }),
  };
}

/** What became of the candidates of some contests. */
function outcomes(contests: readonly Contest[], tick: Instant) {
  const contacted = counter();
  const reasons = counter();
  const places = { treated: 0, control: 0, universal: 0 };
  let putOff = 0;
  let rejected = 0;
  for (const { situation, trials, refused } of contests) {
    for (const [index, { accepted }] of trials.entries()) {
      const contacts = situation.attempts[index]?.contacts;
      if (accepted === 0 || contacts === undefined) continue;
      places[situation.arm] += accepted;
      if (situation.arm !== "treated") continue;
      contacted.add(contacts.channel.name, accepted);
      if (contacts.due.instant > tick) putOff += accepted;
    }
    for (const outcome of outcomesFrom(refused)) {
      if (outcome.rejected === 0) continue;
      rejected += outcome.rejected;
      for (const code of codesOf(situation, outcome)) reasons.add(code, outcome.rejected);
    }
  }
  return {
    heldOut: places.control,
    universal: places.universal,
    rejected,
    reasons: reasons.inOrder(),
    contacted: contacted.inOrder(),
    putOff,
  };
}

function* outcomesFrom(outcome: Outcome): Iterable<Outcome> {
  yield outcome;
  for (const next of outcome.next) if (next !== undefined) yield* outcomesFrom(next);
}

function codesOf(situation: Situation, outcome: Outcome): ReadonlySet<string> {
  return new Set(reasonsOf(situation, outcome).map(({ code }) => code));
}

/** Counts names. */
function counter() {
  const counts = new Map<string, number>();
  return {
    add: (name: string, count: number): void => void counts.set(name, (counts.get(name) ?? 0) + count),
    /** How often each name occurs, in order of name. */
    inOrder: (): Readonly<Record<string, number>> =>
      Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
