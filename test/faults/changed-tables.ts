import { runStep } from "./run-step.ts";
import { expectFailure, runAndJudge, type Scene, stepAt } from "./story.ts";
import { judge, noteFault } from "./tally.ts";

interface Mistake {
  readonly name: string;
  readonly change: string;
  readonly restore: string;
  /** What a run says; missing where it does as always. */
  readonly code?: string;
}

/** What happens to a source table overnight. */
const MISTAKES: readonly Mistake[] = [
  {
    name: "a table dropped",
    change: "create table saved as select * from buys; drop table buys",
    restore: "create table buys as select * from saved; drop table saved",
    code: "warehouse-relation-missing",
  },
  {
    name: "a table renamed",
    change: "alter table people rename to customers",
    restore: "alter table customers rename to people",
    code: "warehouse-relation-missing",
  },
  {
    name: "a column renamed",
    change: "alter table visits rename column visited to seen",
    restore: "alter table visits rename column seen to visited",
    code: "warehouse-column-missing",
  },
  {
    name: "a column of another type",
    change:
      "alter table people rename column stopped to was_stopped; alter table people add column stopped date",
    restore:
      "alter table people drop column stopped; alter table people rename column was_stopped to stopped",
    code: "warehouse-column-type",
  },
  {
    name: "a new column",
    change: "alter table buys add column note varchar(10)",
    restore: "alter table buys drop column note",
  },
  {
    name: "a new column with a value, in the customers' table",
    change: "alter table people add column score integer default 7",
    restore: "alter table people drop column score",
  },
  {
    name: "the table of loads dropped",
    change: "create table saved as select * from loads; drop table loads",
    restore: "create table loads as select * from saved; drop table saved",
    code: "warehouse-relation-missing",
  },
];

/** A source's table that is not what it was: the run says so and nothing is decided, or nothing is different. */
export async function changeTables(scene: Scene): Promise<void> {
  const { lane, reference, tally } = scene;
  const bank = await lane.ownBank();
  const world = await lane.open({ bank });
  try {
    await runAndJudge(world, 0, "tables as they were", scene);
    for (const [number, { name, change, restore, code }] of MISTAKES.entries()) {
      const index = number + 1;
      const step = stepAt(scene, index);
      const where = `${lane.name}, ${name}, at ${step.at}`;
      await bank.change(change);
      noteFault(tally, lane, "a source's table changed", name);
      if (code === undefined) await runAndJudge(world, index, name, scene);
      else {
        expectFailure(await runStep(world.settings, step), [code], where, tally);
        const before = reference[index - 1] ?? [];
        await judge(world, { after: where, clock: stepAt(scene, index - 1).clock, expected: before }, tally);
      }
      await bank.change(restore);
      await runAndJudge(world, index, `after ${name}`, scene);
    }
  } finally {
    await world.close();
  }
}
