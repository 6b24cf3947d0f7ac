import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { campaigns, runs } from "./campaigns.ts";
import { differences, linesOfExpected, linesOfReports, reportOfExpected } from "./compare.ts";
import { hasRealFolder, realFolder } from "./project.ts";
import { type Expected, expectedOf, type Outcome } from "./replay.ts";
import { ticksOf } from "./ticks.ts";
import { writeTwin } from "./twin.ts";

let root: string;
let twin: string;
let expected: Expected;

/** Rows of a query over a shop's files, which it calls `lines` and `customers`. */
async function ask(folder: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  for (const relation of ["lines", "customers"])
    await connection.run(`create view ${relation} as from '${join(folder, `${relation}.parquet`)}'`);
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
  connection.closeSync();
  return rows;
}

async function newFolder(name: string): Promise<string> {
  return await mkdtemp(join(root, `${name}-`));
}

function accepted(outcomes: readonly Outcome[], campaign: string): readonly Outcome[] {
  return outcomes.filter((outcome) => outcome.campaign === campaign && outcome.kind === "accepted");
}

/**
 * Campaigns' caps without which the month would have gone no differently. Where a cap is all that stands against some
 * candidate on some channel, lifting it would have accepted that candidate there.
 */
function idleCaps(month: Expected): readonly string[] {
  const decisive = new Set<string>();
  for (const outcome of month.outcomes) {
    const against = outcome.kind === "accepted" ? outcome.passedOver : outcome.reasons;
    if (against.some((reason) => reason.channel === null)) continue;
    for (const reasons of Map.groupBy(against, (reason) => reason.channel).values())
      if (reasons.length === 1) decisive.add(`${outcome.campaign}: ${reasons[0]?.rule}`);
  }
  const all = campaigns.flatMap(({ campaign, caps }) =>
    caps.map((cap) => `${campaign}: ${JSON.stringify(cap)}`),
  );
  return all.filter((cap) => !decisive.has(cap));
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "online-retail-"));
  twin = await newFolder("twin");
  await writeTwin(twin);
  expected = await expectedOf(twin);
}, 300_000);

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

describe("the twin", () => {
  const everything = `select (select md5(string_agg(l::varchar, ';' order by line_id)) from lines l) as lines,
                             (select md5(string_agg(c::varchar, ';' order by customer_id)) from customers c) as customers`;

  test("is the same for the same seed and another for another", async () => {
    const [again, other] = [await newFolder("again"), await newFolder("other")];
    await writeTwin(again);
    await writeTwin(other, "another seed");
    expect(await ask(again, everything)).toEqual(await ask(twin, everything));
    expect(await ask(other, everything)).not.toEqual(await ask(twin, everything));
  });

  test("has the traits of the real shop", async () => {
    const [traits] = await ask(
      twin,
      `select count(*) between 30000 and 99999 as size,
              count(*) filter (quantity < 0) > 500 as refunds,
              count(*) filter (quantity < 0 and invoice is null) > 300 as refunds_without_invoice,
              count(*) filter (unit_price = 0) > 100 as gifts,
              count(*) filter (customer_id is null) > 3000 as nobody,
              count(*) filter (customer_id not in (select customer_id from customers)) > 100 as strangers,
              count(*) - count(distinct (customer_id, invoiced_at)) > 10000 as equal_times,
              max(quantity) > 100 * median(quantity) as heavy_tail,
              count(*) filter (strftime(invoiced_at, '%H:%M') in ('06:00', '12:00', '17:00')) > 500 as at_a_tick
       from lines`,
    );
    expect(Object.entries(traits ?? {}).filter(([, holds]) => holds !== true)).toEqual([]);
  });
});

describe("the ticks", () => {
  const ticksOfCampaign = (campaign: string): readonly (readonly [string, string])[] =>
    ticksOf(runs)
      .filter((tick) => tick.rules.campaign === campaign)
      .map((tick) => [tick.previous, tick.at]);

  test("follow the clock change and close the gap of two days without a run", () => {
    const daily = ticksOfCampaign("lapsed_buyers");
    expect(daily).toHaveLength(29);
    expect(daily[0]).toEqual(["2011-09-30T05:00:00Z", "2011-10-01T05:00:00Z"]);
    expect(daily).toContainEqual(["2011-10-10T05:00:00Z", "2011-10-13T05:00:00Z"]);
    expect(daily).toContainEqual(["2011-10-29T05:00:00Z", "2011-10-30T06:00:00Z"]);
  });

  test("take a first run's latest scheduled instant, though it lies weeks back", () => {
    expect(ticksOfCampaign("keen_neighbours_delivery")).toEqual([
      ["2011-08-31T06:00:00Z", "2011-09-30T06:00:00Z"],
      ["2011-09-30T06:00:00Z", "2011-10-31T07:00:00Z"],
    ]);
    expect(ticksOfCampaign("autumn_thanks").map(([, at]) => at)).toEqual(["2011-10-20T09:00:00Z"]);
  });

  test("come in the order in which they are decided", () => {
    const instants = ticksOf(runs).map((tick) => tick.at);
    expect(instants).toEqual([...instants].sort());
  });
});

