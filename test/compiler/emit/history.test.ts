import { expect, test } from "vitest";
import { bankOf, campaignNamed, only } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("history");

const bank = bankOf(
  `catalog: 1
timezone: Europe/London
currency: GBP
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer, snapshot: ds }
  tiers: { relation: tiers, grain: customer, customer: id, history: { from: since, to: till } }
  facts: { relation: facts, grain: tag_rows, customer: id, tag: code, value: stored, snapshot: ds }
  instants: { relation: moves, grain: event, customer: id, time: "at", id: n }
  locals: { relation: moves, grain: event, customer: id, time: { column: local, zone: Europe/London }, id: n }
tags:
  age: { type: integer, from: people.age }
  balance: { type: money(GBP), from: people.balance }
  tier: { type: integer, from: tiers.tier }
  score: { type: decimal, from: facts.SCORE }
events:
  move: { source: instants, attributes: { amount: { type: money(GBP), column: amount } } }
  local_move: { source: locals, attributes: { amount: { type: money(GBP), column: amount } } }
`,
  (zone) =>
    engines.load(
      `create table people as select * from (values
         (date '2026-01-31', 1, 30, 100.00), (date '2026-01-31', 2, 50, 1.00), (date '2026-02-10', 1, 31, 200.00),
         (date '2026-02-28', 1, 32, null), (date '2026-02-28', 2, 51, 2.00),
         (date '2026-03-30', 1, 33, 400.00), (date '2026-03-30', 2, 52, 3.00), (date '2026-04-01', 1, 34, 5.00)
       ) as given (ds, id, age, balance);
       create table tiers as select * from (values
         (1, date '2026-01-01', date '2026-03-29', 1), (1, date '2026-03-29', null, 4), (2, date '2026-03-30', date '2026-03-31', 7)
       ) as given (id, since, till, tier);
       create table facts as select * from (values
         (date '2026-03-01', 1, 'SCORE', '1.5'), (date '2026-03-29', 1, 'SCORE', '4.5'), (date '2026-03-29', 1, 'OTHER', '9')
       ) as given (ds, id, code, stored);
       create table moves as
         select id, n, cast(moment as timestamptz) as "at", cast(moment as timestamptz) at time zone '${zone}' as local, amount
         from (values
           (1, 1, '2026-03-29 00:59:59+00', 1.00), (1, 2, '2026-03-29 01:00:00+00', 2.00), (1, 3, '2026-03-29 02:00:00+00', 4.00),
           (1, 4, '2026-03-30 00:30:00+00', 8.00), (1, 5, '2026-02-28 01:30:00+00', 16.00), (1, 6, '2026-02-28 01:29:59+00', 32.00),
           (2, 7, '2026-03-30 00:30:00+00', 64.00), (2, 8, '2026-01-15 12:00:00+00', 5.00), (2, 9, '2026-02-15 12:00:00+00', 5.00),
           (1, 10, '2026-01-15 12:00:00+00', 5.00)
         ) as given (id, n, moment, amount)`,
      zone,
    ),
);

const tick = "2026-03-30 06:00";

test("a tag's value at another day is that of the latest copy on or before it, or of the row valid on it", async () => {
  const found = await bank.values(
    [
      // The 30th of February is its last day.
      "age as of 1 month ago",
      "age as of 50 days ago",
      "age as of 90 days ago",
      "tier as of 1 day ago",
      "tier as of 2 days ago",
      "score as of 2 days ago",
      "age - (age as of 1 month ago)",
    ],
    tick,
  );
  expect(found).toEqual({
    "age as of 1 month ago": { 1: "32", 2: "51" },
    "age as of 50 days ago": { 1: "30", 2: "50" },
    "age as of 90 days ago": { 1: null, 2: null },
    "tier as of 1 day ago": { 1: "4", 2: null },
    "tier as of 2 days ago": { 1: "1", 2: null },
    "score as of 2 days ago": { 1: "1.5", 2: null },
    "age - (age as of 1 month ago)": { 1: "1", 2: "1" },
  });
});

test("over days each counts with what stood on it, unknown days not at all", async () => {
  const found = await bank.values(
    [
      // 10 days of 100, 18 of 200, the rest unknown; 10 of 1, then not in the copy, then 30 of 2.
      "avg(daily balance, last 60 days)",
      "max(daily balance, this month)",
      "min(daily balance, since 2026-01-01)",
      "first(daily balance, previous month)",
      "latest(daily balance, 0..3 days ago)",
      "avg(daily tier, last 3 days)",
      "max(daily tier, today)",
      "avg(daily score, last 3 days)",
      "min(daily age, previous 3 months)",
    ],
    tick,
  );
  expect(found).toEqual({
    "avg(daily balance, last 60 days)": { 1: "164.285714", 2: "1.75" },
    "max(daily balance, this month)": { 1: "400", 2: "3" },
    "min(daily balance, since 2026-01-01)": { 1: "100", 2: "1" },
    "first(daily balance, previous month)": { 1: "100", 2: "1" },
    "latest(daily balance, 0..3 days ago)": { 1: "400", 2: "3" },
    "avg(daily tier, last 3 days)": { 1: "2", 2: null },
    "max(daily tier, today)": { 1: "4", 2: "7" },
    "avg(daily score, last 3 days)": { 1: "2.5", 2: null },
    "min(daily age, previous 3 months)": { 1: "30", 2: "50" },
  });
});

