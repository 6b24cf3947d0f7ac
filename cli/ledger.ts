import { resolve } from "node:path";
import { inOrderOfPlace } from "../compiler/diagnostics/diagnostic.ts";
import type { ProjectFile } from "../compiler/project/project.ts";
import {
  exportLedger,
  importLedger,
  type Ledger,
  type LedgerLock,
  type LedgerSettings,
  openLedger,
} from "../runtime/index.ts";
import { ExitCode } from "./exit-code.ts";
import { exitCodeOf, hasErrors, writeDiagnostics } from "./output/diagnostics.ts";
import { progressLine } from "./output/progress.ts";
import type { Terminal } from "./output/terminal.ts";
import { wallClock } from "./process/clock.ts";
import { placeTextOf } from "./project/compile-project.ts";
import { loadProjectTexts } from "./project/load-texts.ts";
import { pathsOutside } from "./project/paths-outside.ts";
import { placed } from "./project/placed-problem.ts";
import { ledgerSettings } from "./project/runtime-settings.ts";
import { usingLedger } from "./project/using-ledger.ts";

export interface LedgerCommandOptions {
  readonly project: string;
  /** The file, relative to the current folder. */
  readonly file: string;
  /** Seconds to wait for a run. */
  readonly wait: number;
}

/** `baleen ledger export`: writes the project's ledger into a file, its customers' addresses masked unless asked for. */
export function ledgerExportCommand(
  options: LedgerCommandOptions & {
    readonly withAddresses: boolean;
    /** Replaces a file that is there. */
    readonly force: boolean;
  },
  terminal: Terminal,
): Promise<ExitCode> {
  return withLedger(options, terminal, "exporting", async (ledger, _, { name }) => {
    const rows = await exportLedger(ledger, resolve(options.file), {
      addresses: options.withAddresses,
      replace: options.force,
      project: name,
    });
    const masked = options.withAddresses ? "" : "; addresses are masked";
    terminal.out(`${counted(rows)} in ${options.file}${masked}\n`);
  });
}

/** `baleen ledger import`: fills the project's empty ledger from a file that `export` has written. */
export function ledgerImportCommand(options: LedgerCommandOptions, terminal: Terminal): Promise<ExitCode> {
  return withLedger(options, terminal, "importing", async (ledger, lock, { name }) => {
    const rows = await importLedger(ledger, lock, resolve(options.file), name);
    terminal.out(`${counted(rows)} from ${options.file}\n`);
  });
}

/** Nothing is decided meanwhile: the work holds the project's lock. */
export async function withLedger(
  { project: folder, wait }: Pick<LedgerCommandOptions, "project" | "wait">,
  terminal: Terminal,
  doing: string,
  work: (ledger: Ledger, lock: LedgerLock, project: ProjectFile) => Promise<void>,
): Promise<ExitCode> {
  return withLedgerProject(folder, terminal, async ({ project, settings }) => {
    const progress = progressLine(terminal, `${doing} the ledger of ${project.name}`);
    try {
      await withLock(settings, wait, (ledger, lock) => work(ledger, lock, project));
    } finally {
      progress.end();
    }
  });
}

/** A project as commands that look after its ledger need it: what is wrong with its campaigns does not keep them. */
export interface LedgerProject {
  readonly project: ProjectFile;
  readonly settings: LedgerSettings;
}

/** Reads the project file, and says what is wrong with it; else works, and tells problems with their places. */
export async function withLedgerProject(
  folder: string,
  terminal: Terminal,
  work: (found: LedgerProject) => Promise<void>,
): Promise<ExitCode> {
  const { place, project, diagnostics, textOf } = await loadProjectTexts(folder, process.env, ["ledger"]);
  const outside = project === undefined ? [] : pathsOutside(place, project);
  const found = inOrderOfPlace([...diagnostics, ...outside]);
  writeDiagnostics(found, textOf, "pretty", terminal);
  if (project === undefined || hasErrors(found)) return exitCodeOf(found);
  try {
    await work({ project, settings: ledgerSettings({ place, project }) });
    return ExitCode.well;
  } catch (cause) {
    throw placed(cause, { project, placeText: placeTextOf(textOf) });
  }
}

/** Works with a ledger that nobody else decides by or sends from. */
export async function withLock(
  settings: LedgerSettings,
  wait: number,
  work: (ledger: Ledger, lock: LedgerLock) => Promise<void>,
): Promise<void> {
  await usingLedger(openLedger(settings), async (ledger) => {
    const lock = await ledger.lock(wallClock(process.env), wait, "everything");
    try {
      await work(ledger, lock);
    } finally {
      await lock.release();
    }
  });
}

const counted = (rows: number): string => `${rows} ${rows === 1 ? "row" : "rows"}`;
