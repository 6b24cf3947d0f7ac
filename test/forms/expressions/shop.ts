import { bank } from "../engines.ts";

/** What a shop's customers bought and hold. Nobody calls, and nobody has a loan: those tables are empty. */
export const shop = bank(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
rates: { source: rates, date: day, from: ccy, rate: rate, per: 1 }
sources:
  people: { relation: people, grain: customer }
  buys: { relation: buys, grain: event, customer: person, time: bought, id: buy }
  pays: { relation: pays, grain: event, customer: person, time: { column: paid, zone: Asia/Shanghai }, id: pay }
  calls: { relation: calls, grain: event, customer: person, time: called, id: call }
  holdings: { relation: holdings, grain: collection, customer: person, id: holding }
  loans: { relation: loans, grain: collection, customer: person, id: loan }
tags:
  floor: { type: money(CNY), from: people.floor }
  shop: { type: text, from: people.shop }
events:
  buy: { source: buys, attributes: { amount: { type: money(CNY) }, shop: { type: text } } }
  pay: { source: pays, attributes: { amount: { type: money, column: amount, currency: ccy } } }
  call: { source: calls, attributes: { minutes: { type: integer } } }
collections:
  holding: { source: holdings, attributes: { kind: { type: { enum: [td, wealth, fund] } }, balance: { type: money(CNY) } } }
  loan: { source: loans, attributes: { sum: { type: money(CNY) } } }
`,
  `create table people (id integer, floor decimal(12, 2), shop varchar);
   insert into people values (1, 10, 'b'), (2, null, null), (3, 0, 'a');
   create table buys (buy integer, person integer, bought timestamptz, amount decimal(12, 2), shop varchar);
   -- 9 and 11 are of one instant: by id 9 is the earlier, though '11' is less than '9' as text. 99 is nobody's.
   insert into buys values
     (10, 1, '2026-02-26 10:00:00+08', 10, 'a'), (11, 1, '2026-02-27 10:00:00+08', 20.5, 'b'),
     (9, 1, '2026-02-27 10:00:00+08', null, 'b'), (12, 1, '2026-02-28 10:00:00+08', 5, 'A'),
     (20, 2, '2026-02-28 10:00:00+08', null, null),
     (90, 99, '2026-02-28 10:00:00+08', 1000, 'a');
   create table pays (pay integer, person integer, paid timestamp, amount decimal(12, 2), ccy varchar);
   insert into pays values
     (1, 1, '2026-02-26 23:59:59', 100, 'CNY'), (2, 1, '2026-02-26 23:59:59', 10, 'USD'),
     (3, 1, '2026-02-27 00:00:00', 10, 'USD'), (4, 1, '2026-02-27 12:00:00', 7, 'EUR'),
     (5, 2, '2026-02-27 12:00:00', 7, 'EUR');
   create table rates (day date, ccy varchar, rate decimal(10, 4));
   insert into rates values ('2026-02-26', 'USD', 7), ('2026-02-27', 'USD', 8), ('2026-03-01', 'USD', 9);
   create table calls (call integer, person integer, called timestamptz, minutes integer);
   create table holdings (holding integer, person integer, kind varchar, balance decimal(12, 2));
   insert into holdings values
     (9, 1, 'td', 100), (10, 1, 'fund', 50.5), (11, 1, 'fund', null), (20, 2, 'wealth', null), (90, 99, 'td', 7);
   create table loans (loan integer, person integer, sum decimal(12, 2))`,
);
