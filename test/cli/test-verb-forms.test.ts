import { afterAll, expect, test } from "vitest";
import { baleen, starterProject, type TemporaryProject } from "./support.ts";

const projects: TemporaryProject[] = [];
afterAll(() => {
  for (const project of projects) project.remove();
});

/** Every way in which a catalog can store things, read back by the compiled SQL from what a test sets up. */
const catalog = `catalog: 1
timezone: Europe/London
currency: GBP
calendar: { weekend: [saturday, sunday], holidays: [], workdays: [] }
customer: { key: Customer_Id, type: text, source: customers }
rates: { source: core.fx, date: day, from: ccy, rate: rate, per: 100 }
sources:
  customers: { relation: Customers, grain: customer, snapshot: ds }
  same_table: { relation: customers, grain: customer, snapshot: ds, where: { deleted: false } }
  main_table: { relation: Main.customers, grain: customer, snapshot: ds, where: { deleted: false } }
  plain: { relation: dwh.plain, grain: customer, customer: cust, where: { kind: retail, level: 3 } }
  tiers: { relation: dwh.tier_history, grain: customer, history: { from: eff_from, to: eff_to } }
  codes: { relation: dwh.tag_kv, grain: tag_rows, tag: code, value: val }
  dated_codes: { relation: tag_kv_days, grain: tag_rows, snapshot: ds, tag: code, value: val }
  accounts: { relation: core.accounts, grain: collection, snapshot: ds, id: account_no, key: account_no, owners: { column: role, primary: P } }
  people: { relation: people, grain: customer, key: person, where: { alive: true } }
  moves:
    relation: core.moves
    grain: event
    customer: { via: accounts, on: account_no }
    time: { column: day, clock: hour, format: "yyyyMMdd HHmmss" }
    id: [branch, seq]
    where: { deleted: false }
    partition: { column: dt, of: time, format: yyyyMM }
    lateness: 2 days
    ready: { relation: dwh.etl_log, where: { job: moves }, date: batch, when_late: fail }
  visits: { relation: visits, grain: event, customer: { via: people, on: who }, time: { column: at, zone: America/New_York }, id: visit }
  clicks: { relation: clicks, grain: event, time: { column: at, format: "yyyy-MM-dd'T'HH:mm:ss" }, id: click }
  days: { relation: days, grain: event, time: { column: day, format: yyyyMMdd }, id: n }
  notes: { relation: main.Notes, grain: event, time: { column: at }, id: day }
  dated_notes: { relation: notes, grain: collection, id: nr }
  loans: { relation: core.plain, grain: collection, history: { from: f, to: t }, id: loan }
tags:
  stars: { type: integer, from: { source: customers, column: stars, unknown: [-1, 99] } }
  wealth: { type: money(GBP), from: { source: customers, column: wealth_pence, scale: 0.01 } }
  rate: { type: percent, from: { source: customers, column: rate_bp, scale: 0.0001, decimals: 0 } }
  weight: { type: decimal, from: { source: customers, column: weight, decimals: 2 } }
  grade: { type: { enum: [low, high], ordered: true }, from: { source: customers, column: grade, map: { "0": low, "1": low, "2": high }, unknown: ["0"] } }
  flag: { type: boolean, from: { source: customers, column: flag, map: { "Y": true, "N": false } } }
  shoe: { type: integer, from: { source: same_table, column: shoe, map: { S: 38, L: 44 } } }
  hobbies: { type: { set: [art, golf] }, from: { source: same_table, column: hobbies, unknown: [""] } }
  hat: { type: integer, from: { source: main_table, column: hat } }
  born: { type: date, from: { source: plain, column: born, format: dd/MM/yyyy } }
  seen: { type: instant, from: { source: plain, column: seen, zone: Asia/Tokyo } }
  called: { type: instant, from: { source: plain, column: called } }
  wrote: { type: instant, from: { source: plain, column: wrote, format: yyyyMMddHHmmss } }
  debt: { type: money(GBP), from: { source: plain, column: debt, negative_when: { sign: D } } }
  favourite: { type: product, from: { source: plain, column: fav, map: { "17": card.gold } } }
  tier: { type: { enum: [none, silver, gold], ordered: true }, from: tiers.tier }
  points: { type: integer, from: { source: codes, column: T01 } }
  paid: { type: money(GBP), from: { source: codes, column: T02, scale: 0.01 } }
  vip: { type: boolean, from: { source: codes, column: T03 } }
  since_when: { type: date, from: { source: codes, column: T04 } }
  last_seen: { type: instant, from: { source: codes, column: T05 } }
  mood: { type: { enum: [bad, good] }, from: { source: dated_codes, column: T06 } }
  level: { type: integer, from: { source: dated_codes, column: T07 } }
  phone: { type: integer, from: plain.phone }
  may_call: { type: boolean, from: { source: codes, column: T08, map: { "1": true } } }
events:
  payment:
    source: moves
    where: { kind: pay }
    attributes:
      amount: { type: money, column: minor, currency: ccy, scale: 0.01, negative_when: { dc: D } }
      fee: { type: money(GBP), column: fee, negative_when: { dc: D } }
      account: { type: text, column: account_no }
      shop: { type: text }
  move: { source: moves, attributes: { kind: { type: text }, shop: { type: text } } }
  visit: { source: visits, attributes: { page: { type: text } } }
  click: { source: clicks, attributes: { page: { type: text } } }
  note: { source: notes, attributes: { page: { type: text } } }
  statement: { source: days, attributes: { page: { type: text } } }
collections:
  account: { source: accounts, attributes: { number: { type: text, column: account_no }, balance: { type: money(GBP) }, opened: { type: date } } }
  dated_note: { source: dated_notes, attributes: { day: { type: date } } }
  loan: { source: loans, attributes: { sum: { type: money(GBP) } } }
channels:
  phone: { address: phone, consent: may_call, message: none }
products: { card.gold: { label: { en: Gold } } }
`;

