import { readFileSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";
import { fromSyntax } from "../compiler/diagnostics/from-syntax.ts";
import { type FormatResult, format } from "../grammar/index.ts";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure, fileReason } from "./failure.ts";
import { replaceFile } from "./files/replace-file.ts";
import { exitCodeOf, writeDiagnostics } from "./output/diagnostics.ts";
import { writeFailure } from "./output/failure.ts";
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
  // What only a run needs, an address or a password, needn't be set to lay files out.
  const loaded = await loadProjectTexts(options.project, process.env, []);
  const { place, campaignFiles, textOf } = loaded;
  const found: Diagnostic[] = [...loaded.diagnostics];
  const failures: CommandFailure[] = [];
  let changed = 0;
  for (const { path, text } of campaignFiles) {
    const result = formatKeepingLineEnds(path, text);
    if (result.kind === "unreadable") {
      found.push(...result.problems.map(fromSyntax));
    } else if (result.kind === "changed-meaning") {
      failures.push(changedMeaning(path));
    } else if (result.text !== text) {
      changed += 1;
      const failure = options.check ? undefined : rewrite(resolve(place.folder, path), path, result.text);
      if (failure !== undefined) failures.push(failure);
      else terminal.out(options.check ? `${path} is not formatted\n` : `${path}\n`);
    }
  }
  writeDiagnostics(found, textOf, "pretty", terminal);
  for (const failure of failures) writeFailure(failure, terminal);
  if (failures.length > 0) return ExitCode.failure;
  if (changed === 0 && found.length === 0) terminal.out(`${files(campaignFiles.length)} formatted already\n`);
  return options.check && changed > 0 ? ExitCode.findings : exitCodeOf(found);
}

const files = (count: number): string => `${count} ${count === 1 ? "file is" : "files are"}`;

/** A file whose lines all end in CR LF, as some editors write them, keeps them; mixed ones become LF. */
function formatKeepingLineEnds(path: string, text: string): FormatResult {
  const result = format(path, text);
  const isCrLf = text.includes("\r\n") && !/(?<!\r)\n/.test(text);
  if (result.kind !== "formatted" || !isCrLf) return result;
  return { ...result, text: result.text.replaceAll(/\r?\n/g, "\r\n") };
}

function changedMeaning(path: string): CommandFailure {
  return new CommandFailure(
    `\`${path}\` is left as it is: laid out anew it would have meant something else`,
    "this is a fault of Baleen's: please report it with the file",
  );
}

/** Gives why the file could not be written; it is then as it was. */
function rewrite(file: string, path: string, text: string): CommandFailure | undefined {
  try {
    // A link stays one: the file that it leads to is replaced.
    const real = realpathSync(file);
    const byteOrderMark = readFileSync(real, "utf8").startsWith("\ufeff") ? "\ufeff" : "";
    replaceFile(real, `${byteOrderMark}${text}`);
    return undefined;
  } catch (cause) {
    return new CommandFailure(`\`${path}\` cannot be written: ${fileReason(cause)}`, "the file is as it was");
  }
}
