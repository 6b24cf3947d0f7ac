import { resolve } from "node:path";
import {
  findResponses,
  type Instant,
  importAnswers,
  type Ledger,
  now,
  openLedger,
  type ResponsesOutcome,
  shownDate,
  warehouseOnDemand,
} from "../runtime/index.ts";
import { dateAt, instantAt } from "./arguments.ts";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure } from "./failure.ts";
import { progressLine } from "./output/progress.ts";
import { besideOf, tellSetAside } from "./output/set-aside.ts";
import type { Terminal } from "./output/terminal.ts";
import { workingClock } from "./process/clock.ts";
import { type CompiledProject, compileProject } from "./project/compile-project.ts";
import { placed } from "./project/placed-problem.ts";
import { ledgerSettings, warehouseSettings } from "./project/runtime-settings.ts";
import { usingLedger } from "./project/using-ledger.ts";

export interface RespondCommandOptions {
  readonly project: string;
  /** A channel's file of answers; without one goals are looked for in the warehouse. */
  readonly from?: string;
  /** Where rows of the file that are not sound go; beside it, unless given. */
  readonly rejected?: string;
  /** Up to when goals are looked for, as the user wrote it; now, if left out. */
  readonly at?: string;
  /** The first due date of the contacts that are looked at, as the user wrote it. */
  readonly since?: string;
  readonly dryRun: boolean;
  readonly wait: number;
}

/** `baleen respond`: looks for what meets campaigns' goals, or records a channel's file of answers. */
export async function respondCommand(options: RespondCommandOptions, terminal: Terminal): Promise<ExitCode> {
  assertTogether(options);
  const needs = options.from === undefined ? (["warehouse", "ledger"] as const) : (["ledger"] as const);
  const compiled = await compileProject(options.project, terminal, needs);
  if (compiled.kind === "unsound") return compiled.exitCode;
  const doing = options.from === undefined ? "looking for responses to" : "recording answers to";
  const progress = progressLine(terminal, `${doing} ${compiled.plan.project}`);
  try {
    return await usingLedger(openLedger(ledgerSettings(compiled)), async (ledger) => {
      return options.from === undefined
        ? await find(compiled, ledger, options, terminal)
        : await record(compiled, ledger, { ...options, from: options.from }, terminal);
    });
  } catch (cause) {
    throw placed(cause, compiled);
  } finally {
    progress.end();
  }
}

function assertTogether({ from, at, since, rejected, dryRun }: RespondCommandOptions): void {
  if (from !== undefined && (at !== undefined || since !== undefined)) {
    throw new CommandFailure("`--at` and `--since` are for goals in the warehouse, not for `--from`");
  }
  if (from === undefined && (rejected !== undefined || dryRun)) {
    throw new CommandFailure("`--rejected` and `--dry-run` are for a file: name it with `--from`");
  }
}

async function find(
  compiled: CompiledProject,
  ledger: Ledger,
  options: RespondCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { plan } = compiled;
  const { timezone, relations } = plan;
  const clock = workingClock(process.env, terminal);
  const at: Instant = options.at === undefined ? now(clock) : instantAt("--at", options.at, timezone);
  const since = options.since === undefined ? undefined : dateAt("--since", options.since, timezone).start;
  const warehouse = warehouseOnDemand(warehouseSettings(compiled), { timezone, relations });
  try {
    const outcome = await findResponses({
      plan,
      ledger,
      warehouse,
      clock,
      at,
      waitSeconds: options.wait,
      ...(since !== undefined && { since }),
    });
    terminal.out(foundText(outcome, timezone));
    return ExitCode.well;
  } finally {
    await warehouse.close();
  }
}

function foundText({ campaigns }: ResponsesOutcome, zone: string): string {
  if (campaigns.length === 0) return "no campaign has a goal: there is nothing to look for\n";
  const width = Math.max(...campaigns.map(({ campaign }) => campaign.length));
  const lines = campaigns.map(({ campaign, found, recorded, leftAloneBefore }) => {
    const left =
      leftAloneBefore === undefined
        ? ""
        : `; contacts due before ${shownDate(leftAloneBefore, zone)} left alone`;
    return `${campaign.padEnd(width)}  ${recorded} new, ${found} in all${left}\n`;
  });
  const hint = campaigns.some(({ leftAloneBefore }) => leftAloneBefore !== undefined) ? LEFT_ALONE : "";
  return lines.join("") + hint;
}

const LEFT_ALONE =
  "left alone: their time was over when they were last looked at. Where data of then came since, `--since DATE` looks at all that were due from that day on\n";

async function record(
  compiled: CompiledProject,
  ledger: Ledger,
  options: RespondCommandOptions & { readonly from: string },
  terminal: Terminal,
): Promise<ExitCode> {
  const clock = workingClock(process.env, terminal);
  const { plan } = compiled;
  const { dryRun, wait, from } = options;
  const outcome = await importAnswers(resolve(from), { plan, ledger, clock, waitSeconds: wait, dryRun });
  const { recorded, known, rejected } = outcome;
  const words = [
    `${recorded} ${recorded === 1 ? "answer" : "answers"} ${dryRun ? "would be recorded" : "recorded"}`,
    `${known} known before`,
    `${rejected.length} set aside`,
  ];
  terminal.out(`${words.join(", ")}\n`);
  return tellSetAside(outcome, { from, target: options.rejected ?? besideOf(from), dryRun }, terminal);
}
