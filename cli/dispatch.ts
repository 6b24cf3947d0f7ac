import {
  type DispatchWaitingOutcome,
  dispatchReport,
  dispatchWaiting,
  type Instant,
  now,
  openLedger,
  throwProblems,
  waitingText,
  warehouseOnDemand,
} from "../runtime/index.ts";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure } from "./failure.ts";
import { deadLettersText, dispatchedText } from "./output/dispatched.ts";
import { progressLine } from "./output/progress.ts";
import type { Terminal } from "./output/terminal.ts";
import { workingClock } from "./process/clock.ts";
import { type CompiledProject, compileProject } from "./project/compile-project.ts";
import { placed } from "./project/placed-problem.ts";
import { dispatchSettings, ledgerSettings, warehouseSettings } from "./project/runtime-settings.ts";

export interface DispatchCommandOptions {
  readonly project: string;
  /** Takes dead letters up again: all, or those of a channel. */
  readonly retry: boolean | string;
  readonly format: "pretty" | "json";
  /** Seconds to wait for a run. */
  readonly wait: number;
}

/** `baleen dispatch`: sends what waits and is due, without running a tick. */
export async function dispatchCommand(
  options: DispatchCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const compiled = await compileProject(options.project, terminal);
  if (compiled.kind === "unsound") return compiled.exitCode;
  const { plan } = compiled;
  const retry = retryOf(options.retry, compiled);
  const { timezone, relations } = plan;
  const warehouse = warehouseOnDemand(warehouseSettings(compiled), { timezone, relations });
  const settings = dispatchSettings(compiled);
  const progress = progressLine(terminal, `dispatching ${plan.project}`);
  try {
    const ledger = await openLedger(ledgerSettings(compiled));
    try {
      const clock = workingClock(process.env, terminal);
      const waitSeconds = options.wait;
      const outcome = await dispatchWaiting({
        plan,
        warehouse,
        ledger,
        clock,
        settings,
        waitSeconds,
        ...retry,
      });
      progress.end();
      if (options.format === "json") {
        terminal.out(`${JSON.stringify(dispatchReport(plan.project, outcome), null, 2)}\n`);
      } else {
        terminal.out(outcomeText(outcome, now(clock), timezone));
      }
      throwProblems(outcome.undelivered, "messages could not be delivered on several channels");
    } finally {
      await ledger.close();
    }
    return ExitCode.well;
  } catch (cause) {
    throw placed(cause, compiled);
  } finally {
    progress.end();
    await warehouse.close();
  }
}

function outcomeText(outcome: DispatchWaitingOutcome, at: Instant, zone: string): string {
  const { retried, deadLetters, waiting } = outcome;
  const letters = retried === 1 ? "letter" : "letters";
  const taken = retried > 0 ? `${retried} dead ${letters} taken up again\n` : "";
  const said = `${taken}${dispatchedText(outcome)}`;
  const rest = `${deadLettersText(deadLetters)}${waitingText(waiting, at, zone)}`;
  if (said !== "") return `${said}${rest}`;
  return waiting.length > 0 ? `nothing was sent\n${rest}` : rest === "" ? "nothing to send\n" : rest;
}

function retryOf(
  retry: boolean | string,
  { plan }: CompiledProject,
): { readonly retry?: { readonly channel?: string } } {
  if (retry === false) return {};
  if (retry === true) return { retry: {} };
  if (Object.hasOwn(plan.channels, retry)) return { retry: { channel: retry } };
  const known = Object.keys(plan.channels).sort().join(", ");
  throw new CommandFailure(`no campaign uses a channel \`${retry}\``, `the channels are ${known}`);
}
