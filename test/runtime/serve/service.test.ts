import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Plan } from "../../../plan/index.ts";
import {
  type Instant,
  isoInstant,
  type Leadership,
  type Ledger,
  openLedger,
  RuntimeProblem,
  runPlan,
  type ServiceEvent,
  type ServiceOptions,
  serve,
} from "../../../runtime/index.ts";
import type { Warehouse } from "../../../runtime/warehouse/warehouse.ts";
import { at, campaign, channel, plan, row, warehouse } from "../support/plans.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "baleen-serve-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const outbox = () => join(folder, "outbox");
const open = () => openLedger({ engine: "sqlite", path: join(folder, "ledger.db") });

/** A lead that is anybody's. */
const alone: Leadership = { hold: async () => true, release: async () => {} };

interface Told {
  readonly at: string;
  readonly event: ServiceEvent;
}

/**
 * A service in a time of its own, which passes only while it sleeps: from an instant until one, after which it is stopped.
 * `jump` makes the machine sleep on when it should have woken.
 */
async function serveFrom(
  from: string,
  until: string,
  options: Partial<ServiceOptions> & { readonly plan: Plan; readonly jump?: (wake: Instant) => Instant },
): Promise<readonly Told[]> {
  let time = at(from);
  const told: Told[] = [];
  const stop = new AbortController();
  await serve({
    openLedger: open,
    openWarehouse: () => warehouse({ welcome: [row("1"), row("2")] }),
    leadership: alone,
    dispatch: { default: { adapter: "file", path: outbox() } },
    clock: () => time / 1_000,
    sleepUntil: async (instant) => {
      expect(instant).toBeGreaterThan(time);
      time = options.jump?.(instant) ?? instant;
      if (time >= at(until)) stop.abort();
    },
    watch: (event) => told.push({ at: isoInstant(time), event }),
    stopped: stop.signal,
    ...options,
  });
  return told;
}

/** What was told of a kind, with when. */
const of = <Kind extends ServiceEvent["kind"]>(told: readonly Told[], kind: Kind) =>
  told.flatMap(({ at: when, event }) =>
    event.kind === kind ? [{ at: when, event: event as ServiceEvent & { readonly kind: Kind } }] : [],
  );

/** The ticks that were completed, each with when. */
const completed = (told: readonly Told[]): readonly string[] =>
  of(told, "completed").map(({ at: when, event }) => `${isoInstant(event.tick)} at ${when}`);

const daily = plan([campaign("welcome", { schedule: { kind: "daily", at: "06:00" } })]);

const quarterly = plan([
  campaign("welcome", { schedule: { kind: "every", interval: { count: 15, unit: "minute" } } }),
]);

test("each tick is run at its instant, and its messages leave", async () => {
  const told = await serveFrom("2026-03-02 05:50", "2026-03-02 06:31", { plan: quarterly });
  expect(completed(told)).toEqual([
    // The first run takes up the latest instant, as a run by hand does.
    "2026-03-01T21:45:00Z at 2026-03-01T21:50:00Z",
    "2026-03-01T22:00:00Z at 2026-03-01T22:00:00Z",
    "2026-03-01T22:15:00Z at 2026-03-01T22:15:00Z",
    "2026-03-01T22:30:00Z at 2026-03-01T22:30:00Z",
  ]);
  expect(of(told, "failed")).toEqual([]);
  // Nobody is contacted twice.
  expect(readdirSync(outbox())).toHaveLength(1);
});

test("time that was slept through is made good by the latest tick alone", async () => {
  const jump = (wake: Instant): Instant => (wake === at("2026-03-02 06:15") ? at("2026-03-06 12:35") : wake);
  const told = await serveFrom("2026-03-02 06:10", "2026-03-06 12:46", { plan: quarterly, jump });
  expect(completed(told)).toEqual([
    "2026-03-01T22:00:00Z at 2026-03-01T22:10:00Z",
    "2026-03-06T04:30:00Z at 2026-03-06T04:35:00Z",
    "2026-03-06T04:45:00Z at 2026-03-06T04:45:00Z",
  ]);
  expect(of(told, "completed").map(({ event }) => event.campaigns[0]?.previousTick)).toEqual([
    null,
    at("2026-03-02 06:00"),
    at("2026-03-06 12:30"),
  ]);
});

test("a service that is started again tells the latest ticks that the ledger has, once", async () => {
  const first = await serveFrom("2026-03-02 06:10", "2026-03-02 06:12", { plan: daily });
  const ticks = new Map([["welcome", at("2026-03-02 06:00")]]);
  expect(of(first, "last-ticks").map(({ event }) => event.ticks)).toEqual([ticks]);
  const again = await serveFrom("2026-03-02 07:00", "2026-03-02 07:10", { plan: daily });
  expect(completed(again)).toEqual([]);
  expect(of(again, "last-ticks")).toEqual([
    { at: "2026-03-01T23:00:00Z", event: { kind: "last-ticks", ticks } },
  ]);
});

