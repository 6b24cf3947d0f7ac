import { error } from "../define.ts";

/** What is said of the files that a project is made of, before they are read. */
export const fileMessages = {
  "outside-project": error<{ readonly file: string }>(
    ({ file }) => `\`${file}\` leads outside the project's folder`,
    () => "move it into the project, or name it by its absolute path if it is meant",
  ),
  "unreadable-file": error<{ readonly file: string; readonly reason: string; readonly cure: string }>(
    ({ file, reason }) => `\`${file}\` cannot be read: ${reason}`,
    ({ cure }) => cure,
  ),
  "not-utf8": error<{ readonly file: string }>(
    ({ file }) => `\`${file}\` is not UTF-8 text`,
    () => "save it as UTF-8",
  ),
} as const;
