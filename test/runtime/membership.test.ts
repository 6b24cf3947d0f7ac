import { expect, test } from "vitest";
import type { CampaignPlan, Plan } from "../../plan/index.ts";
import { openLedger, runPlan } from "../../runtime/index.ts";
import type { BoundStatement } from "../../runtime/warehouse/warehouse.ts";
import { at, campaign, channel, clockAt, type FakeTables, plan, row, warehouse } from "./support/plans.ts";
import { reportsOf, type Step } from "./support/ticks.ts";

interface AskedMember {
  readonly customer: string;
  readonly value: string | null;
}

const ledgerRows = [{ kind: "ledger", rows: { kind: "members" } }] as const;

function comparing(meaning = "m1", more: Partial<CampaignPlan> = {}): CampaignPlan {
  const members = { sql: "members", parameters: [] };
  const detection = { sql: "detection", parameters: ledgerRows };
  return campaign("moves", {
    firing: { kind: "membership", meaning, members: { duckdb: members, postgres: members } },
    detection: { duckdb: detection, postgres: detection },
    caps: [{ kind: "customer", limit: 99, within: { kind: "ever" }, text: "99 per customer" }],
    ...more,
  });
}

const project = (one: CampaignPlan): Plan =>
  plan([one], { channels: { sms: channel("sms", { message: false }) } });

/** A warehouse in which customers stand so, and whose detection finds whoever stands otherwise than before. */
function standing(now: Readonly<Record<string, string | null>>): FakeTables {
  return {
    members: Object.entries(now).map(([customer, value]) => ({ customer, value })),
    detection: (statement) => {
      const before = new Map(asked(statement).map(({ customer, value }) => [customer, value]));
      const known = [...before.keys()];
      const changed = Object.keys(now).filter((customer) => now[customer] !== before.get(customer));
      const gone = known.filter((customer) => !Object.hasOwn(now, customer));
      return [...changed, ...gone].map((customer) => row(customer));
    },
  };
}

function asked(statement: BoundStatement): readonly AskedMember[] {
  return JSON.parse(String(statement.parameters[0]));
}

function step(date: number, thePlan: Plan, now: Readonly<Record<string, string | null>>): Step {
  return { tick: `2026-03-0${date} 06:00`, plan: thePlan, tables: standing(now) };
}

async function found(steps: readonly Step[]): Promise<readonly (readonly string[])[]> {
  const reports = await reportsOf(steps);
  return reports.map((report) => report.ticks[0]?.contacts.map(({ customer }) => customer) ?? []);
}

test("the first tick only records; the next ones compare with the last", async () => {
  const thePlan = project(comparing());
  const steps = [
    step(2, thePlan, { 1: "", 2: "" }),
    step(3, thePlan, { 1: "", 3: "" }),
    step(4, thePlan, { 1: "", 3: "" }),
    step(7, thePlan, { 2: "", 3: "" }),
  ];
  expect(await found(steps)).toEqual([[], ["2", "3"], [], ["1", "2"]]);
  const [first] = await reportsOf(steps);
  expect(first?.ticks[0]?.campaigns[0]).toMatchObject({ detected: 0, recorded: 2 });
});

test("unknown is a value, and a customer whom the data hold twice stands once, in any order", async () => {
  const thePlan = project(comparing());
  const twice = (...values: readonly (string | null)[]): Step => ({
    ...step(2, thePlan, {}),
    tables: { members: values.map((value) => ({ customer: "1", value })) },
  });
  for (const first of [twice("b", null, "a"), twice("a", "b", null), step(2, thePlan, { 1: null })]) {
    expect(await found([first, step(3, thePlan, { 1: null })])).toEqual([[], []]);
    expect(await found([first, step(3, thePlan, { 1: "a" })])).toEqual([[], ["1"]]);
  }
});

test("after the meaning was changed, and after a pause, a tick only records", async () => {
  const steps = [
    step(2, project(comparing()), { 1: "" }),
    step(3, project(comparing("m2")), { 2: "" }),
    step(4, project(comparing("m2")), { 2: "", 3: "" }),
    step(5, project(comparing("m2", { status: "paused" })), { 4: "" }),
    step(6, project(comparing("m2")), { 5: "" }),
    step(7, project(comparing("m2")), { 5: "", 6: "" }),
  ];
  expect(await found(steps)).toEqual([[], [], ["3"], [], [], ["6"]]);
});

test("the occasion is the tick: a customer who comes in again is a candidate again", async () => {
  const thePlan = project(comparing());
  const steps = [
    step(2, thePlan, {}),
    step(3, thePlan, { 1: "" }),
    step(4, thePlan, {}),
    step(5, thePlan, { 1: "" }),
  ];
  expect(await found(steps)).toEqual([[], ["1"], ["1"], ["1"]]);
});

test("who stands how is written with the tick's decisions or not at all", async () => {
  const ledger = await openLedger({ engine: "sqlite", path: ":memory:" });
  const run = (date: number, now: Readonly<Record<string, string | null>>, broken = false) =>
    runPlan({
      plan: project(comparing()),
      warehouse: warehouse(standing(now)),
      ledger: broken
        ? {
            ...ledger,
            // The same contact twice: the ledger refuses the whole decision.
            commit: (lock, decision) =>
              ledger.commit(lock, { ...decision, contacts: [...decision.contacts, ...decision.contacts] }),
          }
        : ledger,
      at: at(`2026-03-0${date} 06:00`),
      clock: clockAt(`2026-03-0${date} 06:00`),
    });
  await run(2, { 1: "" });
  await expect(run(3, { 2: "" }, true)).rejects.toThrow(/unique/i);
  expect(await ledger.members("moves")).toEqual([{ customer: "1", value: "" }]);
  expect(await ledger.memberState("moves")).toMatchObject({ tick: at("2026-03-02 06:00") });
  const { report } = await run(3, { 2: "" });
  expect(report.ticks[0]?.contacts.map(({ customer }) => customer)).toEqual(["1", "2"]);
  expect(await ledger.members("moves")).toEqual([{ customer: "2", value: "" }]);
  await ledger.close();
});
