import { describe, expect, test } from "vitest";
import type { CampaignPlan, Plan, Readiness } from "../../plan/index.ts";
import type { Ledger } from "../../runtime/index.ts";
import { funnelText, openLedger, type RunOutcome, runPlan } from "../../runtime/index.ts";
import { at, campaign, clockAt, plan, row, warehouse } from "./support/plans.ts";

const on = (...sources: readonly string[]): Partial<CampaignPlan> => ({ sources });

function project(
  campaigns: readonly CampaignPlan[],
  whenLate: Readonly<Record<string, Readiness["whenLate"]>>,
): Plan {
  const readiness = Object.fromEntries(
    Object.entries(whenLate).map(([name, late]) => {
      const statement = { sql: `ready ${name}`, parameters: [{ kind: "tick-date" }] } as const;
      return [name, { whenLate: late, statement: { duckdb: statement, postgres: statement } }] as const;
    }),
  );
  return plan(campaigns, { readiness });
}

interface Try {
  readonly when: string;
  /** The sources whose data are there. */
  readonly ready: readonly string[];
}

async function runs(thePlan: Plan, tries: readonly Try[], dryRun = false): Promise<readonly RunOutcome[]> {
  const ledger = await openLedger({ engine: "sqlite", path: ":memory:" });
  const outcomes: RunOutcome[] = [];
  for (const one of tries) outcomes.push((await runOne(thePlan, one, ledger, dryRun)).outcome);
  await ledger.close();
  return outcomes;
}

async function runOne(thePlan: Plan, { when, ready }: Try, ledger: Ledger, dryRun = false) {
  const answers = Object.keys(thePlan.readiness).map((name) => [
    `ready ${name}`,
    [{ ready: ready.includes(name) }],
  ]);
  const people = thePlan.campaigns.map(({ name }) => [name, [row("1")]]);
  const bank = warehouse(Object.fromEntries([...answers, ...people]));
  const outcome = await runPlan({
    plan: thePlan,
    warehouse: bank,
    ledger,
    at: at(when),
    clock: clockAt(when),
    dryRun,
  });
  return { outcome, asked: bank.asked.map(({ sql, parameters }) => [sql, ...parameters].join(" ")) };
}

const contactsOf = ({ report }: RunOutcome) =>
  report.ticks.flatMap((tick) => tick.contacts.map(({ campaign: name }) => `${name} ${tick.tick}`));
const WAIT = { wait: { kind: "wait", duration: { count: 4, unit: "hour" } } } as const;

