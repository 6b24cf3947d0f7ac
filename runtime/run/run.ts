import type { Plan } from "../../plan/index.ts";
import { type Clock, type Instant, now } from "../calendar/instant.ts";
import {
  type DispatchOutcome,
  type DispatchSettings,
  dispatchDue,
  NOTHING_DUE,
} from "../dispatch/dispatch.ts";
import type { Ledger, LedgerLock } from "../ledger/ledger.ts";
import type { ProjectSources } from "../ledger/projects.ts";
import { type KeptDecision, keptDecision, type TickDecision } from "../ledger/records.ts";
import { readReport } from "../report/read-report.ts";
import type { LeftOpen, RunReport } from "../report/run-report.ts";
import { campaignsToSeek, type SoughtResponses, seekResponses } from "../respond/seek-responses.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { type TickAhead, ticksAhead } from "./ahead.ts";
import { answerAt, type PassedTick } from "./answer.ts";
import { assertKnownFormat, assertReadable, reads } from "./assert-runnable.ts";
import { decideTick } from "./decide-tick.ts";
import { withDecisions, withResponses } from "./imagined-ledger.ts";
import { agendaAt, type RunAgenda } from "./pending.ts";
import { askReadiness } from "./readiness.ts";

/** What a run needs. */
export interface RunOptions {
  readonly plan: Plan;
  readonly warehouse: Warehouse;
  readonly ledger: Ledger;
  /** The instant up to which campaigns' ticks are run (`--at`). */
  readonly at: Instant;
  /** Which messages have come due; `at` doesn't move it. */
  readonly clock: Clock;
  /** Says what would be decided, and writes nothing at all; a reader of the ledger will do. */
  readonly dryRun?: boolean;
  /** Where messages go; missing, they wait in the outbox. */
  readonly dispatch?: DispatchSettings;
  /** How long another run of the project is waited for; 0 unless given. */
  readonly waitSeconds?: number;
  /** The texts that the plan was compiled of, which the ledger keeps with what was decided by them. */
  readonly sources?: ProjectSources;
  /** Leaves the report's lists of contacts, controls and rejections empty, for readers of the funnels. */
  readonly funnelsOnly?: boolean;
}

export interface RunOutcome extends DispatchOutcome {
  readonly report: RunReport;
  /** Whether every tick had been completed before, and nothing was decided now. */
  readonly answered: boolean;
  /** The campaigns whose ticks were decided now; those of the others had been completed before. */
  readonly decided: ReadonlySet<string>;
  /** Ticks at or before the run's instant that are not run any more. */
  readonly passed: readonly PassedTick[];
  /** Campaigns that do nothing for a time, as ticks are completed that lie ahead of the clock and of the run's instant. */
  readonly ahead: readonly TickAhead[];
}

/**
 * Runs a plan at an instant: each campaign's latest tick that is not completed, instants in order, each committed
 * as one, after responses to earlier contacts were looked for; then dispatches what is due. Completed ticks are answered from the ledger. Channels that cannot deliver
 * are part of the outcome: what was decided stands.
 * @throws RuntimeProblem, or an AggregateError of several: what the warehouse lacks. Whatever was committed before
 * stands; the next run goes on from there.
 */
export async function runPlan(options: RunOptions): Promise<RunOutcome> {
  const { plan, ledger, clock } = options;
  assertKnownFormat(plan);
  if (options.dryRun === true) return rehearse(options);
  const lock = await ledger.lock(clock, options.waitSeconds ?? 0);
  try {
    const decidedBefore = await ledger.lastRun();
    const outcome = await outcomeOf(options, await runPending(options, lock), new Map());
    const dispatch = await dispatchDecided(options, lock, decidedBefore);
    const report = { ...outcome.report, deadLetters: await ledger.deadLetters() };
    return { ...outcome, report, ...dispatch };
  } finally {
    await lock.release();
  }
}

