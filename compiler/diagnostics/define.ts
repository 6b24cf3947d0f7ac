/** How bad a diagnostic is: an error keeps a project from being built, a warning does not. */
export type Severity = "error" | "warning";

/**
 * One row of the table of diagnostics: what is said, given its parameters. Messages are in a marketer's words:
 * lower case, no final stop, the user's own words in backticks, no types of the host language. `help` says
 * how to cure it, or is undefined where nothing better than the message can be said.
 */
export interface DiagnosticDefinition<Parameters> {
  readonly severity: Severity;
  readonly message: (parameters: Parameters) => string;
  readonly help: (parameters: Parameters) => string | undefined;
}

/** Defines an error. */
export function error<Parameters = Record<never, never>>(
  message: (parameters: Parameters) => string,
  help: (parameters: Parameters) => string | undefined = () => undefined,
): DiagnosticDefinition<Parameters> {
  return { severity: "error", message, help };
}

/** Defines a warning. */
export function warning<Parameters = Record<never, never>>(
  message: (parameters: Parameters) => string,
  help: (parameters: Parameters) => string | undefined = () => undefined,
): DiagnosticDefinition<Parameters> {
  return { severity: "warning", message, help };
}
