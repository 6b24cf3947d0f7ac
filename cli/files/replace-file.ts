import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { errorCode } from "../failure.ts";

/**
 * Replaces an existing file's content as a whole: written aside, made durable, renamed. Whoever reads meanwhile sees
 * the old or the new; where writing fails the old stays. The file keeps its mode and, where we may give it, its
 * owner; one that is protected against writing is not replaced.
 * @throws the system's error.
 */
export function replaceFile(file: string, text: string): void {
  accessSync(file, constants.W_OK);
  const { mode, uid, gid } = statSync(file);
  writeAside(file, text, (opened) => {
    keepOwner(opened, uid, gid);
    fchmodSync(opened, mode & 0o7777);
  });
}

/**
 * Writes a file as a whole, for its owner alone, whether one was there or not: aside, made durable, renamed. What is no regular
 * file, as `/dev/stderr`, is written to as it is.
 * @throws the system's error.
 */
export function writeWhole(file: string, text: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) writeAside(file, text, () => {});
  else writeFileSync(file, text);
}

function writeAside(file: string, text: string, finish: (opened: number) => void): void {
  const aside = join(dirname(file), `.${basename(file)}.${process.pid}.new`);
  try {
    const opened = openSync(aside, "w", 0o600);
    try {
      writeFileSync(opened, text);
      finish(opened);
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

function keepOwner(opened: number, uid: number, gid: number): void {
  try {
    fchownSync(opened, uid, gid);
  } catch (cause) {
    // Only root may give files away; then it is the one's who formats.
    if (errorCode(cause) !== "EPERM") throw cause;
  }
}
