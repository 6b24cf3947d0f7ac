import { globSync, lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Placed } from "../../compiler/catalog/catalog.ts";
import { type Diagnostic, diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { noFilesMatch } from "../../compiler/project/load-project.ts";
import type { SourceText } from "../../compiler/yaml/read-yaml.ts";
import { errorCode, fileReason } from "../failure.ts";
import type { ProjectPlace } from "./find-project.ts";

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
    for (const file of found) {
      const path = shownPath(place, file);
      if (texts.has(path)) continue;
      const text = readText(place, pattern, file, path, diagnostics);
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
): readonly string[] {
  if (!isAbsolute(pattern.value) && leadsOut(pattern.value)) {
    diagnostics.push(diagnostic("outside-project", pattern.span, { file: pattern.value }));
    return [];
  }
  for (const { folder, cause } of unreadableFolders(place.folder, pattern.value)) {
    const file = shownPath(place, folder);
    diagnostics.push(unreadable(file, folder, pattern, cause));
  }
  return globSync(pattern.value, { cwd: place.folder, exclude: (name) => ignored(name) })
    .map((entry) => resolve(place.folder, entry))
    .sort();
}

const ignored = (name: string): boolean => name === "node_modules" || name === ".git";

/** Folders that a pattern looks into and that may not be listed, which `glob` passes over without a word. */
function unreadableFolders(
  from: string,
  pattern: string,
): readonly { readonly folder: string; readonly cause: unknown }[] {
  const parts = pattern.split("/");
  const wild = parts.findIndex((part) => /[*?[\]{}!()]/.test(part));
  if (wild === -1) return [];
  const depth = parts.includes("**") ? Number.POSITIVE_INFINITY : parts.length - wild - 1;
  const look = (folder: string, deeper: number): { folder: string; cause: unknown }[] => {
    try {
      const entries = readdirSync(folder, { withFileTypes: true });
      if (deeper === 0) return [];
      const folders = entries.filter((entry) => entry.isDirectory() && !ignored(entry.name));
      return folders.flatMap(({ name }) => look(join(folder, name), deeper - 1));
    } catch (cause) {
      // A pattern that leads nowhere matches nothing, which is told elsewhere.
      return errorCode(cause) === "ENOENT" || errorCode(cause) === "ENOTDIR" ? [] : [{ folder, cause }];
    }
  };
  return look(resolve(from, parts.slice(0, wild).join("/") || (pattern.startsWith("/") ? "/" : ".")), depth);
}

function leadsOut(path: string): boolean {
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
  file: string,
  path: string,
  diagnostics: Diagnostic[],
): string | undefined {
  try {
    // The system's own way: the other looks at every folder of the path, for every file.
    const real = realpathSync.native(file);
    if (!isAbsolute(pattern.value) && !isWithin(place.folder, real)) {
      diagnostics.push(diagnostic("outside-project", pattern.span, { file: path }));
      return undefined;
    }
    return decode(readFileSync(real));
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
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (isLink && (code === "ENOENT" || code === "ELOOP")) {
    return `it is a link to \`${readlinkSync(path)}\`: let it lead to a file, or remove it`;
  }
  return "check that it is there and that you may read it";
}

/** @throws TypeError where the bytes are not UTF-8. A byte order mark is dropped. */
export function decode(bytes: Uint8Array): string {
  return strictDecoder.decode(bytes);
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
  const path = isWithin(place.folder, file) ? relative(place.folder, file) : file;
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
