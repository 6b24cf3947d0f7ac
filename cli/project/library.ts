import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { type LibraryTexts, libraryPrefix } from "../../compiler/library.ts";
import { readAhead } from "../../compiler/library-form.ts";
import type { SourceText } from "../../compiler/yaml/read-yaml.ts";
import { errorCode } from "../failure.ts";
import { readUtf8 } from "./source-files.ts";

/** Where the standard library lies: beside the commands, in the sources and in what is published alike. */
const folder = join(import.meta.dirname, "..", "..", "stdlib");

/** Reads the standard library's files, in order of path; they are called `stdlib:tags/value.campaign`. */
export function readLibrary(): LibraryTexts {
  const texts = libraryTexts();
  const form = readForm();
  return form === undefined ? texts : readAhead(texts, form);
}

/** The library's files as they lie there. */
export function libraryTexts(): LibraryTexts {
  return { catalogFiles: textsOf("**/*.yaml"), campaignFiles: textsOf("**/*.campaign") };
}

/** What a release has read of the library ahead; in a checkout there is none. */
export const formFileName = "read-ahead.json";

function readForm(): string | undefined {
  try {
    return readFileSync(join(folder, formFileName), "utf8");
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") return undefined;
    throw cause;
  }
}

function textsOf(pattern: string): readonly SourceText[] {
  return globSync(pattern, { cwd: folder })
    .sort()
    .map((path) => ({
      path: `${libraryPrefix}${path.split(sep).join("/")}`,
      text: readUtf8(join(folder, path)),
    }));
}
