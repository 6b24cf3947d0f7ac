import type { Span } from "../../grammar/span.ts";
import type { Duration } from "../../plan/index.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { type Diagnostic, diagnostic, type Fix, type RelatedSpan } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import type { DiagnosticCode, DiagnosticParameters } from "../diagnostics/table.ts";
import type { Names } from "../resolve/names.ts";
import type { CheckedDefinition, CheckedOccurrence } from "./checked.ts";

/** What the checker carries with it: the names, what has been checked so far, and the problems found. */
export interface Context {
  readonly names: Names;
  readonly catalog: Catalog;
  /** How long the ledger says who was contacted; for ever where missing. */
  readonly keep: Duration | undefined;
  readonly problems: Diagnostic[];
  /** Tags and segments by name; undefined for one that is wrong, which has been reported. */
  readonly definitions: Map<string, CheckedDefinition | undefined>;
  readonly events: Map<string, CheckedOccurrence | undefined>;
  /** The tags that campaigns may not use, by purpose and status (`forbiddenTags`). */
  readonly forbiddenTags: Map<string, ReadonlySet<string>>;
  /** What declared names rest on and the bank maps to nothing; only names that rest on some are here. */
  readonly missing: Map<string, Set<string>>;
  /** Every place that names something declared, in the order of checking; a place may stand in it twice. */
  readonly uses: NameUse[];
  /** The definitions being checked just now, each referred to by the one before. */
  readonly underway: string[];
}

/** A place in a .campaign file that names a tag, segment, event or collection, or a product. */
export interface NameUse {
  readonly of: "data" | "product";
  readonly name: string;
  readonly span: Span;
}

export function createContext(names: Names, keep: Duration | undefined): Context {
  return {
    names,
    catalog: names.catalog,
    keep,
    problems: [],
    definitions: new Map(),
    events: new Map(),
    forbiddenTags: new Map(),
    missing: new Map(),
    uses: [],
    underway: [],
  };
}

/** Notes a problem. */
export function report<Code extends DiagnosticCode>(
  context: Context,
  code: Code,
  span: Span,
  parameters: DiagnosticParameters<Code>,
  more: { readonly related?: readonly RelatedSpan[]; readonly fix?: Fix | undefined } = {},
): void {
  context.problems.push(diagnostic(code, span, parameters, more));
}

/** Notes that a name is nothing, unless what declares it could not be read, with the nearest there is. */
export function reportUnknownName(
  context: Context,
  what: string,
  name: { readonly text: string; readonly span: Span },
  candidates: Iterable<string>,
): void {
  if (context.names.unread.has(name.text)) return;
  const nearest = nearestName(name.text, candidates);
  report(
    context,
    "unknown-name",
    name.span,
    { what, name: name.text, nearest },
    { fix: replacement(name.span, nearest) },
  );
}

/** The fix that puts the nearest name in place of what was written. */
export function replacement(span: Span, nearest: string | undefined): Fix | undefined {
  return nearest === undefined
    ? undefined
    : { title: `change to \`${nearest}\``, edits: [{ span, text: written(nearest) }] };
}

/** A name as it is written in a file: in backticks where it is not made of identifiers. */
export function written(name: string): string {
  return /^[\p{L}_][\p{L}\p{Nd}_]*(\.[\p{L}_][\p{L}\p{Nd}_]*)*$/u.test(name) ? name : `\`${name}\``;
}
