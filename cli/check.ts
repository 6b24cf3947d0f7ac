import type { Said } from "../compiler/diagnostics/diagnostic.ts";
import type { ExitCode } from "./exit-code.ts";
import { type DiagnosticFormat, exitCodeOf, hasErrors, writeDiagnostics } from "./output/diagnostics.ts";
import { progressLine } from "./output/progress.ts";
import type { Terminal } from "./output/terminal.ts";
import { type LoadedProject, loadProject } from "./project/load-project.ts";

export interface CheckOptions {
  readonly project: string;
  readonly format: DiagnosticFormat;
  /** Whether warehouse and ledger are opened too. */
  readonly connect: boolean;
}

/** `baleen check`: says all that is wrong with the project. */
export async function checkCommand(options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const loaded = await loadProject(options.project, process.env);
  const { checked, textOf } = loaded;
  const isSound = checked !== undefined && !hasErrors(loaded.diagnostics);
  const connected = isSound && options.connect ? await connect(loaded, terminal) : undefined;
  const diagnostics = [...loaded.diagnostics, ...(connected ?? [])];
  writeDiagnostics(diagnostics, textOf, options.format, terminal);
  if (options.format === "pretty" && isSound) {
    const count = checked.campaigns.length;
    terminal.out(
      count === 0
        ? "the project has no campaigns: its files are well\n"
        : `${count} ${count === 1 ? "campaign" : "campaigns"} checked\n`,
    );
    if (connected?.length === 0)
      terminal.out("the warehouse has what the catalog names, and the ledger can be written\n");
  }
  return exitCodeOf(diagnostics);
}

async function connect(loaded: LoadedProject, terminal: Terminal): Promise<readonly Said[]> {
  const { project, checked } = loaded;
  if (project === undefined || checked === undefined) return [];
  const progress = progressLine(terminal, `opening the warehouse and the ledger of ${project.name}`);
  try {
    return await (await import("./project/connect.ts")).connectProject(loaded, project, checked);
  } finally {
    progress.end();
  }
}
