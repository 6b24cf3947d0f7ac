import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure, errorCode, fileReason } from "./failure.ts";
import { starterFiles } from "./init/starter.ts";
import type { Terminal } from "./output/terminal.ts";

/**
 * `baleen init [folder]`: a small project that checks, builds and runs. Nothing that is there is overwritten; where
 * writing fails, what was written is taken away again.
 */
export function initCommand(options: { readonly folder: string }, terminal: Terminal): ExitCode {
  const folder = resolve(options.folder);
  const there = [...starterFiles.keys()].filter(
    (path) => path !== ".gitignore" && existsSync(join(folder, path)),
  );
  if (there.length > 0) {
    throw new CommandFailure(
      `\`${folder}\` has ${there.map((path) => `\`${path}\``).join(", ")} already: nothing was written`,
      "choose another folder: baleen init my-project",
    );
  }
  const written: string[] = [];
  try {
    for (const [path, text] of starterFiles) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      if (path === ".gitignore" && existsSync(file)) continue;
      writeFileSync(file, text, { flag: "wx" });
      written.push(file);
    }
  } catch (cause) {
    for (const file of written) rmSync(file, { force: true });
    const reason = errorCode(cause) === "EEXIST" ? "a file stands where a folder must be" : fileReason(cause);
    throw new CommandFailure(`the project cannot be written into \`${folder}\`: ${reason}`);
  }
  for (const file of written) terminal.out(`${relative(folder, file)}\n`);
  const where = options.folder === "." ? "" : ` --project ${options.folder}`;
  terminal.out(`\nTry: baleen check${where}, baleen run${where}\n`);
  return ExitCode.well;
}
