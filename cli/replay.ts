import { check, lower } from "../compiler/compile.ts";
import { linesOf, placeAt } from "../compiler/diagnostics/place.ts";
import { emitPlan } from "../compiler/emit/plan.ts";
import {
  decisionsAt,
  type Ledger,
  openLedgerReader,
  type PastDecision,
  type Plan,
  type ProjectSource,
  type RecordedProject,
  type Replay,
  replay,
  replayText,
  warehouseOnDemand,
} from "../runtime/index.ts";
import { instantAt } from "./arguments.ts";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure } from "./failure.ts";
import { hasErrors } from "./output/diagnostics.ts";
import { progressLine } from "./output/progress.ts";
import type { Terminal } from "./output/terminal.ts";
import { wallClock } from "./process/clock.ts";
import { type CompiledProject, compileProject } from "./project/compile-project.ts";
import { placed } from "./project/placed-problem.ts";
import { ledgerSettings, warehouseSettings } from "./project/runtime-settings.ts";
import { usingLedger } from "./project/using-ledger.ts";

export interface ReplayCommandOptions {
  readonly project: string;
  /** The tick, or an instant after it, as the user wrote it. */
  readonly at: string;
  readonly format: "pretty" | "json";
}

/** `baleen replay`: decides a past tick again by the texts of then, and says where that differs from what is recorded. */
export async function replayCommand(options: ReplayCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const compiled = await compileProject(options.project, terminal, ["warehouse", "ledger"]);
  if (compiled.kind === "unsound") return compiled.exitCode;
  const { timezone, project } = compiled.plan;
  const at = instantAt("--at", options.at, timezone);
  const progress = progressLine(terminal, `replaying ${project}`);
  try {
    return await usingLedger(openLedgerReader(ledgerSettings(compiled)), async (ledger) => {
      const ticks = [...(await ledger.lastTicks(at)).values()].map(({ tick }) => tick);
      if (ticks.length === 0) {
        throw new CommandFailure(`the ledger has no tick at or before ${options.at}`);
      }
      const replays: Replay[] = [];
      for (const decision of await decisionsAt(Math.max(...ticks), ledger)) {
        replays.push(await replayed(decision, compiled, ledger));
      }
      progress.end();
      terminal.out(
        options.format === "json"
          ? `${JSON.stringify({ version: 1, project, replays }, null, 2)}\n`
          : replays.map((one) => replayText(one, timezone)).join("\n"),
      );
      const isSame = replays.every(
        ({ differences, otherRejections, leftOpen }) =>
          differences.length + otherRejections + leftOpen.length === 0,
      );
      return isSame ? ExitCode.well : ExitCode.findings;
    });
  } catch (cause) {
    throw placed(cause, compiled);
  } finally {
    progress.end();
  }
}

async function replayed(decision: PastDecision, compiled: CompiledProject, ledger: Ledger): Promise<Replay> {
  const { planHash, startedAt, run } = decision.run;
  const recorded = await ledger.projectOf(planHash, startedAt);
  if (recorded === undefined) {
    throw new CommandFailure(
      `the texts that run ${run} went by were not noted`,
      "only runs of this release and later ones can be replayed",
    );
  }
  const plan = planOf(recorded, compiled);
  if (plan?.hash !== planHash) {
    throw new CommandFailure(
      `this release does not compile the texts that run ${run} went by to the same plan`,
      `replay it with the release that decided it, ${recorded.release}`,
    );
  }
  const { timezone, relations } = plan;
  const warehouse = warehouseOnDemand(warehouseSettings(compiled), { timezone, relations });
  try {
    return await replay(decision, { plan, warehouse, ledger, clock: wallClock(process.env) });
  } finally {
    await warehouse.close();
  }
}

/** Undefined where the texts have errors for this release. */
function planOf({ files }: RecordedProject, { project }: CompiledProject): Plan | undefined {
  const texts = (kind: ProjectSource["kind"]) => files.filter((file) => file.kind === kind);
  const sources = {
    project: project.name,
    catalogFiles: texts("catalog"),
    campaignFiles: texts("campaign"),
  };
  const { checked, diagnostics } = check(sources);
  if (checked === undefined || hasErrors(diagnostics)) return undefined;
  const textOf = new Map(files.map(({ path, text }) => [path, text]));
  return emitPlan(lower(sources, checked), checked.catalog, ({ file, start }) => {
    const { line } = placeAt(linesOf(textOf.get(file) ?? ""), start);
    return `${file}:${line} of then`;
  });
}
