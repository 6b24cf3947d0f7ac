import type { Span } from "../../grammar/span.ts";
import type { TextTree } from "../../grammar/tree.ts";
import type { MessagePart } from "../../plan/index.ts";
import { whatIs } from "../resolve/names.ts";
import type { Placeholder } from "./checked.ts";
import { type Context, report, reportUnknownName } from "./context.ts";
import { checkName } from "./name.ts";
import { customerScope } from "./scope.ts";

/** A text that customers read, its placeholders apart; undefined where one of them is wrong. */
export function checkMessageText(
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
      placeIn(tree, brace + 1, close),
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
  span: Span,
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
  if (!quoted && name.startsWith("event.")) {
    placeholders.push({ kind: "event", attribute: name.slice("event.".length), span });
    return name;
  }
  const tag = !quoted && name.startsWith("customer.") ? name.slice("customer.".length) : name;
  const declared = context.names.data.get(tag);
  if (declared === undefined) {
    const tags: string[] = [];
    for (const [candidate, other] of context.names.data) {
      if (other.kind === "tag" || other.kind === "catalog-tag") tags.push(candidate);
    }
    reportUnknownName(context, "tag", { text: name, span }, tags);
    return undefined;
  }
  if (declared.kind !== "tag" && declared.kind !== "catalog-tag") {
    report(context, "placeholder-not-tag", span, { name, what: whatIs(declared) });
    return undefined;
  }
  const tree = { kind: "name", text: tag, parts: [tag], quoted: true, span } as const;
  const expression = checkName(tree, customerScope, context, undefined);
  if (expression === undefined) return undefined;
  placeholders.push({ kind: "tag", expression, span });
  return tag;
}

/** The place of a part of a text: exact where the text has no escapes, else the whole of it. */
function placeIn(tree: TextTree, from: number, to: number): Span {
  const { file, start, end } = tree.span;
  if (end - start !== tree.value.length + 2) return tree.span;
  return { file, start: start + 1 + from, end: start + 1 + to };
}
