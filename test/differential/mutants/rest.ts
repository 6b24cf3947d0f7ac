import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { parseArgs, stripVTControlCharacters } from "node:util";
import { type Mutant, put } from "./fault.ts";
import { MUTANTS } from "./list.ts";

/**
 * Says which deliberate faults the rest of the suite would not have told: puts each into a copy of the project and runs the
 * tests but those of this folder until one fails. What is nearest goes first, for most faults are told there within seconds.
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
  },
});

const ROOT = resolve(import.meta.dirname, "../../..");
const LEFT_OUT: ReadonlySet<string> = new Set(["node_modules", ".git", "dist"]);
const out = (line: string): void => void process.stdout.write(`${line}\n`);
const numbers = values.only?.split(",").map(Number);
const folder = mkdtempSync(join(tmpdir(), "baleen-rest-"));
let survived = 0;
try {
  cpSync(ROOT, folder, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  for (const [index, mutant] of MUTANTS.entries()) {
    if (!(numbers?.includes(index + 1) ?? true)) continue;
    const at = Date.now();
    const failed = await failing(mutant);
    if (failed === undefined) survived += 1;
    const said = failed === undefined ? "survived" : "caught";
    out(`${index + 1} ${said} in ${((Date.now() - at) / 1000).toFixed(0)} s: ${mutant.what}${failed ?? ""}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
out(`survived ${survived}`);

/** The first test that fails with a fault. */
async function failing(mutant: Mutant): Promise<string | undefined> {
  const restore = put(mutant, folder);
  try {
    const near = await tested(values.first.split(","));
    return near !== undefined || values["first-alone"] ? near : await tested([]);
  } finally {
    restore();
  }
}

async function tested(paths: readonly string[]): Promise<string | undefined> {
  const child = spawn(
    process.execPath,
    [
      join(ROOT, "node_modules/vitest/vitest.mjs"),
      ...["run", ...paths, "--exclude", "test/differential/**", "--bail", "1"],
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
  if (code === 0) return undefined;
  const failure = /FAIL.*/.exec(stripVTControlCharacters(said))?.[0];
  if (failure === undefined) throw new Error(`the tests ended with ${code}: ${said.slice(-2000)}`);
  return `\n  ${failure}`;
}
