import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { type Ledger, openLedger, openLedgerReader, pruneLedger, runPlan } from "../../../runtime/index.ts";
import { batchesOf } from "../../../runtime/ledger/batches.ts";
import type { ImportedContact, ImportedResponse } from "../../../runtime/ledger/imported-rows.ts";
import { LEDGER_ENGINES, useLedgers } from "../support/ledgers.ts";
import { at, campaign, clockAt, plan, row, warehouse } from "../support/plans.ts";

const ledgerAt = useLedgers("imports");
const clock = clockAt("2026-03-02 07:00");
const how = { at: at("2026-03-01 12:00"), dryRun: false };

const contact = (key: string, more: Partial<ImportedContact> = {}): ImportedContact => ({
  key,
  customer: "c1",
  campaign: "welcome",
  channel: "sms",
  offers: ["old"],
  due: at("2026-02-01 10:00"),
  costs: { CNY: "0.5" },
  purpose: "marketing",
  state: "sent",
  ...more,
});

const response = (key: string, more: Partial<ImportedResponse> = {}): ImportedResponse => ({
  key,
  customer: "c1",
  campaign: "sale",
  channel: null,
  offers: [],
  time: at("2026-02-02 10:30"),
  amount: { amount: "12.5", currency: "CNY" },
  ...more,
});

