import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A deliberate fault: what stands once in a file, and what is put in its place. */
export interface Mutant {
  readonly what: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Puts a fault into a copy of the sources. @returns What takes it out again. */
export function put({ file, find, replace, what }: Mutant, copy: string): () => void {
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  if (text.split(find).length !== 2) throw new Error(`\`${what}\`: ${file} does not hold its text once`);
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  return () => writeFileSync(path, text);
}
