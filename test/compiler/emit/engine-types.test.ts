import { describe, expect, test } from "vitest";
import { bindStatement } from "../../../runtime/calendar/parameters.ts";
import { parseInstant } from "../../../runtime/index.ts";
import { bankOf, campaignNamed } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("engine_types");

const tick = "2026-03-02 06:00";

describe("columns of types that one engine has", () => {
  const bank = bankOf(
    `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: text, source: people }
rates: { source: fx_rates, date: day, from: ccy, rate: rate }
sources:
  people: { relation: people, grain: customer, where: { kind: person } }
  buys: { relation: buys, grain: event, customer: person, time: { column: bought, zone: Asia/Shanghai }, id: seq }
tags:
  mood: { type: { enum: [low, high], ordered: true }, from: people.mood }
  word: { type: text, from: { source: people, column: mood, unknown: [low] } }
  token: { type: text, from: people.token }
  unsigned: { type: integer, from: people.unsigned }
  least: { type: integer, from: people.smallest }
  flipped: { type: integer, from: { source: people, column: smallest, negative_when: { kind: person } } }
  until: { type: date, from: people.until }
  last_seen: { type: instant, from: people.last_seen }
events:
  buy:
    source: buys
    where: { mood: high }
    attributes: { amount: { type: money, column: amount, currency: ccy }, mood: { type: text } }
`,
    async (timezone) => {
      const tables = await engines.load(
        `create type mood as enum ('low', 'high', 'EUR', 'person');
         create table people (id uuid, kind mood, mood mood, token uuid, unsigned uinteger, smallest integer,
           until date, last_seen timestamptz);
         insert into people values
           ('00000000-0000-0000-0000-000000000001', 'person', 'high', '00000000-0000-0000-0000-00000000000a', 3,
            -2147483648, 'infinity', '-infinity'),
           ('00000000-0000-0000-0000-000000000002', 'person', 'low', '00000000-0000-0000-0000-00000000000b', 0, 5,
            '2026-03-09', '2026-03-01 00:00:00+08');
         create table buys (seq uuid, person varchar, bought timestamp, mood mood, amount decimal(9, 2), ccy mood);
         insert into buys values
           ('00000000-0000-0000-0000-0000000000ff', '00000000-0000-0000-0000-000000000001', '2026-03-01 12:00', 'high', 5, 'EUR'),
           ('00000000-0000-0000-0000-0000000000fe', '00000000-0000-0000-0000-000000000001', '2026-03-01 12:00', 'high', 6, 'EUR');
         create table fx_rates (day date, ccy mood, rate decimal(9, 4));
         insert into fx_rates values ('2026-01-01', 'EUR', 8)`,
        timezone,
      );
      const { database, schema } = tables.postgres;
      await database.query(`set search_path to ${schema};
        create type mood as enum ('low', 'high', 'EUR', 'person');
        alter table people alter column mood type mood using mood::mood, alter column kind type mood using kind::mood;
        alter table buys alter column mood type mood using mood::mood, alter column ccy type mood using ccy::mood;
        alter table fx_rates alter column ccy type mood using ccy::mood;
        alter table people alter column unsigned type bigint`);
      return tables;
    },
  );

  test("are compared as text", async () => {
    expect(
      await bank.holders(
        [
          "mood >= high",
          "mood in {low}",
          'word = "high"',
          'token = "00000000-0000-0000-0000-00000000000a"',
          'token starts with "x"',
          'count(buy where mood != "high", yesterday) > 0',
          "sum(buy.amount in CNY, yesterday) = 88 CNY",
          'latest(buy.mood, yesterday) = "high"',
        ],
        tick,
      ),
    ).toEqual({
      "mood >= high": [id(1)],
      "mood in {low}": [id(2)],
      'word = "high"': [id(1)],
      'token = "00000000-0000-0000-0000-00000000000a"': [id(1)],
      'token starts with "x"': [],
      'count(buy where mood != "high", yesterday) > 0': [],
      "sum(buy.amount in CNY, yesterday) = 88 CNY": [id(1)],
      'latest(buy.mood, yesterday) = "high"': [id(1)],
    });
  });

  test("numbers without a sign, or the least of their width, change it", async () => {
    expect(await bank.values(["-unsigned", "-least", "flipped", "unsigned - 5", "least - 1"], tick)).toEqual({
      "-unsigned": { [id(1)]: "-3", [id(2)]: "0" },
      "-least": { [id(1)]: "2147483648", [id(2)]: "-5" },
      flipped: { [id(1)]: "2147483648", [id(2)]: "-5" },
      "unsigned - 5": { [id(1)]: "-2", [id(2)]: "-5" },
      "least - 1": { [id(1)]: "-2147483649", [id(2)]: "4" },
    });
  });

  test("infinite dates have no distance and no parts", async () => {
    const expressions = [
      "days until until",
      "months until until",
      "month of until",
      "days since last_seen",
      "hour of last_seen",
    ];
    const found = await bank.values(expressions, tick);
    expect(expressions.map((expression) => [found[expression]?.[id(1)], found[expression]?.[id(2)]])).toEqual(
      [
        [null, "7"],
        [null, "0"],
        [null, "3"],
        [null, "1"],
        [null, "0"],
      ],
    );
    expect(await bank.holders(["until > 2026-03-02", "last_seen < 2026-03-02 00:00"], tick)).toEqual({
      "until > 2026-03-02": [id(1), id(2)],
      "last_seen < 2026-03-02 00:00": [id(1), id(2)],
    });
  });

  function id(last: number): string {
    return `00000000-0000-0000-0000-00000000000${last}`;
  }
});

