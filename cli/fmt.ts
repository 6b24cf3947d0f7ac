import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";
import { fromSyntax } from "../compiler/diagnostics/from-syntax.ts";
import { format } from "../grammar/index.ts";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure, fileReason } from "./failure.ts";
import { replaceFile } from "./files/replace-file.ts";
import { writeDiagnostics } from "./output/diagnostics.ts";
import type { Terminal } from "./output/terminal.ts";
import { loadProjectTexts } from "./project/load-texts.ts";

/**
 * `baleen fmt`: brings the project's campaign files into the canonical form; with `check` only says which are not.
 * A file that can't be read is left as it is and reported.
 */
export async function formatCommand(
  options: { readonly project: string; readonly check: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const { place, campaignFiles, diagnostics, textOf } = await loadProjectTexts(options.project, process.env);
  const found: Diagnostic[] = [...diagnostics];
  let changed = 0;
  for (const { path, text } of campaignFiles) {
    const result = format(path, text);
    if (result.kind === "unreadable") {
      found.push(...result.problems.map(fromSyntax));
    } else if (result.kind === "changed-meaning") {
      throw new CommandFailure(
        `\`${path}\` is left as it is: laid out anew it would have meant something else`,
        "this is a fault of Baleen's: please report it with the file",
      );
    } else if (result.text !== text) {
      changed += 1;
      if (options.check) terminal.out(`${path} is not formatted\n`);
      else write(join(place.folder, path), path, result.text, terminal);
    }
  }
  writeDiagnostics(found, textOf, "pretty", terminal);
  if (changed === 0 && found.length === 0) terminal.out(`${files(campaignFiles.length)} formatted already\n`);
  return found.length > 0 || (options.check && changed > 0) ? ExitCode.findings : ExitCode.well;
}

const files = (count: number): string => `${count} ${count === 1 ? "file is" : "files are"}`;

function write(file: string, path: string, text: string, terminal: Terminal): void {
  try {
    // A link stays one: the file that it leads to is replaced.
    const real = realpathSync(file);
    const mark = readFileSync(real)
      .subarray(0, 3)
      .equals(Buffer.from([0xef, 0xbb, 0xbf]))
      ? "\ufeff"
      : "";
    replaceFile(real, `${mark}${text}`);
  } catch (cause) {
    throw new CommandFailure(`\`${path}\` cannot be written: ${fileReason(cause)}`, "the file is as it was");
  }
  terminal.out(`${path}\n`);
}
