import { describe, expect, test } from "vitest";
import { bankOf, campaignNamed, type Detected, only } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("firing");

const bank = bankOf(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  buys:
    relation: buys
    grain: event
    customer: person
    time: { column: bought, zone: Asia/Shanghai }
    id: [branch, seq]
  visits:
    relation: visits
    grain: event
    customer: person
    time: seen
    id: visit
    lateness: 2 days
    partition: { column: dt, of: time, format: yyyyMMdd }
  knocks: { relation: knocks, grain: event, customer: person, time: { column: heard, zone: Asia/Shanghai }, id: n }
tags:
  age: { type: integer, from: people.age }
  phone: { type: text, from: people.phone }
  consent: { type: boolean, from: people.consent }
  income: { type: money(CNY), from: people.income }
events:
  buy:
    source: buys
    attributes:
      amount: { type: money(CNY) }
      shop: { type: text }
      due: { type: date }
  visit: { source: visits, attributes: { page: { type: text } } }
  knock: { source: knocks, attributes: { loud: { type: boolean } } }
channels:
  sms: { address: phone, consent: consent }
  call: {}
`,
  (timezone) =>
    engines.load(
      `create table people (id integer, age integer, phone varchar, consent boolean, income decimal(12, 2));
       insert into people values (1, 40, '139', true, 1000), (2, 17, null, false, 50), (3, null, '137', null, null);
       create table buys (branch varchar, seq integer, person integer, bought timestamp, amount decimal(12, 2), shop varchar, due date);
       insert into buys values
         ('n|1', 10, 1, '2026-03-01 06:00:00', 500, 'T''', '2026-04-01'),
         ('n\\1', 2, 1, '2026-03-01 06:00:00.000001', 500, 'after', null),
         ('s', 10, 1, '2026-03-02 06:00:00', 700, 'at', null),
         ('s', 9, 1, '2026-03-02 06:00:00', 600, 'at', null),
         ('s', 11, 1, '2026-03-02 06:00:00.000001', 600, 'late', null),
         ('s', 12, 2, '2026-03-01 12:00', 40, 'two', null),
         ('s', 13, 3, '2026-03-01 12:00', 5000, 'three', null),
         ('s', 14, 77, '2026-03-01 12:00', 5000, 'nobody', null),
         ('s', 15, null, '2026-03-01 12:00', 5000, 'nobody', null),
         (null, 16, 1, '2026-03-01 12:00', 5000, 'without id', null);
       create table knocks (n integer, person integer, heard timestamp, loud boolean);
       insert into knocks values
         (1, 1, '2026-03-01 12:00', true), (1, 1, '2026-03-01 12:00', true), (2, 1, '2026-03-01 12:00', true),
         (3, 2, '2026-03-01 13:00', true), (3, 2, '2026-03-01 13:00', true), (3, 2, '2026-03-01 13:01', true),
         (4, 3, '2026-03-01 14:00', false);
       create table visits (visit uuid, person integer, seen timestamptz, page varchar, dt varchar);
       insert into visits values
         ('00000000-0000-0000-0000-00000000000b', 1, '2026-02-27 06:00:00+08', 'edge', '20260227'),
         ('00000000-0000-0000-0000-00000000000a', 1, '2026-02-27 06:00:00.000001+08', 'late', '20260227'),
         ('00000000-0000-0000-0000-00000000000c', 2, '2026-03-01 23:00:00+08', 'new', '20260301'),
         ('00000000-0000-0000-0000-00000000000d', 2, '2026-03-01 23:00:00+08', 'filed wrongly', '20250101')`,
      timezone,
    ),
);

const tick = "2026-03-02 06:00";

/** `customer id` of each candidate. */
function idsOf({ candidates }: Detected): readonly string[] {
  return candidates.map(({ customer, event }) => `${customer} ${event?.id}`);
}

async function fired(parts: Parameters<typeof campaignNamed>[1], after = "2026-03-01 06:00") {
  const text = `offer probe {\n message letter "."\n message sms "."\n message call "."\n }\n${campaignNamed("a", parts)}`;
  return only(await bank.detect(text, { tick, after }));
}

describe("a firing on an event", () => {
  test("takes those after T′ up to T, with their ids, in order of time and id", async () => {
    const found = await fired({ trigger: "daily at 06:00 on buy" });
    // Four of known customers with an id; customers 77 and unknown are nobody.
    expect(idsOf(found)).toEqual(["1 n\\\\1|2", "1 s|9", "1 s|10", "2 s|12", "3 s|13"]);
    expect(found.detected).toBe(5);
    expect(found.candidates[0]?.event?.time).toBe("2026-02-28T22:00:00.000001Z");
  });

  test("escapes the bar in an id of several columns", async () => {
    const found = await fired({ trigger: "daily at 06:00 on buy" }, "2026-03-01 05:00");
    expect(idsOf(found)[0]).toBe("1 n\\|1|10");
  });

  test("reaches back by the source's lateness", async () => {
    expect(idsOf(await fired({ trigger: "daily at 06:00 on visit" }))).toEqual([
      "1 00000000-0000-0000-0000-00000000000a",
      "2 00000000-0000-0000-0000-00000000000c",
    ]);
  });

  test("counts what fires before the segment is asked", async () => {
    const found = await fired({
      trigger: "daily at 06:00 on buy where amount > 100 CNY",
      segment: "age >= 18",
    });
    expect(found.detected).toBe(4);
    expect(idsOf(found)).toEqual(["1 n\\\\1|2", "1 s|9", "1 s|10"]);
  });

  test("counts an event once though the data hold it twice, whether it is in the segment or not", async () => {
    const all = await fired({ trigger: "daily at 06:00 on knock where loud" });
    expect(all.detected).toBe(3);
    expect(new Set(idsOf(all))).toEqual(new Set(["1 1", "1 2", "2 3"]));
    const grown = await fired({ trigger: "daily at 06:00 on knock where loud", segment: "age >= 18" });
    expect(grown.detected).toBe(3);
    expect(new Set(idsOf(grown))).toEqual(new Set(["1 1", "1 2"]));
  });

  test("leaves out the excluded; unknown is not excluded", async () => {
    const found = await fired({ trigger: "daily at 06:00 on buy", more: "exclude age < 18" });
    expect(idsOf(found)).toEqual(["1 n\\\\1|2", "1 s|9", "1 s|10", "3 s|13"]);
    expect(found.detected).toBe(5);
  });

  test("asks the event, the customer's tags and her aggregates", async () => {
    const trigger = (where: string) => `daily at 06:00 on buy where ${where}`;
    expect(idsOf(await fired({ trigger: trigger("amount >= 0.6 * income") }))).toEqual([
      "1 s|9",
      "1 s|10",
      "2 s|12",
    ]);
    expect(
      idsOf(await fired({ trigger: trigger("amount > avg(buy.amount, last 1 day) and age is known") })),
    ).toEqual([]);
    // Yesterday customer 1 bought for 500 and 500 and 5000, at 2,000 on the average.
    expect(
      idsOf(
        await fired({ trigger: trigger('amount <= max(buy.amount, yesterday) and shop starts with "a"') }),
      ),
    ).toEqual(["1 n\\\\1|2", "1 s|9", "1 s|10"]);
    const counted = await fired({ trigger: trigger("amount > 100 CNY and age is unknown") });
    expect(counted.detected).toBe(1);
    expect(idsOf(counted)).toEqual(["3 s|13"]);
  });

  test("asks derived tags, segments and rankings, which need aggregates of their own", async () => {
    const text = `
      tag usual = avg(buy.amount where amount < 1_000 CNY, last 30 days)
      tag above_usual = count(buy where amount > usual, last 30 days)
      segment earners = top 1 of true by income
      offer probe { message letter "{usual} {above_usual}" }
      ${campaignNamed("a", {
        trigger: "daily at 06:00 on buy where amount >= usual and earners",
        segment: "earners or above_usual > 0",
      })}`;
    const found = only(await bank.detect(text, { tick, after: "2026-03-01 06:00" }));
    // Of customer 1: 500 and 500 on 1 March are usual, 5,000 without an id is above that.
    expect(idsOf(found)).toEqual(["1 n\\\\1|2", "1 s|9", "1 s|10"]);
    expect(found.candidates[0]?.placeholders).toEqual({ usual: "500", above_usual: "1" });
  });

  test("brings the event along to offers, channels, value and messages", async () => {
    const text = `
      offer small {
        message sms "{event.amount} at {event.shop}, {event.time}, due {event.due}"
        message call "{age}"
      }
      offer large {
        message sms "thanks"
        message call "{event.shop}"
      }
      ${campaignNamed("routes", {
        trigger: "daily at 06:00 on buy",
        offer: "large when event.amount > 600 CNY\n  small when event.amount >= 500 CNY and age >= 18",
        channel: "sms when consent\n  first of call, sms when age < 18",
        more: "value event.amount / 3 + 0 CNY",
      })}`;
    const found = only(await bank.detect(text, { tick, after: "2026-03-01 05:00" }));
    const rows = found.candidates.map(({ event, offers, channels, value, placeholders, reach }) => [
      event?.id,
      offers?.join(" ") ?? null,
      channels?.join(" ") ?? null,
      value,
      reach["sms"],
      Object.values(placeholders),
    ]);
    const sms = ["139", true];
    const seen = (time: string) => String(Date.parse(time) * 1000);
    expect(Object.keys(found.candidates[0]?.placeholders ?? {})).toEqual([
      "age",
      "event.amount",
      "event.due",
      "event.shop",
      "event.time",
    ]);
    expect(rows).toEqual([
      [
        "n\\|1|10",
        "small",
        "sms",
        "166.666667",
        sms,
        ["40", "500", "2026-04-01", "T'", seen("2026-02-28T22:00:00Z")],
      ],
      [
        "n\\\\1|2",
        "small",
        "sms",
        "166.666667",
        sms,
        ["40", "500", null, "after", String(Number(seen("2026-02-28T22:00:00Z")) + 1)],
      ],
      ["s|9", "small", "sms", "200", sms, ["40", "600", null, "at", seen("2026-03-01T22:00:00Z")]],
      ["s|10", "large", "sms", "233.333333", sms, ["40", "700", null, "at", seen("2026-03-01T22:00:00Z")]],
      [
        "s|12",
        null,
        "call sms",
        "13.333333",
        [null, false],
        ["17", "40", null, "two", seen("2026-03-01T04:00:00Z")],
      ],
      [
        "s|13",
        "large",
        null,
        "1666.666667",
        ["137", false],
        [null, "5000", null, "three", seen("2026-03-01T04:00:00Z")],
      ],
    ]);
  });
});

describe("a firing for customers", () => {
  test("counts them before exclude, and has no event", async () => {
    const found = await fired({ segment: "age is known", more: "exclude age < 18" });
    expect(found.detected).toBe(2);
    expect(idsOf(found)).toEqual(["1 undefined"]);
  });

  test("asks `when` beside the segment", async () => {
    const found = await fired({
      segment: "age is known",
      trigger: "daily at 06:00 when sum(buy.amount, ever) > 1_000 CNY",
    });
    expect(found.detected).toBe(1);
    expect(idsOf(found)).toEqual(["1 undefined"]);
  });
});

describe("a source of events that is partitioned", () => {
  test("is read within the partitions of the firing's span and of windows", async () => {
    const { plan } = bank.compile(`offer probe { message letter "." }
      ${campaignNamed("a", { trigger: "daily at 06:00 on visit", segment: "count(visit, last 3 days) >= 0" })}`);
    for (const { sql, parameters } of Object.values(plan.campaigns[0]?.detection ?? {})) {
      expect(sql.match(/"e"\."dt" (>=|<=)/g)).toEqual(
        expect.arrayContaining(['"e"."dt" >=', '"e"."dt" <=', '"e"."dt" >=', '"e"."dt" <=']),
      );
      const partitions = parameters.filter(
        (parameter) => parameter.kind === "moment" && parameter.as.kind === "partition",
      );
      expect(partitions.length).toBe(4);
    }
    const found = await bank.holders(["count(visit, last 3 days) > 0", "count(visit, ever) > 0"], tick);
    expect(found).toEqual({
      "count(visit, last 3 days) > 0": ["1", "2"],
      "count(visit, ever) > 0": ["1", "2"],
    });
  });

  test("an event filed under a day of another partition is not found", async () => {
    expect(await bank.values(["count(visit, yesterday)", "count(visit, ever)"], tick)).toEqual({
      "count(visit, yesterday)": { 1: "0", 2: "1", 3: "0" },
      "count(visit, ever)": { 1: "2", 2: "2", 3: "0" },
    });
  });
});
