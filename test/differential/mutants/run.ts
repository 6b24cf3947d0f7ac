import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startPostgres } from "../../support/postgres-server.ts";
import { MUTANTS, type Mutant } from "./list.ts";

/**
 * Puts each deliberate fault into a copy of the sources and compares the oracle with PostgreSQL, the faster of the engines,
 * at one seed until they differ: the faults are in what both engines share. What survives its time is told of, and makes
 * this end with 1.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "700" },
    /** For each fault. */
    seconds: { type: "string", default: "60" },
    /** For all of them: those that it leaves no time for are told of as not tried. */
    minutes: { type: "string", default: "30" },
    /** Numbers in the list, from 1. */
    only: { type: "string" },
  },
});

const ROOT = resolve(import.meta.dirname, "../../..");
const PARTS = [
  "compiler",
  "grammar",
  "oracle",
  "plan",
  "runtime",
  "schema",
  "test/differential",
  "test/support",
  "package.json",
  "tsconfig.json",
];
const out = (line: string): void => void process.stdout.write(`${line}\n`);
const numbers = values.only?.split(",").map(Number);
const begun = Date.now();
const server = await startPostgres();
const folder = mkdtempSync(join(tmpdir(), "baleen-mutants-"));
const counts = { caught: 0, survived: 0, "not tried": 0 };
try {
  for (const part of PARTS) {
    cpSync(join(ROOT, part), join(folder, part), {
      recursive: true,
      filter: (path) => !path.includes("node_modules"),
    });
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  for (const [index, mutant] of MUTANTS.entries()) {
    if (numbers !== undefined && !numbers.includes(index + 1)) continue;
    const at = Date.now();
    const outcome = at - begun > Number(values.minutes) * 60_000 ? "not tried" : await tried(mutant);
    counts[outcome] += 1;
    out(`${index + 1} ${outcome} in ${((Date.now() - at) / 1000).toFixed(0)} s: ${mutant.what}`);
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
out(
  `${Object.entries(counts)
    .map(([outcome, count]) => `${outcome} ${count}`)
    .join(", ")}, ${((Date.now() - begun) / 60_000).toFixed(1)} minutes`,
);
process.exitCode = counts.survived + counts["not tried"] === 0 ? 0 : 1;

async function tried({ file, find, replace, what }: Mutant): Promise<"caught" | "survived"> {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  if (text.split(find).length !== 2) throw new Error(`\`${what}\`: ${file} does not hold its text once`);
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  try {
    const child = spawn(
      process.execPath,
      [
        ...["--conditions=source", "--disable-warning=ExperimentalWarning", "test/differential/run.ts"],
        ...["--seed", values.seed, "--minutes", String(Number(values.seconds) / 60), "--shrink", "0"],
        ...["--postgres", server.url, "--engine", "postgres"],
      ],
      { cwd: folder, stdio: ["ignore", "pipe", "inherit"] },
    );
    let said = "";
    child.stdout.on("data", (part) => {
      said += String(part);
    });
    const [code] = await once(child, "close");
    if (code !== 0 && !said.includes("difference:"))
      throw new Error(`\`${what}\` ended with ${code}: ${said}`);
    return code === 0 ? "survived" : "caught";
  } finally {
    writeFileSync(path, text);
  }
}
