import { globSync } from "node:fs";
import { join, sep } from "node:path";
import { type LibraryTexts, libraryPrefix } from "../../compiler/library.ts";
import type { SourceText } from "../../compiler/yaml/read-yaml.ts";
import { readUtf8 } from "./source-files.ts";

/** Where the standard library lies: beside the commands, in the sources and in what is published alike. */
const folder = join(import.meta.dirname, "..", "..", "stdlib");

/** Reads the standard library's files, in order of path; they are called `stdlib:tags/value.campaign`. */
export function readLibrary(): LibraryTexts {
  return { catalogFiles: textsOf("**/*.yaml"), campaignFiles: textsOf("**/*.campaign") };
}

function textsOf(pattern: string): readonly SourceText[] {
  return globSync(pattern, { cwd: folder })
    .sort()
    .map((path) => ({
      path: `${libraryPrefix}${path.split(sep).join("/")}`,
      text: readUtf8(join(folder, path)),
    }));
}
