import { randomUUID } from "node:crypto";
import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RuntimeProblem } from "../../problem.ts";
import { column, exactColumn } from "./column.ts";

/** Texts that are put aside, to be read again one by one. */
export interface TextsAside {
  /** Puts a text behind the others. */
  append(text: string): void;
  /** The text that was appended as the so manieth, from 0 on. */
  read(index: number): string;
  /** Lets go of all. */
  close(): void;
}

/** Texts that are held in memory until there are so many bytes of them. */
const HELD = 4 * 2 ** 20;

/** Bytes that are held ready from the beginning. */
const FIRST = 16 * 2 ** 10;

/** Texts whose beginnings are told from one common place: none of them is farther from it than 32 bits can say. */
const GROUP = 1024;

/**
 * Texts in a temporary file, as soon as they are many. They are customers' data: only the own user may open it, and it has no
 * name in the folder any more when the first is written, so that nothing is left of it however the process ends.
 */
export function textsAside(): TextsAside {
  let buffer = Buffer.allocUnsafeSlow(FIRST);
  let inBuffer = 0;
  let inFile = 0;
  let count = 0;
  let file: number | undefined;
  const groups = exactColumn();
  const offsets = column();
  const startOf = (index: number): number =>
    index === count ? inFile + inBuffer : groups.at(Math.floor(index / GROUP)) + offsets.at(index);
  const writeOut = (bytes: Buffer): void => {
    file ??= openAside();
    writeAll(file, bytes, inFile);
    inFile += bytes.length;
  };
  let answer = Buffer.allocUnsafeSlow(FIRST);
  return {
    append(text) {
      const start = inFile + inBuffer;
      if (count % GROUP === 0) groups.set(count / GROUP, start);
      offsets.set(count, start - groups.at(Math.floor(count / GROUP)));
      count += 1;
      const most = text.length * 3;
      if (inBuffer + most > buffer.length && buffer.length < HELD) {
        const longer = Buffer.allocUnsafeSlow(Math.min(HELD, (inBuffer + most) * 2));
        buffer.copy(longer, 0, 0, inBuffer);
        buffer = longer;
      }
      if (inBuffer + most > HELD) {
        writeOut(buffer.subarray(0, inBuffer));
        inBuffer = 0;
      }
      if (most > HELD) writeOut(Buffer.from(text, "utf8"));
      else inBuffer += buffer.write(text, inBuffer, "utf8");
    },
    read(index) {
      const start = startOf(index);
      const length = startOf(index + 1) - start;
      if (start >= inFile) return buffer.toString("utf8", start - inFile, start - inFile + length);
      if (length > answer.length) answer = Buffer.allocUnsafeSlow(length * 2);
      readAll(file, answer, length, start);
      return answer.toString("utf8", 0, length);
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

function openAside(): number {
  const path = join(tmpdir(), `baleen-${randomUUID()}`);
  try {
    const file = openSync(path, "wx+", 0o600);
    unlinkSync(path);
    return file;
  } catch (error) {
    throw asideProblem(error);
  }
}

function writeAll(file: number, bytes: Buffer, at: number): void {
  try {
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(file, bytes, written, bytes.length - written, at + written);
    }
  } catch (error) {
    throw asideProblem(error);
  }
}

function readAll(file: number | undefined, into: Buffer, length: number, at: number): void {
  if (file === undefined) throw new Error("texts are read that were let go of");
  for (let read = 0; read < length; ) {
    const more = readSync(file, into, read, length - read, at + read);
    if (more === 0) throw new Error("a temporary file has become shorter");
    read += more;
  }
}

function asideProblem(cause: unknown): unknown {
  if (!(cause instanceof Error) || !("code" in cause)) return cause;
  const full = cause.code === "ENOSPC" || cause.code === "EDQUOT";
  return new RuntimeProblem(
    full ? "disk-full" : "warehouse-query-failed",
    full ? `the disk of \`${tmpdir()}\` is full` : `a temporary file cannot be made in \`${tmpdir()}\``,
    { cause, help: "set `TMPDIR` to a folder that can be written and has space" },
  );
}