describe("a month of the twin", () => {
  test.each(campaigns.map(({ campaign }) => campaign))(
    "%s has candidates, contacts and rejections",
    (campaign) => {
      const outcomes = expected.outcomes.filter((outcome) => outcome.campaign === campaign);
      expect(outcomes.filter((outcome) => outcome.kind === "rejected").length).toBeGreaterThan(0);
      expect(
        outcomes.filter((outcome) => outcome.kind === "accepted" && outcome.arm === "treated").length,
      ).toBeGreaterThan(0);
    },
  );

  test("every cap changes who is contacted", () => {
    expect(idleCaps(expected)).toEqual([]);
  });

  test("every kind of reason occurs", () => {
    const codes = expected.outcomes.flatMap((outcome) =>
      outcome.kind === "rejected" ? outcome.reasons.map((reason) => reason.code) : [],
    );
    expect([...new Set(codes)].sort()).toEqual(
      ["budget", "cap", "capacity", "expired", "no channel", "no offer", "unknown"].sort(),
    );
  });

  test("only campaigns with a holdout have control members", () => {
    const controls = new Set(
      expected.outcomes.flatMap(({ arm, campaign }) => (arm === "control" ? [campaign] : [])),
    );
    expect([...controls].sort()).toEqual(["first_purchase", "lapsed_buyers"]);
  });

  test("each candidate is decided once", () => {
    expect(expected.outcomes).toHaveLength(expected.candidates.length);
    const lines = linesOfExpected(expected);
    expect(new Set(lines.candidates).size).toBe(lines.candidates.length);
  });

  test("strangers and nobody are never candidates", () => {
    const numbers = expected.candidates.map(({ customer }) => Number(customer));
    expect(numbers.every((number) => number > 12_000 && number <= 14_400)).toBe(true);
  });

  test("calls from the close of Friday wait for Saturday, over the clock change too", () => {
    const calls = accepted(expected.outcomes, "bulk_buyers").filter(
      ({ tick }) => tick === "2011-10-28T16:00:00Z",
    );
    expect(calls.length).toBeGreaterThan(0);
    expect(new Set(calls.map((call) => (call.kind === "accepted" ? call.due : "")))).toEqual(
      new Set(["2011-10-29T08:00:00Z"]),
    );
  });

  test("the order of the rows changes nothing", async () => {
    const shuffled = await newFolder("shuffled");
    await ask(
      twin,
      `copy (from lines order by md5(line_id::varchar)) to '${join(shuffled, "lines.parquet")}' (format parquet)`,
    );
    await ask(
      twin,
      `copy (from customers order by md5(customer_id::varchar)) to '${join(shuffled, "customers.parquet")}' (format parquet)`,
    );
    expect(linesOfExpected(await expectedOf(shuffled))).toEqual(linesOfExpected(expected));
  }, 300_000);
});

describe("the comparison", () => {
  test("finds the same month the same, though its latest ticks are told again", () => {
    const report = reportOfExpected(expected);
    expect(linesOfReports([report, { ...report, ticks: report.ticks.slice(-3) }])).toEqual(
      linesOfExpected(expected),
    );
  });

  test("shows the contact that one side lacks", () => {
    const lost = accepted(expected.outcomes, "rising_spend")[0];
    const outcomes = expected.outcomes.filter((outcome) => outcome !== lost);
    const reported = linesOfReports([reportOfExpected({ ...expected, outcomes })]);
    const lacking = differences(linesOfExpected(expected).contacts, reported.contacts);
    expect(lacking).toHaveLength(1);
    expect(lacking[0]).toMatch(/^expected: .* \| rising_spend \| /);
  });

  test("refuses two accounts of one tick", () => {
    const report = reportOfExpected(expected);
    const other = reportOfExpected({ ...expected, outcomes: expected.outcomes.slice(1) });
    expect(() => linesOfReports([report, other])).toThrow("in two ways");
  });
});

describe.skipIf(!hasRealFolder)(
  `the real shop (${hasRealFolder ? "found" : "not on this machine"}: ${realFolder})`,
  () => {
    test("every campaign has contacts, and every cap changes who is contacted", async () => {
      const month = await expectedOf(realFolder);
      const silent = campaigns.filter(({ campaign }) => accepted(month.outcomes, campaign).length === 0);
      expect(silent).toEqual([]);
      expect(idleCaps(month)).toEqual([]);
    }, 600_000);
  },
);
