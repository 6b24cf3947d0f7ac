import type { Span } from "../../grammar/span.ts";
import type { Placed } from "../catalog/catalog.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { entryOf, textOf, type YamlNode } from "../yaml/node.ts";

export type Report = (diagnostic: Diagnostic) => void;

/** A key of the project file with what stands behind it. */
export type Entry = NonNullable<ReturnType<typeof entryOf>>;

export function placedText(node: YamlNode | undefined): Placed<string> | undefined {
  const value = textOf(node);
  return node === undefined || value === undefined ? undefined : { value, span: node.span };
}

/** Reports settings that belong to another engine or adapter. */
export function reportOthers(
  entry: Entry | undefined,
  keys: readonly string[],
  kind: "engine" | "adapter",
  name: string,
  report: Report,
): void {
  for (const key of keys) {
    const other = entryOf(entry?.value, key);
    if (other !== undefined) report(diagnostic("setting-for-other-engine", other.key, { key, kind, name }));
  }
}

/** Reports that an adapter lacks a setting. */
export function missingSetting(
  key: string,
  example: string,
  { adapter, span }: { readonly adapter: string; readonly span: Span },
  report: Report,
): undefined {
  report(diagnostic("setting-missing", span, { key, kind: "adapter", name: adapter, example }));
  return undefined;
}

/** Reads a secret; reports one that stands in the file. */
export function readSecret(
  node: YamlNode | undefined,
  key: string,
  example: string,
  report: Report,
): Placed<string> | undefined {
  if (node !== undefined && variableOf(node) === undefined) {
    report(diagnostic("secret-written-out", node.span, { key, example }));
  }
  return placedText(node);
}

/** What a value was written with where it comes of the environment, `${VAR}`: what that holds is never shown. */
export function variableOf(node: YamlNode): string | undefined {
  return node.kind === "scalar" && node.source.includes("${") ? node.source : undefined;
}
