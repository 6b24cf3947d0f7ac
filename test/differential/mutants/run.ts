import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type PostgresServer, startPostgres } from "../../support/postgres-server.ts";
import { put } from "./fault.ts";
import { type ListedMutant, MUTANTS } from "./list.ts";

/**
 * Puts each deliberate fault into a copy of the sources and compares the oracle with PostgreSQL, the faster of the engines,
 * over the same programs until they differ: the faults are in what both engines share. What survives is told of, and makes
 * this end with 1.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "700" },
    /** For each fault. */
    programs: { type: "string", default: "150" },
    seconds: { type: "string", default: "180" },
    /** For all of them: those that it leaves no time for are told of as not tried. */
    minutes: { type: "string", default: "30" },
    /** How many are tried at a time. */
    workers: { type: "string", default: "2" },
    /** Numbers in the list, from 1. */
    only: { type: "string" },
  },
});

interface Outcome {
  readonly is: "caught" | "survived" | "not tried";
  /** The program in which it was caught, or the last one, counted from 1. */
  readonly program?: string | undefined;
}

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
const until = begun + Number(values.minutes) * 60_000;
const folder = mkdtempSync(join(tmpdir(), "baleen-mutants-"));
const counts = { caught: 0, survived: 0, "not tried": 0 };
const waiting = [...MUTANTS.entries()].filter(([index]) => numbers?.includes(index + 1) ?? true);
try {
  const workers = Array.from({ length: Number(values.workers) }, (_, place) =>
    work(join(folder, `${place}`)),
  );
  const failed = (await Promise.allSettled(workers)).find((ended) => ended.status === "rejected");
  if (failed !== undefined) throw failed.reason;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
out(
  `${Object.entries(counts)
    .map(([outcome, count]) => `${outcome} ${count}`)
    .join(", ")}, ${((Date.now() - begun) / 60_000).toFixed(1)} minutes`,
);
process.exitCode = counts.survived + counts["not tried"] === 0 ? 0 : 1;

/** Tries what waits, one fault after the other, in a copy and on a server of its own. */
async function work(copy: string): Promise<void> {
  mkdirSync(copy);
  for (const part of PARTS) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const server = await startPostgres();
  try {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, mutant] = next;
      const at = Date.now();
      const { is, program }: Outcome = at > until ? { is: "not tried" } : await tried(mutant, copy, server);
      counts[is] += 1;
      const where = program === undefined ? "" : ` at program ${program}`;
      out(`${index + 1} ${is}${where} in ${((Date.now() - at) / 1000).toFixed(0)} s: ${mutant.what}`);
    }
  } finally {
    await server.stop();
  }
}

async function tried(mutant: ListedMutant, copy: string, server: PostgresServer): Promise<Outcome> {
  const restore = put(mutant, copy);
  try {
    const child = spawn(
      process.execPath,
      [
        ...["--conditions=source", "--disable-warning=ExperimentalWarning", "test/differential/run.ts"],
        ...["--seed", values.seed, "--purposes", mutant.purposes.join(",")],
        ...["--programs", values.programs, "--minutes", String(Number(values.seconds) / 60), "--shrink", "0"],
        ...["--searches", "1"],
        ...["--postgres", server.url, "--engine", "postgres"],
      ],
      { cwd: copy, stdio: ["ignore", "pipe", "inherit"] },
    );
    let said = "";
    child.stdout.on("data", (part) => {
      said += String(part);
    });
    const [code] = await once(child, "close");
    if (code === 0) return { is: "survived", program: /^programs (\d+)/m.exec(said)?.[1] };
    if (!said.includes("difference:")) throw new Error(`\`${mutant.what}\` ended with ${code}: ${said}`);
    return { is: "caught", program: /, program (\d+)/.exec(said)?.[1] };
  } finally {
    restore();
  }
}
