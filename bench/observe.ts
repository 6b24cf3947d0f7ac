import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";

/**
 * Loaded with `--import` before the command line: notes each module that is loaded, and when the process ends
 * writes what it took to the file that `BENCH_OBSERVATION` names.
 */
export interface Observation {
  /** Seconds of processor time. */
  readonly user: number;
  readonly system: number;
  /** Bytes. */
  readonly peakMemory: number;
  /** URLs in order of loading, Node's own left out. */
  readonly modules: readonly string[];
}

const target = process.env["BENCH_OBSERVATION"];
if (target === undefined) throw new Error("BENCH_OBSERVATION names no file");

const modules: string[] = [];
registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith("node:")) modules.push(url);
    return nextLoad(url, context);
  },
});

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const observation: Observation = {
    user: userCPUTime / 1e6,
    system: systemCPUTime / 1e6,
    // Kilobytes, whatever the system.
    peakMemory: maxRSS * 1024,
    modules,
  };
  writeFileSync(target, JSON.stringify(observation));
});