describe("a source that is late", () => {
  test("is waited for: its campaigns' tick stays open until the data come, others are decided", async () => {
    const thePlan = project([campaign("a", on("wait")), campaign("b", on("other"))], WAIT);
    const [first, second, third, fourth] = await runs(thePlan, [
      { when: "2026-03-02 06:00", ready: [] },
      { when: "2026-03-02 09:59", ready: [] },
      { when: "2026-03-02 10:00", ready: [] },
      { when: "2026-03-02 12:00", ready: ["wait"] },
    ]);
    expect(contactsOf(first as RunOutcome)).toEqual(["b 2026-03-01T22:00:00Z"]);
    expect(first?.report.leftOpen).toEqual([
      {
        tick: "2026-03-01T22:00:00Z",
        campaign: "a",
        sources: [{ source: "wait", until: "2026-03-02T02:00:00Z", waiting: true }],
      },
    ]);
    expect(first?.decided).toEqual(new Set(["b"]));
    expect(second?.report.leftOpen[0]?.sources[0]?.waiting).toBe(true);
    expect(second?.answered).toBe(false);
    expect(third?.report.leftOpen[0]?.sources[0]?.waiting).toBe(false);
    expect(contactsOf(fourth as RunOutcome)).toEqual(["a 2026-03-01T22:00:00Z", "b 2026-03-01T22:00:00Z"]);
    expect(fourth?.report.leftOpen).toEqual([]);
    expect(funnelText((second as RunOutcome).report, "Asia/Shanghai", new Set())).toBe(
      "completed before\n  b  2026-03-02 06:00\n\n" +
        "left open, to be tried again by the next run\n" +
        "  a  2026-03-02 06:00: the data of `wait` have not come, waiting until 2026-03-02 10:00\n",
    );
    expect(funnelText((third as RunOutcome).report, "Asia/Shanghai", new Set())).toContain(
      "the data of `wait` have not come, was waited for until 2026-03-02 10:00\n",
    );
  });

  test("leaves the tick open, so that the next one takes up all since the last", async () => {
    const thePlan = project([campaign("a", on("skip"))], { skip: { kind: "skip" } });
    const [first, next] = await runs(thePlan, [
      { when: "2026-03-02 06:00", ready: [] },
      { when: "2026-03-03 06:00", ready: ["skip"] },
    ]);
    expect(first?.report).toMatchObject({
      ticks: [],
      leftOpen: [{ sources: [{ source: "skip", until: null, waiting: false }] }],
    });
    expect(next?.report.ticks[0]?.campaigns[0]).toMatchObject({ previousTick: null });
    expect(funnelText((first as RunOutcome).report, "Asia/Shanghai")).toBe(
      "left open, to be tried again by the next run\n  a  2026-03-02 06:00: the data of `skip` have not come\n",
    );
  });

  test("that says `fail` fails the run before anything of the tick is decided", async () => {
    const thePlan = project(
      [
        campaign("a", on("strict")),
        campaign("b"),
        campaign("early", { schedule: { kind: "daily", at: "05:00" } }),
      ],
      { strict: { kind: "fail" } },
    );
    const ledger = await openLedger({ engine: "sqlite", path: ":memory:" });
    const late = { when: "2026-03-02 06:00", ready: [] };
    await expect(runOne(thePlan, late, ledger)).rejects.toMatchObject({
      code: "source-late",
      message: "the data of `strict` for the day before have not come",
    });
    expect([...(await ledger.lastTicks()).keys()]).toEqual(["early"]);
    const { outcome } = await runOne(thePlan, { ...late, ready: ["strict"] }, ledger);
    expect(outcome.decided).toEqual(new Set(["a", "b"]));
    await ledger.close();
  });

  test("is asked once for all its campaigns, before detection, and not for inactive ones", async () => {
    const thePlan = project(
      [campaign("a", on("one")), campaign("b", on("one")), campaign("c", { ...on("two"), status: "paused" })],
      { one: { kind: "skip" }, two: { kind: "fail" }, three: { kind: "fail" } },
    );
    const ledger = await openLedger({ engine: "sqlite", path: ":memory:" });
    const { outcome, asked } = await runOne(thePlan, { when: "2026-03-02 06:00", ready: ["one"] }, ledger);
    expect(asked).toEqual(["ready one 2026-03-02", "a", "b"]);
    expect(outcome.decided).toEqual(new Set(["a", "b", "c"]));
    await ledger.close();
  });

  test("is told of by a rehearsal as by a run", async () => {
    const thePlan = project([campaign("a", on("wait")), campaign("b")], WAIT);
    const tries = [{ when: "2026-03-02 06:00", ready: [] }];
    const [dry] = await runs(thePlan, tries, true);
    const [real] = await runs(thePlan, tries);
    expect(dry?.report).toEqual(real?.report);
  });

  test("keeps a `once` campaign waiting for its one tick", async () => {
    const once = campaign("a", {
      ...on("wait"),
      schedule: { kind: "once", date: "2026-03-02", at: "06:00" },
      followUps: [{ name: "again", after: { count: 9, unit: "day" }, unless: "responded", text: "" }],
    });
    const [first, second] = await runs(project([once], WAIT), [
      { when: "2026-03-04 06:00", ready: [] },
      { when: "2026-03-04 07:00", ready: ["wait"] },
    ]);
    expect(first?.report.leftOpen.map(({ tick }) => tick)).toEqual(["2026-03-01T22:00:00Z"]);
    expect(contactsOf(second as RunOutcome)).toEqual(["a 2026-03-01T22:00:00Z"]);
    expect(second?.report.ticks.map(({ tick }) => tick)).toEqual(["2026-03-01T22:00:00Z"]);
  });
});
