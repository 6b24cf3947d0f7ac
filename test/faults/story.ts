import type { Lane } from "./lanes.ts";
import type { Reference } from "./reference.ts";
import { runStep, type Step, type StepOutcome } from "./run-step.ts";
import { type JudgeOptions, judge, type Tally } from "./tally.ts";
import type { World } from "./world.ts";

/** What a scenario is given. */
export interface Scene {
  readonly lane: Lane;
  readonly steps: readonly Step[];
  /** What an undisturbed ledger says after each step. */
  readonly reference: Reference;
  readonly tally: Tally;
}

/** The step of a number; there must be one. */
export function stepAt({ steps }: Pick<Scene, "steps">, index: number): Step {
  const step = steps[index];
  if (step === undefined) throw new Error(`a story has no step ${index}`);
  return step;
}

/** Why a run that nothing was done to has not gone well. */
export function whatWasWrong({ failed, undelivered, leftOpen }: StepOutcome): string | undefined {
  if (failed !== undefined) return `a run failed: ${failed.code}: ${failed.message}`;
  if (undelivered.length > 0) return `could not deliver: ${undelivered.join(", ")}`;
  return leftOpen > 0 ? "ticks were left open" : undefined;
}

/** Notes what went wrong with a run that nothing was done to. */
export function expectWell(outcome: StepOutcome, where: string, tally: Tally): void {
  const wrong = whatWasWrong(outcome);
  if (wrong !== undefined) tally.wrong.push(`${where}: ${wrong}`);
}

/** Notes where a run did not fail in one of the ways that are expected of it. */
export function expectFailure(
  outcome: StepOutcome,
  codes: readonly string[],
  where: string,
  tally: Tally,
): void {
  const code = outcome.failed?.code ?? outcome.undelivered[0] ?? "none";
  if (!codes.includes(code)) {
    tally.wrong.push(`${where}: the run should have failed as ${codes.join(" or ")}, but: ${code}`);
  }
}

/** Runs a step of the story in this process, which must go well, and holds it to the undisturbed ledger. */
export async function runAndJudge(
  world: World,
  index: number,
  after: string,
  scene: Scene,
  comparable?: JudgeOptions["comparable"],
): Promise<void> {
  const { lane, reference, tally } = scene;
  const step = stepAt(scene, index);
  const where = `${lane.name}, ${after}, at ${step.at}`;
  expectWell(await runStep(world.settings, step), where, tally);
  const options = { after: where, clock: step.clock, expected: reference[index] ?? [] };
  await judge(world, { ...options, ...(comparable && { comparable }) }, tally);
}
