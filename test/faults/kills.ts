import type { Chance } from "./chance.ts";
import { type Child, childPool } from "./child-process.ts";
import type { Point, ReceiverPoint } from "./points.ts";
import { expectWell, type Scene } from "./story.ts";
import { judge, noteFault } from "./tally.ts";
import type { World } from "./world.ts";

/** A kill that is to be done: at a point, or at some time or other. */
export type Kill = Point | "random";

interface Story extends Scene {
  readonly chance: Chance;
}

/** How often a point is waited for through a whole story before it is given up. */
const MOST_MISSES = 2;

/**
 * Kills runs, each with SIGKILL from this process, and runs each again as it was; after that the ledger must say what an
 * undisturbed one does. Goes through stories of runs, each on a fresh ledger, until all kills are done.
 */
export async function killAndRunAgain(kills: readonly Kill[], story: Story): Promise<void> {
  const { lane, steps, chance, tally } = story;
  const queue = chance.shuffled(kills);
  const misses = new Map<Kill, number>();
  const pool = childPool();
  try {
    while (queue.length > 0) {
      const world = await lane.open();
      try {
        let cut: { readonly step: number; readonly kill: string } | undefined;
        let next = 0;
        while (next < steps.length && (queue.length > 0 || cut !== undefined)) {
          const child = await pool.take();
          if (cut !== undefined) await runAgain(child, cut, world, story);
          cut = undefined;
          const kill = next < steps.length ? takeKill(queue, next) : undefined;
          if (kill === undefined) {
            await child.end();
            break;
          }
          const death = await killOne(child, kill, next, world, story);
          await lane.settled(world);
          next = death.next;
          if (death.inside) {
            cut = { step: death.next, kill: `${lane.name}, killed ${death.where}` };
            const how = kill === "random" ? "killed at random times" : "killed at seeded points";
            noteFault(tally, lane, how, death.where);
            misses.delete(kill);
            next += 1;
          } else if (kill !== "random" && death.idle) {
            misses.set(kill, (misses.get(kill) ?? 0) + 1);
            // The next story begins with it, so that all of its runs are left to come by.
            if ((misses.get(kill) ?? 0) < MOST_MISSES) queue.unshift(kill);
            else tally.wrong.push(`${lane.name}: no run came by this point: ${kill.name}`);
          } else queue.push(kill);
        }
        if (cut !== undefined) {
          const child = await pool.take();
          await runAgain(child, cut, world, story);
          await child.end();
        }
      } finally {
        await world.close();
      }
    }
  } finally {
    await pool.close();
  }
}

/** The next kill that can be done: a ledger's first run is the only one for some, and wasted on none. */
function takeKill(queue: Kill[], step: number): Kill | undefined {
  const isFresh = (kill: Kill): boolean => kill !== "random" && kill.fresh === true;
  const fresh = queue.findIndex(isFresh);
  if (step === 0 && fresh >= 0) return queue.splice(fresh, 1)[0];
  const other = queue.findIndex((kill) => !isFresh(kill));
  return other < 0 ? undefined : queue.splice(other, 1)[0];
}

interface Death {
  /** The step that was being run, or is to be run next. */
  readonly next: number;
  /** Whether a run was cut short. */
  readonly inside: boolean;
  /** Whether it ran to the story's end without being killed. */
  readonly idle: boolean;
  readonly where: string;
}

/** Lets a child go on with the story until it is killed. */
async function killOne(
  child: Child,
  kill: Kill,
  from: number,
  { settingsFile: settings, receivers }: World,
  { steps, chance, tally, lane }: Story,
): Promise<Death> {
  let step = from;
  let inside = false;
  let idle = false;
  let passed = "nothing yet";
  let killed = false;
  const now = (): void => {
    killed = true;
    child.kill();
  };
  if (kill !== "random" && "receiver" in kill) receivers.decide = killingAt(kill.receiver, now);
  const hold = kill !== "random" && "hold" in kill ? { hold: kill.hold } : {};
  child.order({ settings, steps: steps.slice(from), ...hold });
  let timer: NodeJS.Timeout | undefined;
  for (let report = await child.next(); report !== undefined; report = await child.next()) {
    switch (report.kind) {
      case "begun":
        step = from + report.index;
        inside = true;
        if (kill === "random" && timer === undefined) timer = setTimeout(now, chance.next() * LONGEST_LIFE);
        break;
      case "done":
        inside = false;
        passed = "nothing yet";
        expectWell(report.outcome, `${lane.name}, at ${steps[step]?.at}`, tally);
        break;
      case "passed":
        passed = report.what;
        break;
      case "held":
        now();
        break;
      case "idle":
        idle = !killed;
        await child.end();
        break;
      case "ready":
        break;
    }
  }
  clearTimeout(timer);
  receivers.decide = () => "answer";
  if (!killed && !idle) throw new Error(`${lane.name}: a run ended by itself: ${child.errors()}`);
  const where = kill === "random" ? `at random, ${stageOf(passed)}` : kill.name;
  return { next: inside ? step : step + 1, inside, idle, where };
}

/** Kills whoever sends the so manieth message of a channel: before it is answered, or as soon as it is. */
function killingAt(
  { channel: wanted, nth, answered }: ReceiverPoint,
  now: () => void,
): World["receivers"]["decide"] {
  let left = nth;
  return (channel) => {
    if (channel !== wanted) return "answer";
    left -= 1;
    if (left > 0) return "answer";
    if (!answered) now();
    else setTimeout(now, 1);
    return answered ? "answer" : "silence";
  };
}

/** Milliseconds until a kill at random; a run takes a few hundred. */
const LONGEST_LIFE = 900;

/** Roughly where a run was, by what it had last come by. */
function stageOf(passed: string): string {
  if (/recordDeliveries|finishDispatch|putTasks|dispatchMessages/.test(passed)) return "while sending";
  if (/claimDue|takeUp|waiting|dispatchLock|\bcommit .*dispatches/.test(passed)) return "around claiming";
  if (/commit/.test(passed)) return "around a commit";
  return "while deciding";
}

/** Runs the step again that was cut short, and judges. */
async function runAgain(
  child: Child,
  { step, kill }: { readonly step: number; readonly kill: string },
  world: World,
  { steps, reference, tally }: Story,
): Promise<void> {
  const again = steps[step];
  if (again === undefined) throw new Error("there is no such step");
  child.order({ settings: world.settingsFile, steps: [again] });
  const after = `${kill}, at ${again.at}`;
  for (;;) {
    const report = await child.next();
    if (report === undefined)
      throw new Error(`${after}: the run after it ended by itself: ${child.errors()}`);
    if (report.kind === "idle") break;
    if (report.kind === "done") expectWell(report.outcome, `${after}, run again`, tally);
  }
  await judge(world, { after, clock: again.clock, expected: reference[step] ?? [] }, tally);
}
