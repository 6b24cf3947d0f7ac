import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  type Ledger,
  type LedgerLock,
  type LedgerSettings,
  openLedger,
  openLedgerReader,
  pruneLedger,
  runPlan,
} from "../../../runtime/index.ts";
import type { DispatchMessage } from "../../../runtime/ledger/outgoing.ts";
import type { CampaignTick, ContactRecord, DecidedContact } from "../../../runtime/ledger/records.ts";
import { TRANSFERRED_TABLES } from "../../../runtime/ledger/transfer/transferred-tables.ts";
import { EMPTY_FUNNEL } from "../../../runtime/run/funnel.ts";
import { LEDGER_ENGINES, type LedgerPlace, useLedgers } from "../support/ledgers.ts";
import { backToVersion } from "../support/older-ledger.ts";
import { at, campaign, clockAt, plan, row, warehouse } from "../support/plans.ts";

const ledgerAt = useLedgers("forgotten");
const TICK = at("2026-03-02 06:00");
const KEY = "a key that is long enough";

/** All that can be recognised of the one who is forgotten. */
const HERS = ["MRS-PEEL", "peel@avengers.example", "Dear Emma", "EVENT-OF-PEEL", "VALUE-4711", "+441234567"];

/** All that is due, whoever decided it. */
const CLAIM = { runsAfter: 0, again: { allowed: [], refused: [] } };

const contactOf = (customer: string, wave: number, more: Partial<ContactRecord> = {}): ContactRecord => ({
  campaign: "welcome",
  tick: TICK,
  wave,
  customer,
  arm: "treated",
  occasion: `EVENT-OF-${customer.slice(4)}`,
  event: { id: `EVENT-OF-${customer.slice(4)}`, time: TICK - 5 },
  value: { amount: "4711", currency: "CNY" },
  channel: "sms",
  offers: ["card"],
  due: TICK,
  costs: { CNY: "0.05" },
  purpose: "marketing",
  carried: {
    amount: customer === "MRS-PEEL" ? "VALUE-4711" : "VALUE-1",
    name: `Dear ${customer === "MRS-PEEL" ? "Emma" : "John"}`,
  },
  segments: ["wealthy"],
  ...more,
});

const messageTo = (contact: ContactRecord, address: string): DecidedContact => ({
  contact,
  outgoing: {
    key: `key of ${contact.customer} ${contact.wave}`,
    address,
    subject: `Dear ${contact.customer}`,
    message: contact.carried["name"] ?? "",
  },
});

const tickOf = (name: string): CampaignTick => ({
  campaign: name,
  label: null,
  owner: "retail",
  tick: TICK,
  previousTick: null,
  active: true,
  floor: TICK,
  campaignHash: "hash",
  planHash: "hash",
  funnel: EMPTY_FUNNEL,
});

/**
 * Two customers of whom a message each was sent, refused for good, is to be tried again, and waits; who were rejected and are
 * members of something.
 */
async function lived(ledger: Ledger, lock: LedgerLock): Promise<void> {
  const both = ["MRS-PEEL", "MR-STEED"].flatMap((customer) =>
    [0, 1, 2, 3].map((wave) => {
      const later = wave === 3 ? { due: TICK + 3_600_000_000 } : {};
      const address = customer === "MRS-PEEL" ? "peel@avengers.example" : "steed@avengers.example";
      return messageTo(contactOf(customer, wave, later), address);
    }),
  );
  await ledger.commit(lock, {
    tick: TICK,
    at: TICK,
    startedAt: TICK,
    planHash: "hash",
    campaigns: [tickOf("welcome")],
    contacts: [...both, { contact: contactOf("MRS-PEEL", 0, { arm: "control", occasion: "+441234567" }) }],
    rejections: ["MRS-PEEL", "MR-STEED"].map((customer) => ({
      ...contactOf(customer, 4),
      reasons: [{ channel: "sms", code: "unknown name" }],
    })),
    memberships: [
      {
        campaign: "welcome",
        meaning: "m",
        put: [
          { customer: "MRS-PEEL", value: "VALUE-4711" },
          { customer: "MR-STEED", value: "x" },
        ],
        removed: [],
      },
    ],
  });
  const [dispatch] = await ledger.claimDue(lock, TICK, CLAIM);
  if (dispatch === undefined) throw new Error("nothing was due");
  const messages: DispatchMessage[] = [];
  for await (const batch of ledger.dispatchMessages(dispatch.id)) messages.push(...batch);
  const of = (wave: number) => messages.filter((one) => one.wave === wave).map(({ contact }) => contact);
  await ledger.recordDeliveries(lock, dispatch.id, TICK, {
    sent: of(0),
    refused: of(1).map((contact) => ({ contact, reason: "the gateway answered 400" })),
    later: of(2).map((contact) => ({ contact, until: TICK + 60_000_000, reason: "no answer" })),
  });
  await ledger.finishDispatch(lock, dispatch.id, TICK, "gateway.example");
}

