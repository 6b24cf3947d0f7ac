import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import type { Placed } from "../../compiler/catalog/catalog.ts";
import { type Diagnostic, diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { AdapterSettings, ProjectFile } from "../../compiler/project/project.ts";
import { errorCode } from "../failure.ts";
import type { ProjectPlace } from "./find-project.ts";
import { isWithin } from "./source-files.ts";

/** Reports the warehouse, the ledger and files of dispatch that a relative path or a link leads out of the project's folder to. */
export function pathsOutside(place: ProjectPlace, project: ProjectFile): readonly Diagnostic[] {
  const { warehouse, ledger, dispatch } = project;
  const paths: readonly Placed<string>[] = [
    ...(warehouse.engine === "duckdb" ? [warehouse.path] : []),
    ...(ledger.engine === "sqlite" ? [ledger.path] : []),
    ...[dispatch.default, ...dispatch.channels.values()].flatMap(pathsOf),
  ];
  return paths
    .filter(({ value }) => !isAbsolute(value) && leadsOut(place.folder, value))
    .map(({ value, span }) => diagnostic("outside-project", span, { file: value }));
}

function pathsOf(settings: AdapterSettings): readonly Placed<string>[] {
  switch (settings.adapter) {
    case "file":
      return [settings.path];
    case "smtp":
      return settings.ca === undefined ? [] : [settings.ca];
    case "tasks":
      return [settings.staff];
    case "webhook":
      return [];
  }
}

function leadsOut(folder: string, path: string): boolean {
  const whole = join(folder, path);
  return !isWithin(folder, whole) || !isWithin(folder, realPath(whole));
}

/** The path with its links resolved, also where what it leads to is not there yet. */
function realPath(path: string, links = 0): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    // Whoever opens it says what is wrong with it.
    if (errorCode(cause) !== "ENOENT" || links > 40) return path;
    const link = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    if (link) return realPath(resolve(dirname(path), readlinkSync(path)), links + 1);
    return join(realPath(dirname(path), links), basename(path));
  }
}