test("messages that were put off leave between ticks", async () => {
  const hours = plan([campaign("welcome")], {
    channels: { sms: channel("sms", { hours: { from: "09:00", to: "20:00" } }) },
  });
  const told = await serveFrom("2026-03-02 08:55:30", "2026-03-02 09:01", { plan: hours });
  expect(of(told, "dispatched").map(({ at: when, event }) => [when, event.dispatched[0]?.messages])).toEqual([
    ["2026-03-02T01:00:00Z", 2],
  ]);
  const waiting = of(told, "outlook").map(({ event }) => event.channels[0]?.waiting);
  expect([waiting[0], waiting.at(-1)]).toEqual([2, undefined]);
});

test("a run that fails is tried again after longer and longer, and the service goes on", async () => {
  let tries = 0;
  const openWarehouse = (): Warehouse => {
    tries += 1;
    const sound = warehouse({ welcome: [row("1")] });
    if (tries > 4) return sound;
    return {
      ...sound,
      query: async () => {
        throw tries === 1 ? new TypeError("a fault") : new RuntimeProblem("warehouse-unreachable", "gone");
      },
    };
  };
  const told = await serveFrom("2026-03-02 06:00", "2026-03-02 06:10", { plan: daily, openWarehouse });
  expect(
    of(told, "failed").map(({ at: when, event }) => [when.slice(14, 19), event.work, event.attempt]),
  ).toEqual([
    ["00:00", "run", 1],
    ["00:05", "run", 2],
    ["00:15", "run", 3],
    ["00:35", "run", 4],
  ]);
  expect(completed(told)).toEqual(["2026-03-01T22:00:00Z at 2026-03-01T22:01:15Z"]);
});

test("while runs fail, what waits is dispatched", async () => {
  await serveFrom("2026-03-02 06:00", "2026-03-02 06:00:30", { plan: daily, dispatch: {} });
  const openWarehouse = (): Warehouse => ({
    ...warehouse({}),
    inspect: async () => [new RuntimeProblem("warehouse-relation-missing", "no customers")],
  });
  const told = await serveFrom("2026-03-03 06:00", "2026-03-03 06:00:03", { plan: daily, openWarehouse });
  expect(of(told, "failed").map(({ event }) => event.work)).toEqual(["run"]);
  expect(of(told, "dispatched").map(({ event }) => event.dispatched[0]?.messages)).toEqual([2]);
});

test("a channel that takes nothing is tried again after longer and longer", async () => {
  const told = await serveFrom("2026-03-02 06:00", "2026-03-02 06:01", { plan: daily, dispatch: {} });
  expect(of(told, "failed").map(({ at: when, event }) => [when.slice(14, 19), event.work])).toEqual([
    ["00:00", "dispatch"],
    ["00:05", "dispatch"],
    ["00:15", "dispatch"],
    ["00:35", "dispatch"],
  ]);
  expect(completed(told)).toHaveLength(1);
});

test("a ledger that is lost ends nothing, and gives the lead away", async () => {
  let reached = 0;
  let released = 0;
  const openLost = async (): Promise<Ledger> => {
    reached += 1;
    if (reached < 3) throw new RuntimeProblem("ledger-unreachable", "gone");
    return open();
  };
  const leadership: Leadership = {
    hold: async () => true,
    release: async () => {
      released += 1;
    },
  };
  const told = await serveFrom("2026-03-02 06:00", "2026-03-02 06:02", {
    plan: daily,
    openLedger: openLost,
    leadership,
  });
  expect(of(told, "failed").map(({ event }) => [event.work, event.attempt])).toEqual([
    ["ledger", 1],
    ["ledger", 2],
  ]);
  expect(of(told, "role").map(({ event }) => event.role)).toEqual(["cut-off", "leads"]);
  expect(completed(told)).toEqual(["2026-03-01T22:00:00Z at 2026-03-01T22:00:15Z"]);
  expect(released).toBe(3);
});

test("one that stands by does nothing until the lead is free", async () => {
  let asked = 0;
  const leadership: Leadership = { hold: async () => ++asked > 3, release: async () => {} };
  const told = await serveFrom("2026-03-02 06:00", "2026-03-02 06:01", { plan: daily, leadership });
  expect(of(told, "role").map(({ event }) => event.role)).toEqual(["stands-by", "leads"]);
  expect(completed(told)).toEqual(["2026-03-01T22:00:00Z at 2026-03-01T22:00:15Z"]);
});

test("a command that has the project's lock is let go first, and that is no failure", async () => {
  const other = await open();
  const lock = await other.lock(() => 0, 0);
  const jump = (wake: Instant): Instant => {
    void lock.release();
    return wake;
  };
  const told = await serveFrom("2026-03-02 06:00", "2026-03-02 06:01", { plan: daily, jump });
  await other.close();
  expect(of(told, "locked")).toHaveLength(1);
  expect(of(told, "failed")).toEqual([]);
  expect(completed(told)).toEqual(["2026-03-01T22:00:00Z at 2026-03-01T22:00:05Z"]);
});

