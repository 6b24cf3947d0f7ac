import type { Plan } from "../../plan/index.ts";
import { type Clock, type Instant, isoInstant, MICROSECONDS_PER_SECOND, now } from "../calendar/instant.ts";
import type { DispatchOutcome, DispatchSettings } from "../dispatch/dispatch.ts";
import { dispatchWaiting } from "../dispatch/dispatch-waiting.ts";
import type { Leadership } from "../ledger/leadership.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { ProjectSources } from "../ledger/projects.ts";
import { pruneLedger, type Retention } from "../ledger/prune.ts";
import { RuntimeProblem } from "../problem.ts";
import { type TickAhead, ticksAhead } from "../run/ahead.ts";
import { agendaAt } from "../run/pending.ts";
import { runPlan } from "../run/run.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { type BackOff, backOff } from "./back-off.ts";
import type { ServiceEvent, ServiceRole, ServiceWork } from "./event.ts";
import { LOOK_EVERY, nextWake } from "./next-wake.ts";
import { observedRun, StopRequested } from "./observed-run.ts";

/** What a service needs. Stores are opened for each piece of work: one that was lost is there again when it is back. */
export interface ServiceOptions {
  readonly plan: Plan;
  readonly openLedger: () => Promise<Ledger>;
  readonly openWarehouse: () => Warehouse;
  readonly leadership: Leadership;
  readonly dispatch: DispatchSettings;
  /** The texts that the plan was compiled of. */
  readonly sources?: ProjectSources;
  /** How long the ledger says who was contacted; for ever where missing. */
  readonly keep?: Retention | undefined;
  readonly clock: Clock;
  /** Waits for an instant, or for the end of the service. */
  readonly sleepUntil: (instant: Instant, stopped: AbortSignal) => Promise<void>;
  readonly watch: (event: ServiceEvent) => void;
  /** Ends the service when the tick under way is committed. */
  readonly stopped: AbortSignal;
}

/** How often one that stands by asks whether the lead is free, and one that leads whether it still does. */
const LEAD_PAUSE: Instant = 5 * MICROSECONDS_PER_SECOND;

/** After how long a project is looked at again that another command has locked. */
const LOCKED_PAUSE: Instant = 5 * MICROSECONDS_PER_SECOND;

/** How long the project's lock is waited for: commands by hand mostly have it for less. */
const LOCK_WAIT_SECONDS = 2;

interface State {
  role: ServiceRole | undefined;
  /** The instant at which there may be something to do. */
  wake: Instant;
  /** The last day on which old rows were made anonymous. */
  pruned: string | undefined;
  /** The campaigns that were last told to do nothing for a time, as JSON. */
  ahead: string;
  /** The latest ticks that were last told, as JSON. */
  lastTicks: string;
  readonly backOffs: Readonly<Record<ServiceWork, BackOff>>;
}

/**
 * Runs what is due, whenever it is due, until it is stopped. What is due is asked of the ledger at each wake, as a run by
 * hand does: ticks missed while nobody ran are taken up as those are. Of several copies one works, and the others stand by.
 * Whatever fails is told to `watch` and tried again; nothing that the stores do ends the service.
 */
export async function serve(options: ServiceOptions): Promise<void> {
  const { stopped, sleepUntil, leadership } = options;
  const state: State = {
    role: undefined,
    wake: 0,
    pruned: undefined,
    ahead: "[]",
    lastTicks: "[]",
    backOffs: { ledger: backOff(), run: backOff(), dispatch: backOff(), prune: backOff() },
  };
  try {
    while (!stopped.aborted) {
      const wake = await turn(options, state);
      if (!stopped.aborted) await sleepUntil(wake, stopped);
    }
  } finally {
    await leadership.release();
  }
}

