import { expect, test } from "vitest";
import { bindStatement } from "../../../runtime/calendar/parameters.ts";
import { parseInstant } from "../../../runtime/index.ts";
import { bankOf, campaignNamed, only } from "../../support/detection.ts";
import { type LoadedTables, useEngines } from "../../support/engines.ts";

const engines = useEngines("sources");

const sources = `catalog: 1
timezone: Europe/London
currency: GBP
customer: { key: id, type: integer, source: people }
sources:
  people:   { relation: people, grain: customer }
  accounts: { relation: accounts, grain: collection, customer: owner, id: [number, owner], key: number, owners: OWNERS }
  payments:
    relation: payments
    grain: event
    customer: { via: accounts, on: account }
    time: { column: day, clock: clock, format: "yyyyMMdd HHmmss" }
    id: [branch, seq]
    where: { deleted: false }
  deposits: { relation: deposits, grain: collection, customer: { via: accounts, on: account }, id: number }
events:
  payment: { source: payments, attributes: { amount: { type: money(GBP), column: amount } } }
collections:
  deposit: { source: deposits, attributes: { balance: { type: money(GBP), column: balance } } }
`;

const accounts = `
  create table people as select * from (values (1), (2), (3), (4)) as given (id);
  -- Ann stands twice beside a1; a3 is nobody's; an owner who is no customer.
  create table accounts as select * from (values
    ('a1', 1, 'P'), ('a1', 1, 'G'), ('a1', 2, 'J'), ('a2', 3, 'P'), ('a3', null, 'P'), ('a2', 99, 'J')
  ) as given (number, owner, role);
  create table payments as select * from (values
    ('x|y', 1, 'a1', '20260301', '090000', 10.50, false),
    ('x', 2, 'a1', '20260301', '100000', 20.00, false),
    ('x', 3, 'a2', '20260301', '100000', 40.00, false),
    ('x', 4, 'a3', '20260301', '100000', 80.00, false),
    ('x', 5, 'a4', '20260301', '100000', 160.00, false),
    ('x', 6, 'a2', '20260301', '100000', 320.00, true),
    ('x', 7, 'a2', '20260301', '996000', 640.00, false),
    ('x', 8, 'a2', '20260301', null, 1280.00, false),
    ('x', null, 'a2', '20260301', '100000', 2560.00, false)
  ) as given (branch, seq, account, day, clock, amount, deleted);
  create table deposits as select * from (values (1, 'a1', 100.00), (2, 'a2', 200.00)) as given (number, account, balance)`;

function bankOwned(owners: string) {
  return bankOf(sources.replace("OWNERS", owners), (zone) => engines.load(accounts, zone));
}

const expressions = ["count(payment, ever)", "sum(payment.amount, ever)", "sum(deposit.balance)"];

test("a row with several owners counts for each of them, and once for who stands there twice", async () => {
  expect(await bankOwned("all").values(expressions, "2026-03-02 06:00")).toEqual({
    "count(payment, ever)": { 1: "2", 2: "2", 3: "2", 4: "0" },
    "sum(payment.amount, ever)": { 1: "30.5", 2: "30.5", 3: "2600", 4: "0" },
    "sum(deposit.balance)": { 1: "100", 2: "100", 3: "200", 4: "0" },
  });
});

test("only primary owners count where the catalog says so", async () => {
  const bank = bankOwned("{ column: role, primary: P }");
  expect(await bank.values(expressions, "2026-03-02 06:00")).toEqual({
    "count(payment, ever)": { 1: "2", 2: "0", 3: "2", 4: "0" },
    "sum(payment.amount, ever)": { 1: "30.5", 2: "0", 3: "2600", 4: "0" },
    "sum(deposit.balance)": { 1: "100", 2: "0", 3: "200", 4: "0" },
  });
});

test("a firing on an event with several owners is one for each, known by ids of several columns", async () => {
  const text = `offer probe { message letter "{event.amount}" }
    ${campaignNamed("probe", { trigger: "daily at 06:00 on payment" })}`;
  const { candidates } = only(await bankOwned("all").detect(text, { tick: "2026-03-02 06:00" }));
  expect(
    candidates.map(({ customer, event, placeholders }) => [customer, event?.id, event?.time, placeholders]),
  ).toEqual([
    ["1", "x\\|y|1", "2026-03-01T09:00:00Z", { "event.amount": "10.5" }],
    ["1", "x|2", "2026-03-01T10:00:00Z", { "event.amount": "20" }],
    ["2", "x\\|y|1", "2026-03-01T09:00:00Z", { "event.amount": "10.5" }],
    ["2", "x|2", "2026-03-01T10:00:00Z", { "event.amount": "20" }],
    ["3", "x|3", "2026-03-01T10:00:00Z", { "event.amount": "40" }],
  ]);
});

test("who owned an account is asked as of the tick's date", async () => {
  const catalog = sources
    .replace("owners: OWNERS", "owners: all, history: { from: since, to: till }")
    .replace("[number, owner]", "[number, owner]");
  const bank = bankOf(catalog, (zone) =>
    engines.load(
      `${accounts}; drop table accounts;
       create table accounts as select * from (values
         ('a1', 1, date '2020-01-01', date '2026-03-02'), ('a1', 2, date '2026-03-02', null)
       ) as given (number, owner, since, till)`,
      zone,
    ),
  );
  const counts = ["count(payment, ever)"];
  expect((await bank.values(counts, "2026-03-01 23:00"))["count(payment, ever)"]).toEqual({
    1: "2",
    2: "0",
    3: "0",
    4: "0",
  });
  expect((await bank.values(counts, "2026-03-02 00:00"))["count(payment, ever)"]).toEqual({
    1: "0",
    2: "2",
    3: "0",
    4: "0",
  });
});