test("asked to stop, it commits the instant under way and leaves the rest to the next", async () => {
  const two = plan([
    campaign("welcome", { schedule: { kind: "daily", at: "05:00" } }),
    campaign("later", { schedule: { kind: "daily", at: "06:00" } }),
  ]);
  const stop = new AbortController();
  const query: Warehouse["query"] = async (statement, take) => {
    stop.abort();
    await warehouse({ welcome: [row("1")], later: [row("1")] }).query(statement, take);
  };
  const openWarehouse = (): Warehouse => ({ ...warehouse({}), query });
  const told = await serveFrom("2026-03-02 07:00", "2026-03-02 08:00", {
    plan: two,
    openWarehouse,
    stopped: stop.signal,
  });
  expect(completed(told)).toEqual(["2026-03-01T21:00:00Z at 2026-03-01T23:00:00Z"]);
  expect(of(told, "failed")).toEqual([]);
  const next = await serveFrom("2026-03-02 07:01", "2026-03-02 07:02", {
    plan: two,
    openWarehouse: () => warehouse({ welcome: [row("1")], later: [row("2")] }),
  });
  expect(completed(next)).toEqual(["2026-03-01T22:00:00Z at 2026-03-01T23:01:00Z"]);
  // What the first one decided, and what this one did.
  expect(of(next, "dispatched")[0]?.event.dispatched[0]?.messages).toBe(2);
});

test("what is older than is kept is made anonymous once a day", async () => {
  const keep = { count: 1, unit: "year" } as const;
  await serveFrom("2026-03-02 06:00", "2026-03-02 06:01", { plan: daily });
  const early = await serveFrom("2027-03-02 23:00", "2027-03-02 23:02", { plan: daily, keep });
  expect(of(early, "pruned").map(({ event }) => event.outcome)).toEqual([
    { date: "2026-03-02", contacts: 2, imported: 0, rejections: 0, messages: 2 },
  ]);
  // A day of the ledger begins at midnight UTC.
  const later = await serveFrom("2027-03-03 07:59:30", "2027-03-03 08:02", { plan: daily, keep });
  expect(of(later, "pruned").map(({ at: when }) => when)).toEqual([
    "2027-03-02T23:59:30Z",
    "2027-03-03T00:00:30Z",
  ]);
});

test("a clock that is set back by an hour delays nothing, and repeats nothing", async () => {
  let back = false;
  const jump = (wake: Instant): Instant => {
    if (back || wake < at("2026-03-02 06:20")) return wake;
    back = true;
    return wake - 3_600_000_000;
  };
  const told = await serveFrom("2026-03-02 06:10", "2026-03-02 06:31", { plan: quarterly, jump });
  expect(completed(told)).toEqual([
    "2026-03-01T22:00:00Z at 2026-03-01T22:10:00Z",
    "2026-03-01T22:15:00Z at 2026-03-01T22:15:00Z",
    "2026-03-01T22:30:00Z at 2026-03-01T22:30:00Z",
  ]);
  // At 06:20 it is 05:20, and the ledger is looked at as it was going to be.
  const looks = of(told, "outlook").map(({ at: when }) => when);
  const index = looks.findIndex((when, i) => i > 0 && when < (looks[i - 1] ?? ""));
  expect([looks[index - 1], looks[index]].map((when) => when?.slice(11, 16))).toEqual(["22:19", "21:20"]);
});

test("a tick that was completed ahead of the clock is told once, and again when it has come", async () => {
  const ledger = await open();
  await runPlan({
    plan: daily,
    warehouse: warehouse({ welcome: [row("1")] }),
    ledger,
    at: at("2026-03-04 12:00"),
    clock: () => at("2026-03-02 05:00") / 1_000,
  });
  await ledger.close();
  // Two days pass as if asleep.
  const passed: readonly (readonly [string, string])[] = [
    ["2026-03-02 05:58", "2026-03-04 05:57"],
    ["2026-03-04 06:02", "2026-03-05 05:58"],
  ];
  const jump = (wake: Instant): Instant => {
    const [, end] = passed.find(([from, until]) => wake > at(from) && wake < at(until)) ?? [];
    return end === undefined ? wake : at(end);
  };
  const told = await serveFrom("2026-03-02 05:55", "2026-03-05 06:05", { plan: daily, jump });
  expect(of(told, "ahead").map(({ at: when, event }) => [when, event.campaigns])).toEqual([
    [
      "2026-03-01T21:55:00Z",
      [{ campaign: "welcome", completed: at("2026-03-04 06:00"), again: at("2026-03-05 06:00") }],
    ],
    ["2026-03-03T21:59:00Z", []],
  ]);
  expect(completed(told)).toEqual(["2026-03-04T22:00:00Z at 2026-03-04T22:00:00Z"]);
});
