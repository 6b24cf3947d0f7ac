import { join } from "node:path";
import { buildFiles } from "../compiler/emit/build-files.ts";
import { ExitCode } from "./exit-code.ts";
import { replaceFolder } from "./files/replace-folder.ts";
import type { Terminal } from "./output/terminal.ts";
import { compileProject } from "./project/compile-project.ts";

/** How the file begins by which a folder is known to be made by `build`. */
const mark = { file: "plan.ts", beginning: "// Made by `baleen build`", verb: "build" } as const;

/** `baleen build`: writes `build/`, the plan and the readable SQL of each campaign; the same project, the same bytes. */
export async function buildCommand(
  options: { readonly project: string },
  terminal: Terminal,
): Promise<ExitCode> {
  const compiled = await compileProject(options.project, terminal, []);
  if (compiled.kind === "unsound") return compiled.exitCode;
  const { place, program, plan } = compiled;
  const folder = join(place.folder, "build");
  const files = buildFiles(program, plan);
  replaceFolder(folder, files, mark);
  const count = program.campaigns.length;
  terminal.out(`${count} ${count === 1 ? "campaign" : "campaigns"} built into ${folder}\n`);
  return ExitCode.well;
}
