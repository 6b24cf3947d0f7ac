import { type FileTree, parse } from "../grammar/index.ts";
import type { Duration, Program, TestProgram } from "../plan/index.ts";
import { loadCatalog } from "./catalog/load-catalog.ts";
import { checkProject } from "./check/check.ts";
import type { CheckedProject } from "./check/checked.ts";
import { type Diagnostic, inOrderOfPlace } from "./diagnostics/diagnostic.ts";
import { fromSyntax } from "./diagnostics/from-syntax.ts";
import { type LibraryTexts, noLibrary } from "./library.ts";
import { lowerProject } from "./lower/lower.ts";
import { originFinder } from "./lower/origin.ts";
import { lowerTest } from "./lower/test.ts";
import { collectNames } from "./resolve/names.ts";
import { dependencyOrder } from "./resolve/order.ts";
import type { SourceText } from "./yaml/read-yaml.ts";

/** The texts of a project. Paths are as they are shown to users and recorded in origins. */
export interface ProjectTexts {
  /** The project's name. */
  readonly project: string;
  readonly catalogFiles: readonly SourceText[];
  readonly campaignFiles: readonly SourceText[];
  /** How long the ledger says who was contacted; for ever where missing. */
  readonly keep?: Duration | undefined;
  /** The standard library, where the project takes it in. */
  readonly library?: LibraryTexts;
}

export interface Checking {
  /** In order of place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined where there is no catalog to check by. */
  readonly checked: CheckedProject | undefined;
}

export interface Compilation {
  /** In order of place. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the project means; undefined where there are errors. */
  readonly program: Program | undefined;
  /** The project's tests, in order of file and place; none where there are errors. */
  readonly tests: readonly TestProgram[];
}

/** Compiles a project: the same texts always give the same program, in whatever order the files come. Pure; never throws for what a user wrote. */
export function compile(texts: ProjectTexts): Compilation {
  const { diagnostics, checked } = check(texts);
  const sound = checked !== undefined && !diagnostics.some(({ severity }) => severity === "error");
  if (!sound) return { diagnostics, program: undefined, tests: [] };
  return { diagnostics, program: lower(texts, checked), tests: lowerTests(texts, checked) };
}

/** Says all that is wrong with a project, without lowering it. */
export function check({ catalogFiles, campaignFiles, library = noLibrary, keep }: ProjectTexts): Checking {
  const { trees, problems } = parseAll(campaignFiles);
  const { trees: libraryTrees } = parseAll(library.campaignFiles);
  const { catalog, diagnostics } = loadCatalog(catalogFiles, library.catalogFiles);
  if (catalog === undefined) return { diagnostics: ordered(problems, diagnostics), checked: undefined };
  const resolved = collectNames(trees, catalog, libraryTrees);
  const order = dependencyOrder(resolved.names.data);
  const checked = checkProject(resolved.names, order, keep);
  const found = outside(problems, [...resolved.problems, ...checked.problems]);
  return { diagnostics: ordered(problems, diagnostics, found), checked };
}

/** The diagnostics that do not speak of what could not be read: `10 %` is not wrong for being 10 besides. */
function outside(unread: readonly Diagnostic[], found: readonly Diagnostic[]): readonly Diagnostic[] {
  if (unread.length === 0) return found;
  return found.filter(
    ({ span }) =>
      !unread.some(
        ({ span: other }) => other.file === span.file && other.start <= span.start && span.end <= other.end,
      ),
  );
}

/** Gives the program of a project that was checked and has no errors. */
export function lower(texts: ProjectTexts, checked: CheckedProject): Program {
  return lowerProject(texts.project, checked, placesIn(texts));
}

/** Gives the tests of a project that was checked and has no errors. */
export function lowerTests(texts: ProjectTexts, checked: CheckedProject): readonly TestProgram[] {
  const originOf = placesIn(texts);
  return checked.tests.map((test) => lowerTest(test, originOf));
}

function placesIn({ campaignFiles, library }: ProjectTexts): ReturnType<typeof originFinder> {
  const files = [...campaignFiles, ...(library ?? noLibrary).campaignFiles];
  return originFinder(new Map(files.map(({ path, text }) => [path, text])));
}

function parseAll(files: readonly SourceText[]): {
  readonly trees: readonly FileTree[];
  readonly problems: readonly Diagnostic[];
} {
  const trees: FileTree[] = [];
  const found: Diagnostic[] = [];
  for (const { path, text, tree: known } of files) {
    const { tree, problems } = known === undefined ? parse(path, text) : { tree: known, problems: [] };
    trees.push(tree);
    for (const problem of problems) found.push(fromSyntax(problem));
  }
  return { trees, problems: found };
}

/** All diagnostics in order of place, each said once. */
function ordered(...lists: readonly (readonly Diagnostic[])[]): readonly Diagnostic[] {
  const said = new Set<string>();
  return inOrderOfPlace(lists.flat()).filter(({ code, span, message }) => {
    const key = `${code} ${span.file} ${span.start} ${span.end} ${message}`;
    return !said.has(key) && said.add(key);
  });
}
