import type { YAMLError } from "yaml";
import type { Span } from "../../grammar/span.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";

/**
 * The first mistake that keeps a text from being YAML, in a marketer's words; undefined where there is none.
 * Later ones are mostly its echoes. The parser's own codes are translated, each to one of ours.
 */
export function syntaxDiagnostic(
  problems: readonly YAMLError[],
  path: string,
  text: string,
): Diagnostic | undefined {
  const exhausted = problems.find(({ code }) => code === "RESOURCE_EXHAUSTION");
  const first = exhausted ?? [...problems].sort((a, b) => a.pos[0] - b.pos[0])[0];
  if (first === undefined) return undefined;
  const span = spanAt(first.pos, path, text);
  const written = text.slice(span.start, span.end).split(/[\r\n]/)[0] ?? "";
  const word = written.trim().split(/\s/)[0] ?? "";
  switch (first.code) {
    case "RESOURCE_EXHAUSTION":
      return diagnostic("yaml-too-large", span, {});
    case "TAB_AS_INDENT":
      return diagnostic("yaml-tab", span, {});
    case "BAD_INDENT": {
      const closing = /end with an? (\S)/.exec(first.message)?.[1];
      return closing === undefined
        ? diagnostic("yaml-indentation", span, {})
        : diagnostic("yaml-missing-character", wordBefore(span, text), { missing: `\`${closing}\`` });
    }
    case "BLOCK_AS_IMPLICIT_KEY":
    case "MULTILINE_IMPLICIT_KEY": {
      const colon = colonMissing(first.pos[0], path, text);
      if (colon !== undefined) return colon;
      const several = problems.find(
        ({ code, pos }) => code === "MULTILINE_IMPLICIT_KEY" && pos[0] === first.pos[0],
      );
      return several === undefined
        ? diagnostic("yaml-second-colon", span, {})
        : diagnostic("yaml-indentation", lastLineOf(several.pos, path, text), {});
    }
    case "MISSING_CHAR":
      return (
        colonMissing(first.pos[0], path, text) ??
        diagnostic(
          "yaml-missing-character",
          /\bMissing ,/.test(first.message) ? wordBefore(span, text) : span,
          { missing: missingIn(first, text) },
        )
      );
    case "BLOCK_IN_FLOW":
      return diagnostic("yaml-missing-character", span, { missing: "a comma" });
    case "DUPLICATE_KEY":
      return diagnostic("yaml-key-twice", span, { key: word });
    case "NON_STRING_KEY":
    case "KEY_OVER_1024_CHARS":
      return diagnostic("yaml-key", span, {});
    case "BAD_ALIAS":
      return diagnostic("yaml-alias", span, { name: word.replace(/^\*/, "") });
    case "ALIAS_PROPS":
    case "MULTIPLE_ANCHORS":
      return diagnostic("yaml-anchor", span, {});
    case "MULTIPLE_DOCS":
      return diagnostic("yaml-several-documents", span, {});
    case "BAD_SCALAR_START":
      return diagnostic("yaml-needs-quotes", span, { start: text.slice(span.start, span.start + 1) });
    case "BAD_DQ_ESCAPE":
      return diagnostic("yaml-escape", span, { written: text.slice(span.start, span.start + 2) });
    case "TAG_RESOLVE_FAILED":
    case "MULTIPLE_TAGS":
    case "BAD_DIRECTIVE":
    case "BAD_COLLECTION_TYPE":
      return diagnostic("yaml-tag", span, { tag: word });
    case "UNEXPECTED_TOKEN":
    case "BAD_PROP_ORDER":
    case "IMPOSSIBLE":
      return diagnostic("yaml-unexpected", span, { word });
  }
}

/** Said where the line of a place begins with a word that is no key for want of `: ` behind it. */
function colonMissing(at: number, path: string, text: string): Diagnostic | undefined {
  const begin = Math.max(text.lastIndexOf("\n", at - 1), text.lastIndexOf("\r", at - 1)) + 1;
  const line = /^[^\r\n]*/.exec(text.slice(begin))?.[0] ?? "";
  const [, indent = "", key = "", sign = "", rest = ""] =
    /^(\s*(?:- +)*)([\p{L}_][\p{L}\p{Nd}_.-]*)(?=\s|[=:]|$)\s*([=:]?)(.*)$/u.exec(line) ?? [];
  // What stands in brackets has colons of its own.
  if (key === "" || /:(?:\s|$)/.test(`${sign}${rest.replace(/[{[#].*$/, "")}`)) return undefined;
  const start = begin + indent.length;
  return diagnostic(
    "yaml-colon-missing",
    { file: path, start, end: start + key.length },
    { key, missing: sign === ":" ? "space" : "colon", hasValue: /^\s*[^\s#]/.test(rest) },
  );
}

function missingIn({ message, pos }: YAMLError, text: string): string {
  const quote = /closing (["'])/.exec(message)?.[1];
  if (quote !== undefined) return `the closing ${quote}`;
  if (/\bMissing ,/.test(message)) return "a comma";
  return text[pos[0] - 1] === ":" ? "a space after the `:`" : "a `:` after the key";
}

/** The parser marks single characters: the mark is widened to the word, and kept inside the text. */
function spanAt([from, to]: readonly [number, number], path: string, text: string): Span {
  const start = Math.max(0, Math.min(from, text.length));
  const word = /^[^\s,[\]{}:#]+/.exec(text.slice(start, start + 200))?.[0] ?? "";
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? "";
  const end = Math.min(start + line.length, Math.max(to, start + word.length));
  if (start < end || start === 0) return { file: path, start, end };
  // At the end of the text there is nothing to mark but what comes last.
  const last = text.trimEnd().length;
  return { file: path, start: Math.max(0, Math.min(start, last) - 1), end: Math.min(start, last) };
}

/** The last word before a place: what a missing character should have followed. */
function wordBefore(span: Span, text: string): Span {
  const before = text.slice(0, span.start).replace(/(?:\s|#[^\r\n]*$)+$/, "");
  const start = before.length - (/[^\s]+$/.exec(before)?.[0].length ?? 0);
  return start === before.length ? span : { file: span.file, start, end: before.length };
}

/** What stands on the last line of a place that reaches over several. */
function lastLineOf([from, to]: readonly [number, number], path: string, text: string): Span {
  const start = from + text.slice(from, to).search(/[^\r\n]*$/);
  const indent = /^\s*/.exec(text.slice(start, to))?.[0].length ?? 0;
  return { file: path, start: Math.min(start + indent, to), end: to };
}
