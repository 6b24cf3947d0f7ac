import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  decideOracle,
  EMPTY_LEDGER,
  type OracleJudgement,
  type Ledger as OracleLedger,
  type OracleRun,
} from "../../oracle/index.ts";
import { type Ledger, openLedger } from "../../runtime/index.ts";
import { recordAnswers } from "./answers.ts";
import { type Case, type CompiledCase, instantIn, worldAt } from "./case.ts";
import { openDecider } from "./decisions.ts";
import { detectionTime, detectOn, oracleDetection } from "./detections.ts";
import type { DifferentialEngines } from "./engines.ts";
import { failureText } from "./failure.ts";
import { plainRun, runOn } from "./plain-runs.ts";

/** Where two evaluators say different things of one question. */
export interface Difference {
  /** What was asked: `detection of spring`, `run 2`. */
  readonly question: string;
  readonly evaluators: readonly [string, string];
  readonly answers: readonly [unknown, unknown];
}

export interface Evaluation {
  readonly differences: readonly Difference[];
  readonly candidates: number;
  readonly contacts: number;
  readonly rejections: number;
  /** Customers, each with an event perhaps, on whom the generated functions were asked. */
  readonly decisions: number;
  /** The codes of each rejection's reasons. */
  readonly refusals: readonly ReadonlySet<string>[];
}

/** Asks all evaluators about a case. */
export async function evaluateCase(
  one: Case,
  compiled: CompiledCase,
  engines: DifferentialEngines,
  outbox: string,
): Promise<Evaluation> {
  const { program, plan } = compiled;
  const runs = one.runs.map(
    ({ at, dispatches, answers }, index): OracleRun => ({
      at,
      ...(answers !== undefined && { answers }),
      world: worldAt(one, index),
      ...(dispatches && { clock: at }),
    }),
  );
  const decided = runs.length === 0 ? undefined : attempt(() => decideOracle(program, runs));
  // A customer who stands twice is judged by each row; how often she is counted as detected is left open.
  const counts = !hasDoubles(one, program);
  // Answers are written beside: they need a file.
  const isAnswered = one.runs.some(({ answers }) => answers !== undefined);
  const folder = isAnswered ? mkdtempSync(join(tmpdir(), "baleen-answers-")) : undefined;
  const paths = [0, 1].map((place) => (folder === undefined ? ":memory:" : join(folder, `${place}.db`)));
  const ledgers = await Promise.all(paths.map((path) => openLedger({ engine: "sqlite", path })));
  const ledgerOf = (place: number): Ledger => {
    const ledger = ledgers[place];
    if (ledger === undefined) throw new Error("a ledger for each engine");
    return ledger;
  };
  const differences: Difference[] = [];
  const decider = openDecider(compiled);
  let [contacts, rejections, candidates, decisions] = [0, 0, 0, 0];
  const decide = (question: string, judgements: readonly OracleJudgement[]): void => {
    decisions += judgements.length;
    differences.push(...decider(question, judgements));
  };
  const refusals: ReadonlySet<string>[] = [];
  try {
    const last = Math.max(0, runs.length - 1);
    let warehouses = await engines.load(one, plan);
    for (const [index, { at, dispatches, answers: reported }] of one.runs.entries()) {
      if (index > 0) warehouses = await engines.arrive(one, index, plan);
      const expected = decided instanceof Error ? failureText(decided) : decided?.runs[index];
      const answers = await Promise.all(
        warehouses.map(async (warehouse, place) => {
          const ledger = ledgerOf(place);
          const folder = dispatches ? `${outbox}/${place}` : undefined;
          return [
            warehouse.engine,
            await runOn({ plan, warehouse, ledger, at: instantIn(at, plan) }, folder),
          ] as const;
        }),
      );
      for (const answer of answers) {
        compare(`run ${index} at ${at}`, answer, expected && plainRun(expected), counts, differences);
      }
      if (typeof expected === "object") {
        for (const tick of expected.ticks) {
          contacts += tick.contacts.length + tick.controls.length + tick.universal.length;
          rejections += tick.rejections.length;
          refusals.push(...tick.rejections.map(({ reasons }) => new Set(reasons.map(({ code }) => code))));
          decide(tick.tick, tick.judge());
        }
      }
      for (const path of paths) recordAnswers(path, reported, program.currency);
      if (differences.length > 0)
        return { differences, candidates, contacts, rejections, decisions, refusals };
    }
    const oracleLedger: OracleLedger =
      decided === undefined || decided instanceof Error ? EMPTY_LEDGER : decided.ledger;
    for (const campaign of plan.campaigns) {
      const at = detectionTime(one, campaign, plan);
      const expected = attempt(() => oracleDetection(one, compiled, campaign, at, oracleLedger, last));
      if (!(expected instanceof Error)) candidates += expected.plain.candidates.length;
      const answers = await Promise.all(
        warehouses.map(async (warehouse, place) => {
          const found = await attemptAsync(() => detectOn(warehouse, plan, campaign, at, ledgerOf(place)));
          return [warehouse.engine, found instanceof Error ? failureText(found) : found] as const;
        }),
      );
      for (const answer of answers) {
        compare(
          `detection of ${campaign.name}`,
          answer,
          expected instanceof Error ? failureText(expected) : expected.plain,
          counts,
          differences,
        );
      }
      if (!(expected instanceof Error)) decide(one.detection.tick, expected.judgements);
    }
  } finally {
    for (const ledger of ledgers) await ledger.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
  return { differences, candidates, contacts, rejections, decisions, refusals };
}

function hasDoubles({ relations }: Case, { customer, sources }: CompiledCase["program"]): boolean {
  const rows = relations[sources[customer.source]?.relation ?? ""]?.rows ?? [];
  return new Set(rows.map(({ cells }) => JSON.stringify(cells))).size < rows.length;
}

function compare(
  question: string,
  [engine, found]: readonly [string, unknown],
  expected: unknown,
  counts: boolean,
  differences: Difference[],
): void {
  const text = (answer: unknown): string =>
    JSON.stringify(answer, (key, value) =>
      !counts && (key === "detected" || key === "decidedEarlier") ? undefined : value,
    ) ?? "";
  if (text(found) === text(expected)) return;
  differences.push({ question, evaluators: ["oracle", engine], answers: [expected, found] });
}

function attempt<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function attemptAsync<T>(work: () => Promise<T>): Promise<T | Error> {
  try {
    return await work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
