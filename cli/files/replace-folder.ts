import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { makeFolder } from "../../runtime/folder.ts";
import { CommandFailure, errorCode, fileReason } from "../failure.ts";

/** A file by which a folder is known to be ours: how it is called, and how it begins. */
export interface FolderMark {
  readonly file: string;
  readonly beginning: string;
  /** The verb that makes it. */
  readonly verb: "build" | "docs";
}

/**
 * Replaces a folder of made files as a whole: all written aside, then put in its place. `files` maps paths within
 * the folder, with forward slashes, to texts. Where writing fails the folder stays as it was. What is not ours, a
 * folder without the mark or one that holds anything beside the files' names, is not touched.
 * @throws CommandFailure
 */
export function replaceFolder(folder: string, files: ReadonlyMap<string, string>, mark: FolderMark): void {
  try {
    const foreign = whatIsNotOurs(folder, files, mark);
    if (foreign !== undefined) {
      throw new CommandFailure(
        `\`${foreign}\` stands where \`baleen ${mark.verb}\` writes, and is not of its making`,
        "move it away",
      );
    }
    replace(folder, files);
  } catch (cause) {
    if (errorCode(cause) === undefined) throw cause;
    throw new CommandFailure(`\`${folder}\` cannot be written: ${fileReason(cause)}`, "it is as it was");
  }
}

function replace(folder: string, files: ReadonlyMap<string, string>): void {
  // A folder of its own beside the other, on the same disk, whatever builds run at the same time.
  const aside = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    const made = join(aside, "new");
    mkdirSync(made);
    for (const [path, text] of files) {
      const file = join(made, path);
      makeFolder(dirname(file));
      writeFileSync(file, text);
    }
    exchange(folder, made, join(aside, "old"));
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function exchange(folder: string, made: string, old: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) renameSync(folder, old);
  try {
    renameSync(made, folder);
  } catch (cause) {
    if (lstatSync(old, { throwIfNoEntry: false }) !== undefined) renameSync(old, folder);
    throw cause;
  }
}

/** The path of something that would be lost; undefined where there is nothing, an empty folder, or what the verb has made. */
function whatIsNotOurs(
  folder: string,
  files: ReadonlyMap<string, string>,
  mark: FolderMark,
): string | undefined {
  const there = lstatSync(folder, { throwIfNoEntry: false });
  if (there === undefined) return undefined;
  if (!there.isDirectory()) return folder;
  const names = readdirSync(folder);
  if (names.length === 0) return undefined;
  const own = new Set([...files.keys()].map((path) => path.split("/")[0]));
  const other = names.find((name) => !own.has(name));
  if (other !== undefined) return join(folder, other);
  const marked = names.includes(mark.file) ? readFileSync(join(folder, mark.file), "utf8") : "";
  return marked.startsWith(mark.beginning) ? undefined : folder;
}
