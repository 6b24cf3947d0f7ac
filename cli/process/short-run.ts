import { setFlagsFromString } from "node:v8";

/**
 * Does without what V8 only does for processes that live longer: its last optimizing compiler, which takes a fifth
 * of the time in which a thousand files are checked, and more than one thread at once to move young objects, which
 * mostly wait for each other. Checking 10,000 files is no slower for it (bench/check.ts). To be called before the
 * work begins.
 */
export function prepareShortRun(): void {
  setFlagsFromString("--no-opt");
  setFlagsFromString("--no-parallel-scavenge");
}
