import type { CheckedTest } from "../../compiler/check/test.ts";
import { lower, lowerTests } from "../../compiler/compile.ts";
import { linesOf, placeAt } from "../../compiler/diagnostics/place.ts";
import type { TextOf } from "../../compiler/diagnostics/render.ts";
import { emitPlan } from "../../compiler/emit/plan.ts";
import type { PlaceText } from "../../compiler/emit/relations.ts";
import type { ProjectPart } from "../../compiler/project/load-project.ts";
import type { ProjectFile } from "../../compiler/project/project.ts";
import type { SourceText } from "../../compiler/yaml/read-yaml.ts";
import type { Plan, Program, TestProgram } from "../../plan/index.ts";
import type { ProjectSource, ProjectSources } from "../../runtime/index.ts";
import type { ExitCode } from "../exit-code.ts";
import { exitCodeOf, hasErrors, writeDiagnostics } from "../output/diagnostics.ts";
import type { Terminal } from "../output/terminal.ts";
import { version } from "../version.ts";
import type { ProjectPlace } from "./find-project.ts";
import { loadProject } from "./load-project.ts";
import type { LoadedTexts } from "./load-texts.ts";

/** A sound project, compiled. */
export interface CompiledProject {
  readonly kind: "compiled";
  readonly place: ProjectPlace;
  readonly project: ProjectFile;
  readonly program: Program;
  readonly plan: Plan;
  /** The place of something in the project's files as users are told it, `baleen.yaml:6`. */
  readonly placeText: PlaceText;
  /** The project's tests, in order of file and place, each with the places in it. */
  readonly tests: readonly { readonly program: TestProgram; readonly checked: CheckedTest }[];
  readonly textOf: TextOf;
  /** What it was compiled of, for the ledger to keep with what is decided by it. */
  readonly sources: ProjectSources;
}

/** A project with errors, which have been written. */
export interface UnsoundProject {
  readonly kind: "unsound";
  readonly exitCode: ExitCode;
}

/**
 * Reads, checks and compiles the project that a folder lies in, writing what is to be said of it. `needs` are the
 * stores that the command opens, all if left out: what the others' settings take from the environment may be missing.
 * @throws CommandFailure as `loadProject`.
 */
export async function compileProject(
  start: string,
  terminal: Terminal,
  needs?: readonly ProjectPart[],
): Promise<CompiledProject | UnsoundProject> {
  const loaded = await loadProject(start, process.env, needs);
  const { place, project, checked, diagnostics, textOf, catalogFiles, campaignFiles, library } = loaded;
  writeDiagnostics(diagnostics, textOf, "pretty", terminal);
  if (project === undefined || checked === undefined || hasErrors(diagnostics)) {
    return { kind: "unsound", exitCode: exitCodeOf(diagnostics) };
  }
  const texts = { project: project.name, catalogFiles, campaignFiles, library };
  const program = lower(texts, checked);
  const placeText = placeTextOf(textOf);
  const plan = emitPlan(program, checked.catalog, placeText);
  const lowered = lowerTests(texts, checked);
  const tests = checked.tests.flatMap((test, index) => {
    const its = lowered[index];
    return its === undefined ? [] : [{ program: its, checked: test }];
  });
  const sources = sourcesOf(loaded);
  return { kind: "compiled", place, project, program, plan, placeText, tests, textOf, sources };
}

function sourcesOf({ catalogFiles, campaignFiles }: LoadedTexts): ProjectSources {
  const files = (kind: ProjectSource["kind"], some: readonly SourceText[]) =>
    some.map(({ path, text }): ProjectSource => ({ kind, path, text }));
  return {
    release: version(),
    files: [...files("catalog", catalogFiles), ...files("campaign", campaignFiles)],
  };
}

/** Tells places as `baleen.yaml:6`. */
export function placeTextOf(textOf: TextOf): PlaceText {
  return ({ file, start }) => `${file}:${placeAt(linesOf(textOf(file) ?? ""), start).line}`;
}
