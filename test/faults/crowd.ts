import type { Chance } from "./chance.ts";
import { type Child, startChild } from "./child-process.ts";
import type { Step, StepOutcome } from "./run-step.ts";
import { expectFailure, expectWell, type Scene, stepAt } from "./story.ts";
import { judge, noteFault } from "./tally.ts";
import type { World } from "./world.ts";

/** Seconds that a run waits for others that are under way. */
const PATIENCE = 120;

/** Milliseconds within which some are killed; a run takes a few hundred. */
const LONGEST_LIFE = 300;

/**
 * As many processes as `size` run the same ticks at the same moment; half of them wait for the lock, and half leave where
 * another has it. In every other round some are killed, and a plain run comes after. `size` is at least two.
 */
export async function crowdAtOneTick(
  size: number,
  rounds: number,
  scene: Scene & { readonly chance: Chance },
): Promise<void> {
  const { lane, reference, tally, chance } = scene;
  const world = await lane.open();
  const children = await Promise.all(Array.from({ length: size }, () => readyChild()));
  try {
    for (let index = 0; index < rounds; index++) {
      const step = stepAt(scene, index);
      const places = [...children.keys()];
      // Now those that wait, now those that do not.
      const victims = new Set(
        index % 2 === 0 ? [] : places.filter((place) => place % 4 === ((index - 1) / 2) % 2),
      );
      const where = `${lane.name}, ${size} processes at once, at ${step.at}`;
      const outcomes = await Promise.all(
        children.map(async (child, place) => {
          const kill = (): void => child.kill();
          const timer = victims.has(place) ? setTimeout(kill, chance.next() * LONGEST_LIFE) : undefined;
          const outcome = await runOrDie(child, step, place, world);
          // Who was done in time is not killed in a later round.
          clearTimeout(timer);
          return outcome;
        }),
      );
      const dead = outcomes.filter((outcome) => outcome === undefined).length;
      noteFault(tally, lane, `${size} processes at one tick`, dead === 0 ? "all left alive" : "some killed");
      for (const [place, outcome] of outcomes.entries()) {
        if (outcome === undefined) {
          if (!victims.has(place))
            tally.wrong.push(`${where}: one ended by itself: ${children[place]?.errors()}`);
          children[place] = await readyChild();
        } else if (outcome.failed !== undefined && place % 2 === 1) {
          expectFailure(outcome, ["ledger-locked"], where, tally);
        } else expectWell(outcome, where, tally);
      }
      if (victims.size > 0) {
        await lane.settled(world);
        const again = await runOrDie(children[0] as Child, step, 0, world);
        if (again === undefined) throw new Error(`${where}: the run after it ended by itself`);
        expectWell(again, `${where}, run again`, tally);
      }
      await judge(world, { after: where, clock: step.clock, expected: reference[index] ?? [] }, tally);
    }
  } finally {
    await Promise.all(children.map((child) => child.end()));
    await world.close();
  }
}

async function readyChild(): Promise<Child> {
  const child = startChild();
  await child.next();
  return child;
}

/** Undefined where the process ended before the run did. Every other one does not wait for the lock. */
async function runOrDie(
  child: Child,
  step: Step,
  place: number,
  world: World,
): Promise<StepOutcome | undefined> {
  child.order({ settings: world.settingsFile, steps: [{ ...step, wait: place % 2 === 0 ? PATIENCE : 0 }] });
  let outcome: StepOutcome | undefined;
  for (;;) {
    const report = await child.next();
    if (report === undefined) return undefined;
    if (report.kind === "done") outcome = report.outcome;
    if (report.kind === "idle") return outcome;
  }
}