/** Does work on a place's ledger under its lock. */
async function withLock<Result>(
  settings: LedgerSettings,
  work: (ledger: Ledger, lock: LedgerLock) => Promise<Result>,
): Promise<Result> {
  const ledger = await openLedger(settings);
  try {
    const lock = await ledger.lock(clockAt("2026-03-02 06:00"), 0);
    try {
      return await work(ledger, lock);
    } finally {
      await lock.release();
    }
  } finally {
    await ledger.close();
  }
}

/** Rejections with their reasons, and what reports count of them. */
async function refusals(ledger: Ledger) {
  const counted: unknown[] = [];
  for await (const rows of ledger.results.refusals({ from: 0, until: TICK + 1 }))
    counted.push(...rows.map(({ list, ...row }) => row));
  const campaigns = [...(await ledger.lastTicks()).keys()];
  return { rejections: await ledger.rejections(TICK, campaigns), counted };
}

/** All that a reader of the database finds: of SQLite the bytes of its files, of PostgreSQL its rows. */
async function everything({ settings, rows }: LedgerPlace): Promise<string> {
  const tables = await Promise.all(
    TRANSFERRED_TABLES.map(async (table) => JSON.stringify(await rows(table))),
  );
  if (settings.engine === "postgres") return tables.join("\n");
  const files = ["", "-wal", "-shm"]
    .map((ending) => `${settings.path}${ending}`)
    .filter((path) => existsSync(path));
  return [...tables, ...files.map((path) => readFileSync(path, "latin1"))].join("\n");
}

const metIn = (text: string): readonly string[] => HERS.filter((mark) => text.includes(mark));

