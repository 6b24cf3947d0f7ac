import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { check } from "../compiler/compile.ts";
import { documentProject } from "../compiler/documentation/document-project.ts";
import { siteFiles, siteMark } from "./docs/site-files.ts";
import { ExitCode } from "./exit-code.ts";
import { replaceFolder } from "./files/replace-folder.ts";
import { exitCodeOf, hasErrors, writeDiagnostics } from "./output/diagnostics.ts";
import type { Terminal } from "./output/terminal.ts";
import { loadProjectTexts } from "./project/load-texts.ts";

export interface DocsOptions {
  readonly project: string;
  /** Where the site is written; `site` beside the project file where missing. */
  readonly out: string | undefined;
}

/** `baleen docs`: writes a site of all that the project and the standard library declare; the same project, the same bytes. */
export async function docsCommand(options: DocsOptions, terminal: Terminal): Promise<ExitCode> {
  const loaded = await loadProjectTexts(options.project, process.env);
  const { place, project, textOf } = loaded;
  // What only a run needs, an address or a password, needn't be set to read about a project.
  const found = loaded.diagnostics.filter(({ code }) => code !== "variable-not-set");
  const texts =
    project === undefined || hasErrors(found)
      ? undefined
      : { ...loaded, project: project.name, keep: project.ledger.keep };
  const diagnostics = [...found, ...(texts === undefined ? [] : check(texts).diagnostics)];
  writeDiagnostics(diagnostics, textOf, "pretty", terminal);
  if (project === undefined || texts === undefined || hasErrors(diagnostics)) return exitCodeOf(diagnostics);
  const documentation = documentProject(texts, project.warehouse.engine);
  if (documentation === undefined) return ExitCode.failure;
  const folder = options.out === undefined ? join(place.folder, "site") : resolve(options.out);
  const files = siteFiles(documentation, { script: asset("site.js"), style: asset("site.css") });
  replaceFolder(folder, files, { ...siteMark, verb: "docs" });
  terminal.out(`${documentation.things.length} things described in ${join(folder, siteMark.file)}\n`);
  return ExitCode.well;
}

/** What lies beside the renderer, in the sources and in what is published alike. */
function asset(name: string): string {
  return readFileSync(join(import.meta.dirname, "docs", "assets", name), "utf8");
}