/** Where messages can be sent without the project's lock it is given back: the next run need not wait until they have left. */
async function dispatchDecided(
  { plan, warehouse, ledger, clock, waitSeconds, dispatch: settings }: RunOptions,
  lock: LedgerLock,
  decidedBefore: number,
): Promise<DispatchOutcome> {
  if (settings === undefined) return NOTHING_DUE;
  const sending = await ledger.dispatchLock(clock, waitSeconds ?? 0, lock);
  try {
    if (sending !== lock) await lock.release();
    return await dispatchDue({ plan, warehouse, ledger, lock: sending, clock, settings, decidedBefore });
  } finally {
    if (sending !== lock) await sending.release();
  }
}

async function runPending(options: RunOptions, lock: LedgerLock): Promise<RunDecisions> {
  const { plan, ledger, sources } = options;
  return decidePending(options, () => ledger, {
    responses: async (found) => void (await ledger.recordResponses(lock, found)),
    decision: async (decision) => {
      if (sources !== undefined) {
        await ledger.recordProject(lock, plan.hash, sources, decision.startedAt);
      }
      await ledger.commit(lock, decision);
    },
  });
}

/** What a run has decided, and what it has left for a later one. */
interface RunDecisions {
  readonly decided: ReadonlySet<string>;
  /** The campaigns whose ticks, run now or before, the run answers for, by instant. */
  readonly ticks: RunAgenda["ticks"];
  readonly leftOpen: readonly LeftOpen[];
}

/** Goes through the pending ticks, instants in order; campaigns whose data have not come are left out. */
async function decidePending(
  options: RunOptions,
  ledgerNow: () => Ledger,
  keep: {
    readonly responses: (found: SoughtResponses) => void | Promise<void>;
    readonly decision: (decision: TickDecision) => void | Promise<void>;
  },
): Promise<RunDecisions> {
  const { plan, warehouse, at, clock } = options;
  const { pending, ticks } = agendaAt(plan, at, await options.ledger.lastTicks());
  await assertReadable(plan, warehouse, reads(pending));
  const decided = new Set<string>();
  const leftOpen: LeftOpen[] = [];
  for (const { tick, campaigns } of pending) {
    const readiness = await askReadiness(tick, campaigns, { plan, warehouse, now: now(clock) });
    leftOpen.push(...readiness.leftOpen);
    if (readiness.ready.length === 0) continue;
    const sought = readiness.ready.map(({ campaign }) => campaign);
    const world = { plan, warehouse, ledger: ledgerNow() };
    const campaignsNow = await campaignsToSeek(tick, sought, world);
    if (campaignsNow.length > 0) await keep.responses(await seekResponses(campaignsNow, tick, world));
    const note = { at, startedAt: now(clock) };
    const worldNow = { plan, warehouse, ledger: ledgerNow() };
    await decideTick(tick, readiness.ready, worldNow, note, keep.decision);
    for (const { campaign } of readiness.ready) decided.add(campaign.name);
  }
  return { decided, ticks, leftOpen };
}

/** Reports each campaign's latest completed tick as the ledger has it, and as it would have those imagined. */
async function outcomeOf(
  options: RunOptions,
  { decided, ticks: scheduled, leftOpen }: RunDecisions,
  imagined: ReadonlyMap<Instant, KeptDecision>,
): Promise<Omit<RunOutcome, keyof DispatchOutcome>> {
  const { ticks, passed } = await answerAt(options, { ticks: scheduled }, [...imagined.values()]);
  const report = await readReport(ticks, imagined, { ...options, leftOpen });
  const { plan, ledger, at, clock } = options;
  const ahead = ticksAhead(plan, Math.max(at, now(clock)), await ledger.lastTicks());
  return { report, answered: decided.size === 0 && leftOpen.length === 0, decided, passed, ahead };
}

/** What `runPlan` would report, with nothing written. */
async function rehearse(options: RunOptions): Promise<RunOutcome> {
  const imagined = new Map<Instant, KeptDecision>();
  const sought: SoughtResponses[] = [];
  const ledgerNow = () => withResponses(withDecisions(options.ledger, [...imagined.values()]), sought);
  const decisions = await decidePending(options, ledgerNow, {
    responses: (found) => void sought.push(found),
    decision: (decision) => void imagined.set(decision.tick, keptDecision(decision)),
  });
  return { ...(await outcomeOf(options, decisions, imagined)), ...NOTHING_DUE };
}
