import type { SyntaxCode, SyntaxProblem } from "../../grammar/index.ts";
import { type Diagnostic, diagnostic } from "./diagnostic.ts";
import type { DiagnosticParameters } from "./table.ts";

/** The diagnostic of a problem that the grammar found. */
export function fromSyntax<Code extends SyntaxCode>({ code, span, parameters }: SyntaxProblem): Diagnostic {
  // A problem's code and parameters belong together, which a union of them cannot say.
  return diagnostic(code as Code, span, parameters as DiagnosticParameters<Code>);
}
