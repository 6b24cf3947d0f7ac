import { runStep } from "./run-step.ts";
import { expectWell, type Scene, stepAt } from "./story.ts";
import { judge, noteFault } from "./tally.ts";

/** Steps for which the receivers are slow. */
const STEPS_OF_TROUBLE = 6;

/**
 * A gateway and a mail server that take messages and do not say so in time: what is sent again has the same key, and a
 * receiver that knows its keys has each message once.
 */
export async function timeOutAfterAccepting(scene: Scene): Promise<void> {
  const { lane, reference, tally } = scene;
  const world = await lane.open({ timeout: 1 });
  const { received } = world.receivers;
  world.receivers.decide = (channel, key) => {
    if (!/^[0-5]/.test(key) || received[channel].get(key) !== 1) return "answer";
    noteFault(tally, lane, "time-outs after accepting", channel);
    return "silence";
  };
  try {
    for (let index = 0; index < STEPS_OF_TROUBLE; index++) {
      const step = stepAt(scene, index);
      const where = `${lane.name}, time-outs, at ${step.at}`;
      expectWell(await runStep(world.settings, step), where, tally);
      // Those that waited in vain are tried again within the hour; nothing is to be decided then.
      const later = { ...step, clock: step.clock.replace(/06:00$/, "09:30").replace(/12:00$/, "13:00") };
      expectWell(await runStep(world.settings, later), where, tally);
      // What waited for nine o'clock and was not answered is asked for once more.
      const last = { ...step, clock: step.clock.replace(/06:00$/, "10:30").replace(/12:00$/, "14:00") };
      expectWell(await runStep(world.settings, last), where, tally);
      const expected = reference[index] ?? [];
      await judge(
        world,
        { after: where, clock: last.clock, expected: withoutStates(expected), states: false },
        tally,
      );
    }
    const again = [...received.sms.values(), ...received.email.values()].filter((times) => times > 1).length;
    if (again === 0) tally.wrong.push(`${lane.name}: no message was sent a second time after a time-out`);
  } finally {
    await world.close();
  }
}

/** The undisturbed ledger's decisions, without what had become of messages by then. */
function withoutStates(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !line.startsWith("cancelled ")).map((line) => line.replace(/ state=\w+/, ""));
}
