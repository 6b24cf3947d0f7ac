import {
  aheadText,
  assertRunnable,
  type Clock,
  funnelText,
  type Instant,
  now,
  openLedger,
  openLedgerReader,
  type Plan,
  passedText,
  pendingSpans,
  type RunOutcome,
  runPlan,
  spansText,
  throwProblems,
  warehouseOnDemand,
  writeReportJson,
} from "../runtime/index.ts";
import { instantAt } from "./arguments.ts";
import { ExitCode } from "./exit-code.ts";
import { deadLettersText, dispatchedText } from "./output/dispatched.ts";
import { progressLine } from "./output/progress.ts";
import type { Terminal } from "./output/terminal.ts";
import { wallClock, workingClock } from "./process/clock.ts";
import { type CompiledProject, compileProject } from "./project/compile-project.ts";
import { placed } from "./project/placed-problem.ts";
import { dispatchSettings, ledgerSettings, warehouseSettings } from "./project/runtime-settings.ts";
import { usingLedger } from "./project/using-ledger.ts";

export interface RunCommandOptions {
  readonly project: string;
  /** An instant as the user wrote it; now, if left out. */
  readonly at: string | undefined;
  readonly dryRun: boolean;
  /** Says first which ticks the run takes up, and what time each makes good. */
  readonly catchUp: boolean;
  readonly format: "pretty" | "json";
  /** Seconds to wait for another run. */
  readonly wait: number;
}

/** `baleen run`: decides the campaigns' ticks up to an instant, and dispatches what is due. */
export async function runCommand(options: RunCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const compiled = await compileProject(options.project, terminal);
  if (compiled.kind === "unsound") return compiled.exitCode;
  const clock = options.dryRun ? wallClock(process.env) : workingClock(process.env, terminal);
  const at = options.at === undefined ? now(clock) : instantAt("--at", options.at, compiled.plan.timezone);
  if (at > now(clock) && !options.dryRun) terminal.err(AHEAD);
  const progress = progressLine(terminal, `running ${compiled.plan.project}`);
  try {
    // The report alone goes to stdout where a program reads it.
    const announce = (text: string) =>
      options.format === "json" ? terminal.err(text) : terminal.out(`${text}\n`);
    const outcome = await runCompiled(compiled, { at, clock }, options, announce);
    progress.end();
    writeOutcome(compiled, outcome, options, terminal);
    throwProblems(outcome.undelivered, "messages could not be delivered on several channels");
    return ExitCode.well;
  } catch (cause) {
    throw placed(cause, compiled);
  } finally {
    progress.end();
  }
}

/** A year mistyped would silence campaigns for as long. */
const AHEAD =
  "note: `--at` lies ahead of the clock: ticks up to it are decided on now, and campaigns do nothing more until it has passed\n";

async function runCompiled(
  compiled: CompiledProject,
  { at, clock }: { readonly at: Instant; readonly clock: Clock },
  { dryRun, wait, format, catchUp }: RunCommandOptions,
  announce: (text: string) => void,
): Promise<RunOutcome> {
  const { plan, sources } = compiled;
  const funnelsOnly = format === "pretty";
  const { timezone, relations } = plan;
  const warehouse = warehouseOnDemand(warehouseSettings(compiled), { timezone, relations });
  const settings = ledgerSettings(compiled);
  const dispatch = dispatchSettings(compiled);
  try {
    if (dryRun) {
      return await usingLedger(openLedgerReader(settings), async (ledger) => {
        if (catchUp) announce(spansText(await pendingSpans({ plan, ledger, at }), timezone));
        return runPlan({ plan, warehouse, ledger, at, clock, dryRun, funnelsOnly });
      });
    }
    // What can't run leaves no trace: that is found out before the ledger is made or changed.
    await usingLedger(openLedgerReader(settings), async (ledger) => {
      await assertRunnable({ plan, warehouse, ledger, at });
      if (catchUp) announce(spansText(await pendingSpans({ plan, ledger, at }), timezone));
    });
    return await usingLedger(openLedger(settings), (ledger) =>
      runPlan({ plan, sources, warehouse, ledger, at, clock, dispatch, waitSeconds: wait, funnelsOnly }),
    );
  } finally {
    await warehouse.close();
  }
}

function writeOutcome(
  { plan }: CompiledProject,
  outcome: RunOutcome,
  options: RunCommandOptions,
  terminal: Terminal,
): void {
  if (options.format === "json") {
    writeReportJson(outcome.report, (piece) => terminal.out(piece));
    terminal.err(aheadText(outcome.ahead, plan.timezone));
    return;
  }
  terminal.out(outcomeText(plan, outcome, options.dryRun));
}

function outcomeText(plan: Plan, outcome: RunOutcome, dryRun: boolean): string {
  const { report, answered, passed, ahead } = outcome;
  const completedBefore = answered && report.ticks.length > 0;
  const paragraphs = [
    ticksText(plan, outcome),
    completedBefore && !dryRun ? "all these ticks had been completed before: answered from the ledger\n" : "",
    passedText(passed, plan.timezone),
    aheadText(ahead, plan.timezone),
    dryRun ? "dry run: nothing was written\n" : "",
    dispatchedText(outcome) + deadLettersText(report.deadLetters),
  ];
  return paragraphs.filter((text) => text !== "").join("\n");
}

function ticksText({ campaigns, timezone }: Plan, { report, answered, decided, passed }: RunOutcome): string {
  if (campaigns.length === 0) return "the project has no campaigns: there is nothing to run\n";
  if (report.ticks.length === 0 && passed.length > 0) return "";
  return funnelText(report, timezone, answered ? undefined : decided);
}
