/**
 * All faults, on both ledgers: `npm run test:faults`. Prints what was put in and what came of it; ends with 1 where anything
 * was lost, done twice, beyond a limit or otherwise wrong. `--seed 7` kills at other times and in another order, `--only kills`
 * puts in one kind of faults, `--kills 20` so many in all on each ledger.
 */
import { parseArgs } from "node:util";
import { startPostgres } from "../support/postgres-server.ts";
import { chanceOf } from "./chance.ts";
import { changeTables } from "./changed-tables.ts";
import { setBack } from "./clock-back.ts";
import { crowdAtOneTick } from "./crowd.ts";
import { fillTheDisk, fillTheServersDisk, limitFiles } from "./full-disk.ts";
import { type Kill, killAndRunAgain } from "./kills.ts";
import { type Lane, openGround } from "./lanes.ts";
import { byHalves, hoursLate, twiceAndShuffled } from "./late-data.ts";
import { POINTS } from "./points.ts";
import { printTally } from "./print-tally.ts";
import { STEPS } from "./project.ts";
import { stopAndStart } from "./restarts.ts";
import { timeOutAfterAccepting } from "./slow-gateway.ts";
import type { Scene } from "./story.ts";
import { emptyTally, isClean } from "./tally.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    kills: { type: "string", default: "200" },
    only: { type: "string" },
  },
});

const out = (text: string): void => void process.stdout.write(text);
const begun = Date.now();
const seed = Number(values.seed);
const wanted = Number(values.kills);
const tally = emptyTally();
const steps = STEPS.map((at) => ({ at, clock: at, wait: 0 }));

const server = await startPostgres({ durable: true });
try {
  const ground = await openGround(server.url, steps);
  const { lanes, reference } = ground;
  const [sqlite, postgres, mixed] = lanes as readonly [Lane, Lane, Lane];
  const sceneOf = (lane: Lane): Scene => ({ lane, steps, reference, tally });

  /** Each point at least once, the rest of the kills in equal parts at points and at random. */
  const killOn = (lane: Lane, count: number, part: number): Promise<void> => {
    const atPoints = Math.min(count, Math.max(POINTS.length, Math.ceil(count / 2)));
    const kills: Kill[] = Array.from({ length: count }, (_, index) =>
      index < atPoints ? (POINTS[index % POINTS.length] as Kill) : "random",
    );
    return killAndRunAgain(kills, { ...sceneOf(lane), chance: chanceOf(seed * 100 + part) });
  };
  const half = Math.ceil(wanted / 2);

  const kinds: Readonly<Record<string, () => Promise<void>>> = {
    // Two at a time: one waits for a disk or a server while the other counts.
    kills: async () => {
      const inPostgres = killOn(postgres, half, 2).then(() => killOn(mixed, wanted - half, 3));
      await Promise.all([killOn(sqlite, wanted, 1), inPostgres]);
    },
    crowds: async () => {
      for (const lane of [sqlite, postgres]) {
        for (const size of [2, 8])
          await crowdAtOneTick(size, 6, { ...sceneOf(lane), chance: chanceOf(seed + size) });
      }
    },
    restarts: async () => {
      for (const lane of [postgres, mixed]) await stopAndStart(server, sceneOf(lane));
    },
    disk: async () => {
      for (const lane of [sqlite, postgres]) {
        await fillTheDisk(sceneOf(lane));
        await limitFiles(sceneOf(lane));
      }
      await fillTheServersDisk(server.url, sceneOf(postgres));
    },
    gateway: async () => {
      for (const lane of [sqlite, postgres]) await timeOutAfterAccepting(sceneOf(lane));
    },
    clock: async () => {
      for (const lane of [sqlite, postgres]) await setBack(sceneOf(lane));
    },
    data: async () => {
      for (const lane of lanes) {
        for (const scenario of [hoursLate, byHalves, twiceAndShuffled, changeTables])
          await scenario(sceneOf(lane));
      }
    },
  };
  const chosen = values.only?.split(",") ?? Object.keys(kinds);
  const inTurn = async (names: readonly string[]): Promise<void> => {
    for (const name of names) {
      const start = Date.now();
      if (chosen.includes(name)) await kinds[name]?.();
      if (chosen.includes(name)) out(`${name}: ${((Date.now() - start) / 1_000).toFixed(0)} s\n`);
    }
  };
  await inTurn(["kills", "crowds", "restarts"]);
  await Promise.all([inTurn(["data"]), inTurn(["disk", "gateway", "clock"])]);
  ground.close();
} finally {
  await server.stop();
}
printTally(tally, (Date.now() - begun) / 1_000, out);
process.exitCode = isClean(tally) ? 0 : 1;