/** All rows, whether the ledger gives them as one list or some at a time. */
async function all<Row>(
  found: AsyncIterable<readonly Row[]> | Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const batches = "then" in found ? [await found] : found;
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

async function taken(
  ledger: Ledger,
  contacts: readonly ImportedContact[],
  responses: readonly ImportedResponse[] = [],
): Promise<void> {
  const lock = await ledger.lock(clock, 0);
  await ledger.importContacts(lock, batchesOf(contacts), how);
  await ledger.importResponses(lock, batchesOf(responses), how);
  await lock.release();
}

const runs = (ledger: Ledger, time: string) =>
  runPlan({
    plan: plan([campaign("welcome")]),
    warehouse: warehouse({ welcome: [row("c1"), row("c2")] }),
    ledger,
    at: at(time),
    clock: clockAt(time),
  });

describe.each(LEDGER_ENGINES)("on %s", (engine) => {
  test("whatever counts contacts sees a former system's beside the campaigns' own, and they are no ticks", async () => {
    const place = await ledgerAt(engine);
    const ledger = await openLedger(place.settings);
    const hers = contact("1");
    const failed = contact("2", { customer: "c3", campaign: "sale", state: "failed", purpose: "service" });
    await taken(ledger, [hers, failed], [response("r")]);
    expect(await ledger.lastTicks()).toEqual(new Map());
    const { report } = await runs(ledger, "2026-03-02 06:00");
    expect(report.ticks[0]?.campaigns[0]).toMatchObject({ previousTick: null, reasons: { cap: 1 } });
    expect(report.ticks[0]?.contacts.map(({ customer }) => customer)).toEqual(["c2"]);
    const own = { due: at("2026-03-02 06:00"), channel: "sms" };
    const former = { due: hers.due, channel: "sms" };
    expect(await all(ledger.customerPlaces("welcome", 0))).toHaveLength(2);
    expect(await ledger.campaignPlaces("welcome", 0)).toEqual(
      expect.arrayContaining([
        { ...own, count: 1 },
        { ...former, count: 1 },
      ]),
    );
    expect(await ledger.channelPlaces(0)).toEqual(
      expect.arrayContaining([
        { ...own, count: 1 },
        { ...former, count: 2 },
      ]),
    );
    expect(await ledger.spending("sale", 0)).toEqual([{ due: hers.due, costs: { CNY: "0.5" }, count: 1 }]);
    expect(await all(ledger.customerContacts(0))).toContainEqual({
      ...former,
      customer: "c3",
      offers: ["old"],
      purpose: "service",
    });
    expect(await ledger.policyPlaces(0)).toContainEqual({
      ...former,
      offers: ["old"],
      segments: [],
      arm: "treated",
      costs: { CNY: "0.5" },
      count: 2,
    });
    const before = await all(ledger.contactsBefore(at("2026-03-03 06:00"), 0));
    expect(before.map(({ customer, state, wave }) => [customer, state, wave])).toEqual([
      ["c3", "failed", 0],
      ["c1", "sent", 0],
      ["c2", "waiting", 0],
    ]);
    expect(new Set(before.map(({ id }) => id)).size).toBe(3);
    expect(await all(ledger.responsesBefore(at("2026-03-03 06:00"), 0))).toMatchObject([
      { customer: "c1", campaign: "sale", channel: null, amount: { amount: "12.5", currency: "CNY" } },
    ]);
    // Neither a further wave nor a goal is looked for of what another system did.
    const chains = { waves: 1, from: 0, tick: at("2026-03-03 06:00") };
    expect((await ledger.openChains("welcome", chains)).map(({ customer }) => customer)).toEqual(["c2"]);
    const answered = ledger.contactsToAnswer("welcome", { from: 0, until: at("2026-03-03 06:00") });
    expect((await all(answered)).map(({ customer }) => customer)).toEqual(["c2"]);
    await ledger.close();
    await place.remove();
  });

  test("before a run the ledger has what runs before it decided, and what had been imported", async () => {
    const place = await ledgerAt(engine);
    const ledger = await openLedger(place.settings);
    await runs(ledger, "2026-03-02 06:00");
    await taken(ledger, [contact("1", { customer: "c3" })]);
    const tick = at("2026-03-02 06:00");
    const customers = async (run: number, startedAt: number, asRecorded: readonly string[] = []) => {
      const then = ledger.before({ run, tick, startedAt, asRecorded });
      const places = await all(then.customerPlaces("welcome", 0));
      return { places: places.map(({ customer }) => customer).sort(), ticks: (await then.lastTicks()).size };
    };
    expect(await customers(1, how.at - 1)).toEqual({ places: [], ticks: 0 });
    expect(await customers(1, how.at)).toEqual({ places: ["c3"], ticks: 0 });
    expect(await customers(2, how.at)).toEqual({ places: ["c1", "c2", "c3"], ticks: 1 });
    expect(await customers(1, how.at - 1, ["welcome"])).toEqual({ places: ["c1", "c2"], ticks: 0 });
    await ledger.close();
    await place.remove();
  });

  test("what is older than is kept becomes nobody's, and still counts in numbers", async () => {
    const place = await ledgerAt(engine);
    const ledger = await openLedger(place.settings);
    await taken(
      ledger,
      [contact("1"), contact("2", { due: at("2026-02-20 10:00") })],
      [response("r"), response("s", { time: at("2026-02-21 10:30") })],
    );
    const lock = await ledger.lock(clock, 0);
    const keep = { count: 1, unit: "month" } as const;
    const pruned = await pruneLedger(ledger, lock, { keep, at: at("2026-03-15 10:00") });
    expect(pruned).toMatchObject({ contacts: 0, imported: 2, date: "2026-02-15" });
    await lock.release();
    const places = await all(ledger.customerPlaces("welcome", 0));
    expect(places.map(({ customer }) => customer).sort()).toEqual(["c1", "forgotten:imported contact:1"]);
    const later = at("2026-03-15 10:00");
    expect(await all(ledger.contactsBefore(later, 0))).toMatchObject([{ customer: "c1" }]);
    expect(await all(ledger.responsesBefore(later, 0))).toMatchObject([{ time: at("2026-02-21 10:30") }]);
    const rows = JSON.stringify(await place.rows("imported_responses"));
    expect(rows).not.toContain(`${at("2026-02-02 10:30")}`);
    await ledger.close();
    await place.remove();
  });

  test("who is forgotten shares no pseudonym with anybody else", async () => {
    const place = await ledgerAt(engine);
    const ledger = await openLedger(place.settings);
    await taken(ledger, [contact("1")], [response("r", { customer: "c2" })]);
    const lock = await ledger.lock(clock, 0);
    await ledger.forget(lock, "c1", how.at);
    await ledger.forget(lock, "c2", how.at);
    await lock.release();
    const rows = [...(await place.rows("imported_contacts")), ...(await place.rows("imported_responses"))];
    expect(rows).toMatchObject([
      { key: "forgotten:1", customer: "forgotten:imported contact:1" },
      { key: "forgotten:1", customer: "forgotten:imported response:1" },
    ]);
    expect(JSON.stringify(rows)).toContain(`${at("2026-02-02 08:00")}`);
    expect(await ledger.tracesOf("c2")).toMatchObject({ imported: 0 });
    await ledger.close();
    await place.remove();
  });
});

test("a ledger from before there was such history is read as it is", async () => {
  const place = await ledgerAt("sqlite");
  const ledger = await openLedger(place.settings);
  await runs(ledger, "2026-03-02 06:00");
  await ledger.close();
  if (place.settings.engine !== "sqlite") throw new Error("it is a file");
  const file = new DatabaseSync(place.settings.path);
  file.exec(`drop table imported_contacts; drop table imported_responses;
    delete from migrations where number > 5`);
  file.close();
  const reader = await openLedgerReader(place.settings);
  expect(await all(reader.customerPlaces("welcome", 0))).toHaveLength(2);
  const span = { from: 0, until: at("2026-04-01 00:00") };
  expect(await reader.results.pressure(span)).toEqual([
    { contacts: 0, customers: 0 },
    { contacts: 1, customers: 2 },
  ]);
  expect(await reader.results.importedContacts(span)).toEqual([]);
  expect(await reader.results.importedResponses(span)).toEqual([]);
  await reader.close();
  await place.remove();
});
