import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Engine } from "../../plan/index.ts";
import { startPostgres } from "../support/postgres-server.ts";
import { CONSTRUCTS, constructsOf } from "./constructs.ts";
import { type DifferentialEngines, openEngines } from "./engines.ts";
import { CASE_PURPOSES } from "./generate/case.ts";
import { writeRegression } from "./regressions.ts";
import { emptyTally, type Found, search } from "./search.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    /** Goes on after a difference. */
    all: { type: "boolean", default: false },
    /** Seconds for making a difference small; 0 keeps it as it is found and writes nothing. */
    shrink: { type: "string", default: "60" },
    /** How many are made at the most, by all searches together. */
    programs: { type: "string" },
    /** How many searches go on at a time, each with programs and databases of its own: one waits while the other counts. */
    searches: { type: "string", default: "2" },
    /** What programs are made for, with commas between; anything unless given. */
    purposes: { type: "string" },
    /** The only engine that is asked; both unless given. */
    engine: { type: "string" },
    /** Makes and compiles programs, asks no evaluator, and says how often each construct was met. */
    "generate-only": { type: "boolean", default: false },
    /** The url of a database that nobody else uses; a server of its own is started unless given. */
    postgres: { type: "string" },
  },
});

const out = (line: string): void => void process.stdout.write(`${line}\n`);
const begun = Date.now();
const until = begun + Number(values.minutes) * 60_000;
const asksEvaluators = !values["generate-only"];
const server = asksEvaluators && values.postgres === undefined ? await startPostgres() : undefined;
const purposes = values.purposes?.split(",").map((name) => {
  const found = CASE_PURPOSES.find((purpose) => purpose === name);
  if (found === undefined) throw new Error(`\`${name}\` is none of ${CASE_PURPOSES.join(", ")}`);
  return found;
});
const names: readonly Engine[] | undefined =
  values.engine === "duckdb" || values.engine === "postgres" ? [values.engine] : undefined;
const outbox = mkdtempSync(join(tmpdir(), "baleen-differential-"));
const tally = emptyTally();
const met = new Map<string, number>();
const searches = Number(values.searches);
const most = values.programs === undefined ? undefined : Math.ceil(Number(values.programs) / searches);
let differences = 0;
try {
  const url = server?.url ?? values.postgres ?? "";
  // One after the other: each gives the server's user its password anew.
  const engines: (DifferentialEngines | undefined)[] = [];
  for (let place = 0; place < searches; place++) {
    engines.push(asksEvaluators ? await openEngines(url, names, `bank${place}`) : undefined);
  }
  // Those that go on still need the server when another has failed.
  const ended = await Promise.allSettled(engines.map((own, place) => searchFrom(place, own)));
  const failed = ended.find((one) => one.status === "rejected");
  if (failed !== undefined) throw failed.reason;
} finally {
  await server?.stop();
  rmSync(outbox, { recursive: true, force: true });
}

/** Searches with seeds that are the place's own, from the next one after each difference. */
async function searchFrom(place: number, engines: DifferentialEngines | undefined): Promise<void> {
  const isOver = (): boolean => Date.now() > until || (differences > 0 && !values.all);
  let left = most;
  try {
    for (let seed = Number(values.seed) + place * 500_000_009; !isOver(); seed += 1_000_003) {
      const found = await search(
        {
          ...(engines !== undefined && { engines }),
          outbox: join(outbox, String(place)),
          seed,
          isOver,
          shrinkFor: Number(values.shrink) * 1000,
          ...(left !== undefined && { programs: left }),
          ...(purposes !== undefined && { purposes }),
          onProgram(compiled, one) {
            for (const name of constructsOf(compiled.program, one)) met.set(name, (met.get(name) ?? 0) + 1);
          },
        },
        tally,
      );
      if (found === undefined) break;
      if (left !== undefined) left -= found.program;
      differences += 1;
      report(found, seed);
    }
  } finally {
    await engines?.close();
  }
}

function report(found: Found, seed: number): void {
  for (const { question, evaluators, answers } of found.differences.slice(0, 2)) {
    out(`difference: ${question}: ${evaluators.join(", ")}`);
    for (const answer of answers) out(`  ${JSON.stringify(answer)}`);
  }
  if (Number(values.shrink) > 0)
    out(`kept in ${writeRegression(`found-${seed}-${found.program}`, found, seed)}`);
  else out(`seed ${seed}, program ${found.program}`);
}

const seconds = (Date.now() - begun) / 1000;
out(`programs ${tally.programs}, refused by the checker ${tally.refused}, rows ${tally.rows}`);
out(`candidates ${tally.candidates}, contacts ${tally.contacts}, rejections ${tally.rejections}`);
out(`judged by the generated functions ${tally.decisions}`);
out(`${seconds.toFixed(0)} s, ${(tally.programs / seconds).toFixed(1)} programs a second`);
for (const [code, count] of tally.refusals) out(`  refused: ${code} ${count}`);
out("programs with each reason, and with it as the only one:");
for (const [code, { programs, alone }] of [...tally.reasons].sort()) out(`  ${code} ${programs}, ${alone}`);
out("programs with each construct:");
for (const name of [...new Set([...CONSTRUCTS, ...met.keys()])].sort())
  out(`  ${name} ${met.get(name) ?? 0}`);
out(`differences ${differences}`);
process.exitCode = differences === 0 ? 0 : 1;
