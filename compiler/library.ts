import type { SourceText } from "./yaml/read-yaml.ts";

/** The standard library's texts, as a project takes them in. Their paths begin with `libraryPrefix`. */
export interface LibraryTexts {
  readonly catalogFiles: readonly SourceText[];
  readonly campaignFiles: readonly SourceText[];
}

/** What the paths of the library's files begin with, so that no file of a project can be taken for one. */
export const libraryPrefix = "stdlib:";

/** A project that leaves the standard library out. */
export const noLibrary: LibraryTexts = { catalogFiles: [], campaignFiles: [] };

/** Whether a file is the standard library's. */
export function isLibraryFile(path: string): boolean {
  return path.startsWith(libraryPrefix);
}
