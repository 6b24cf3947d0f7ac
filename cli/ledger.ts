import { resolve } from "node:path";
import { inOrderOfPlace } from "../compiler/diagnostics/diagnostic.ts";
import type { ProjectFile } from "../compiler/project/project.ts";
import { exportLedger, importLedger, type Ledger, type LedgerLock, openLedger } from "../runtime/index.ts";
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

export interface LedgerCommandOptions {
  readonly project: string;
  /** The file, relative to the current folder. */
  readonly file: string;
  /** Seconds to wait for a run. */
  readonly wait: number;
}

/** `baleen ledger export`: writes the project's ledger into a file, its customers' addresses masked unless asked for. */
export function ledgerExportCommand(
  options: LedgerCommandOptions & { readonly withAddresses: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  return withLedger(options, terminal, "exporting", async (ledger) => {
    const rows = await exportLedger(ledger, resolve(options.file), { addresses: options.withAddresses });
    const masked = options.withAddresses ? "" : "; addresses are masked";
    terminal.out(`${counted(rows)} in ${options.file}${masked}\n`);
  });
}

/** `baleen ledger import`: fills the project's empty ledger from a file that `export` has written. */
export function ledgerImportCommand(options: LedgerCommandOptions, terminal: Terminal): Promise<ExitCode> {
  return withLedger(options, terminal, "importing", async (ledger, lock) => {
    const rows = await importLedger(ledger, lock, resolve(options.file));
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
  const { place, project, diagnostics, textOf } = await loadProjectTexts(folder, process.env, ["ledger"]);
  const outside = project === undefined ? [] : pathsOutside(place, project);
  const found = inOrderOfPlace([...diagnostics, ...outside]);
  writeDiagnostics(found, textOf, "pretty", terminal);
  if (project === undefined || hasErrors(found)) return exitCodeOf(found);
  const progress = progressLine(terminal, `${doing} the ledger of ${project.name}`);
  try {
    const ledger = await openLedger(ledgerSettings({ place, project }));
    try {
      const lock = await ledger.lock(wallClock(process.env), wait, "everything");
      try {
        await work(ledger, lock, project);
      } finally {
        await lock.release();
      }
    } finally {
      await ledger.close();
    }
    return ExitCode.well;
  } catch (cause) {
    throw placed(cause, { project, placeText: placeTextOf(textOf) });
  } finally {
    progress.end();
  }
}

const counted = (rows: number): string => `${rows} ${rows === 1 ? "row" : "rows"}`;
