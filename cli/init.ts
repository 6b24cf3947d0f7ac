import { closeSync, lstatSync, openSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { stringify } from "yaml";
import { makeFolder } from "../runtime/folder.ts";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure, errorCode, fileReason } from "./failure.ts";
import { starterFiles } from "./init/starter.ts";
import type { Terminal } from "./output/terminal.ts";

/**
 * `baleen init [folder]`: a small project of the folder's name that checks, passes its test, builds and runs. Nothing
 * that is there is overwritten; where writing fails, what was written is taken away again.
 */
export function initCommand(options: { readonly folder: string }, terminal: Terminal): ExitCode {
  if (options.folder === "") {
    throw new CommandFailure("no folder is named", "name one: baleen init my-project");
  }
  const folder = resolve(options.folder);
  const there = [...starterFiles.keys()].filter((path) => isThere(join(folder, path)));
  const inTheWay = there.filter((path) => path !== ".gitignore");
  if (inTheWay.length > 0) {
    throw new CommandFailure(
      `\`${folder}\` has ${inTheWay.map((path) => `\`${path}\``).join(", ")} already: nothing was written`,
      "choose another folder: baleen init my-project",
    );
  }
  for (const file of writeStarter(folder, there)) terminal.out(`${relative(folder, file)}\n`);
  const where = options.folder === "." ? "" : ` --project ${quoted(options.folder)}`;
  terminal.out(
    `\nGo on, calling it as you did now: baleen check${where}, baleen test${where}, baleen run${where}\n`,
  );
  return ExitCode.well;
}

/** Gives the files written; all of them, or it leaves none. */
function writeStarter(folder: string, leave: readonly string[]): readonly string[] {
  const files: string[] = [];
  const made: string[] = [];
  try {
    for (const [path, text] of starterFiles) {
      if (leave.includes(path)) continue;
      const file = join(folder, path);
      const named = path === "baleen.yaml" ? withName(text, basename(folder)) : text;
      const firstFolder = makeFolder(dirname(file));
      if (firstFolder !== undefined) made.push(firstFolder);
      const opened = openSync(file, "wx");
      made.push(file);
      try {
        writeFileSync(opened, named);
      } finally {
        closeSync(opened);
      }
      files.push(file);
    }
    return files;
  } catch (cause) {
    for (const path of made.reverse()) rmSync(path, { recursive: true, force: true });
    throw new CommandFailure(
      `the project cannot be written into \`${folder}\`: ${reasonOf(cause)}`,
      "nothing was written: choose another folder",
    );
  }
}

/**
 * The project file under the folder's name: a ledger knows its project by its name, so two projects had better have two.
 * Of other letters than those of words a name keeps none, for in the file they may mean something.
 */
function withName(text: string, folder: string): string {
  const name = folder
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{M}\p{N}_.-]+/gu, "-")
    .replaceAll(/^[-.]+|[-.]+$/g, "");
  if (name === "") return text;
  return text.replace(/^project: .*$/m, () => `project: ${stringify(name).trim()}`);
}

function reasonOf(cause: unknown): string {
  switch (errorCode(cause)) {
    case "EEXIST":
    case "ENOTDIR":
      return "a file stands where a folder must be";
    // So says a folder that takes no new ones, as `/proc`.
    case "ENOENT":
      return "a folder cannot be made there";
    default:
      return fileReason(cause);
  }
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // What is wrong with the folder is told where it is written to.
    return false;
  }
}

/** A folder's name as a shell takes it. */
const quoted = (text: string): string =>
  /^[\w./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
