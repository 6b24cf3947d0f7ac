import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CommandFailure, fileReason } from "../failure.ts";

/**
 * Replaces a folder of made files as a whole: all written aside, then put in its place. `files` maps paths within
 * the folder to texts. Where writing fails the folder stays as it was.
 * @param mark the name of a file by which the folder is known to be ours; a folder with content but without it is
 * not touched.
 * @throws CommandFailure
 */
export function replaceFolder(folder: string, files: ReadonlyMap<string, string>, mark: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, mark))) {
    throw new CommandFailure(
      `the folder \`${folder}\` holds files that \`baleen build\` did not make`,
      "move them away, or remove the folder",
    );
  }
  const aside = `${folder}.${process.pid}.new`;
  const old = `${folder}.${process.pid}.old`;
  try {
    for (const [path, text] of files) {
      const file = join(aside, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    if (existsSync(folder)) renameSync(folder, old);
    try {
      renameSync(aside, folder);
    } catch (cause) {
      if (existsSync(old)) renameSync(old, folder);
      throw cause;
    }
  } catch (cause) {
    throw new CommandFailure(`\`${folder}\` cannot be written: ${fileReason(cause)}`, "it is as it was");
  } finally {
    rmSync(aside, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}
