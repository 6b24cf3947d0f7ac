import { loadCatalog } from "../compiler/catalog/load-catalog.ts";
import { inOrderOfPlace } from "../compiler/diagnostics/diagnostic.ts";
import {
  type Clock,
  type Ledger,
  now,
  openLedger,
  openLedgerReader,
  parseAmount,
  type TaskFilter,
  type TaskMove,
  type TaskRecord,
  type TaskState,
  taskReport,
  taskText,
} from "../runtime/index.ts";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure } from "./failure.ts";
import { exitCodeOf, hasErrors, writeDiagnostics } from "./output/diagnostics.ts";
import type { Terminal } from "./output/terminal.ts";
import { wallClock } from "./process/clock.ts";
import { placeTextOf } from "./project/compile-project.ts";
import { loadProjectTexts } from "./project/load-texts.ts";
import { placed } from "./project/placed-problem.ts";
import { ledgerSettings } from "./project/runtime-settings.ts";

/** What all verbs of tasks take. */
export interface TasksOptions {
  readonly project: string;
  readonly format: "pretty" | "json";
}

export interface TasksListOptions extends TasksOptions {
  /** Whose; everybody's, if left out. */
  readonly manager: string | undefined;
  readonly branch: string | undefined;
  /** In which states; those that are not closed, if left out. */
  readonly state: readonly TaskState[] | undefined;
}

export interface TasksCloseOptions extends TasksOptions {
  readonly outcome: "won" | "lost";
  /** As the user wrote it, `1200.50 CNY`, or without currency in the project's. */
  readonly amount: string | undefined;
  readonly note: string | undefined;
}

const NOT_CLOSED: readonly TaskState[] = ["open", "contacted"];

/** `baleen tasks list`: the tasks of relationship managers, those due first. */
export function tasksListCommand(options: TasksListOptions, terminal: Terminal): Promise<ExitCode> {
  return withTasks(options, terminal, openLedgerReader, async ({ ledger, clock, zone }) => {
    const { manager, branch, state, format } = options;
    const filter: TaskFilter = {
      states: state ?? NOT_CLOSED,
      ...(manager !== undefined && { manager }),
      ...(branch !== undefined && { branch }),
    };
    const tasks = await ledger.tasks(filter);
    terminal.out(
      format === "json"
        ? `${JSON.stringify(taskReport(tasks, now(clock)), null, 2)}\n`
        : taskText(tasks, now(clock), zone),
    );
  });
}

/** `baleen tasks claim`: makes an open task a manager's own. */
export function tasksClaimCommand(
  number: number,
  options: TasksOptions & { readonly manager: string },
  terminal: Terminal,
): Promise<ExitCode> {
  return changeTask(number, options, terminal, ({ ledger, clock }) =>
    ledger.claimTask(number, options.manager, now(clock)),
  );
}

/** `baleen tasks contacted`: notes that the customer was spoken to, and that the outcome is open. */
export function tasksContactedCommand(
  number: number,
  options: TasksOptions & { readonly note: string | undefined },
  terminal: Terminal,
): Promise<ExitCode> {
  const { note } = options;
  const move: TaskMove = { state: "contacted", ...(note !== undefined && { note }) };
  return changeTask(number, options, terminal, ({ ledger, clock }) =>
    ledger.moveTask(number, move, now(clock)),
  );
}

/** `baleen tasks close`: ends a task with its outcome, which is an answer to the contact. */
export function tasksCloseCommand(
  number: number,
  options: TasksCloseOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { outcome, amount, note } = options;
  if (outcome === "lost" && amount !== undefined) {
    throw new CommandFailure("a task that is lost brings nothing", "leave `--amount` out");
  }
  return changeTask(number, options, terminal, ({ ledger, clock, currency }) => {
    const value = amount === undefined ? undefined : amountOf(amount, currency);
    const move: TaskMove = {
      state: outcome,
      ...(value !== undefined && { amount: value }),
      ...(note !== undefined && { note }),
    };
    return ledger.moveTask(number, move, now(clock));
  });
}

function amountOf(text: string, currency: string): NonNullable<TaskMove["amount"]> {
  const amount = parseAmount(text, currency);
  if (amount !== undefined) return amount;
  throw new CommandFailure(
    `\`--amount ${text}\` is not an amount`,
    `write it as 1200.50, in ${currency}, or with its currency: "1200.50 USD"`,
  );
}

function changeTask(
  number: number,
  options: TasksOptions,
  terminal: Terminal,
  change: (world: World) => Promise<TaskRecord | undefined>,
): Promise<ExitCode> {
  return withTasks(options, terminal, openLedger, async (world) => {
    const task = await change(world);
    if (task === undefined) {
      throw new CommandFailure(
        `there is no open task ${number}`,
        "`baleen tasks list` shows those that are open; a closed one stays as it is",
      );
    }
    const at = now(world.clock);
    terminal.out(
      options.format === "json"
        ? `${JSON.stringify(taskReport([task], at), null, 2)}\n`
        : taskText([task], at, world.zone),
    );
  });
}

interface World {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly zone: string;
  /** The project's. */
  readonly currency: string;
}

async function withTasks(
  { project: folder }: TasksOptions,
  terminal: Terminal,
  open: typeof openLedger,
  work: (world: World) => Promise<void>,
): Promise<ExitCode> {
  const loaded = await loadProjectTexts(folder, process.env, ["ledger"]);
  const { place, project, diagnostics, textOf, catalogFiles, library } = loaded;
  // Campaigns are none of a relationship manager's business: what is wrong with them does not keep her from her tasks.
  const { catalog, diagnostics: said } = loadCatalog(catalogFiles, library.catalogFiles);
  const found = inOrderOfPlace([...diagnostics, ...(catalog === undefined ? said : [])]);
  writeDiagnostics(found, textOf, "pretty", terminal);
  if (project === undefined || catalog === undefined || hasErrors(found)) return exitCodeOf(found);
  try {
    const ledger = await open(ledgerSettings({ place, project }));
    try {
      const { timezone: zone, currency } = catalog;
      await work({ ledger, clock: wallClock(process.env), zone, currency });
    } finally {
      await ledger.close();
    }
    return ExitCode.well;
  } catch (cause) {
    throw placed(cause, { project, placeText: placeTextOf(textOf) });
  }
}
