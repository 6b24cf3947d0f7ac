import { occasionsDecided } from "./decisions.ts";
import { runStep } from "./run-step.ts";
import { expectWell, runAndJudge, type Scene, stepAt } from "./story.ts";
import { judge, noteFault } from "./tally.ts";

/** A load that comes hours late is waited for; the tick is decided when it is there, as if it had come in time. */
export async function hoursLate(scene: Scene): Promise<void> {
  const { lane, reference, tally } = scene;
  const bank = await lane.ownBank();
  const world = await lane.open({ bank });
  try {
    for (const index of [0, 1, 2]) await runAndJudge(world, index, "data in time", scene);
    await bank.change(
      `create table held_visits as select * from visits where visited >= timestamp '2026-03-02 00:00:00';
       delete from visits where visited >= timestamp '2026-03-02 00:00:00';
       delete from loads where day >= date '2026-03-02'`,
    );
    const noon = stepAt(scene, 3);
    const where = `${lane.name}, a load that is hours late, at ${noon.at}`;
    noteFault(tally, lane, "data late, by halves or out of order", "hours late");
    const open = await runStep(world.settings, noon);
    if (open.leftOpen !== 1)
      tally.wrong.push(`${where}: ${open.leftOpen} ticks were left open instead of one`);
    await judge(world, { after: where, clock: noon.clock }, tally);
    await bank.change(
      `insert into visits select * from held_visits; drop table held_visits;
       insert into loads select distinct 'visits', ds from people where ds >= date '2026-03-02'`,
    );
    const evening = { ...noon, clock: noon.clock.replace("12:00", "17:00") };
    expectWell(await runStep(world.settings, evening), where, tally);
    await judge(world, { after: where, clock: evening.clock, expected: reference[3] ?? [] }, tally);
    for (const index of [4, 5]) await runAndJudge(world, index, "after a load that was hours late", scene);
  } finally {
    await world.close();
  }
}

/** What is changed in the tables when a day's data come by halves, and what puts it right the next morning. */
const HALVES: readonly { readonly name: string; readonly change: string; readonly restore: string }[] = [
  {
    name: "a load by halves",
    change:
      "create table held as select * from visits where visit % 2 = 0; delete from visits where visit % 2 = 0",
    restore: "insert into visits select * from held; drop table held",
  },
  {
    name: "a source that is emptied",
    change: "create table held as select * from visits; delete from visits",
    restore: "insert into visits select * from held order by visit desc; drop table held",
  },
  {
    name: "customers emptied",
    change: "create table held as select * from people; delete from people",
    restore: "insert into people select * from held order by id desc; drop table held",
  },
];

/**
 * Data that are not there at their tick, though the source is said to be complete, and come later, in another order: each
 * event is decided on once, by the tick that first sees it.
 */
export async function byHalves(scene: Scene): Promise<void> {
  const { lane, reference, tally } = scene;
  for (const { name, change, restore } of HALVES) {
    const bank = await lane.ownBank();
    const world = await lane.open({ bank });
    try {
      for (const index of [0, 1]) await runAndJudge(world, index, "all data", scene);
      await bank.change(change);
      noteFault(tally, lane, "data late, by halves or out of order", name);
      for (let index = 2; index < 8; index++) {
        const step = stepAt(scene, index);
        const where = `${lane.name}, ${name}, at ${step.at}`;
        if (index === 4) await bank.change(restore);
        expectWell(await runStep(world.settings, step), where, tally);
        const rows = await judge(world, { after: where, clock: step.clock }, tally);
        if (index < 7) continue;
        const wanted = (reference[index] ?? []).filter((line) => /^(contact|rejection) /.test(line));
        const events = new Set(
          wanted.flatMap((line) => / campaign=visitors .* event_id=(\d+) /.exec(line)?.[1] ?? []),
        );
        const had = new Set(occasionsDecided(rows, "visitors"));
        const missed = [...events].filter((event) => !had.has(event));
        for (const event of missed) tally.lost.push(`${where}: visit ${event} was never decided on`);
      }
    } finally {
      await world.close();
    }
  }
}

/** Rows that are there twice, and rows in another order, change nothing. */
export async function twiceAndShuffled(scene: Scene): Promise<void> {
  const { lane, tally } = scene;
  const bank = await lane.ownBank();
  const world = await lane.open({ bank });
  try {
    await bank.change(
      ["buys", "visits", "cards", "people"]
        .map(
          (table) =>
            `create table other as select * from ${table} order by 2 desc, 1 desc; drop table ${table}; alter table other rename to ${table};`,
        )
        .join(" "),
    );
    noteFault(tally, lane, "data late, by halves or out of order", "rows in another order");
    for (const index of [0, 1, 2]) await runAndJudge(world, index, "rows in another order", scene);
    await bank.change(
      `insert into visits select * from visits where visit % 3 = 0;
       insert into buys select * from buys where buy % 2 = 0;
       insert into cards select * from cards`,
    );
    noteFault(tally, lane, "data late, by halves or out of order", "events twice");
    // Firings are counted as they are read: all that comes of them is the same.
    const uncounted = (line: string): string => line.replaceAll(/"detected":\d+/g, "");
    for (const index of [3, 4, 5, 6, 7]) await runAndJudge(world, index, "events twice", scene, uncounted);
  } finally {
    await world.close();
  }
}