/** One look at what is to do, and the doing of it; gives the instant of the next. Never throws. */
async function turn(options: ServiceOptions, state: State): Promise<Instant> {
  const { leadership, openLedger, clock, watch } = options;
  try {
    if (!(await leadership.hold())) {
      watch({ kind: "looked" });
      changeRole("stands-by", options, state);
      state.backOffs.ledger.succeeded();
      return now(clock) + LEAD_PAUSE;
    }
    // Another may have worked meanwhile.
    if (state.role !== "leads") state.wake = 0;
    // Further off than any look is what a clock that was set back makes of it.
    const ahead = state.wake - now(clock);
    if (ahead <= 0 || ahead > LOOK_EVERY) {
      const ledger = await openLedger();
      try {
        watch({ kind: "looked" });
        // Who has the lead alone, and no ledger, leads nothing.
        changeRole("leads", options, state);
        state.wake = await work(ledger, options, state);
      } finally {
        await ledger.close();
      }
    } else watch({ kind: "looked" });
    state.backOffs.ledger.succeeded();
    return Math.min(state.wake, now(clock) + LEAD_PAUSE);
  } catch (cause) {
    const again = failed("ledger", cause, options, state);
    // Another copy may reach what this one does not.
    await leadership.release();
    changeRole("cut-off", options, state);
    return again;
  }
}

function changeRole(role: ServiceRole, { watch }: ServiceOptions, state: State): void {
  if (state.role === role) return;
  state.role = role;
  watch({ kind: "role", role });
}

async function work(ledger: Ledger, options: ServiceOptions, state: State): Promise<Instant> {
  const { plan, clock, watch } = options;
  const { run, dispatch } = state.backOffs;
  const at = now(clock);
  const lastTicks = await ledger.lastTicks();
  tellLastTicks(lastTicks, options, state);
  tellAhead(ticksAhead(plan, at, lastTicks), options, state);
  const pending = agendaAt(plan, at, lastTicks).pending.length > 0;
  const ran =
    pending && run.isTime(at) && (await attempt("run", () => runDue(ledger, options, state), options, state));
  if (!ran && dispatch.isTime(at) && isDue(await ledger.outlook(), at) && !options.stopped.aborted) {
    await attempt("dispatch", () => dispatchOnly(ledger, options, state), options, state);
  }
  await pruneDaily(ledger, options, state);
  const channels = await ledger.outlook();
  watch({ kind: "outlook", channels });
  const after = now(clock);
  const retries = [run.again(), dispatch.again()].filter((instant) => instant > after);
  return Math.min(nextWake(plan, after, channels), ...retries);
}

/** Runs by hand and of other copies are found in the ledger alone. */
function tellLastTicks(
  lastTicks: Awaited<ReturnType<Ledger["lastTicks"]>>,
  { plan, watch }: ServiceOptions,
  state: State,
): void {
  const ticks = new Map(
    plan.campaigns.flatMap(({ name }) => {
      const last = lastTicks.get(name);
      return last === undefined ? [] : [[name, last.tick] as const];
    }),
  );
  const told = JSON.stringify([...ticks]);
  if (ticks.size === 0 || state.lastTicks === told) return;
  state.lastTicks = told;
  watch({ kind: "last-ticks", ticks });
}

/** Who does nothing for a time is told once, not at each look. */
function tellAhead(campaigns: readonly TickAhead[], { watch }: ServiceOptions, state: State): void {
  const ahead = JSON.stringify(campaigns);
  if (state.ahead === ahead) return;
  state.ahead = ahead;
  watch({ kind: "ahead", campaigns });
}

const isDue = (channels: Awaited<ReturnType<Ledger["outlook"]>>, at: Instant): boolean =>
  channels.some(({ next, unfinished }) => unfinished > 0 || (next !== null && next <= at));

