import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../../plan/index.ts";
import { openLedger, parseInstant, type RunOutcome, runPlan } from "../../../runtime/index.ts";
import { compileProject } from "../../support/detection.ts";
import { type LoadedTables, useEngines } from "../../support/engines.ts";
import { useLedgers } from "../support/ledgers.ts";

const engines = useEngines("recheck");
const makeLedger = useLedgers("recheck_ledgers");

/** A bank whose copies of one day and the next differ: what holds in the evening need not hold in the morning. */
const CATALOG = `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer, snapshot: ds }
tags:
  phone: { type: text, from: people.phone }
  agreed: { type: boolean, from: people.agreed }
  complains: { type: boolean, from: people.complains }
  barred: { type: boolean, from: people.barred }
channels:
  sms: { address: phone, consent: agreed, hours: 09:00 .. 20:00 }
`;

const CAMPAIGNS = `segment do_not_contact = barred
policy { suppress do_not_contact }
offer card { message sms "A card for you" }
campaign evening {
  owner    "bank/cards"
  segment  phone is known
  exclude  complains or exists(contact where channel = sms, 0..7 days ago)
  trigger  daily at 21:00
  window   2026-01-01 .. 2026-12-31
  offer    card
  channel  sms
  priority 50
  caps     1 per customer per 30 days
}`;

const TABLES = `create table people (ds date, id integer, phone varchar, agreed boolean, complains boolean, barred boolean);
insert into people values
  ('2026-03-02', 1, '1', true, false, false), ('2026-03-03', 1, '1', true, false, false),
  ('2026-03-02', 2, '2', true, false, false), ('2026-03-03', 2, '2', false, false, false),
  ('2026-03-02', 3, '3', true, false, false), ('2026-03-03', 3, null, true, false, false),
  ('2026-03-02', 4, '4', true, false, false), ('2026-03-03', 4, '4', true, true, false),
  ('2026-03-02', 5, '5', true, false, false), ('2026-03-03', 5, '5', null, false, true),
  ('2026-03-02', 6, '6', true, false, false),
  ('2026-03-02', 7, '7', true, false, false), ('2026-03-03', 7, '77', true, false, false)`;

interface ContactRow {
  readonly id: number | string;
  readonly customer: string;
  readonly state: string;
}

interface ReasonRow {
  readonly contact: number | string;
  readonly code: string;
  readonly rule: string | null;
}

describe.each([
  ["DuckDB", "SQLite", 0, "sqlite"],
  ["PostgreSQL", "PostgreSQL", 1, "postgres"],
  ["DuckDB", "PostgreSQL", 0, "postgres"],
] as const)("with a warehouse in %s and a ledger in %s", (_warehouse, _ledger, index, engine) => {
  let plan: Plan;
  let tables: LoadedTables;
  beforeAll(async () => {
    plan = compileProject(CATALOG, CAMPAIGNS).plan;
    tables = await engines.load(TABLES, plan.timezone);
  }, 120_000);

  test("messages that were put off are asked again, and cancelled where they are no longer allowed", async () => {
    const place = await makeLedger(engine);
    const outbox = mkdtempSync(join(tmpdir(), "baleen-recheck-"));
    const ledger = await openLedger(place.settings);
    const warehouse = tables.warehouses[index];
    if (warehouse === undefined) throw new Error("there are two engines");
    const run = async (text: string): Promise<RunOutcome> => {
      const at = parseInstant(text, plan.timezone);
      if (at === undefined) throw new Error(`malformed instant: ${text}`);
      const dispatch = { default: { adapter: "file" as const, path: outbox } };
      return runPlan({ plan, warehouse, ledger, at, clock: () => at / 1_000, dispatch });
    };
    try {
      const evening = await run("2026-03-02 21:00");
      expect(evening.report.ticks[0]?.contacts.map(({ customer }) => customer)).toEqual([
        ...["1", "2", "3", "4", "5", "6", "7"],
      ]);
      expect(evening).toMatchObject({ dispatched: [], cancelled: { messages: 0 } });
      const morning = await run("2026-03-03 09:00");
      expect(morning.cancelled).toEqual({
        messages: 5,
        reasons: { address: 2, consent: 3, exclude: 2, suppressed: 1 },
      });
      expect(morning.dispatched).toMatchObject([{ channel: "sms", messages: 2 }]);
      const [file = ""] = readdirSync(outbox);
      const sent = readFileSync(join(outbox, file), "utf8").split("\r\n").slice(1, -1);
      expect(sent.map((line) => line.split(",").slice(3, 5))).toEqual([
        ["1", "1"],
        ["7", "77"],
      ]);
      const contacts = (await place.rows("contacts")) as readonly ContactRow[];
      const reasons = (await place.rows("cancellation_reasons")) as readonly ReasonRow[];
      const customers = new Map(contacts.map(({ id, customer }) => [id, customer]));
      expect(
        reasons
          .map(({ contact, code, rule }) => `${customers.get(contact)} ${code} ${rule ?? ""}`.trim())
          .sort(),
      ).toEqual([
        "2 consent",
        "3 address",
        "4 exclude",
        "5 consent",
        "5 suppressed suppress do_not_contact",
        "6 address",
        "6 consent",
        "6 exclude",
      ]);
      const cancelled = (await place.rows("cancellations")) as readonly { readonly reason: string }[];
      expect(new Set(cancelled.map(({ reason }) => reason))).toEqual(new Set(["no longer allowed"]));
      const sentTo = contacts.flatMap(({ customer, state }) => (state === "sent" ? [customer] : []));
      expect(sentTo.sort()).toEqual(["1", "7"]);
      expect(contacts.filter(({ state }) => state === "cancelled")).toHaveLength(5);
      expect(await run("2026-03-03 10:00")).toMatchObject({ dispatched: [], cancelled: { messages: 0 } });
      // It keeps its place: nobody is contacted anew, who was cancelled neither.
      const next = await run("2026-03-03 21:00");
      expect(next.report.ticks.at(-1)?.contacts).toEqual([]);
    } finally {
      await ledger.close();
      await place.remove();
      rmSync(outbox, { recursive: true, force: true });
    }
  });
});
