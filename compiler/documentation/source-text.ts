import { type HighlightedPart, highlight, type Span } from "../../grammar/index.ts";
import type { SourceText } from "../yaml/read-yaml.ts";
import type { TextPart, ThingReference } from "./documentation.ts";
import type { PlacedUse } from "./uses.ts";

/** Gives the text of a place in parts, names with what they stand for. */
export type TextParts = (span: Span) => readonly TextPart[];

/** Cuts the texts of .campaign files into parts, each file once, when first asked for. */
export function textParts(files: readonly SourceText[], uses: readonly PlacedUse[]): TextParts {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const cut = new Map<string, readonly HighlightedPart[]>();
  const named = new Map<string, ThingReference>();
  for (const { to, span } of uses) named.set(placeKey(span), to);
  return ({ file, start, end }) => {
    const text = texts.get(file) ?? "";
    const all = cut.get(file) ?? highlight(file, text);
    cut.set(file, all);
    const parts: TextPart[] = [];
    let at = start;
    for (const part of all) {
      if (part.start < start || part.end > end) continue;
      if (part.start > at) parts.push({ kind: "space", text: text.slice(at, part.start) });
      const to = part.kind === "name" ? named.get(placeKey({ file, ...part })) : undefined;
      parts.push({
        kind: part.kind,
        text: text.slice(part.start, part.end),
        ...(to === undefined ? {} : { to }),
      });
      at = part.end;
    }
    return parts;
  };
}

function placeKey({ file, start, end }: Span): string {
  return `${start} ${end} ${file}`;
}
