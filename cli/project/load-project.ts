import { type Checking, check } from "../../compiler/compile.ts";
import { inOrderOfPlace } from "../../compiler/diagnostics/diagnostic.ts";
import { checkDispatch, type ProjectPart } from "../../compiler/project/load-project.ts";
import { hasErrors } from "../output/diagnostics.ts";
import { type LoadedTexts, loadProjectTexts } from "./load-texts.ts";
import { pathsOutside } from "./paths-outside.ts";

/** A project read from disk and checked; `diagnostics` are those of all its files, in order of place. */
export interface LoadedProject extends LoadedTexts {
  /** Undefined where there was nothing sound to check. */
  readonly checked: Checking["checked"];
}

/**
 * Reads and checks the project that a folder lies in. `needs` as of `loadProjectTexts`.
 * @throws CommandFailure where there is no project, or its file cannot be read.
 */
export async function loadProject(
  start: string,
  environment: NodeJS.ProcessEnv,
  needs?: readonly ProjectPart[],
): Promise<LoadedProject> {
  const texts = await loadProjectTexts(start, environment, needs);
  const { project, place } = texts;
  if (project === undefined) return { ...texts, checked: undefined };
  const diagnostics = inOrderOfPlace([...texts.diagnostics, ...pathsOutside(place, project)]);
  // Without all the files every name of the missing ones would be reported too: the files' own faults come first.
  if (hasErrors(diagnostics)) return { ...texts, diagnostics, checked: undefined };
  const { diagnostics: said, checked } = check({
    ...texts,
    project: project.name,
    keep: project.ledger.keep,
  });
  const dispatch = checked === undefined ? [] : checkDispatch(project, checked.catalog);
  return { ...texts, checked, diagnostics: inOrderOfPlace([...diagnostics, ...said, ...dispatch]) };
}