describe.each(LEDGER_ENGINES)("a customer who is forgotten, in %s", (engine) => {
  test("is nowhere in it, and all that is counted is as it was", async () => {
    const place = await ledgerAt(engine);
    await withLock(place.settings, lived);
    expect(metIn(await everything(place))).toEqual(HERS);
    // Rows of the other one, in all tables.
    const others = async (): Promise<number> => {
      const tables = await Promise.all(TRANSFERRED_TABLES.map((table) => place.rows(table)));
      return JSON.stringify(tables).split("MR-STEED").length;
    };
    // In no order: a grouping has none.
    const countedOf = async (ledger: Ledger) => {
      const lists: readonly (readonly unknown[])[] = [
        await ledger.channelPlaces(0),
        await ledger.campaignPlaces("welcome", 0),
        await ledger.spending("welcome", 0),
        await ledger.policyPlaces(0),
      ];
      return [lists.map((list) => list.map((one) => JSON.stringify(one)).sort()), await ledger.lastTicks()];
    };
    const before = await withLock(place.settings, countedOf);
    const rowsBefore = await others();

    const forgotten = await withLock(place.settings, (ledger, lock) => ledger.forget(lock, "MRS-PEEL", TICK));
    expect(forgotten).toEqual({
      contacts: 5,
      rejections: 1,
      memberships: 1,
      imported: 0,
      responses: 0,
      tasks: 0,
      messages: 4,
      waiting: 2,
      sent: [{ channel: "sms", target: "gateway.example", at: TICK }],
      shared: 0,
      marked: false,
    });

    expect(metIn(await everything(place))).toEqual([]);
    expect(await withLock(place.settings, countedOf)).toEqual(before);
    expect(await others()).toBe(rowsBefore);
    await place.remove();
  });

  test("gets none of the messages that waited, and others get theirs", async () => {
    const place = await ledgerAt(engine);
    await withLock(place.settings, lived);
    await withLock(place.settings, (ledger, lock) => ledger.forget(lock, "MRS-PEEL", TICK));
    const later = TICK + 7_200_000_000;
    const customers = await withLock(place.settings, async (ledger, lock) => {
      const found: string[] = [];
      for (const { id } of await ledger.claimDue(lock, later, CLAIM)) {
        for await (const batch of ledger.dispatchMessages(id))
          found.push(...batch.map(({ customer }) => customer));
      }
      return found;
    });
    expect(customers).toEqual(["MR-STEED", "MR-STEED"]);
    const states = (await place.rows("contacts")) as readonly {
      readonly customer: string;
      readonly state: string;
    }[];
    const hers = states.filter(({ customer }) => customer.startsWith("forgotten:"));
    expect(hers.map(({ state }) => state).sort()).toEqual(["cancelled", "cancelled", "failed", null, "sent"]);
    expect(new Set(hers.map(({ customer }) => customer)).size).toBe(1);
    await place.remove();
  });

  test("is asked of no warehouse any more", async () => {
    const place = await ledgerAt(engine);
    await withLock(place.settings, lived);
    const asked = async (ledger: Ledger): Promise<readonly string[]> => {
      const found: string[] = [];
      for await (const batch of ledger.contactsBefore(TICK + 1, 0))
        found.push(...batch.map(({ customer }) => customer));
      const chains = await ledger.openChains("welcome", { waves: 9, from: 0, tick: TICK + 7_200_000_000 });
      return [...new Set([...found, ...chains.map(({ customer }) => customer)])].sort();
    };
    expect(await withLock(place.settings, asked)).toEqual(["MR-STEED", "MRS-PEEL"]);
    await withLock(place.settings, (ledger, lock) => ledger.forget(lock, "MRS-PEEL", TICK));
    expect(await withLock(place.settings, asked)).toEqual(["MR-STEED"]);
    await place.remove();
  });

  test("is not contacted again where the project has a key, and leaves no trace", async () => {
    const place = await ledgerAt(engine);
    const settings = { ...place.settings, forgetKey: KEY };
    const daily = plan([
      campaign("welcome", {
        caps: [{ kind: "customer", limit: 9, within: { kind: "ever" }, text: "9 per customer" }],
      }),
    ]);
    const run = async (settingsOfRun: LedgerSettings, when: string) => {
      const ledger = await openLedger(settingsOfRun);
      try {
        const tables = { welcome: [row("MRS-PEEL"), row("MR-STEED")] };
        const { report } = await runPlan({
          plan: daily,
          warehouse: warehouse(tables),
          ledger,
          at: at(when),
          clock: clockAt(when),
        });
        return report.ticks.at(-1)?.contacts.map(({ customer }) => customer);
      } finally {
        await ledger.close();
      }
    };
    expect(await run(settings, "2026-03-02 06:00")).toEqual(["MR-STEED", "MRS-PEEL"]);
    await withLock(settings, (ledger, lock) => ledger.forget(lock, "MRS-PEEL", TICK));
    expect(await run(settings, "2026-03-04 06:00")).toEqual(["MR-STEED"]);
    expect(await everything(place)).not.toContain("MRS-PEEL");
    // Without the key nobody could say who is meant: nothing is decided then.
    await expect(run(place.settings, "2026-03-06 06:00")).rejects.toMatchObject({ code: "forget-key" });
    await expect(run({ ...settings, forgetKey: `${KEY}!` }, "2026-03-06 06:00")).rejects.toMatchObject({
      code: "forget-key",
    });
    const other = { ...settings, forgetKey: `${KEY}!` };
    await expect(
      withLock(other, (ledger, lock) => ledger.forget(lock, "MR-STEED", TICK)),
    ).rejects.toMatchObject({ code: "forget-key" });
    // Forgotten again, there is nothing to change.
    const again = await withLock(settings, (ledger, lock) => ledger.forget(lock, "MRS-PEEL", TICK));
    expect(again).toMatchObject({ contacts: 0, messages: 0, marked: true });
    await place.remove();
  });

  test("nothing is known of who was contacted before the time that is kept, each row by itself", async () => {
    const place = await ledgerAt(engine);
    await withLock(place.settings, lived);
    const keep = { count: 1, unit: "year" } as const;
    const prune = (when: string) =>
      withLock(place.settings, (ledger, lock) => pruneLedger(ledger, lock, { keep, at: at(when) }));
    expect(await prune("2027-03-02 00:00")).toEqual({
      date: "2026-03-01",
      contacts: 0,
      imported: 0,
      rejections: 0,
      messages: 0,
    });
    expect(metIn(await everything(place))).toEqual(HERS);
    // What waits is not old: the others are.
    expect(await prune("2027-03-04 12:00")).toEqual({
      date: "2026-03-04",
      contacts: 5,
      imported: 0,
      rejections: 2,
      messages: 4,
    });
    const contacts = (await place.rows("contacts")) as readonly { readonly customer: string }[];
    const pseudonyms = contacts.map(({ customer }) => customer).filter((one) => one.startsWith("forgotten:"));
    expect(new Set(pseudonyms).size).toBe(5);
    expect(await prune("2027-03-04 12:00")).toMatchObject({ contacts: 0, rejections: 0, messages: 0 });
    await place.remove();
  });
});