describe("a partitioned table of PostgreSQL", () => {
  const bank = bankOf(
    `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  visits:
    relation: visits
    grain: event
    customer: person
    time: seen
    id: visit
    partition: { column: dt, of: time, format: yyyyMM }
events:
  visit: { source: visits, attributes: {} }
`,
    async (timezone) => {
      const tables = await engines.load(
        `create table people (id integer);
         create table visits (visit integer, person integer, seen timestamptz, dt varchar)`,
        timezone,
      );
      const { database, schema } = tables.postgres;
      const months = ["202511", "202512", "202601", "202602", "202603", "202604"];
      await database.query(`set search_path to ${schema};
        drop table visits;
        create table visits (visit integer, person integer, seen timestamptz, dt text) partition by list (dt);
        ${months.map((month) => `create table visits_${month} partition of visits for values in ('${month}');`).join("\n")}`);
      return tables;
    },
  );

  test("is read in the months of a window and of a firing alone", async () => {
    const { plan } = bank.compile(`offer probe { message letter "." }
      ${campaignNamed("a", { segment: "count(visit, last 10 days) > 0 or count(visit, previous 2 months) > 0" })}
      ${campaignNamed("b", { trigger: "daily at 06:00 on visit" })}`);
    const { warehouses } = await bank.tables();
    const at = parseInstant(tick, plan.timezone) ?? 0;
    const time = { tick: at, firingFrom: at - 86_400_000_000 + 1 };
    const read = async (name: string): Promise<readonly string[]> => {
      const detection = plan.campaigns.find((campaign) => campaign.name === name)?.detection.postgres;
      if (detection === undefined) throw new Error(`no campaign ${name}`);
      const { sql, parameters } = bindStatement(detection, time, plan);
      let text = "";
      await warehouses[1]?.query({ sql: `explain ${sql}`, parameters }, (rows) => {
        text += rows.map((row) => row["QUERY PLAN"]).join("\n");
      });
      return [...new Set(text.match(/visits_\d+/g))].sort();
    };
    expect(await read("a")).toEqual(["visits_202601", "visits_202602", "visits_202603"]);
    expect(await read("b")).toEqual(["visits_202603"]);
  });
});
