import { lower } from "../../compiler/compile.ts";
import { linesOf, placeAt } from "../../compiler/diagnostics/place.ts";
import { emitPlan } from "../../compiler/emit/plan.ts";
import type { PlaceText } from "../../compiler/emit/relations.ts";
import type { ProjectFile } from "../../compiler/project/project.ts";
import type { Plan, Program } from "../../plan/index.ts";
import { hasErrors, writeDiagnostics } from "../output/diagnostics.ts";
import type { Terminal } from "../output/terminal.ts";
import type { ProjectPlace } from "./find-project.ts";
import { loadProject } from "./load-project.ts";

/** A sound project, compiled. */
export interface CompiledProject {
  readonly place: ProjectPlace;
  readonly project: ProjectFile;
  readonly program: Program;
  readonly plan: Plan;
}

/**
 * Reads, checks and compiles the project that a folder lies in, writing what is to be said of it; undefined where
 * there are errors.
 * @throws CommandFailure as `loadProject`.
 */
export async function compileProject(
  start: string,
  terminal: Terminal,
): Promise<CompiledProject | undefined> {
  const loaded = await loadProject(start, process.env);
  const { place, project, checked, diagnostics, textOf, catalogFiles, campaignFiles } = loaded;
  writeDiagnostics(diagnostics, textOf, "pretty", terminal);
  if (project === undefined || checked === undefined || hasErrors(diagnostics)) return undefined;
  const program = lower({ project: project.name, catalogFiles, campaignFiles }, checked);
  const placeText: PlaceText = ({ file, start: offset }) =>
    `${file}:${placeAt(linesOf(textOf(file) ?? ""), offset).line}`;
  return { place, project, program, plan: emitPlan(program, checked.catalog, placeText) };
}
