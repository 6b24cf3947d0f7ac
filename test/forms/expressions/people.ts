import { bank } from "../engines.ts";

/** Customer 1 has something of everything, 2 less than nothing, 3 nothing, of 4 nothing is known. The tick is a Monday. */
export const people = bank(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
rates: { source: rates, date: day, from: ccy, rate: rate, per: 100 }
sources:
  people: { relation: people, grain: customer }
tags:
  n: { type: integer, from: people.n }
  m: { type: integer, from: people.m }
  x: { type: decimal, from: people.x }
  rate: { type: percent, from: people.rate }
  cash: { type: money(CNY), from: people.cash }
  usd: { type: money(USD), from: people.usd }
  card: { type: boolean, from: people.card }
  stage: { type: { enum: [acquisition, growth, maturity], ordered: true }, from: people.stage }
  likes: { type: { set: [travel, food, food_abroad] }, from: people.likes }
  city: { type: text, from: people.city }
  held: { type: product, from: people.held }
  born: { type: date, from: people.born }
  due: { type: date, from: people.due }
  seen: { type: instant, from: people.seen }
products: { card.gold: {}, card.plain: {} }
`,
  `create table people (id integer, n integer, m integer, x decimal(10, 4), rate decimal(6, 4), cash decimal(14, 2),
     usd decimal(14, 2), card boolean, stage varchar, likes varchar, city varchar, held varchar, born date, due date,
     seen timestamptz);
   insert into people values
     (1, 7, 2, 1.5, 0.2, 100, 10, true, 'growth', 'travel,food', 'Zürich', 'card.gold', '2000-03-02', '2026-03-05',
      '2026-03-02 04:30:00+08'),
     (2, -7, 2, -1.5, 0.35, -40, 0.07, false, 'maturity', 'food_abroad', 'abc', 'card.plain', '2004-02-29', '2028-02-29',
      '2026-03-01 23:59:59.999999+08'),
     (3, 0, 0, 0, 0, 0, 5, null, 'acquisition', '', 'ABC', 'card.plain', '2026-03-02', '2026-02-28', null),
     (4, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
   create table rates (day date, ccy varchar, rate decimal(10, 4));
   insert into rates values ('2026-02-28', 'USD', 710), ('2026-03-03', 'USD', 900);`,
);
