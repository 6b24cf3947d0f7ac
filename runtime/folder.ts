import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";

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
