import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { parseArgs, stripVTControlCharacters } from "node:util";
import { type Mutant, put } from "./fault.ts";
import { MUTANTS } from "./list.ts";

/**
 * Says which deliberate faults the rest of the suite would not have told: puts each into a copy of the project and runs the
 * tests but those of this folder until one fails. What is nearest goes first, for most faults are told there within seconds.
 * `--together` puts all of them in at once and runs everything: where nothing fails none is told, in the time of one.
 */
const { values } = parseArgs({
  options: {
    /** Numbers in the list, from 1. */
    only: { type: "string" },
    /** Tests that are run first, with commas between. */
    first: {
      type: "string",
      default: "test/runtime/arbitrate/policy,test/runtime/arbitrate/rules",
    },
    /** Leaves it at those. */
    "first-alone": { type: "boolean", default: false },
    together: { type: "boolean", default: false },
  },
});

const ROOT = resolve(import.meta.dirname, "../../..");
const LEFT_OUT: ReadonlySet<string> = new Set(["node_modules", ".git", "dist"]);
const out = (line: string): void => void process.stdout.write(`${line}\n`);
const numbers = values.only?.split(",").map(Number);
const chosen = [...MUTANTS.entries()]
  .map(([index, mutant]) => ({ number: index + 1, mutant }))
  .filter(({ number }) => numbers?.includes(number) ?? true);
const folder = mkdtempSync(join(tmpdir(), "baleen-rest-"));
// Tests that take another user's part must be let in.
chmodSync(folder, 0o755);
try {
  cpSync(ROOT, folder, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const survived = values.together ? await allTogether() : await oneByOne();
  out(`survived ${survived}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function allTogether(): Promise<number> {
  const restore = chosen.map(({ mutant }) => put(mutant, folder));
  for (const { number, mutant } of chosen) out(`${number} ${mutant.what}`);
  const failures = await tested(values["first-alone"] ? values.first.split(",") : [], false);
  for (const failure of failures) out(`  ${failure}`);
  // Last in, first out: two may be in one file, and each puts back the text that it found.
  for (const back of restore.reverse()) back();
  return failures.length === 0 ? chosen.length : 0;
}

async function oneByOne(): Promise<number> {
  let survived = 0;
  for (const { number, mutant } of chosen) {
    const at = Date.now();
    const failed = await failing(mutant);
    if (failed === undefined) survived += 1;
    const said = failed === undefined ? "survived" : "caught";
    const seconds = ((Date.now() - at) / 1000).toFixed(0);
    out(`${number} ${said} in ${seconds} s: ${mutant.what}${failed === undefined ? "" : `\n  ${failed}`}`);
  }
  return survived;
}

/** The first test that fails with a fault. */
async function failing(mutant: Mutant): Promise<string | undefined> {
  const restore = put(mutant, folder);
  try {
    const [near] = await tested(values.first.split(","), true);
    if (near !== undefined || values["first-alone"]) return near;
    const [anywhere] = await tested([], true);
    return anywhere;
  } finally {
    restore();
  }
}

/** The tests that fail, of some files or of all. */
async function tested(paths: readonly string[], firstAlone: boolean): Promise<readonly string[]> {
  const child = spawn(
    process.execPath,
    [
      join(ROOT, "node_modules/vitest/vitest.mjs"),
      ...["run", ...paths, "--exclude", "test/differential/**"],
      ...(firstAlone ? ["--bail", "1"] : []),
    ],
    { cwd: folder, stdio: ["ignore", "pipe", "pipe"] },
  );
  let said = "";
  child.stdout.on("data", (part) => {
    said += String(part);
  });
  child.stderr.on("data", (part) => {
    said += String(part);
  });
  const [code] = await once(child, "close");
  if (code === 0) return [];
  const failures = stripVTControlCharacters(said).match(/FAIL.*/g);
  if (failures === null) throw new Error(`the tests ended with ${code}: ${said.slice(-2000)}`);
  return failures;
}
