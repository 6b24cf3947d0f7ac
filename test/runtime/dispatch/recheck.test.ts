import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Plan } from "../../../plan/index.ts";
import {
  funnelText,
  type Ledger,
  openLedger,
  type RunOutcome,
  RuntimeProblem,
  runPlan,
} from "../../../runtime/index.ts";
import type { WarehouseRow } from "../../../runtime/warehouse/warehouse.ts";
import {
  askedAgain,
  at,
  campaign,
  channel,
  clockAt,
  type FakeTables,
  type FakeWarehouse,
  plan,
  row,
  warehouse,
} from "../support/plans.ts";

let ledger: Ledger;
let server: Server;
let status = 202;
let received: string[] = [];
beforeEach(async () => {
  status = 202;
  received = [];
  ledger = await openLedger({ engine: "sqlite", path: ":memory:" });
  server = createServer((request, response) => {
    received.push(String(request.headers["idempotency-key"]));
    request.resume().on("end", () => response.writeHead(status).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await ledger.close();
  server.closeAllConnections();
  server.close();
});

const evenings = { kind: "daily", at: "21:00" } as const;
const sms = channel("sms", { hours: { from: "09:00", to: "20:00" } });
const welcome = campaign("welcome", { schedule: evenings });
const usual = plan([welcome], { channels: { sms } });

function run(
  time: string,
  bank: FakeWarehouse,
  { of = usual, tick = time, clock = clockAt(time) } = {},
): Promise<RunOutcome> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return runPlan({
    plan: of,
    warehouse: bank,
    ledger,
    at: at(tick),
    clock,
    dispatch: {
      default: {
        adapter: "webhook",
        url,
        secret: "between us",
        rate: 10_000,
        concurrency: 1,
        timeout: 1,
        allowPrivate: true,
      },
    },
  });
}

const bank = (more: FakeTables = {}) => warehouse({ welcome: [row("1"), row("2")], ...more });
const again = (excluded: (customer: string) => boolean) => ({
  "welcome again": (statement: Parameters<typeof askedAgain>[0]): readonly WarehouseRow[] =>
    askedAgain(statement).map(({ contact, customer }) => ({ contact, excluded: excluded(customer) })),
});
const askedOf = ({ asked }: FakeWarehouse) => asked.filter(({ sql }) => sql.endsWith(" again"));

test("what a run decides and sends at once is not asked again", async () => {
  const day = plan([campaign("welcome")], { channels: { sms: channel("sms") } });
  const world = bank();
  expect((await run("2026-03-02 06:00", world, { of: day })).dispatched).toMatchObject([{ messages: 2 }]);
  expect(askedOf(world)).toEqual([]);
});

test("what was put off is asked once, and leaves or is cancelled", async () => {
  await run("2026-03-02 21:00", bank());
  const world = bank(again((customer) => customer === "2"));
  const morning = await run("2026-03-03 09:00", world);
  expect(
    askedOf(world)
      .flatMap(askedAgain)
      .map(({ customer }) => customer)
      .sort(),
  ).toEqual(["1", "2"]);
  expect(morning).toMatchObject({
    dispatched: [{ messages: 1 }],
    cancelled: { messages: 1, reasons: { exclude: 1 } },
  });
  const answered = await run("2026-03-03 09:30", bank(), { tick: "2026-03-02 21:00" });
  expect(answered.report.ticks[0]?.campaigns[0]).toMatchObject({
    contacted: { sms: 2 },
    cancelled: { contacts: 1, reasons: { exclude: 1 } },
  });
  expect(funnelText(answered.report, usual.timezone)).toMatch(/ {4}cancelled since +1\n {6}exclude +1\n/);
  const later = bank(again(() => true));
  expect(await run("2026-03-03 10:00", later)).toMatchObject({ dispatched: [], cancelled: { messages: 0 } });
  expect(askedOf(later)).toEqual([]);
});

test("a customer of whom the data hold two rows is asked by both", async () => {
  await run("2026-03-02 21:00", bank());
  const twice = {
    "welcome again": (statement: Parameters<typeof askedAgain>[0]) =>
      askedAgain(statement).flatMap(({ contact, customer }) => [
        { contact, excluded: false },
        { contact, excluded: customer === "1" },
      ]),
  };
  expect(await run("2026-03-03 09:00", bank(twice))).toMatchObject({
    dispatched: [{ messages: 1 }],
    cancelled: { messages: 1 },
  });
});

test.each<readonly [string, Plan, Readonly<Record<string, number>>]>([
  ["is no more in the project", plan([], { channels: { sms } }), { campaign: 2 }],
  [
    "is a draft again",
    plan([campaign("welcome", { schedule: evenings, status: "draft" })], { channels: { sms } }),
    { campaign: 2 },
  ],
  [
    "has the channel no more",
    plan([campaign("welcome", { schedule: evenings, channelRoutes: [["email"]] })], {
      channels: { sms, email: channel("email", { message: false }) },
    }),
    { "no channel": 2 },
  ],
])("messages of a campaign that %s are cancelled", async (_, of, reasons) => {
  await run("2026-03-02 21:00", bank());
  expect(await run("2026-03-03 09:00", bank(), { of })).toMatchObject({
    dispatched: [],
    cancelled: { messages: 2, reasons },
  });
});

test("a campaign that is paused meanwhile sends what it has decided", async () => {
  await run("2026-03-02 21:00", bank());
  const paused = plan([campaign("welcome", { schedule: evenings, status: "paused" })], { channels: { sms } });
  expect((await run("2026-03-03 09:00", bank(), { of: paused })).dispatched).toMatchObject([{ messages: 2 }]);
});

test("without the warehouse nothing leaves that must be asked, and nothing is lost", async () => {
  await run("2026-03-02 21:00", bank());
  const problem = new RuntimeProblem("warehouse-unreachable", "the warehouse cannot be reached");
  const broken: FakeWarehouse = { ...bank(), query: () => Promise.reject(problem) };
  expect(await run("2026-03-03 09:00", broken)).toMatchObject({
    dispatched: [],
    undelivered: [{ code: "warehouse-unreachable" }],
    cancelled: { messages: 0 },
  });
  expect((await run("2026-03-03 09:01", bank())).dispatched).toMatchObject([{ messages: 2 }]);
});

test("a message that was tried in vain is asked again, for its channel's hours too", async () => {
  await run("2026-03-02 21:00", bank());
  status = 503;
  expect((await run("2026-03-03 19:59", bank())).dispatched).toMatchObject([{ messages: 0, later: 2 }]);
  status = 202;
  expect(await run("2026-03-03 20:05", bank())).toMatchObject({
    dispatched: [],
    outsideHours: [{ channel: "sms", messages: 2 }],
  });
  const morning = await run("2026-03-04 09:00", bank(again((customer) => customer === "1")), {
    tick: "2026-03-03 20:05",
  });
  expect(morning).toMatchObject({
    dispatched: [{ messages: 1 }],
    outsideHours: [],
    cancelled: { messages: 1 },
  });
  expect(new Set(received).size).toBe(2);
});

test("a long dispatch does not run on past the end of the hours in which it began", async () => {
  const many = warehouse({ welcome: Array.from({ length: 450 }, (_, index) => row(String(index))) });
  await run("2026-03-02 21:00", many);
  const clock = () => (received.length < 200 ? at("2026-03-03 19:59") : at("2026-03-03 20:01")) / 1_000;
  const sent = await run("2026-03-03 19:59", many, { clock });
  expect(sent).toMatchObject({
    dispatched: [{ messages: 200, later: 0 }],
    outsideHours: [{ channel: "sms", messages: 250 }],
    undelivered: [],
  });
  const morning = await run("2026-03-04 09:00", many, { tick: "2026-03-03 19:59" });
  expect(morning.dispatched).toMatchObject([{ messages: 250 }]);
  expect(new Set(received).size).toBe(450);
  expect(received).toHaveLength(450);
});

test("what a channel that was closed did not take is asked again too", async () => {
  await run("2026-03-02 21:00", bank());
  status = 401;
  expect((await run("2026-03-03 09:00", bank())).undelivered).toMatchObject([{ code: "dispatch-failed" }]);
  status = 202;
  expect(await run("2026-03-03 09:05", bank(again((customer) => customer === "2")))).toMatchObject({
    dispatched: [{ messages: 1 }],
    cancelled: { messages: 1 },
  });
});

test("an exclusion that asks for contacts is not told of the message itself", async () => {
  const contacts = { kind: "ledger", rows: { kind: "contact" } } as const;
  const statement = {
    sql: "welcome again",
    parameters: [{ kind: "ledger", rows: { kind: "messages" } } as const, contacts],
  };
  const asking = plan(
    [
      campaign("welcome", {
        schedule: evenings,
        caps: [{ kind: "customer", limit: 9, within: { kind: "ever" }, text: "9 per customer" }],
        recheck: { statement: { duckdb: statement, postgres: statement }, columns: welcome.recheck.columns },
      }),
    ],
    { channels: { sms } },
  );
  await run("2026-03-02 21:00", bank(), { of: asking });
  await run("2026-03-03 21:00", bank(), { of: asking });
  const world = bank();
  await run("2026-03-04 09:00", world, { of: asking, tick: "2026-03-03 21:00" });
  const told = askedOf(world).map(({ parameters }) => [
    askedAgain({ sql: "", parameters }).length,
    JSON.parse(String(parameters[1])).length,
  ]);
  expect(told).toEqual([[2, 2]]);
});
