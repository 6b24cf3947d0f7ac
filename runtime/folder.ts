import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmdirSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";

/**
 * Makes a folder, and those above it that are missing. Gives the topmost that was made; undefined where there was
 * nothing to make. `mkdirSync` with `recursive` is no help: where a folder that is there takes no new one, as
 * `/proc`, it never ends.
 * @throws the system's error; `ENOENT` where the folder above is there but takes no new one.
 */
export function makeFolder(path: string): string | undefined {
  if (isFolder(path)) return undefined;
  const above = dirname(path);
  const made = existsSync(above) || above === path ? undefined : makeFolder(above);
  try {
    mkdirSync(path);
  } catch (cause) {
    // Another process may have made it just now.
    if (isFolder(path)) return made;
    throw cause;
  }
  return made ?? path;
}

/**
 * Tries whether something can be made in a folder; one that is not there is made for the moment. Leaves nothing behind.
 * Rights alone do not tell: root has them where a disk or the system takes nothing.
 * @throws the system's error, as `makeFolder`.
 */
export function tryFolder(path: string): void {
  const missing = missingFolders(path);
  try {
    makeFolder(path);
    rmdirSync(mkdtempSync(join(path, ".try-")));
  } finally {
    for (const folder of missing) removeEmpty(folder);
  }
}

/** From the innermost outwards. */
function missingFolders(path: string): readonly string[] {
  return existsSync(path) || dirname(path) === path ? [] : [path, ...missingFolders(dirname(path))];
}

/** One that was not made, or that somebody else uses by now, stays. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (
      code !== "ENOENT" &&
      code !== "ENOTEMPTY" &&
      code !== "EEXIST" &&
      code !== "ENOTDIR" &&
      code !== "ENAMETOOLONG"
    )
      throw cause;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Makes the rename last through a power cut; systems that cannot sync a folder need no help. */
export function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
