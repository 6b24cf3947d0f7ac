import { expect, test } from "vitest";
import { bindStatement } from "../../../runtime/calendar/parameters.ts";
import { parseInstant } from "../../../runtime/index.ts";
import { bankOf, campaignNamed, only } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("schemas");

/** Relations of three schemas, some of one name, and under names that statements give their own parts. */
const bank = bankOf(
  `catalog: 1
timezone: Europe/London
currency: GBP
customer: { key: id, type: integer, source: people }
rates: { source: Core.base, date: day, from: ccy, rate: rate }
sources:
  people:   { relation: people, grain: customer }
  more:     { relation: Core.people, grain: customer, snapshot: ds }
  facts:    { relation: 'say "hi".tag kv', grain: tag_rows, tag: code, value: stored, snapshot: ds }
  accounts: { relation: Core.accounts, grain: collection, customer: owner, id: [number, owner], key: number }
  payments:
    relation: Core.fired
    grain: event
    customer: { via: accounts, on: account }
    time: booked
    id: id
    ready: { relation: 'say "hi".etl_log', where: { job: payments }, date: day, when_late: skip }
tags:
  age:   { type: integer, from: people.age }
  city:  { type: text, from: more.age }
  visits: { type: integer, from: { source: more, column: visits } }
  score: { type: integer, from: { source: facts, column: SCORE, decimals: 0 } }
events:
  payment: { source: payments, attributes: { amount: { type: money, currency: ccy } } }
collections:
  account: { source: accounts, attributes: { number: { type: text } } }
`,
  (zone) =>
    engines.load(
      `create table people as select * from (values (1, 30), (2, 40)) as given (id, age);
       create schema "Core";
       create table "Core".people as select * from (values
         (date '2026-03-01', 1, 'Ada', 4), (date '2026-03-01', 2, 'Bob', 6), (date '2026-02-28', 1, 'Old', 2)
       ) as given (ds, id, age, visits);
       create table "Core".base as select date '2026-01-01' as day, 'USD' as ccy, 0.80 as rate;
       create table "Core".accounts as select * from (values ('a1', 1), ('a2', 2), ('a2', 1)) as given (number, owner);
       create table "Core".fired as select * from (values
         (date '2026-03-01', 1, 'a1', 10.00, 'USD'), (date '2026-03-01', 2, 'a2', 5.00, 'GBP')
       ) as given (booked, id, account, amount, ccy);
       create schema "say ""hi""";
       create table "say ""hi"""."tag kv" as select * from (values
         (date '2026-03-01', 1, 'SCORE', '7'), (date '2026-03-01', 2, 'SCORE', 'x')
       ) as given (ds, id, code, stored);
       create table "say ""hi""".etl_log as select 'payments' as job, date '2026-03-01' as day`,
      zone,
    ),
);

const tick = "2026-03-02 06:00";

test("customers, events, collections, tag rows and rates are read from the schemas that the catalog says", async () => {
  const expressions = [
    "age",
    "city",
    "avg(daily visits, last 2 days)",
    "score",
    "count(account)",
    "sum(payment.amount in GBP, yesterday)",
  ];
  expect(await bank.values(expressions, tick)).toEqual({
    age: { 1: "30", 2: "40" },
    city: { 1: "Ada", 2: "Bob" },
    "avg(daily visits, last 2 days)": { 1: "3", 2: "6" },
    score: { 1: "7", 2: null },
    "count(account)": { 1: "2", 2: "1" },
    "sum(payment.amount in GBP, yesterday)": { 1: "13", 2: "5" },
  });
});

test("events fire from another schema", async () => {
  const text = `offer probe { message letter "{event.amount}" }
    ${campaignNamed("probe", { trigger: "daily at 06:00 on payment" })}`;
  const { candidates } = only(await bank.detect(text, { tick, after: "2026-02-28 06:00" }));
  expect(candidates.map(({ customer, event }) => [customer, event?.id])).toEqual([
    ["1", "1"],
    ["1", "2"],
    ["2", "2"],
  ]);
});

test("whether data have come is asked there too", async () => {
  const { plan } = bank.compile(`offer probe { message letter "." }
    ${campaignNamed("probe", { segment: "count(payment, ever) > 0" })}`);
  const { payments } = plan.readiness;
  if (payments === undefined) throw new Error("the plan does not ask whether payments are ready");
  const ready = async (instant: string) => {
    const at = parseInstant(instant, plan.timezone);
    if (at === undefined) throw new Error(`malformed instant: ${instant}`);
    const answers: unknown[] = [];
    for (const warehouse of (await bank.tables()).warehouses) {
      expect(await warehouse.inspect(plan.relations)).toEqual([]);
      const bound = bindStatement(
        payments.statement[warehouse.engine],
        { tick: at, firingFrom: at },
        plan,
        () => "[]",
      );
      await warehouse.query(bound, (rows) => answers.push(...rows));
    }
    return answers;
  };
  expect(await ready("2026-03-02T06:00")).toEqual([{ ready: true }, { ready: true }]);
  expect(await ready("2026-03-03T06:00")).toEqual([{ ready: false }, { ready: false }]);
});

test("schema and table are an identifier each, whatever they hold", () => {
  const { plan } = bank.compile(`offer probe { message letter "." }
    ${campaignNamed("probe", { segment: "score > 1 and count(payment, ever) > 0" })}`);
  const statements = Object.values(plan.campaigns[0]?.detection ?? {});
  expect(statements).toHaveLength(2);
  for (const { sql } of statements) {
    expect(sql).toContain('from "Core"."fired" as');
    expect(sql).toContain('"say ""hi"""."tag kv" as');
  }
});