test("a ledger of before, which has no marks, is read", async () => {
  const place = await ledgerAt("sqlite");
  await withLock(place.settings, lived);
  const rejected = await withLock(place.settings, refusals);
  if (place.settings.engine !== "sqlite") throw new Error("not SQLite");
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(place.settings.path);
  database.exec(backToVersion(4));
  database.close();
  const reader = await openLedgerReader(place.settings);
  expect((await reader.forgotten())("MRS-PEEL")).toBe(false);
  expect(rejected.rejections).not.toEqual([]);
  expect(await refusals(reader)).toEqual(rejected);
  await reader.close();
  // Opened for writing it is brought up to date.
  expect(await withLock(place.settings, async (ledger) => (await ledger.forgotten())("MRS-PEEL"))).toBe(
    false,
  );
  await place.remove();
});

test("of answers what occurred remains, and not which nor when", async () => {
  const place = await ledgerAt("sqlite");
  await withLock(place.settings, lived);
  if (place.settings.engine !== "sqlite") throw new Error("not SQLite");
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(place.settings.path);
  database.exec(`insert into responses (contact, time, amount, currency, kind, event, event_id)
    select id, ${TICK + 90_000_000_000}, '12', 'CNY', 'goal', 'card_opened', 'GOAL-OF-' || customer
    from contacts where wave = 0 and arm = 'treated'`);
  database.close();
  await withLock(place.settings, (ledger, lock) => ledger.forget(lock, "MRS-PEEL", TICK));
  expect(await everything(place)).not.toContain("GOAL-OF-MRS-PEEL");
  const rows = (await place.rows("responses")) as readonly Readonly<Record<string, unknown>>[];
  expect(rows.map(({ event, event_id, time, amount }) => [event, event_id, time, amount])).toEqual([
    ["card_opened", expect.stringMatching(/^forgotten:\d+$/), at("2026-03-02 08:00"), "12"],
    ["card_opened", "GOAL-OF-MR-STEED", TICK + 90_000_000_000, "12"],
  ]);
  const sought = await withLock(place.settings, async (ledger) => {
    const found: string[] = [];
    for await (const batch of ledger.contactsToAnswer("welcome", { from: 0, until: TICK + 1 })) {
      found.push(...batch.map(({ customer }) => customer));
    }
    return new Set(found);
  });
  expect(sought).toEqual(new Set(["MR-STEED"]));
  await place.remove();
});
