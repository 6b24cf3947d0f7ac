import type { Span } from "../../grammar/span.ts";
import type { FiringTree, TextTree } from "../../grammar/tree.ts";
import type { MessagePart } from "../../plan/index.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { whatIs, withArticle } from "../resolve/names.ts";
import type { Placeholder } from "./checked.ts";
import { type Context, replacement, report, reportUnknownName } from "./context.ts";
import { checkName } from "./name.ts";
import { customerScope } from "./scope.ts";

/** A text that customers read, its placeholders apart; undefined where one of them is wrong. */
export function checkMessageText(
  tree: TextTree,
  placeholders: Placeholder[],
  context: Context,
): readonly MessagePart[] | undefined {
  if (!hasEscapes(tree)) return partsOf(tree, placeholders, context);
  // What is found in it is placed on the whole text, which no fix may replace.
  const problems: Diagnostic[] = [];
  const parts = partsOf(tree, placeholders, { ...context, problems });
  for (const problem of problems) {
    const whole = problem.span.file === tree.span.file && problem.span.start === tree.span.start;
    context.problems.push(whole ? { ...problem, fix: undefined } : problem);
  }
  return parts;
}

function partsOf(
  tree: TextTree,
  placeholders: Placeholder[],
  context: Context,
): readonly MessagePart[] | undefined {
  const parts: MessagePart[] = [];
  const text = tree.value;
  let literal = "";
  let sound = true;
  let at = 0;
  while (at < text.length) {
    const brace = text.indexOf("{", at);
    if (brace < 0) break;
    literal += text.slice(at, brace);
    if (text[brace + 1] === "{") {
      literal += "{";
      at = brace + 2;
      continue;
    }
    const close = text.indexOf("}", brace);
    const next = text.indexOf("{", brace + 1);
    if (close < 0 || (next >= 0 && next < close)) {
      report(context, "placeholder-unclosed", placeIn(tree, brace, brace + 1), {});
      return undefined;
    }
    const name = checkPlaceholder(
      text.slice(brace + 1, close),
      { span: placeIn(tree, brace + 1, close), exact: !hasEscapes(tree) },
      placeholders,
      context,
    );
    if (name === undefined) sound = false;
    else {
      if (literal !== "") parts.push({ kind: "text", text: literal });
      parts.push({ kind: "placeholder", name });
      literal = "";
    }
    at = close + 1;
  }
  literal += text.slice(at);
  if (literal !== "") parts.push({ kind: "text", text: literal });
  return sound ? parts : undefined;
}

/** How many characters (code points) a message has without what its placeholders stand for. */
export function fixedLength(parts: readonly MessagePart[]): number {
  let length = 0;
  for (const part of parts) if (part.kind === "text") length += [...part.text].length;
  return length;
}

function checkPlaceholder(
  written: string,
  { span, exact }: { readonly span: Span; readonly exact: boolean },
  placeholders: Placeholder[],
  context: Context,
): string | undefined {
  const trimmed = written.trim();
  const quoted = /^`[^`]+`$/.test(trimmed);
  const name = quoted ? trimmed.slice(1, -1) : trimmed;
  if (name === "") {
    report(context, "placeholder-empty", span, {});
    return undefined;
  }
  const dot = name.lastIndexOf(".");
  const alias = quoted || dot < 0 ? undefined : name.slice(0, dot);
  if (alias !== undefined && (alias === "event" || isAlias(alias, name, context))) {
    placeholders.push({ kind: "event", alias, attribute: name.slice(dot + 1), span, exact });
    return name;
  }
  const tag = !quoted && name.startsWith("customer.") ? name.slice("customer.".length) : name;
  const declared = context.names.data.get(tag);
  if (declared === undefined) {
    reportNothing(name, quoted, span, context);
    return undefined;
  }
  if (declared.kind !== "tag" && declared.kind !== "catalog-tag") {
    report(context, "placeholder-not-tag", span, { name, what: withArticle(whatIs(declared)) });
    return undefined;
  }
  const tree = { kind: "name", text: tag, parts: [tag], quoted: true, span } as const;
  const expression = checkName(tree, customerScope, context, undefined);
  if (expression === undefined) return undefined;
  placeholders.push({ kind: "tag", expression, span });
  return tag;
}

/** Whether a name in front of a dot is what some campaign calls an event, and the whole is no tag. */
function isAlias(alias: string, name: string, { names }: Context): boolean {
  if (names.data.has(name)) return false;
  return [...names.campaigns.values()].some(({ clauses }) =>
    clauses.some((clause) => clause.kind === "trigger" && aliasesOf(clause.firing).includes(alias)),
  );
}

function aliasesOf(firing: FiringTree | undefined): readonly string[] {
  const events =
    firing?.kind === "on-event"
      ? [firing]
      : firing?.kind === "pattern"
        ? [firing.first, ...firing.steps.map(({ event }) => event)]
        : [];
  return events.flatMap(({ alias }) => (alias === undefined ? [] : [alias.text]));
}

/** Notes a placeholder that no tag is called by: an attribute of an event, a reckoning, or a tag misspelt. */
function reportNothing(name: string, quoted: boolean, span: Span, context: Context): void {
  if (!quoted && !/^[\p{L}_][\p{L}\p{Nd}_.]*$/u.test(name)) {
    report(context, "placeholder-not-tag", span, { name, what: "more than a name" });
    return;
  }
  const tags: string[] = [];
  const attributes = new Set<string>();
  for (const [candidate, other] of context.names.data) {
    if (other.kind === "tag" || other.kind === "catalog-tag") tags.push(candidate);
    else if (other.kind === "catalog-event") {
      for (const attribute of Object.keys(other.event.source.attributes)) {
        attributes.add(attribute).add(`${candidate}.${attribute}`);
      }
    }
  }
  if (quoted || !attributes.has(name)) reportUnknownName(context, "tag", { text: name, span }, tags);
  else {
    const nearest = `event.${name.slice(name.lastIndexOf(".") + 1)}`;
    const fix = replacement(span, nearest);
    report(context, "unknown-name", span, { what: "tag", name, nearest }, { fix });
  }
}

/** The place of a part of a text: exact where the text has no escapes, else the whole of it. */
function placeIn(tree: TextTree, from: number, to: number): Span {
  const { file, start } = tree.span;
  if (hasEscapes(tree)) return tree.span;
  return { file, start: start + 1 + from, end: start + 1 + to };
}

function hasEscapes({ span, value }: TextTree): boolean {
  return span.end - span.start !== value.length + 2;
}
