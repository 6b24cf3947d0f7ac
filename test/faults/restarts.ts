import type { PostgresServer } from "../support/postgres-server.ts";
import { startChild } from "./child-process.ts";
import { POINTS } from "./points.ts";
import { runOne } from "./run-one.ts";
import { expectFailure, expectWell, type Scene, stepAt } from "./story.ts";
import { judge, noteFault } from "./tally.ts";

/** Where the server goes: in the midst of all that a run does with it. */
const PLACES = [
  "before the lock",
  "with the lock just taken",
  "after the third question",
  "responses written, not committed",
  "before contacts are written",
  "decisions written, not committed",
  "decisions committed",
  "claims written, not committed",
  "claimed, not sent",
  "sent, not marked",
  "marks written, not committed",
  "before a dispatch is ended",
];

/** What a run says whose server went. */
const LOST = ["ledger-unreachable", "warehouse-unreachable", "ledger-busy", "ledger-locked"];

/**
 * Stops PostgreSQL in the middle of runs, in order and as a crash would, and starts it again: at once, so that the run finds
 * it there again, or when the run has ended, and another one has been tried in vain. Each is followed by a plain run.
 */
export async function stopAndStart(server: PostgresServer, scene: Scene): Promise<void> {
  const { lane, reference, tally } = scene;
  const world = await lane.open();
  const child = startChild();
  await child.next();
  try {
    let index = 0;
    for (const [number, name] of PLACES.entries()) {
      const point = POINTS.find((one) => one.name === name);
      if (point === undefined || !("hold" in point)) throw new Error(`there is no point ${name}`);
      const how = number % 2 === 0 ? "at once" : "in order";
      const stays = number % 4 < 2;
      for (let held = false; !held; index++) {
        const step = stepAt(scene, index);
        const where = `${lane.name}, server stopped ${how}, ${name}, at ${step.at}`;
        const order = { settings: world.settingsFile, steps: [step], hold: point.hold };
        const outcome = await runOne(child, order, async () => {
          held = true;
          await server.halt(how);
          if (!stays) await server.resume();
        });
        if (held) {
          noteFault(tally, lane, "PostgreSQL stopped and started in mid-run", name);
          // What was asked of the server before it went may have been all.
          if (outcome.failed !== undefined) expectFailure(outcome, LOST, where, tally);
          if (stays) {
            const without = await runOne(child, { settings: world.settingsFile, steps: [step] });
            expectFailure(without, LOST, `${where}, run without a server`, tally);
            await server.resume();
          }
          expectWell(await runOne(child, { settings: world.settingsFile, steps: [step] }), where, tally);
        } else expectWell(outcome, where, tally);
        await judge(world, { after: where, clock: step.clock, expected: reference[index] ?? [] }, tally);
      }
    }
  } finally {
    await child.end();
    await world.close();
  }
}
