import { setFlagsFromString } from "node:v8";

/**
 * Does without V8's last optimizing compiler, in a process that will not live to see the gain: reading and checking
 * files is over in about a second, and compiling it at the top tier takes a fifth of that, on processors of its
 * own. Checking 10,000 files is no slower without it (bench/check.ts). To be called before the work begins.
 */
export function prepareShortRun(): void {
  setFlagsFromString("--no-opt");
}
