import { afterAll, beforeAll, expect, inject, test } from "vitest";
import "../support/postgres-server.ts";
import { chanceOf } from "./chance.ts";
import { crowdAtOneTick } from "./crowd.ts";
import { killAndRunAgain } from "./kills.ts";
import { type Ground, type Lane, openGround } from "./lanes.ts";
import { hoursLate } from "./late-data.ts";
import { POINTS } from "./points.ts";
import { STEPS } from "./project.ts";
import type { Scene } from "./story.ts";
import { emptyTally, type Tally } from "./tally.ts";

/** Some of all faults, for every day: `npm run test:faults` puts in all. */
const STORY = STEPS.slice(0, 8).map((at) => ({ at, clock: at, wait: 0 }));

/** Before, inside and after the transaction; between claim and send; between send and mark. */
const SOME = [
  "before the first question",
  "before contacts are written",
  "decisions written, not committed",
  "decisions committed",
  "claimed, not sent",
  "a file renamed, not marked",
  "a gateway's first message taken, not answered",
  "sent, not marked",
];

let ground: Ground;
beforeAll(async () => {
  const response = await fetch(inject("postgresStarter"));
  const server = await response.text();
  if (!response.ok) throw new Error(server);
  ground = await openGround(server, STORY);
});
afterAll(async () => ground.close());

function sceneOf(place: number): Scene & { readonly tally: Tally } {
  const lane = ground.lanes[place] as Lane;
  return { lane, steps: STORY, reference: ground.reference, tally: emptyTally() };
}

function expectNothingFound({ lost, duplicated, exceeded, wrong }: Tally): void {
  expect({ lost, duplicated, exceeded, wrong }).toEqual({
    lost: [],
    duplicated: [],
    exceeded: [],
    wrong: [],
  });
}

test.each([
  ["SQLite", 0],
  ["PostgreSQL", 1],
])(
  "runs that are killed and run again leave what undisturbed ones do, in %s",
  async (_, place) => {
    const scene = sceneOf(place);
    const points = POINTS.filter(({ name }) => SOME.includes(name));
    expect(points).toHaveLength(SOME.length);
    await killAndRunAgain([...points, "random", "random"], { ...scene, chance: chanceOf(1) });
    expectNothingFound(scene.tally);
    expect(scene.tally.audits).toBe(SOME.length + 2);
  },
  300_000,
);

test.each([
  ["SQLite", 0],
  ["PostgreSQL", 1],
])(
  "processes at the same ticks, some of them killed, leave what one alone does, in %s",
  async (_, place) => {
    const scene = sceneOf(place);
    await crowdAtOneTick(3, 2, { ...scene, chance: chanceOf(2) });
    expectNothingFound(scene.tally);
  },
  300_000,
);

test("a load that comes hours late is decided as if it had come in time", async () => {
  const scene = sceneOf(0);
  await hoursLate(scene);
  expectNothingFound(scene.tally);
}, 120_000);
