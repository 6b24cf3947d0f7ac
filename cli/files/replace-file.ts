import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Replaces a file's content as a whole: written aside, made durable, renamed. Whoever reads meanwhile sees the old
 * or the new; where writing fails the old stays.
 * @throws the system's error.
 */
export function replaceFile(file: string, text: string): void {
  const aside = join(dirname(file), `.${basename(file)}.${process.pid}.new`);
  const mode = existingMode(file);
  try {
    const opened = openSync(aside, "w", mode);
    try {
      writeFileSync(opened, text);
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
    renameSync(aside, file);
  } catch (cause) {
    rmSync(aside, { force: true });
    throw cause;
  }
}

function existingMode(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mode ?? 0o666;
}
