import { lstatSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";
import type { Placed } from "../../compiler/catalog/catalog.ts";
import { type Diagnostic, diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { noFilesMatch } from "../../compiler/project/load-project.ts";
import type { SourceText } from "../../compiler/yaml/read-yaml.ts";
import { errorCode, fileReason } from "../failure.ts";
import type { ProjectPlace } from "./find-project.ts";
import { type Match, matching } from "./matching-files.ts";

/** The texts that patterns of the project file match, in order of path, and what is wrong with the files. */
export interface SourceFiles {
  readonly texts: readonly SourceText[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the files that patterns match. Paths are shown relative to the project, with forward slashes. A file that
 * lies outside the project, by its path or by a link, is read only where its pattern is absolute.
 */
export async function readSourceFiles(
  place: ProjectPlace,
  patterns: readonly Placed<string>[],
  what: "catalog" | "campaigns",
): Promise<SourceFiles> {
  const texts = new Map<string, SourceText>();
  const diagnostics: Diagnostic[] = [];
  for (const pattern of patterns) {
    const found = matchingFiles(place, pattern, diagnostics);
    if (found.length === 0 && diagnostics.length === 0) diagnostics.push(noFilesMatch(pattern, what));
    for (const match of found) {
      const path = shownPath(place, match.path);
      if (texts.has(path)) continue;
      const text = readText(place, pattern, match, path, diagnostics);
      if (text !== undefined) texts.set(path, { path, text });
    }
  }
  const inOrder = [...texts.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { texts: inOrder, diagnostics };
}

function matchingFiles(
  place: ProjectPlace,
  pattern: Placed<string>,
  diagnostics: Diagnostic[],
): readonly Match[] {
  if (!isAbsolute(pattern.value) && leadsOut(pattern.value)) {
    diagnostics.push(diagnostic("outside-project", pattern.span, { file: pattern.value }));
    return [];
  }
  const { found, unreadable: closed } = matching(place.folder, pattern.value);
  for (const { folder, cause } of closed) {
    diagnostics.push(unreadable(shownPath(place, folder), folder, pattern, cause));
  }
  return found;
}

/** Whether a pattern leads out of the folder that it starts from, or says `..` where what it matches decides. */
function leadsOut(path: string): boolean {
  if (/[*?[\]{}!()].*(?:^|[{,/])\.\.(?:$|[},/])|\{\.\./.test(path)) return true;
  let depth = 0;
  for (const part of path.split(/[\\/]/)) {
    if (part === "..") depth -= 1;
    else if (part !== "." && part !== "") depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

function readText(
  place: ProjectPlace,
  pattern: Placed<string>,
  { path: file, byLink }: Match,
  path: string,
  diagnostics: Diagnostic[],
): string | undefined {
  try {
    const real = byLink ? realpathSync.native(file) : file;
    if (!isAbsolute(pattern.value) && !isWithin(place.folder, real)) {
      diagnostics.push(diagnostic("outside-project", pattern.span, { file: path }));
      return undefined;
    }
    return readUtf8(real);
  } catch (cause) {
    diagnostics.push(
      cause instanceof TypeError
        ? diagnostic("not-utf8", { file: path, start: 0, end: 0 }, { file: path })
        : unreadable(path, file, pattern, cause),
    );
    return undefined;
  }
}

/** `shown` is the path as users are shown it. */
function unreadable(shown: string, path: string, pattern: Placed<string>, cause: unknown): Diagnostic {
  return diagnostic(
    "unreadable-file",
    { file: shown, start: 0, end: 0 },
    { file: shown, reason: fileReason(cause), cure: cureOf(path, cause) },
    { related: [{ span: pattern.span, label: "this pattern leads to it" }] },
  );
}

function cureOf(path: string, cause: unknown): string {
  const code = errorCode(cause);
  if (code === "EISDIR") return "give the folder another name, or move it to where the pattern does not look";
  // What has another reason cannot be looked at either.
  const mayBeLink = code === "ENOENT" || code === "ELOOP";
  if (mayBeLink && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    return `it is a link to \`${readlinkSync(path)}\`: let it lead to a file, or remove it`;
  }
  return "check that it is there and that you may read it";
}

/**
 * A file's text; a byte order mark is dropped. Node's own reading of text takes half the time of reading bytes and decoding
 * them, but puts a sign of its own for what is no UTF-8: where there is one, the bytes are looked at.
 * @throws TypeError where they are not UTF-8, and what reading throws.
 */
export function readUtf8(file: string): string {
  const text = readFileSync(file, "utf8");
  if (text.includes("\uFFFD")) return strictDecoder.decode(readFileSync(file));
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

const strictDecoder = new TextDecoder("utf-8", { fatal: true });

/** Whether a path, links resolved, lies in a folder. Both are absolute and without `..`, as `resolve` gives them. */
export function isWithin(folder: string, path: string): boolean {
  // Nearly every file does, and asking so costs next to nothing.
  if (path.startsWith(folder + sep)) return true;
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** A file's path as users are shown it: relative to the project with forward slashes, absolute outside. */
function shownPath(place: ProjectPlace, file: string): string {
  // What lies below begins with the folder; `relative` would cut both up, for every file.
  if (file.startsWith(place.folder + sep)) return withSlashes(file.slice(place.folder.length + 1));
  return withSlashes(isWithin(place.folder, file) ? relative(place.folder, file) : file);
}

function withSlashes(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