const campaign = (
  name: string,
  segment: string,
  trigger = "daily at 06:00",
  more = "",
): string => `campaign ${name} {
  owner    "team"
  segment  ${segment}
  trigger  ${trigger}
  window   2025-01-01 .. 2027-12-31
  offer    thing
  channel  phone
  priority 1
  caps     1 per customer per day
  ${more}
}
`;

interface Case {
  readonly segment: string;
  readonly trigger?: string;
  /** Fields of a customer whom the segment has, and of one whom it has not. */
  readonly well: string;
  readonly not: string;
  /** Further lines. */
  readonly lines?: readonly string[];
  readonly reason?: string;
}

const row = (of: string, customer: string, rest: string): string =>
  `${of} { customer: "${customer}", ${rest} }`;

const cases: Readonly<Record<string, Case>> = {
  "whole numbers": { segment: "stars = 5", well: "stars: 5", not: "stars: 4" },
  pence: { segment: "wealth = 12.34 GBP", well: "wealth: 12.34 GBP", not: "wealth: 1_234 GBP" },
  "negative money": { segment: "wealth = -0.01 GBP", well: "wealth: -0.01 GBP", not: "wealth: 0.01 GBP" },
  "basis points": { segment: "rate = 12.5%", well: "rate: 12.5%", not: "rate: 12.51%" },
  "numbers as text": { segment: "weight = 70.55", well: "weight: 70.55", not: "weight: 70.5" },
  "a map past what means unknown": { segment: "grade = low", well: "grade: low", not: "grade: high" },
  "a map to booleans": { segment: "flag is known and not flag", well: "flag: false", not: "flag: true" },
  "a map to numbers, in the same table": { segment: "shoe = 44", well: "shoe: 44", not: "shoe: 38" },
  "nothing unknown of the same table": {
    segment: "stars is unknown or shoe is unknown or hat is unknown",
    well: "stars: 1, shoe: 44",
    not: "stars: 1, shoe: 44, hat: 7",
  },
  "earlier copies of the same table": {
    segment: "hat as of 30 days ago = 3 and stars = 1",
    well: "stars: 1, hat: 4, hat at 2026-01-15: 3",
    not: "stars: 1, hat: 3, hat at 2026-01-15: 4",
  },
  sets: { segment: "hobbies contains golf", well: "hobbies: {art, golf}", not: "hobbies: {art}" },
  "a date's pattern": { segment: "born = 1980-02-29", well: "born: 1980-02-29", not: "born: 1980-02-28" },
  "times of another zone": {
    segment: "hour of seen = 9",
    well: "seen: 2026-02-01 09:00",
    not: "seen: 2026-02-01 10:00",
  },
  "times with a zone": {
    segment: "hour of called = 9",
    well: "called: 2026-07-01 09:30",
    not: "called: 2026-07-01 10:00",
  },
  "times as text": {
    segment: "hour of wrote = 9",
    well: "wrote: 2026-07-01 09:59",
    not: "wrote: 2026-07-01 08:59",
  },
  "a sign of its own": { segment: "debt < 0 GBP", well: "debt: -5 GBP", not: "debt: 5 GBP" },
  products: { segment: "favourite = card.gold", well: "favourite: card.gold", not: "favourite: unknown" },
  "a history": { segment: "tier >= silver", well: "tier: gold", not: "tier: none" },
  "a history's past": {
    segment: "tier as of 30 days ago = silver and tier = gold",
    well: "tier: gold, tier at 2026-01-01: silver",
    not: "tier: gold, tier at 2026-02-01: silver",
  },
  "copies of earlier days": {
    segment: "avg(daily stars, last 10 days) = 3.5",
    well: "stars: 9, stars at 2026-01-01: 3, stars at 2026-02-25: 4",
    not: "stars: 9, stars at 2026-01-01: 3, stars at 2026-02-24: 4",
  },
  "numbers among tag rows": { segment: "points = 7", well: "points: 7", not: "points: 8" },
  "money among tag rows": { segment: "paid = 7.5 GBP", well: "paid: 7.50 GBP", not: "paid: 750 GBP" },
  "booleans among tag rows": { segment: "vip", well: "vip: true", not: "vip: false" },
  "dates among tag rows": {
    segment: "since_when = 2026-01-31",
    well: "since_when: 2026-01-31",
    not: "since_when: 2026-01-30",
  },
  "times among tag rows": {
    segment: "hour of last_seen = 23",
    well: "last_seen: 2026-07-01 23:30",
    not: "last_seen: unknown",
  },
  "tag rows of copies": { segment: "mood = good", well: "mood: good, level: 1", not: "mood: bad, level: 2" },
  "tag rows' past": {
    segment: "level as of 1 month ago = 3",
    well: "level: 4, level at 2026-01-15: 3",
    not: "level: 3, level at 2026-01-15: 4",
  },
  "money in a currency of its own": {
    segment: "sum(payment.amount in GBP, last 7 days) = 80 GBP",
    well: "stars: 1",
    not: "stars: 1",
    lines: [
      "rate USD: 0.8",
      row("payment", "a", "time: 2026-03-01 23:59, amount: 100 USD"),
      row("payment", "b", "time: 2026-03-01 23:59, amount: 100 GBP"),
    ],
  },
  "money that went, with its fee": {
    segment:
      "sum(payment.amount in GBP, last 7 days) = -80.5 GBP and sum(payment.fee, last 7 days) = 1.25 GBP",
    well: "stars: 1",
    not: "stars: 1",
    lines: [
      row("payment", "a", "time: 2026-02-28 12:00, amount: -80.50 GBP, fee: 1.25 GBP"),
      row("payment", "b", "time: 2026-02-28 12:00, amount: 80.50 GBP, fee: 1.25 GBP"),
    ],
  },
  "an event of the same table": {
    segment: 'count(move where kind = "pay", last 7 days) = 1 and count(move, last 7 days) = 2',
    well: "stars: 1",
    not: "stars: 1",
    lines: [
      row("payment", "a", "time: 2026-02-28 12:00"),
      row("move", "a", 'time: 2026-02-28 12:00, kind: "fee"'),
      row("payment", "b", "time: 2026-02-28 12:00"),
    ],
  },
  "an account that the event names": {
    segment:
      'count(account where number = "X1" and balance > 0 GBP) = 1 and count(account) = 1 and count(payment, ever) = 1',
    well: "stars: 1",
    not: "stars: 1",
    lines: [
      row("account", "a", 'number: "X1", balance: 5 GBP'),
      row("payment", "a", 'time: 2026-02-28 12:00, account: "X1"'),
      row("account", "b", 'number: "X2", balance: 5 GBP'),
      row("payment", "b", 'time: 2026-02-28 12:00, account: "X2"'),
    ],
  },
  "a person that the event finds": {
    segment: 'latest(visit.page, last 7 days) = "home"',
    well: "stars: 1",
    not: "stars: 1",
    lines: [
      row("visit", "a", 'time: 2026-02-28 12:00, page: "news"'),
      row("visit", "a", 'time: 2026-02-28 12:00, page: "home"'),
      row("visit", "b", 'time: 2026-02-28 12:00, page: "home"'),
      row("visit", "b", 'time: 2026-02-28 12:00, page: "news"'),
    ],
  },
  "the time of an event as text": {
    segment: "exists(click where hour of time = 11, last 7 days)",
    well: "stars: 1",
    not: "stars: 1",
    lines: [row("click", "a", "time: 2026-02-28 11:59"), row("click", "b", "time: 2026-02-28 12:00")],
  },
  "the day of an event": {
    segment: "exists(statement, 3..3 days ago)",
    well: "stars: 1",
    not: "stars: 1",
    lines: [row("statement", "a", "time: 2026-02-27"), row("statement", "b", "time: 2026-02-26")],
  },
  "ids of the kind that another source of the table asks for": {
    segment: "exists(note, ever) and exists(dated_note where day < 2001-01-01)",
    well: "stars: 1",
    not: "stars: 1",
    lines: [row("note", "a", 'time: 2026-02-28 12:00, page: "home"')],
  },
  "rows of a history": {
    segment: "sum(loan.sum) = 30 GBP",
    well: "stars: 1",
    not: "stars: 1",
    lines: [
      row("loan", "a", "sum: 10 GBP"),
      row("loan", "a", "sum: 20 GBP"),
      row("loan", "b", "sum: 20 GBP"),
    ],
  },
  answers: {
    segment: "exists(response where amount > 5 GBP, last 7 days) and not exists(contact, last 7 days)",
    well: "stars: 1",
    not: "stars: 1",
    lines: [
      row("response", "a", "time: 2026-02-28 12:00, amount: 6 GBP"),
      row("response", "b", "time: 2026-02-28 12:00, amount: 4 GBP"),
    ],
  },
  "states of contacts": {
    segment: "exists(contact where state = failed and wave = 0 and offer = thing, last 7 days)",
    well: "stars: 1",
    not: "stars: 1",
    lines: [
      row("contact", "a", "channel: phone, time: 2026-02-28 12:00, state: failed, offer: thing"),
      row("contact", "b", "channel: phone, time: 2026-02-28 12:00"),
    ],
  },
  "an event that fires": {
    segment: "stars = 1",
    trigger: 'daily at 06:00 on payment where shop = "x"',
    well: "stars: 1",
    not: "stars: 1",
    lines: [
      row("payment", "a", 'time: 2026-03-01 06:01, shop: "x"'),
      row("payment", "b", 'time: 2026-03-01 06:00, shop: "x"'),
    ],
    reason: "trigger",
  },
  "a day before an account's": {
    segment: "stars = 1",
    trigger: "daily at 06:00 on 7 days after account.opened",
    well: "stars: 1",
    not: "stars: 1",
    lines: [row("account", "a", "opened: 2026-02-23"), row("account", "b", "opened: 2026-02-22")],
    reason: "trigger",
  },
};

test("what a test says is read back by the compiled SQL, however the catalog stores it", async () => {
  const campaigns = Object.values(cases).map(({ segment, trigger }, index) =>
    campaign(`c${index}`, segment, trigger),
  );
  const tests = Object.entries(cases).map(
    ([name, { well, not, lines = [], reason = "segment" }], index) => `test "${name}" for c${index} {
  at 2026-03-02 06:00
  customer "a" { ${well} }
  customer "b" { ${not} }
  ${lines.join("\n  ")}
  expect contact "a" via phone offering thing at 2026-03-02 06:00
  expect no contact "b" because ${reason}
}
`,
  );
  const project = starterProject({
    "catalog/shop.yaml": catalog,
    "campaigns/thank-you.campaign": `offer thing {\n  value 1 GBP\n}\n\n${campaigns.join("\n")}`,
    "campaigns/tests.campaign": tests.join("\n"),
  });
  projects.push(project);
  const { out, err } = await baleen("test", "--project", project.folder);
  expect(err.replace(/^warning[\s\S]*/, "")).toBe("");
  expect(out).toContain(`\n${tests.length} tests: ${tests.length} passed, 0 failed\n`);
}, 120_000);