const tagRows = `catalog: 1
timezone: Europe/London
currency: GBP
customer: { key: id, type: text, source: people }
sources:
  people: { relation: people, grain: customer }
  facts:  { relation: tag_kv, grain: tag_rows, customer: id, tag: code, value: stored, snapshot: ds, where: { live: true } }
tags:
  age:     { type: integer, from: facts.AGE }
  rating:  { type: decimal, from: { source: facts, column: RATE, scale: 0.01, decimals: 1 } }
  balance: { type: money(GBP), from: { source: facts, column: BAL } }
  vip:     { type: boolean, from: facts.VIP }
  joined:  { type: date, from: facts.JOINED }
  seen:    { type: instant, from: { source: facts, column: SEEN, format: yyyyMMddHHmm } }
  stage:   { type: { enum: [new, old], ordered: true }, from: { source: facts, column: STAGE, map: { N: new, O: old } } }
  city:    { type: text, from: { source: facts, column: CITY, unknown: ["", "-"] } }
`;

const factBank = bankOf(tagRows, (zone) =>
  engines.load(
    `create table people as select * from (values ('a'), ('b'), ('c')) as given (id);
     create table tag_kv as select * from (values
       (date '2026-03-01', 'a', 'AGE', '41', true), (date '2026-02-28', 'a', 'AGE', '40', true),
       (date '2026-03-03', 'a', 'AGE', '42', true), (date '2026-03-01', 'a', 'RATE', '1250', true),
       (date '2026-03-01', 'a', 'BAL', '12.5', true), (date '2026-03-01', 'a', 'VIP', 'true', true),
       (date '2026-03-01', 'a', 'JOINED', '2020-02-29', true), (date '2026-03-01', 'a', 'SEEN', '202602280930', true),
       (date '2026-03-01', 'a', 'STAGE', 'O', true), (date '2026-03-01', 'a', 'CITY', 'Łódź', true),
       (date '2026-03-01', 'b', 'AGE', 'none', true), (date '2026-03-01', 'b', 'VIP', 'perhaps', true),
       (date '2026-03-01', 'b', 'JOINED', '2021-02-29', true), (date '2026-03-01', 'b', 'CITY', '-', true),
       (date '2026-03-01', 'b', 'BAL', '7', false), (date '2026-03-01', 'b', 'STAGE', 'X', true),
       (date '2026-03-01', 'b', 'RATE', null, true), (date '2026-02-28', 'c', 'AGE', '50', true)
     ) as given (ds, id, code, stored, live)`,
    zone,
  ),
);

test("tags that stand a row each are read from the latest copy, by their types' usual forms or the catalog's", async () => {
  const tags = ["age", "rating", "balance", "vip", "joined", "seen", "stage", "city"];
  const found = await factBank.values(tags, "2026-03-02 06:00");
  const nobody = { b: null, c: null };
  expect(found).toEqual({
    age: { a: "41", ...nobody },
    rating: { a: "12.5", ...nobody },
    balance: { a: "12.5", ...nobody },
    vip: { a: "true", ...nobody },
    joined: { a: "2020-02-29", ...nobody },
    seen: { a: String(Date.UTC(2026, 1, 28, 9, 30) * 1000), ...nobody },
    stage: { a: "old", ...nobody },
    city: { a: "Łódź", ...nobody },
  });
});

test("conditions on such tags choose customers", async () => {
  expect(
    await factBank.holders(
      ["age > 40", "vip", "stage >= old and balance = 12.50 GBP", "age is unknown"],
      "2026-03-02 06:00",
    ),
  ).toEqual({
    "age > 40": ["a"],
    vip: ["a"],
    "stage >= old and balance = 12.50 GBP": ["a"],
    "age is unknown": ["b", "c"],
  });
});

const readyCatalog = `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer, ready: { relation: etl_log, where: { job: people, done: true }, date: batch, when_late: wait 4 hours } }
`;

test("a source's data have come where a row of the day before says so", async () => {
  const bank = bankOf(readyCatalog, (zone) =>
    engines.load(
      `create table people as select 1 as id;
       create table etl_log as select * from (values
         ('people', date '2026-03-01', true), ('people', date '2026-03-02', false), ('cards', date '2026-03-02', true)
       ) as given (job, batch, done)`,
      zone,
    ),
  );
  const { plan } = bank.compile(`offer probe { message letter "." } ${campaignNamed("probe")}`);
  expect(plan.readiness["people"]?.whenLate).toEqual({ kind: "wait", duration: { count: 4, unit: "hour" } });
  const ready = async (tables: LoadedTables, at: string) => {
    const answers: unknown[] = [];
    for (const warehouse of tables.warehouses) {
      expect(await warehouse.inspect(plan.relations)).toEqual([]);
      const tick = parseInstant(at, plan.timezone) ?? 0;
      const statement = plan.readiness["people"]?.statement[warehouse.engine];
      if (statement === undefined) throw new Error("no statement");
      await warehouse.query(bindStatement(statement, { tick, firingFrom: tick }, plan), (rows) => {
        answers.push(...rows);
      });
    }
    return answers;
  };
  const tables = await bank.tables();
  // Of the second of March in Shanghai, whatever day it is in London.
  expect(await ready(tables, "2026-03-02 00:00")).toEqual([{ ready: true }, { ready: true }]);
  expect(await ready(tables, "2026-03-02 23:59")).toEqual([{ ready: true }, { ready: true }]);
  expect(await ready(tables, "2026-03-03 06:00")).toEqual([{ ready: false }, { ready: false }]);
});
