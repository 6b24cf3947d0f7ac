import { describe, expect, test } from "vitest";
import { bankOf, campaignNamed, customersOf, only } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("names");

const long = "column_of_a_name_that_is_as_long_as_postgresql_lets_names_be_63";
const long2 = "column_of_a_name_that_is_as_long_as_postgresql_lets_names_be_64";

/** Relations under the names that statements give their own parts, and columns that hurt. */
const bank = bankOf(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: "Customer Id", type: integer, source: base }
rates: { source: daily_rates, date: day, from: currency, rate: rate }
sources:
  base: { relation: portrait, grain: customer }
  more: { relation: "select", grain: customer, customer: customer }
  quoted: { relation: 'say "hi"; --', grain: customer, customer: "a\\"b" }
  buys: { relation: fired, grain: event, customer: c, time: { column: "time", zone: Asia/Shanghai }, id: "order" }
  visits: { relation: events, grain: event, customer: customer, time: { column: "at", zone: Asia/Shanghai }, id: id }
  calls: { relation: firing, grain: event, customer: customer, time: { column: "at", zone: Asia/Shanghai }, id: id }
  rows: { relation: rows, grain: collection, customer: customer, id: id }
tags:
  value: { type: integer, from: base.from }
  window: { type: text, from: { source: more, column: "Group" } }
  select: { type: integer, from: { source: more, column: "order" } }
  customer: { type: integer, from: { source: more, column: c } }
  t0: { type: integer, from: { source: more, column: t0 } }
  f0: { type: text, from: { source: quoted, column: "\\"; drop table x; --" } }
  长标签: { type: integer, from: { source: quoted, column: 列 } }
  ${long}x1: { type: integer, from: { source: quoted, column: ${long} } }
  ${long}x2: { type: integer, from: { source: quoted, column: ${long2} } }
events:
  events: { source: buys, attributes: { count: { type: integer }, sum: { type: money(EUR), column: sum } } }
  visit: { source: visits, attributes: {} }
  call: { source: calls, attributes: {} }
collections:
  rows: { source: rows, attributes: { last: { type: integer, column: last } } }
`,
  (timezone) =>
    engines.load(
      `create table portrait ("Customer Id" integer, "from" integer);
       insert into portrait values (1, 10), (2, 20);
       create table "select" (customer integer, "Group" varchar, "order" integer, c integer, t0 integer);
       insert into "select" values (1, 'one', 1, 100, 5), (2, 'two', 2, 200, 6);
       create table "say ""hi""; --" ("a""b" integer, """; drop table x; --" varchar, "列" integer, "${long}" integer, "${long2}" integer);
       insert into "say ""hi""; --" values (1, 'x', 8, 1, 2), (2, 'y', 9, 3, 4);
       create table fired (c integer, "time" timestamp, "order" integer, count integer, sum decimal(9, 2));
       insert into fired values (1, '2026-03-01 12:00', 1, 3, 2.5);
       create table events (customer integer, "at" timestamp, id integer);
       insert into events values (2, '2026-03-01 12:00', 1);
       create table firing (customer integer, "at" timestamp, id integer);
       insert into firing values (2, '2026-03-01 13:00', 1), (1, '2026-03-01 14:00', 2);
       create table rows (customer integer, id integer, last integer);
       insert into rows values (1, 1, 7);
       create table detected (x integer);
       create table daily_rates (day date, currency varchar, rate decimal(9, 4));
       insert into daily_rates values ('2026-01-01', 'EUR', 8)`,
      timezone,
    ),
);

const tick = "2026-03-02 06:00";

describe("names", () => {
  test("of relations and columns may be those of statements' own parts, or hold anything", async () => {
    expect(
      await bank.values(
        [
          "value",
          "window",
          "select + customer.customer",
          "t0",
          "f0",
          "长标签",
          `${long}x1 * 10 + ${long}x2`,
          "sum(events.sum in CNY, yesterday)",
          "count(visit, yesterday) + count(call, yesterday)",
          "max(rows.last)",
        ],
        tick,
      ),
    ).toEqual({
      value: { 1: "10", 2: "20" },
      window: { 1: "one", 2: "two" },
      "select + customer.customer": { 1: "101", 2: "202" },
      t0: { 1: "5", 2: "6" },
      f0: { 1: "x", 2: "y" },
      长标签: { 1: "8", 2: "9" },
      [`${long}x1 * 10 + ${long}x2`]: { 1: "12", 2: "34" },
      "sum(events.sum in CNY, yesterday)": { 1: "20", 2: "0" },
      "count(visit, yesterday) + count(call, yesterday)": { 1: "1", 2: "2" },
      "max(rows.last)": { 1: "7", 2: null },
    });
  });

  test("of campaigns, segments and offers may hold anything too", async () => {
    const text = `
      segment \`fired"; drop table portrait; --\` = value > 15
      segment ${long}_老客户 = value > 5
      tag detected = count(events, yesterday)
      offer \`最好的 offer\` {
        message letter "{detected} {\`window\`}"
      }
      ${campaignNamed("`春节 \\u{27}; drop table portrait; -- {x}`", {
        segment: `\`fired"; drop table portrait; --\` and ${long}_老客户`,
        trigger: "daily at 06:00 on call",
        offer: "`最好的 offer`",
      })}`;
    const { program, plan } = bank.compile(text);
    expect(program.campaigns).toHaveLength(1);
    const found = only(await bank.detect(text, { tick }));
    expect(customersOf(found)).toEqual(["2"]);
    expect(found.candidates[0]?.offers).toEqual(["最好的 offer"]);
    expect(found.candidates[0]?.placeholders).toEqual({ detected: "0", window: "two" });
    for (const { sql } of Object.values(plan.campaigns[0]?.detection ?? {})) {
      expect(sql).not.toMatch(/drop table|春节|老客户/);
    }
  });
});

describe("constants", () => {
  const hostile = [
    "'; drop table portrait; --",
    "$1",
    ":tick_date",
    "\\",
    "\\'",
    "''",
    '"',
    "%",
    "_",
    "?",
    "--",
    "/*",
    "\u0001",
    "\n",
    "日本 🐋",
    "e\u0301",
    "{}",
    "$" + "{x}",
  ];
  const literal = (text: string): string =>
    `"${[...text].map((one) => (/[\p{L}\p{M} $:;'{}%_?/*-]/u.test(one) ? one : `\\u{${one.codePointAt(0)?.toString(16)}}`)).join("")}"`;

  const texts = bankOf(
    `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer, where: { kind: "'; drop table people; --" } }
tags:
  note: { type: text, from: people.note }
  shade: { type: text, from: { source: people, column: note, map: { "$1": "it's", ":x": "\\\\" }, unknown: ["''"] } }
`,
    (timezone) =>
      engines.load(
        `create table people (id integer, note varchar, kind varchar);
         insert into people values ${hostile
           .map((text, index) => `(${index}, '${text.replaceAll("'", "''")}', '''; drop table people; --')`)
           .join(", ")}, (99, '$1', 'other')`,
        timezone,
      ),
  );

  test("come out as parameters, whatever they hold", async () => {
    const predicates = hostile.map((text) => `note = ${literal(text)}`);
    const found = await texts.holders(predicates, tick);
    expect(found).toEqual(
      Object.fromEntries(predicates.map((predicate, index) => [predicate, [String(index)]])),
    );
    const { plan } = texts.compile(
      `offer probe { message letter "." }\n${campaignNamed("a", { segment: predicates.join(" or ") })}`,
    );
    const detection = plan.campaigns[0]?.detection;
    for (const statement of Object.values(detection ?? {})) {
      expect(statement.sql).not.toMatch(/drop table|日本/);
      const values = statement.parameters.map((parameter) => ("value" in parameter ? parameter.value : ""));
      expect(values).toEqual(expect.arrayContaining(hostile));
    }
  });

  test("are looked for as they are, no pattern in them", async () => {
    const predicates = ["%", "_", "\\"].map((text) => `note contains ${literal(text)}`);
    expect(Object.values(await texts.holders(predicates, tick))).toEqual([["7"], ["2", "8"], ["3", "4"]]);
  });

  test("of the catalog too", async () => {
    const { shade } = await texts.values(["shade"], tick);
    expect(shade?.["1"]).toBe("it's");
    expect(Object.entries(shade ?? {}).filter(([, value]) => value !== null)).toEqual([["1", "it's"]]);
  });
});
