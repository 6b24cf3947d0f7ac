import type { Span } from "../../grammar/span.ts";
import type { DiagnosticDefinition, Severity } from "./define.ts";
import { type DiagnosticCode, type DiagnosticParameters, diagnosticTable } from "./table.ts";

/** Another place that explains a diagnostic: `declared here first`. */
export interface RelatedSpan {
  readonly span: Span;
  readonly label: string;
}

/** A change of text that an editor can apply: each edit replaces a span, edits do not overlap. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

/** Something said to the user about a place in her files, by the compiler or by what the project's stores are found to be. */
export interface Said {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string | undefined;
  readonly span: Span;
  readonly related: readonly RelatedSpan[];
  readonly fix: Fix | undefined;
}

/** What the compiler says. */
export interface Diagnostic extends Said {
  readonly code: DiagnosticCode;
}

/** Makes the diagnostic of a code at a place; a parameter that the code's message does not take does not compile. */
export function diagnostic<Code extends DiagnosticCode>(
  code: Code,
  span: Span,
  parameters: DiagnosticParameters<Code>,
  more: { readonly related?: readonly RelatedSpan[]; readonly fix?: Fix | undefined } = {},
): Diagnostic {
  const definition: DiagnosticDefinition<DiagnosticParameters<Code>> = diagnosticTable[
    code
  ] as unknown as DiagnosticDefinition<DiagnosticParameters<Code>>;
  return {
    code,
    severity: definition.severity,
    message: definition.message(parameters),
    help: definition.help(parameters),
    span,
    related: more.related ?? [],
    fix: more.fix,
  };
}

/** Diagnostics in order of file, place and code: the order in which they are shown, whatever found them first. */
export function inOrderOfPlace<One extends Said>(diagnostics: readonly One[]): readonly One[] {
  const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...diagnostics].sort(
    (a, b) =>
      compare(a.span.file, b.span.file) ||
      compare(a.span.start, b.span.start) ||
      compare(a.span.end, b.span.end) ||
      compare(a.code, b.code) ||
      compare(a.message, b.message),
  );
}
