import { type Diagnostic, inOrderOfPlace } from "../../compiler/diagnostics/diagnostic.ts";
import type { TextOf } from "../../compiler/diagnostics/render.ts";
import { type LibraryTexts, noLibrary } from "../../compiler/library.ts";
import { loadProjectFile, type ProjectPart } from "../../compiler/project/load-project.ts";
import type { ProjectFile } from "../../compiler/project/project.ts";
import type { SourceText } from "../../compiler/yaml/read-yaml.ts";
import { CommandFailure, fileReason } from "../failure.ts";
import { withoutPasswords } from "../output/passwords.ts";
import { findProject, type ProjectPlace, projectFileName } from "./find-project.ts";
import { readLibrary } from "./library.ts";
import { readSourceFiles, readUtf8 } from "./source-files.ts";

/** A project's files as they lie on disk, with what is wrong with the project file and with reading the others. */
export interface LoadedTexts {
  readonly place: ProjectPlace;
  /** Undefined where the project file's form is wrong. */
  readonly project: ProjectFile | undefined;
  readonly catalogFiles: readonly SourceText[];
  readonly campaignFiles: readonly SourceText[];
  /** The standard library, empty where the project leaves it out. */
  readonly library: LibraryTexts;
  /** In order of place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly textOf: TextOf;
}

/**
 * Reads the files of the project that a folder lies in. `needs` are the stores that the command opens: what the others' settings
 * take from the environment may be missing.
 * @throws CommandFailure where there is no project, or its file cannot be read.
 */
export async function loadProjectTexts(
  start: string,
  environment: NodeJS.ProcessEnv,
  needs?: readonly ProjectPart[],
): Promise<LoadedTexts> {
  const place = findProject(start);
  const file = { path: projectFileName, text: readProjectFile(place) };
  const { project, diagnostics } = loadProjectFile(file, setVariables(environment), needs);
  if (project === undefined) {
    const textOf = textsOf([file]);
    return { place, project, catalogFiles: [], campaignFiles: [], library: noLibrary, diagnostics, textOf };
  }
  const library = project.stdlib ? readLibrary() : noLibrary;
  const catalog = await readSourceFiles(place, project.catalog, "catalog");
  const campaigns = await readSourceFiles(place, project.campaigns, "campaigns");
  return {
    place,
    project,
    catalogFiles: catalog.texts,
    campaignFiles: campaigns.texts,
    library,
    diagnostics: inOrderOfPlace([...diagnostics, ...catalog.diagnostics, ...campaigns.diagnostics]),
    textOf: textsOf([
      file,
      ...catalog.texts,
      ...campaigns.texts,
      ...library.catalogFiles,
      ...library.campaignFiles,
    ]),
  };
}

function setVariables(environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const set = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(set);
}

function readProjectFile(place: ProjectPlace): string {
  try {
    return readUtf8(place.file);
  } catch (cause) {
    const reason = cause instanceof TypeError ? "it is not UTF-8 text" : fileReason(cause);
    throw new CommandFailure(
      `\`${place.file}\` cannot be read: ${reason}`,
      "it must be a text file in UTF-8 that you may read",
    );
  }
}

/** Messages quote the lines that they are about, and a terminal is no place for passwords. */
function textsOf(files: readonly SourceText[]): TextOf {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return (file) => {
    const text = texts.get(file);
    return text && withoutPasswords(text);
  };
}
