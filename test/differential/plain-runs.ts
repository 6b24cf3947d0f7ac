import type { decideOracle } from "../../oracle/index.ts";
import { type Instant, isoInstant, type RunOptions, RuntimeProblem, runPlan } from "../../runtime/index.ts";
import { failureText } from "./failure.ts";

/** A run on an engine, what it decided in the oracle's words. */
export async function runOn(
  { plan, warehouse, ledger, at }: Pick<RunOptions, "plan" | "warehouse" | "ledger" | "at">,
  outbox: string | undefined,
): Promise<unknown> {
  const before = await ledger.lastTicks();
  try {
    const { report, decided } = await runPlan({
      plan,
      warehouse,
      ledger,
      at,
      clock: () => at / 1000,
      ...(outbox !== undefined && { dispatch: { default: { adapter: "file", path: outbox } } }),
    });
    const ticks = report.ticks.map((tick) => ({
      ...tick,
      campaigns: tick.campaigns.filter(
        ({ campaign }) => decided.has(campaign) && isAfter(tick.tick, before.get(campaign)?.tick),
      ),
    }));
    return plainRun({
      ticks: ticks.filter(({ campaigns }) => campaigns.length > 0),
      waiting: report.leftOpen.map(({ campaign }) => campaign),
      failed: null,
    } as never);
  } catch (error) {
    const problems: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
    const isLate = problems.every((one) => one instanceof RuntimeProblem && one.code === "source-late");
    if (isLate) return { failed: true };
    return failureText(error instanceof Error ? error : new Error(String(error)));
  }
}

function isAfter(tick: string, last: Instant | undefined): boolean {
  return last === undefined || tick > isoInstant(last);
}

type Decided = ReturnType<typeof decideOracle>["runs"][number];

/** What both say of a run: reasons of one channel in order of code and rule. */
export function plainRun(run: Decided | string): unknown {
  if (typeof run === "string") return run;
  if (run.failed !== null) return { failed: true };
  return {
    waiting: [...run.waiting].sort(),
    ticks: run.ticks.map(({ tick, campaigns, contacts, controls, universal, rejections }) => {
      const names = new Set(campaigns.map(({ campaign }) => campaign));
      const own = <T extends { readonly campaign: string }>(list: readonly T[]): readonly T[] =>
        list.filter(({ campaign }) => names.has(campaign));
      return {
        tick,
        campaigns: campaigns.map(({ campaign, active, previousTick, detected, decidedEarlier }) => ({
          campaign,
          active,
          previousTick,
          detected,
          decidedEarlier,
        })),
        contacts: own(contacts).map(plainContact),
        controls: own(controls).map(plainContact),
        universal: own(universal).map(plainContact),
        rejections: own(rejections).map((one) => ({
          ...plainContact({ ...one, channel: one.channel ?? "", due: one.due ?? "" }),
          reasons: one.reasons.map(({ channel, code, rule }) => `${channel} ${code} ${rule ?? ""}`).sort(),
        })),
      };
    }),
  };
}

type Contact = Decided["ticks"][number]["contacts"][number];

function plainContact({ campaign, wave, customer, arm, value, event, channel, offers, due }: Contact) {
  return {
    campaign,
    wave,
    customer,
    arm,
    value: value === null ? null : `${value.amount} ${value.currency}`,
    event: event === null ? null : `${event.id} ${event.time}`,
    channel,
    offers,
    due,
  };
}
