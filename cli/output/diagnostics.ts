import type { Said } from "../../compiler/diagnostics/diagnostic.ts";
import { renderGithub, renderJson, renderSarif } from "../../compiler/diagnostics/formats.ts";
import { renderDiagnostic, renderSummary, type TextOf } from "../../compiler/diagnostics/render.ts";
import { ExitCode } from "../exit-code.ts";
import { projectFileName } from "../project/find-project.ts";
import { version } from "../version.ts";
import type { Terminal } from "./terminal.ts";

export const diagnosticFormats = ["pretty", "json", "sarif", "github"] as const;

/** How diagnostics are written: for people, or for tools that read them. */
export type DiagnosticFormat = (typeof diagnosticFormats)[number];

/** Writes diagnostics: for people on `err`; for tools, as the command's result, on `out`. */
export function writeDiagnostics(
  diagnostics: readonly Said[],
  textOf: TextOf,
  format: DiagnosticFormat,
  terminal: Terminal,
): void {
  switch (format) {
    case "pretty": {
      if (diagnostics.length === 0) return;
      const options = { color: terminal.color };
      const each = diagnostics.map((one) => renderDiagnostic(one, textOf, options));
      terminal.err(`${each.join("\n")}\n${renderSummary(diagnostics, options)}`);
      return;
    }
    case "json":
      terminal.out(renderJson(diagnostics, textOf));
      return;
    case "sarif":
      terminal.out(renderSarif(diagnostics, textOf, version()));
      return;
    case "github":
      terminal.out(renderGithub(diagnostics, textOf));
      return;
  }
}

/** The exit code that diagnostics call for: failure where an error is in the project file or a file cannot be read, else findings where there is any. */
export function exitCodeOf(diagnostics: readonly Said[]): ExitCode {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return ExitCode.well;
  return errors.some(({ code, span }) => span.file === projectFileName || code === "unreadable-file")
    ? ExitCode.failure
    : ExitCode.findings;
}

/** Whether a project with these diagnostics can't be built. */
export function hasErrors(diagnostics: readonly Said[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
