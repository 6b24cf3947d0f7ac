import fc from "fast-check";
import { CaseArbitrary } from "./arbitrary.ts";
import { type Case, type CompiledCase, compileCase } from "./case.ts";
import type { DifferentialEngines } from "./engines.ts";
import { type Difference, type Evaluation, evaluateCase } from "./evaluate.ts";
import type { CasePurpose } from "./generate/case.ts";

/** What a search has met so far. */
export interface Tally {
  programs: number;
  refused: number;
  rows: number;
  readonly refusals: Map<string, number>;
  candidates: number;
  contacts: number;
  rejections: number;
  decisions: number;
  /** In how many programs a reason was recorded, and in how many it was ever the only one. */
  readonly reasons: Map<string, { programs: number; alone: number }>;
}

export function emptyTally(): Tally {
  return {
    programs: 0,
    refused: 0,
    rows: 0,
    refusals: new Map(),
    candidates: 0,
    contacts: 0,
    rejections: 0,
    decisions: 0,
    reasons: new Map(),
  };
}

function countReasons({ reasons }: Tally, { refusals }: Evaluation): void {
  for (const code of new Set(refusals.flatMap((codes) => [...codes]))) {
    // Placeholders are called as chance has it.
    const name = code.replace(/^unknown .*/, "unknown x");
    const count = reasons.get(name) ?? { programs: 0, alone: 0 };
    reasons.set(name, count);
    count.programs += 1;
    if (refusals.some((codes) => codes.size === 1 && codes.has(code))) count.alone += 1;
  }
}

export interface Found {
  readonly case: Case;
  readonly differences: readonly Difference[];
  /** The number of the program in the search, from 1. */
  readonly program: number;
}

export interface SearchOptions {
  /** Programs are only made and compiled where none are given. */
  readonly engines?: DifferentialEngines;
  readonly outbox: string;
  readonly seed: number;
  /** Whether no new program is to be begun. */
  isOver(): boolean;
  readonly programs?: number;
  /** What programs may be made for; anything unless given. */
  readonly purposes?: readonly CasePurpose[];
  /** How many milliseconds a difference may be made smaller. */
  readonly shrinkFor: number;
  readonly onProgram?: (compiled: CompiledCase, one: Case) => void;
}

/** Looks for a case on which the evaluators differ, and makes it small. The same seed makes the same cases. */
export async function search(options: SearchOptions, tally: Tally): Promise<Found | undefined> {
  const { engines, outbox, seed, shrinkFor } = options;
  let programs = 0;
  let failedAt: number | undefined;
  let wanted: string | undefined;
  let smallest: Found | undefined;
  const mayGoOn = () => failedAt !== undefined && Date.now() < failedAt + shrinkFor;
  const property = fc.asyncProperty(new CaseArbitrary(mayGoOn, options.purposes), async (one) => {
    if (failedAt === undefined && options.isOver()) throw new TimeOver();
    const isFirst = failedAt === undefined;
    if (isFirst) {
      programs += 1;
      tally.programs += 1;
    }
    const first = isFirst ? { tally, options } : undefined;
    const outcome =
      engines === undefined
        ? differencesOfCompiling(one, first)
        : await differencesOf(one, engines, outbox, first);
    if (outcome === undefined) return;
    const sign = signature(outcome);
    if (wanted !== undefined && sign !== wanted) return;
    wanted = sign;
    failedAt ??= Date.now();
    smallest = { case: one, differences: outcome, program: programs };
    throw new Error(sign);
  });
  await fc.check(property, { seed, numRuns: options.programs ?? 2 ** 30, endOnFailure: false });
  return smallest;
}

class TimeOver extends Error {}

interface FirstMet {
  readonly tally: Tally;
  readonly options: SearchOptions;
}

/** What a case's evaluators differ in; undefined where they don't, or where the checker refuses it. */
export async function differencesOf(
  one: Case,
  engines: DifferentialEngines,
  outbox: string,
  first?: FirstMet,
): Promise<readonly Difference[] | undefined> {
  const compiled = compiledOf(one, first);
  if (compiled === undefined || !("program" in compiled)) return compiled;
  let evaluation: Evaluation;
  try {
    evaluation = await evaluateCase(one, compiled, engines, outbox);
  } catch (error) {
    if (first === undefined) return undefined;
    return [{ question: "evaluating", evaluators: ["oracle", "harness"], answers: ["", failure(error)] }];
  }
  if (first !== undefined) {
    const { tally, options } = first;
    tally.candidates += evaluation.candidates;
    tally.contacts += evaluation.contacts;
    tally.rejections += evaluation.rejections;
    tally.decisions += evaluation.decisions;
    countReasons(tally, evaluation);
    options.onProgram?.(compiled, one);
  }
  return evaluation.differences.length === 0 ? undefined : evaluation.differences;
}

function differencesOfCompiling(one: Case, first?: FirstMet): readonly Difference[] | undefined {
  const compiled = compiledOf(one, first);
  if (compiled === undefined || !("program" in compiled)) return compiled;
  first?.options.onProgram?.(compiled, one);
  return undefined;
}

/** A case compiled; nothing where the checker refuses it, and a difference where the compiler fails. */
function compiledOf(one: Case, first?: FirstMet): CompiledCase | readonly Difference[] | undefined {
  let compiled: ReturnType<typeof compileCase>;
  try {
    compiled = compileCase(one);
  } catch (error) {
    return [{ question: "compiling", evaluators: ["oracle", "compiler"], answers: ["", failure(error)] }];
  }
  if (first === undefined) return "program" in compiled ? compiled : undefined;
  const { tally } = first;
  if ("program" in compiled) {
    tally.rows += Object.values(one.relations).reduce((sum, { rows }) => sum + rows.length, 0);
    return compiled;
  }
  tally.refused += 1;
  const [code = ""] = (compiled[0] ?? "").split(":");
  tally.refusals.set(code, (tally.refusals.get(code) ?? 0) + 1);
  return undefined;
}

function failure(error: unknown): string {
  return error instanceof Error ? `failed: ${error.message}\n${error.stack ?? ""}` : String(error);
}

/** What a smaller case must still show: who differs, and whether by failing. */
function signature(differences: readonly Difference[]): string {
  const [first] = differences;
  if (first === undefined) return "";
  const failed = first.answers.map((answer) =>
    typeof answer === "string" && answer.startsWith("failed")
      ? answer.replace(/[\d"'`].*$/s, "").slice(0, 60)
      : "",
  );
  const engines = [...new Set(differences.flatMap(({ evaluators }) => evaluators))].sort();
  return `${first.question.replace(/ .*/, "")} ${engines.join(" ")} ${failed.join("/")}`;
}
