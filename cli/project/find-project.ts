import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CommandFailure, fileReason } from "../failure.ts";

/** The name of the project file. */
export const projectFileName = "baleen.yaml";

/** Where a project is: its folder (links resolved) and its project file. */
export interface ProjectPlace {
  readonly folder: string;
  readonly file: string;
}

/**
 * Finds the project that a folder lies in, walking up from it.
 * @throws CommandFailure where there is none.
 */
export function findProject(start: string): ProjectPlace {
  const folder = existingFolder(start);
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, projectFileName);
    if (existsSync(file)) return { folder: at, file };
    if (dirname(at) === at) {
      throw new CommandFailure(
        `there is no ${projectFileName} in \`${folder}\` or any folder above it`,
        "go to the project's folder, name it by --project, or make a project by `baleen init`",
      );
    }
  }
}

function existingFolder(start: string): string {
  const path = resolve(start);
  try {
    const real = realpathSync(path);
    return statSync(real).isDirectory() ? real : dirname(real);
  } catch (cause) {
    throw new CommandFailure(`the folder \`${start}\` cannot be opened: ${fileReason(cause)}`);
  }
}
