import type { Span } from "../../grammar/span.ts";
import type { Said } from "./diagnostic.ts";
import { type Lines, linesOf, type Place, placeAt } from "./place.ts";
import type { TextOf } from "./render.ts";

/** The version of the JSON that `renderJson` gives. */
const diagnosticsFormat = 1;

interface PlacedSpan {
  readonly file: string;
  readonly start: Place;
  readonly end: Place;
}

/** Diagnostics as JSON for programs, with a version: places in lines and columns from 1, columns in characters. */
export function renderJson(diagnostics: readonly Said[], textOf: TextOf): string {
  const place = placer(textOf);
  const listed = diagnostics.map((each) => ({
    code: each.code,
    severity: each.severity,
    message: each.message,
    ...(each.help === undefined ? {} : { help: each.help }),
    ...place(each.span),
    related: each.related.map(({ span, label }) => ({ label, ...place(span) })),
    ...(each.fix === undefined
      ? {}
      : {
          fix: {
            title: each.fix.title,
            edits: each.fix.edits.map(({ span, text }) => ({ ...place(span), text })),
          },
        }),
  }));
  return `${JSON.stringify({ format: diagnosticsFormat, diagnostics: listed }, undefined, 2)}\n`;
}

/** Diagnostics as SARIF 2.1.0, which code review tools read. `version` is that of this program. */
export function renderSarif(diagnostics: readonly Said[], textOf: TextOf, version: string): string {
  const place = placer(textOf);
  const physicalLocation = (span: Span) => ({
    artifactLocation: { uri: uriOf(span.file) },
    region: region(place(span)),
  });
  const rules = [...new Set(diagnostics.map(({ code }) => code))].sort().map((id) => ({ id }));
  const results = diagnostics.map((each) => ({
    ruleId: each.code,
    level: each.severity,
    message: { text: each.help === undefined ? each.message : `${each.message}\n${each.help}` },
    locations: [{ physicalLocation: physicalLocation(each.span) }],
    ...(each.related.length === 0
      ? {}
      : {
          relatedLocations: each.related.map(({ span, label }, id) => ({
            id,
            message: { text: label },
            physicalLocation: physicalLocation(span),
          })),
        }),
    ...(each.fix === undefined
      ? {}
      : {
          fixes: [
            {
              description: { text: each.fix.title },
              artifactChanges: each.fix.edits.map(({ span, text }) => ({
                artifactLocation: { uri: uriOf(span.file) },
                replacements: [{ deletedRegion: region(place(span)), insertedContent: { text } }],
              })),
            },
          ],
        }),
  }));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      { tool: { driver: { name: "baleen", version, rules } }, columnKind: "unicodeCodePoints", results },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** Diagnostics as workflow commands of GitHub Actions, which annotate the lines of a pull request. */
export function renderGithub(diagnostics: readonly Said[], textOf: TextOf): string {
  const place = placer(textOf);
  return diagnostics
    .map((each) => {
      const { file, start, end } = place(each.span);
      const properties = {
        file,
        line: start.line,
        endLine: end.line,
        ...(start.line === end.line ? { col: start.column, endColumn: end.column } : { col: start.column }),
        title: each.code,
      };
      const listed = Object.entries(properties).map(
        ([key, value]) => `${key}=${githubProperty(String(value))}`,
      );
      const said = each.help === undefined ? each.message : `${each.message}\n${each.help}`;
      return `::${each.severity} ${listed.join(",")}::${githubData(said)}\n`;
    })
    .join("");
}

function placer(textOf: TextOf): (span: Span) => PlacedSpan {
  const known = new Map<string, Lines>();
  return (span) => {
    const lines = known.get(span.file) ?? linesOf(textOf(span.file) ?? "");
    known.set(span.file, lines);
    return { file: span.file, start: placeAt(lines, span.start), end: placeAt(lines, span.end) };
  };
}

function region({ start, end }: PlacedSpan): Readonly<Record<string, number>> {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function uriOf(file: string): string {
  return file.split("/").map(encodeURIComponent).join("/");
}

function githubData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function githubProperty(text: string): string {
  return githubData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
