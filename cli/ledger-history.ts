import { resolve } from "node:path";
import {
  type HistoryKind,
  type HistoryOutcome,
  type HistorySource,
  historyColumns,
  importHistory,
  openLedger,
  relationUse,
  warehouseOnDemand,
} from "../runtime/index.ts";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure } from "./failure.ts";
import { progressLine } from "./output/progress.ts";
import { besideOf, tellSetAside } from "./output/set-aside.ts";
import type { Terminal } from "./output/terminal.ts";
import { wallClock } from "./process/clock.ts";
import { type CompiledProject, compileProject } from "./project/compile-project.ts";
import { placed } from "./project/placed-problem.ts";
import { ledgerSettings, warehouseSettings } from "./project/runtime-settings.ts";
import { usingLedger } from "./project/using-ledger.ts";

export interface LedgerHistoryOptions {
  readonly project: string;
  /** Where a former system's contacts are: a CSV file, or `relation:NAME`. */
  readonly contacts?: string;
  readonly responses?: string;
  /** Where rows go that are not sound; beside the file, unless given. */
  readonly rejected?: string;
  readonly dryRun: boolean;
  /** Seconds to wait for a run. */
  readonly wait: number;
}

const RELATION = "relation:";

/** `baleen ledger import --contacts … --responses …`: takes in what a former system did. */
export async function ledgerHistoryCommand(
  options: LedgerHistoryOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { contacts, responses, rejected } = options;
  if (rejected !== undefined && contacts !== undefined && responses !== undefined) {
    throw new CommandFailure(
      "`--rejected` names one file: import contacts and responses one after the other",
    );
  }
  const relations = [contacts, responses].flatMap((from) =>
    from?.startsWith(RELATION) === true ? [from] : [],
  );
  // Before anything is imported.
  for (const from of relations) expectName(from);
  const needs = relations.length > 0 ? (["warehouse", "ledger"] as const) : (["ledger"] as const);
  const compiled = await compileProject(options.project, terminal, needs);
  if (compiled.kind === "unsound") return compiled.exitCode;
  let exitCode: ExitCode = ExitCode.well;
  for (const [kind, from] of [["contacts", contacts] as const, ["responses", responses] as const]) {
    if (from === undefined) continue;
    const ended = await importFrom(kind, from, compiled, options, terminal);
    if (ended !== ExitCode.well) exitCode = ended;
  }
  return exitCode;
}

async function importFrom(
  kind: HistoryKind,
  from: string,
  compiled: CompiledProject,
  { dryRun, wait, rejected }: LedgerHistoryOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { plan, program, project } = compiled;
  const progress = progressLine(terminal, `importing ${kind} into the ledger of ${plan.project}`);
  const { source, close } = sourceOf(kind, from, compiled);
  try {
    return await usingLedger(openLedger(ledgerSettings(compiled)), async (ledger) => {
      const outcome = await importHistory(kind, source, {
        plan,
        customerType: program.customer.type,
        ledger,
        clock: wallClock(process.env),
        waitSeconds: wait,
        dryRun,
        ...(project.ledger.keep !== undefined && { keep: project.ledger.keep }),
      });
      terminal.out(outcomeText(kind, outcome, dryRun));
      const target = source.kind === "file" ? besideOf(from) : `${source.relation}.rejected.csv`;
      return tellSetAside(outcome, { from, target: rejected ?? target, dryRun }, terminal);
    });
  } catch (cause) {
    throw placed(cause, compiled);
  } finally {
    await close();
    progress.end();
  }
}

function sourceOf(
  kind: HistoryKind,
  from: string,
  compiled: CompiledProject,
): { readonly source: HistorySource; readonly close: () => Promise<void> } {
  if (!from.startsWith(RELATION)) {
    return { source: { kind: "file", path: resolve(from) }, close: async () => {} };
  }
  const relation = from.slice(RELATION.length);
  const origin = `--${kind}`;
  const warehouse = warehouseOnDemand(warehouseSettings(compiled), {
    timezone: compiled.plan.timezone,
    relations: [relationUse(relation, origin, historyColumns(kind))],
  });
  return { source: { kind: "relation", relation, origin, warehouse }, close: () => warehouse.close() };
}

/** @throws CommandFailure where it is no name that a catalog could give to a relation. */
function expectName(from: string): void {
  const parts = from.slice(RELATION.length).split(".");
  if (parts.length <= 2 && parts.every((part) => part.trim() !== "")) return;
  throw new CommandFailure(
    `\`${from}\` names no table or view: it is named alone or after its schema and a dot, such as \`${RELATION}dwh.contacts\``,
    "make a view of what lies in another database, or has a dot in its own name",
  );
}

function outcomeText(
  kind: HistoryKind,
  { recorded, known, rejected }: HistoryOutcome,
  dryRun: boolean,
): string {
  const name = recorded === 1 ? kind.slice(0, -1) : kind;
  const words = [
    `${recorded} ${name} ${dryRun ? "would be imported" : "imported"}`,
    `${known} known before`,
    `${rejected.length} set aside`,
  ];
  return `${words.join(", ")}\n`;
}
