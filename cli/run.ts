import {
  assertRunnable,
  funnelText,
  type Instant,
  type Ledger,
  now,
  openLedger,
  openLedgerReader,
  parseInstant,
  type RunOutcome,
  runPlan,
  throwProblems,
  warehouseOnDemand,
  writeReportJson,
} from "../runtime/index.ts";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure } from "./failure.ts";
import { progressLine } from "./output/progress.ts";
import type { Terminal } from "./output/terminal.ts";
import { type CompiledProject, compileProject } from "./project/compile-project.ts";
import { placed } from "./project/placed-problem.ts";
import { dispatchSettings, ledgerSettings, warehouseSettings } from "./project/runtime-settings.ts";

export interface RunCommandOptions {
  readonly project: string;
  /** An instant as the user wrote it; now, if left out. */
  readonly at: string | undefined;
  readonly dryRun: boolean;
  readonly format: "pretty" | "json";
  /** Seconds to wait for another run. */
  readonly wait: number;
}

/** `baleen run`: decides the campaigns' ticks up to an instant, and dispatches what is due. */
export async function runCommand(options: RunCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const compiled = await compileProject(options.project, terminal);
  if (compiled.kind === "unsound") return compiled.exitCode;
  const at = instantOf(options.at, compiled.plan.timezone);
  const progress = progressLine(terminal, `running ${compiled.plan.project}`);
  try {
    const outcome = await runCompiled(compiled, at, options);
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

async function runCompiled(
  compiled: CompiledProject,
  at: Instant,
  { dryRun, wait, format }: RunCommandOptions,
): Promise<RunOutcome> {
  const { plan } = compiled;
  const funnelsOnly = format === "pretty";
  const { timezone, relations } = plan;
  const warehouse = warehouseOnDemand(warehouseSettings(compiled), { timezone, relations });
  const settings = ledgerSettings(compiled);
  const dispatch = dispatchSettings(compiled);
  const clock = Date.now;
  try {
    if (dryRun) {
      return await using(openLedgerReader(settings), (ledger) =>
        runPlan({ plan, warehouse, ledger, at, clock, dryRun, funnelsOnly }),
      );
    }
    // What can't run leaves no trace: that is found out before the ledger is made or changed.
    await using(openLedgerReader(settings), (ledger) => assertRunnable({ plan, warehouse, ledger, at }));
    return await using(openLedger(settings), (ledger) =>
      runPlan({ plan, warehouse, ledger, at, clock, dispatch, waitSeconds: wait, funnelsOnly }),
    );
  } finally {
    await warehouse.close();
  }
}

async function using<Result>(ledger: Ledger, work: (ledger: Ledger) => Promise<Result>): Promise<Result> {
  try {
    return await work(ledger);
  } finally {
    ledger.close();
  }
}

function instantOf(text: string | undefined, zone: string): Instant {
  if (text === undefined) return now(Date.now);
  const instant = parseInstant(text, zone);
  if (instant !== undefined) return instant;
  throw new CommandFailure(
    `\`--at ${text}\` is not a point in time in ${zone}`,
    "write it as 2026-03-02T06:00 (in the project's zone) or 2026-03-01T22:00:00Z",
  );
}

function writeOutcome(
  { plan }: CompiledProject,
  outcome: RunOutcome,
  options: RunCommandOptions,
  terminal: Terminal,
): void {
  if (options.format === "json") {
    writeReportJson(outcome.report, (piece) => terminal.out(piece));
    return;
  }
  terminal.out(funnelText(outcome.report, plan.timezone, outcome.answered ? undefined : outcome.decided));
  if (options.dryRun) terminal.out("\ndry run: nothing was written\n");
  else if (outcome.answered && outcome.report.ticks.length > 0)
    terminal.out("\nall these ticks had been completed before: answered from the ledger\n");
  if (outcome.dispatched.length > 0) terminal.out("\n");
  for (const { channel, messages, target } of outcome.dispatched) {
    terminal.out(`${messages} ${messages === 1 ? "message" : "messages"} on ${channel} in ${target}\n`);
  }
}
