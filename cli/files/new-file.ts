import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Writes a whole file, whether there is one or not: written aside, made durable, renamed. Where writing fails what was there stays.
 * @throws the system's error.
 */
export function writeNewFile(file: string, text: string): void {
  const aside = join(dirname(file), `.${basename(file)}.${process.pid}.new`);
  try {
    const opened = openSync(aside, "w");
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
