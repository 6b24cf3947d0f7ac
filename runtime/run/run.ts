import type { Plan } from "../../plan/index.ts";
import { type Clock, type Instant, now } from "../calendar/instant.ts";
import { type DispatchOutcome, type DispatchSettings, dispatchDue } from "../dispatch/dispatch.ts";
import type { ChannelPlaces, Ledger, LedgerLock } from "../ledger/ledger.ts";
import type { TickDecision } from "../ledger/records.ts";
import { readReport } from "../report/read-report.ts";
import type { RunReport } from "../report/run-report.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { answerAt, type PassedTick } from "./answer.ts";
import { assertKnownFormat, assertReadable } from "./assert-runnable.ts";
import { decideTick } from "./decide-tick.ts";
import { agendaAt, type RunAgenda } from "./pending.ts";

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
}

const NOTHING_DUE: DispatchOutcome = { dispatched: [], undelivered: [] };

/**
 * Runs a plan at an instant: each campaign's latest tick that is not completed, instants in order, each committed
 * as one; then dispatches what is due. Completed ticks are answered from the ledger. Channels that cannot deliver
 * are part of the outcome: what was decided stands.
 * @throws RuntimeProblem, or an AggregateError of several: what the warehouse lacks. Whatever was committed before
 * stands; the next run goes on from there.
 */
export async function runPlan(options: RunOptions): Promise<RunOutcome> {
  const { plan, ledger, at, clock } = options;
  assertKnownFormat(plan);
  if (options.dryRun === true) return rehearse(options);
  const lock = await ledger.lock(clock, options.waitSeconds ?? 0);
  try {
    const decided = await runPending(options, lock);
    const { ticks, passed } = await answerAt(options, agendaAt(plan, at, await ledger.lastTicks()));
    const report = await readReport(ticks, new Map(), options);
    const dispatch =
      options.dispatch === undefined
        ? NOTHING_DUE
        : await dispatchDue({ ledger, lock, clock, settings: options.dispatch });
    return { report, answered: decided.size === 0, decided, passed, ...dispatch };
  } finally {
    lock.release();
  }
}

/** Gives the campaigns whose ticks were run. */
async function runPending(options: RunOptions, lock: LedgerLock): Promise<ReadonlySet<string>> {
  const { plan, warehouse, ledger, at, clock } = options;
  const { pending } = agendaAt(plan, at, await ledger.lastTicks());
  if (pending.length === 0) return new Set();
  await assertReadable(plan, warehouse, pending);
  for (const { tick, campaigns } of pending) {
    const note = { at, startedAt: now(clock) };
    await ledger.commit(lock, await decideTick(tick, campaigns, { plan, warehouse, ledger }, note));
  }
  return campaignsOf(pending);
}

function campaignsOf(pending: RunAgenda["pending"]): ReadonlySet<string> {
  return new Set(pending.flatMap(({ campaigns }) => campaigns.map(({ campaign }) => campaign.name)));
}

/** What `runPlan` would report, with nothing written. */
async function rehearse(options: RunOptions): Promise<RunOutcome> {
  const { plan, warehouse, ledger, at, clock } = options;
  const agenda = agendaAt(plan, at, await ledger.lastTicks());
  const { pending } = agenda;
  await assertReadable(plan, warehouse, pending);
  const decisions = new Map<Instant, TickDecision>();
  for (const { tick, campaigns } of pending) {
    const imagined = withDecisions(ledger, [...decisions.values()]);
    const note = { at, startedAt: now(clock) };
    decisions.set(tick, await decideTick(tick, campaigns, { plan, warehouse, ledger: imagined }, note));
  }
  const { ticks, passed } = await answerAt(options, agenda, [...decisions.values()]);
  const report = await readReport(ticks, decisions, options);
  const answered = pending.length === 0;
  return { report, answered, decided: campaignsOf(pending), passed, ...NOTHING_DUE };
}

/**
 * The ledger as it would be after decisions that are not written. In one run a campaign has one tick, so only
 * what campaigns share, the channels' capacities, can be touched by an instant before.
 */
function withDecisions(ledger: Ledger, decisions: readonly TickDecision[]): Ledger {
  const imagined = decisions.flatMap(({ contacts }) =>
    contacts.map(({ contact }): ChannelPlaces => ({ channel: contact.channel, due: contact.due, count: 1 })),
  );
  return {
    ...ledger,
    channelPlaces: async (from) => [
      ...(await ledger.channelPlaces(from)),
      ...imagined.filter(({ due }) => due >= from),
    ],
  };
}
