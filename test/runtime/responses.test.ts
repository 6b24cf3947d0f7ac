import { expect, test } from "vitest";
import {
  type Ledger,
  type LedgerSettings,
  openLedger,
  parseInstant,
  runPlan,
  type Warehouse,
} from "../../runtime/index.ts";
import { compileProject } from "../support/detection.ts";
import { type LoadedTables, useEngines } from "../support/engines.ts";

const engines = useEngines("responses");
const zone = "Europe/London";

const catalog = `catalog: 1
timezone: ${zone}
currency: GBP
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  buys: { relation: buys, grain: event, customer: person, time: { column: bought, zone: ${zone} }, id: buy, lateness: 1 day }
tags:
  age: { type: integer, from: people.age }
events:
  buy: { source: buys, attributes: { amount: { type: money(GBP) } } }
channels:
  letter: { message: none }
`;

/** Two campaigns with a goal each that one purchase can meet, and one that gives ticks on every day. */
const campaigns = `
offer card { value 20 GBP }
campaign spring {
  owner "team"
  segment age >= 18
  trigger once at 2026-03-02 06:00
  window 2026-03-01 .. 2026-03-31
  offer card
  channel letter
  priority 60
  caps 1 per customer
  holdout 40%
  goal buy where amount >= 10 GBP within 7 days worth amount * 10%
}
campaign summer {
  owner "team"
  segment age >= 18
  trigger once at 2026-03-04 06:00
  window 2026-03-01 .. 2026-03-31
  offer card
  channel letter
  priority 50
  caps 1 per customer
  goal buy within 7 days
}
campaign again {
  owner "team"
  segment exists(response where campaign = spring, ever)
  trigger daily at 06:00
  window 2026-03-01 .. 2026-03-31
  offer card
  channel letter
  priority 10
  caps 1 per customer
}
`;

/** Purchase 6 comes a day late; 1 is when spring's contacts were due, 5 when summer's time ends, 7 a microsecond later. */
const tables = (
  late: boolean,
): string => `create table people as select i as id, 30 as age from range(1, 7) people (i);
  create table buys as select * from (values
    (1, 1, timestamp '2026-03-02 06:00:00', 99.00::decimal(12, 2)),
    (2, 1, timestamp '2026-03-03 12:00:00', 25.00),
    (3, 1, timestamp '2026-03-05 12:00:00', 12.34),
    (4, 2, timestamp '2026-03-05 13:00:00', 19.99),
    (9, 2, timestamp '2026-03-05 14:00:00', 9.99),
    (5, 3, timestamp '2026-03-11 06:00:00', 50.00),
    ${late ? "(6, 4, timestamp '2026-03-07 05:00:00', 70.00)," : ""}
    (7, 5, timestamp '2026-03-11 06:00:00.000001', 50.00),
    (8, 6, timestamp '2026-03-03 23:59:59', 11.00)
  ) buys (buy, person, bought, amount);`;

const days = Array.from({ length: 12 }, (_, index) => `2026-03-${String(index + 2).padStart(2, "0")} 06:00`);

const LATE_FROM = "2026-03-08 06:00";

interface Told {
  readonly contacts: readonly string[];
  readonly responses: readonly string[];
}

/** Runs day after day; from the seventh on the late purchase is there. */
async function told(engine: number, before: LoadedTables, after: LoadedTables, settings: LedgerSettings) {
  const { plan } = compileProject(catalog, campaigns);
  const ledger = await openLedger(settings);
  try {
    for (const day of days) {
      const at = instant(day);
      const warehouse = (day < LATE_FROM ? before : after).warehouses[engine] as Warehouse;
      const options = { plan, warehouse, ledger, at, clock: () => at / 1000 };
      const rehearsed = await runPlan({ ...options, dryRun: true });
      // A rehearsal finds the responses, too, and leaves them unwritten.
      expect(rehearsed.report).toEqual((await runPlan(options)).report);
    }
    return await read(ledger);
  } finally {
    await ledger.close();
  }
}

function instant(text: string): number {
  const found = parseInstant(text, zone);
  if (found === undefined) throw new Error(`malformed instant: ${text}`);
  return found;
}

async function read(ledger: Ledger): Promise<Told> {
  const names = new Map<unknown, string>();
  for await (const rows of ledger.tableRows("contacts")) {
    for (const [id, campaign, , , customer, arm] of rows) {
      names.set(id, `${campaign} ${customer}${arm === "control" ? " control" : ""}`);
    }
  }
  const responses: string[] = [];
  for await (const rows of ledger.tableRows("responses")) {
    for (const [, contact, , amount, , kind, event, id, best, shares] of rows) {
      const credit = shares === null ? "not credited" : `1/${shares}${best === 1 ? " best" : ""}`;
      responses.push(`${names.get(contact)}: ${kind} ${event} ${id}, ${amount} GBP, ${credit}`);
    }
  }
  return { contacts: [...names.values()].sort(), responses: responses.sort() };
}

test("goals are found in contacts' time on every store, and credited to the latest, in shares, and each", async () => {
  const before = await engines.load(tables(false), zone);
  const after = await engines.load(tables(true), zone);
  const { url } = after.postgres.database;
  const embedded = await told(0, before, after, { engine: "sqlite", path: ":memory:" });
  expect(embedded).toEqual({
    contacts: [
      "again 1",
      "again 6",
      "spring 1",
      "spring 2 control",
      ...[3, 4, 5, 6].map((customer) => `spring ${customer}`),
      ...[1, 2, 3, 4, 5, 6].map((customer) => `summer ${customer}`),
    ],
    responses: [
      "spring 1: goal buy 2, 2.5 GBP, 1/1 best",
      "spring 1: goal buy 3, 1.234 GBP, 1/2",
      "spring 2 control: goal buy 4, 1.999 GBP, not credited",
      "spring 4: goal buy 6, 7 GBP, 1/2",
      "spring 6: goal buy 8, 1.1 GBP, 1/1 best",
      "summer 1: goal buy 3, 20 GBP, 1/2 best",
      "summer 2: goal buy 4, 20 GBP, 1/1 best",
      "summer 2: goal buy 9, 20 GBP, 1/1 best",
      "summer 3: goal buy 5, 20 GBP, 1/1 best",
      "summer 4: goal buy 6, 20 GBP, 1/2 best",
    ],
  });
  for (const engine of [0, 1]) {
    const settings = { engine: "postgres", url, schema: `ledger_${engine}` } as const;
    expect(await told(engine, before, after, settings)).toEqual(embedded);
  }
}, 180_000);
