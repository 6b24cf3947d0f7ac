import type { Span } from "../../grammar/span.ts";
import type { Severity } from "./define.ts";
import type { Said } from "./diagnostic.ts";
import { displayed } from "./display.ts";
import { type Lines, linesOf, lineText, placeAt } from "./place.ts";

/** Gives the text of a file by its path, or undefined where it is not at hand. */
export type TextOf = (file: string) => string | undefined;

export interface RenderOptions {
  /** Whether to colour with ANSI escapes. */
  readonly color: boolean;
}

type Style = "bold" | "red" | "yellow" | "blue" | "green";

const escapes: Readonly<Record<Style, string>> = {
  bold: "\u001b[1m",
  red: "\u001b[1;31m",
  yellow: "\u001b[1;33m",
  blue: "\u001b[1;34m",
  green: "\u001b[1;32m",
};

/** Something found at a place, as a terminal shows it: a title, the place with its line marked, and notes. */
export interface Finding {
  readonly tone: "error" | "warning";
  /** `error[unknown-name]`. */
  readonly head: string;
  readonly message: string;
  readonly span: Span;
  readonly related: readonly { readonly span: Span; readonly label: string }[];
  /** `help`, and what it says. */
  readonly notes: readonly { readonly label: string; readonly text: string }[];
}

/**
 * A diagnostic as it is shown on a terminal: its title, its place, the lines concerned with the place marked,
 * related places, and how to cure it. Ends in a line break. Columns count characters; marks stand right under
 * wide (CJK) characters and tabs too.
 */
export function renderDiagnostic(diagnostic: Said, textOf: TextOf, options: RenderOptions): string {
  const { code, severity, message, span, related, help } = diagnostic;
  const notes = help === undefined ? [] : [{ label: "help", text: help }];
  const head = `${severity}[${code}]`;
  return renderFinding({ tone: severity, head, message, span, related, notes }, textOf, options);
}

/** A finding in the form of diagnostics. Ends in a line break. */
export function renderFinding(finding: Finding, textOf: TextOf, options: RenderOptions): string {
  const paint = painter(options);
  const tone = toneOf(finding.tone);
  const excerpts = [
    excerptOf(finding.span, "^", "", textOf),
    ...finding.related.map(({ span, label }) => excerptOf(span, "-", label, textOf)),
  ];
  const gutter = Math.max(1, ...excerpts.map(({ number }) => number.length));
  const margin = " ".repeat(gutter);
  const lines = [`${paint(tone, finding.head)}${paint("bold", `: ${oneLine(finding.message)}`)}`];
  for (const [index, excerpt] of excerpts.entries()) {
    const arrow = index === 0 ? "-->" : ":::";
    lines.push(
      `${margin}${paint("blue", arrow)} ${excerpt.place}${excerpt.line === undefined ? excerpt.bare : ""}`,
    );
    if (excerpt.line === undefined) continue;
    const bar = paint("blue", "|");
    lines.push(`${margin} ${bar}`);
    lines.push(trimEnd(`${paint("blue", excerpt.number.padStart(gutter))} ${bar} ${excerpt.line}`));
    lines.push(`${margin} ${bar} ${excerpt.indent}${paint(index === 0 ? tone : "blue", excerpt.mark)}`);
  }
  for (const { label, text } of finding.notes) {
    lines.push(`${margin} ${paint("blue", "=")} ${paint("green", `${label}:`)} ${oneLine(text)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** The last line of a listing: how many errors and warnings there are. Ends in a line break. */
export function renderSummary(diagnostics: readonly Said[], options: RenderOptions): string {
  const count = (severity: Severity): string | undefined => {
    const number = diagnostics.filter((each) => each.severity === severity).length;
    if (number === 0) return undefined;
    return painter(options)(toneOf(severity), `${number} ${severity}${number === 1 ? "" : "s"}`);
  };
  const counts = [count("error"), count("warning")].filter((each) => each !== undefined);
  return `${counts.length === 0 ? "no problems found" : counts.join(", ")}\n`;
}

interface Excerpt {
  readonly place: string;
  readonly number: string;
  /** Missing where the file's text is not at hand. */
  readonly line: string | undefined;
  readonly indent: string;
  readonly mark: string;
  /** What to say behind the place where there is no line to mark. */
  readonly bare: string;
}

function excerptOf(span: Span, sign: "^" | "-", label: string, textOf: TextOf): Excerpt {
  const said = label === "" ? "" : ` ${oneLine(label)}`;
  const text = textOf(span.file);
  const file = oneLine(span.file);
  if (text === undefined) {
    return { place: file, number: "", line: undefined, indent: "", mark: "", bare: said };
  }
  const lines: Lines = linesOf(text);
  const { line, column } = placeAt(lines, span.start);
  const whole = lineText(lines, line);
  const from = Math.min(span.start - (lines.starts[line - 1] ?? 0), whole.length);
  const to = Math.max(from, Math.min(span.end - (lines.starts[line - 1] ?? 0), whole.length));
  const cut = windowOf(whole, from);
  const before = displayed(`${cut.opening}${whole.slice(cut.from, from)}`);
  const marked = displayed(whole.slice(from, Math.min(to, cut.to)), before.width);
  const goesOn = placeAt(lines, Math.max(span.start, span.end - 1)).line > line ? "…" : "";
  return {
    place: `${file}:${line}:${column}`,
    number: String(line),
    line: displayed(`${cut.opening}${whole.slice(cut.from, cut.to)}${cut.closing}`).text,
    indent: " ".repeat(before.width),
    mark: `${sign.repeat(Math.max(1, marked.width))}${goesOn}${said}`,
    bare: "",
  };
}

const longestLine = 240;

/** The part of a line that is shown: all of it, unless it is so long that nobody would find the mark. */
function windowOf(
  line: string,
  from: number,
): { from: number; to: number; opening: string; closing: string } {
  if (line.length <= longestLine) return { from: 0, to: line.length, opening: "", closing: "" };
  const start = Math.max(0, from - longestLine / 3);
  const end = Math.min(line.length, start + longestLine);
  return { from: start, to: end, opening: start > 0 ? "…" : "", closing: end < line.length ? "…" : "" };
}

function oneLine(text: string): string {
  return displayed(text).text;
}

function trimEnd(line: string): string {
  return line.replace(/ +$/, "");
}

function toneOf(severity: Severity): Style {
  return severity === "error" ? "red" : "yellow";
}

function painter({ color }: RenderOptions): (style: Style, text: string) => string {
  return color ? (style, text) => `${escapes[style]}${text}\u001b[0m` : (_, text) => text;
}