test("several periods are asked one by one", async () => {
  const predicates = [
    "in each of previous 2 months (exists(move, that period))",
    "in at least 1 of previous 2 months (sum(move.amount, that period) >= 48 GBP)",
    "in at least 2 of previous 3 months (count(move, that period) >= 1)",
    "not in each of previous 2 months (exists(move, that period))",
  ];
  expect(await bank.holders(predicates, tick)).toEqual({
    [predicates[0] ?? ""]: ["1", "2"],
    [predicates[1] ?? ""]: ["1"],
    [predicates[2] ?? ""]: ["1", "2"],
    [predicates[3] ?? ""]: [],
  });
});

test("windows before an event end at it, days by the clock on the wall, hours by time that passes", async () => {
  const conditions: Readonly<Record<string, string>> = {
    // 01:30 of the 29th was skipped: from 02:00 on, which is 01:00 UTC.
    "sum(move.amount, 1 day before event) = 6 GBP": "1",
    "sum(local_move.amount, 1 day before event) = 6 GBP": "1",
    "sum(move.amount, 24 hours before event) = 7 GBP": "1",
    "sum(move.amount, 1 month before event) = 23 GBP": "1",
    "sum(move.amount, ever before event) = 60 GBP": "1",
    "count(move where age > 40, 2 months before event) = 1": "2",
    "count(move, ever before event) = 2 and event.amount > 10 GBP": "2",
  };
  const campaigns = Object.keys(conditions).map((condition, index) =>
    campaignNamed(`c${index}`, { trigger: `daily at 06:00 on move where ${condition}` }),
  );
  const text = `offer probe { message letter "." }\n${campaigns.join("\n")}`;
  const found = await bank.detect(text, { tick, after: "2026-03-30 00:00" });
  const answers = Object.keys(conditions).map((condition, index) => [
    condition,
    found[`c${index}`]?.candidates.map(({ customer }) => customer).join(" "),
  ]);
  expect(Object.fromEntries(answers)).toEqual(conditions);
});

const contact = {
  campaign: "probe",
  wave: 0,
  offers: ["probe"],
  groups: ["cards"],
  channel: "letter",
  state: "sent",
};
const at = (time: string): number => Date.parse(time) * 1000;

test("contacts and responses of the ledger are events like others", async () => {
  const conditions: Readonly<Record<string, string>> = {
    "exists(contact, last 7 days)": "1",
    "count(contact where channel = letter and state = sent, 0..60 days ago) >= 2": "1",
    "not exists(contact where offer = other, ever)": "1",
    "exists(contact where offer != probe, ever)": "2",
    "exists(contact where group in {cards}, last 2 months) and age > 40": "",
    "latest(contact.wave, ever) = 1": "1",
    "sum(response.amount, ever) > 12 GBP": "2",
    "days since latest(contact) = 1": "1",
  };
  const campaigns = Object.keys(conditions).map((condition, index) =>
    campaignNamed(`c${index}`, { segment: condition, offer: "probe" }),
  );
  const text = `offer probe {
      group cards
      message letter "."
    }
    offer other { message letter "." }
    ${campaignNamed("probe", { offer: "other" })}\n${campaigns.join("\n")}`;
  const ledger = {
    contact: [
      { ...contact, customer: "1", wave: 1, time: at("2026-03-29T10:00:00Z"), id: 2 },
      { ...contact, customer: "1", time: at("2026-03-29T10:00:00Z"), id: 1 },
      {
        ...contact,
        customer: "2",
        offers: ["other"],
        groups: [],
        time: at("2026-02-01T10:00:00Z"),
        id: 3,
      },
      { ...contact, customer: "99", time: at("2026-03-29T10:00:00Z"), id: 4 },
    ],
    response: [
      {
        customer: "2",
        campaign: "probe",
        offers: ["probe"],
        channel: "letter",
        amount: "12.345678",
        currency: "GBP",
        time: at("2026-03-01T00:00:00Z"),
        id: 1,
      },
    ],
  };
  const found = await bank.detect(text, { tick, ledger });
  const answers = Object.keys(conditions).map((condition, index) => [
    condition,
    found[`c${index}`]?.candidates.map(({ customer }) => customer).join(" "),
  ]);
  expect(Object.fromEntries(answers)).toEqual(conditions);
});

test("detection narrows to what segments ask of tags, through segments that they name", async () => {
  const text = `segment grown = age > 31 and count(move, ever) > 2
    segment named = grown and tier = 4
    offer probe { message letter "." }
    ${campaignNamed("probe", { segment: "named" })}`;
  expect(only(await bank.detect(text, { tick })).candidates.map(({ customer }) => customer)).toEqual(["1"]);
});
