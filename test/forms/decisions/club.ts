import { bank } from "../engines.ts";

/**
 * Four customers. 2 has no telephone, 3 refused messages, of 4 nothing is known of that. Monday 2 March 2026 is a business
 * day, Tuesday a holiday.
 *
 * | customer | age | worth | name | vip | bought on 1 March | complained |
 * |---|---|---|---|---|---|---|
 * | 1 | 40 | 10 | Ada | yes | 100 at 10:00 | 1 March, 23:59 |
 * | 2 | 17 | 20 | Bob | no | 300 at 11:00 | 28 February |
 * | 3 | unknown | unknown | unknown | unknown | | |
 * | 4 | 60 | 5 | Dorothea | yes | an unknown amount at 12:00 | 2 March, 05:00 |
 */
export const club = bank(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
calendar: { weekend: [saturday, sunday], holidays: [2026-03-03], workdays: [] }
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  buys: { relation: buys, grain: event, customer: person, time: { column: bought, zone: Asia/Shanghai }, id: buy }
  cards: { relation: cards, grain: event, customer: person, time: { column: opened, zone: Asia/Shanghai }, id: card }
  complaints: { relation: complaints, grain: event, customer: person, time: { column: made, zone: Asia/Shanghai }, id: n }
tags:
  age: { type: integer, from: people.age }
  worth: { type: money(CNY), from: people.worth }
  name: { type: text, from: people.name }
  vip: { type: boolean, from: people.vip }
  phone: { type: text, from: people.phone }
  sms_ok: { type: boolean, from: people.sms_ok }
events:
  buy: { source: buys, attributes: { amount: { type: money(CNY) } } }
  card: { source: cards, attributes: { kind: { type: text } } }
  complaint: { source: complaints, attributes: {} }
channels:
  call: { message: none, cost: 2 CNY }
  desk: { message: none, hours: 09:00 .. 20:00 }
  fax: { message: none, capacity: 1 per day }
  sms: { address: phone, consent: sms_ok, max_length: 12 }
products: { card.gold: {} }
`,
  `create table people (id integer, age integer, worth decimal(12, 2), name varchar, vip boolean, phone varchar, sms_ok boolean);
   insert into people values
     (1, 40, 10, 'Ada', true, '+86 1', true), (2, 17, 20, 'Bob', false, null, true),
     (3, null, null, null, null, '+86 3', false), (4, 60, 5, 'Dorothea', true, '+86 4', null);
   create table buys (buy integer, person integer, bought timestamp, amount decimal(12, 2));
   insert into buys values
     (11, 1, '2026-03-01 10:00', 100), (12, 2, '2026-03-01 11:00', 300), (14, 4, '2026-03-01 12:00', null);
   create table cards (card integer, person integer, opened timestamp, kind varchar);
   -- 1 a day after the tick of 2 March, 2 at that very instant, 4 a microsecond later but of another kind.
   insert into cards values
     (1, 1, '2026-03-03 06:00:00', 'gold'), (2, 2, '2026-03-02 06:00:00', 'gold'), (4, 4, '2026-03-02 06:00:00.000001', 'plain');
   create table complaints (n integer, person integer, made timestamp);
   insert into complaints values
     (1, 1, '2026-03-01 23:59:59'), (2, 2, '2026-02-28 00:00:00'), (4, 4, '2026-03-02 05:00:00');`,
);

const OFFERS = `offer gift {
  group presents
  value 10 CNY
  cost 3 CNY
  message letter "."
  message sms "."
}
offer bonus {
  value 8 CNY
  cost 0.5 CNY
  valid 2026-03-01 .. 2026-03-02
  message letter "."
  message sms "."
}
`;

/** Clauses of a campaign by their keywords; `more` stands at the end. */
export type Clauses = Readonly<Partial<Record<string, string>>>;

/** A campaign of the club's with some of its clauses exchanged. */
export function clauses(name: string, parts: Clauses = {}): string {
  const { more, ...own } = parts;
  const all: Clauses = {
    owner: '"team"',
    segment: "true",
    trigger: "daily at 06:00",
    window: "2000-01-01 .. 2099-12-31",
    offer: "gift",
    channel: "letter",
    priority: "10",
    ...own,
  };
  const lines = Object.entries(all).map(([keyword, text]) => `  ${keyword.padEnd(8)} ${text}`);
  return `campaign ${name} {\n${lines.join("\n")}\n${more === undefined ? "" : `${more}\n`}}\n`;
}

/** The one campaign of a case, with the offers that all have. */
export function spring(parts: Clauses = {}, declarations = ""): string {
  return `${clauses("spring", parts)}${OFFERS}${declarations}`;
}

/** Two campaigns of a case: `spring`, and `summer` with a bonus by call unless it says otherwise. */
export function springAndSummer(first: Clauses, second: Clauses, declarations = ""): string {
  return spring(first, `${clauses("summer", { offer: "bonus", channel: "call", ...second })}${declarations}`);
}

/** A policy of these lines, beside `spring`. */
export function underPolicy(lines: string, first: Clauses = {}, declarations = ""): string {
  return spring(first, `policy {\n${lines}\n}\n${declarations}`);
}
