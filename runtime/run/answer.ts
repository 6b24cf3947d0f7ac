import type { Plan } from "../../plan/index.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { TickDecision } from "../ledger/records.ts";
import type { RunAgenda } from "./pending.ts";

/** A campaign's tick that was never run and is not run any more: a later one has been completed. */
export interface PassedTick {
  readonly campaign: string;
  /** Its latest scheduled instant at or before the run's. */
  readonly tick: Instant;
  /** The last completed one. */
  readonly completed: Instant;
}

/** Which ticks a run is answered with: each campaign's latest completed one at or before the run's instant. */
export interface Answer {
  /** In order, with their campaigns. */
  readonly ticks: ReadonlyMap<Instant, readonly string[]>;
  /** In order of campaign. */
  readonly passed: readonly PassedTick[];
}

/** Answers from the ledger, and from decisions that are not written there, in order. */
export async function answerAt(
  { plan, ledger, at }: { readonly plan: Plan; readonly ledger: Ledger; readonly at: Instant },
  agenda: Pick<RunAgenda, "ticks">,
  imagined: readonly TickDecision[] = [],
): Promise<Answer> {
  const last = await ledger.lastTicks();
  const until = await ledger.lastTicks(at);
  const declared = plan.campaigns.map(({ name }) => name).sort();
  const latest = new Map(
    declared.flatMap((name) => {
      const tick = until.get(name)?.tick;
      return tick === undefined ? [] : [[name, tick] as const];
    }),
  );
  for (const { tick, campaigns } of imagined) for (const one of campaigns) latest.set(one.campaign, tick);
  const scheduled = new Map(
    [...agenda.ticks].flatMap(([tick, names]) => names.map((name) => [name, tick] as const)),
  );
  return {
    ticks: new Map(
      [...Map.groupBy(latest, ([, tick]) => tick)]
        .sort(([a], [b]) => a - b)
        .map(([tick, pairs]) => [tick, pairs.map(([name]) => name)]),
    ),
    passed: declared.flatMap((campaign) => {
      const tick = scheduled.get(campaign);
      const completed = last.get(campaign)?.tick;
      if (tick === undefined || completed === undefined || completed <= tick) return [];
      return (latest.get(campaign) ?? tick - 1) >= tick ? [] : [{ campaign, tick, completed }];
    }),
  };
}
