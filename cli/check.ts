import type { ExitCode } from "./exit-code.ts";
import { type DiagnosticFormat, exitCodeOf, hasErrors, writeDiagnostics } from "./output/diagnostics.ts";
import type { Terminal } from "./output/terminal.ts";
import { loadProject } from "./project/load-project.ts";

/** `baleen check`: says all that is wrong with the project. */
export async function checkCommand(
  options: { readonly project: string; readonly format: DiagnosticFormat },
  terminal: Terminal,
): Promise<ExitCode> {
  const { diagnostics, textOf, checked } = await loadProject(options.project, process.env);
  writeDiagnostics(diagnostics, textOf, options.format, terminal);
  if (options.format === "pretty" && checked !== undefined && !hasErrors(diagnostics)) {
    const count = checked.campaigns.length;
    terminal.out(
      count === 0
        ? "the project has no campaigns: its files are well\n"
        : `${count} ${count === 1 ? "campaign" : "campaigns"} checked\n`,
    );
  }
  return exitCodeOf(diagnostics);
}