/** Decides the ticks that are due, and sends what is due then. */
async function runDue(ledger: Ledger, options: ServiceOptions, state: State): Promise<void> {
  const { plan, sources, openWarehouse, clock, dispatch, watch } = options;
  const warehouse = openWarehouse();
  try {
    const at = now(clock);
    const { outcome, seconds, phases } = await observedRun(ledger, options, (observed) =>
      runPlan({
        plan,
        ...(sources !== undefined && { sources }),
        warehouse,
        ledger: observed,
        at,
        clock,
        dispatch,
        waitSeconds: LOCK_WAIT_SECONDS,
        funnelsOnly: true,
      }),
    );
    watch({ kind: "ran", at, seconds, phases, leftOpen: outcome.report.leftOpen });
    delivered(outcome, options, state);
  } finally {
    await warehouse.close();
  }
}

/** Sends what is due between the ticks: what was put off, and what is tried again. */
async function dispatchOnly(ledger: Ledger, options: ServiceOptions, state: State): Promise<void> {
  const { plan, openWarehouse, clock, dispatch } = options;
  const warehouse = openWarehouse();
  try {
    const waitSeconds = LOCK_WAIT_SECONDS;
    const outcome = await dispatchWaiting({
      plan,
      warehouse,
      ledger,
      clock,
      settings: dispatch,
      waitSeconds,
    });
    delivered(outcome, options, state);
  } finally {
    await warehouse.close();
  }
}

/** Makes what is older than is kept anonymous, once a day. */
async function pruneDaily(ledger: Ledger, options: ServiceOptions, state: State): Promise<void> {
  const { keep, clock, watch, stopped } = options;
  const at = now(clock);
  const today = isoInstant(at).slice(0, 10);
  if (keep === undefined || state.pruned === today || stopped.aborted) return;
  if (!state.backOffs.prune.isTime(at)) return;
  await attempt(
    "prune",
    async () => {
      const lock = await ledger.lock(clock, LOCK_WAIT_SECONDS);
      try {
        watch({ kind: "pruned", outcome: await pruneLedger(ledger, lock, { keep, at }) });
        state.pruned = today;
      } finally {
        await lock.release();
      }
    },
    options,
    state,
  );
}

/** A channel that takes nothing is tried again later, with all others. */
function delivered(
  { dispatched, undelivered, cancelled }: DispatchOutcome,
  options: ServiceOptions,
  state: State,
): void {
  if (dispatched.length > 0 || cancelled.messages > 0) {
    options.watch({ kind: "dispatched", dispatched, cancelled: cancelled.messages });
  }
  if (undelivered.length === 0) state.backOffs.dispatch.succeeded();
  else failed("dispatch", new AggregateError(undelivered), options, state);
}

/** Does a piece of work, and says whether it succeeded. What the ledger fails with is thrown. */
async function attempt(
  name: Exclude<ServiceWork, "ledger">,
  doing: () => Promise<void>,
  options: ServiceOptions,
  state: State,
): Promise<boolean> {
  const tries = state.backOffs[name];
  try {
    await doing();
    // A dispatch says itself whether its channels took what they were given.
    if (name !== "dispatch") tries.succeeded();
    return true;
  } catch (cause) {
    if (cause instanceof StopRequested) return true;
    if (isOf(cause, (code) => code === "ledger-locked")) {
      const again = now(options.clock) + LOCKED_PAUSE;
      tries.putOff(again);
      options.watch({ kind: "locked", again });
      return false;
    }
    if (isOf(cause, (code) => code.startsWith("ledger-"))) throw cause;
    failed(name, cause, options, state);
    return false;
  }
}

function failed(name: ServiceWork, cause: unknown, { clock, watch }: ServiceOptions, state: State): Instant {
  const { attempt, again } = state.backOffs[name].failed(now(clock));
  const causes = cause instanceof AggregateError ? cause.errors : [cause];
  watch({ kind: "failed", work: name, causes, attempt, again });
  return again;
}

const isOf = (cause: unknown, wanted: (code: string) => boolean): boolean =>
  cause instanceof RuntimeProblem && wanted(cause.code);
