import { describe, expect, test } from "vitest";
import type { CampaignProgram, Expression, Occurrence, Policy, Program } from "../../../plan/index.ts";
import { answersOf, bankOf, campaignNamed, only } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("waves");

const bank = bankOf(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  buys: { relation: buys, grain: event, customer: person, time: { column: bought, zone: Asia/Shanghai }, id: buy }
  opens: { relation: opens, grain: event, customer: person, time: opened, id: open }
tags:
  age: { type: integer, from: people.age }
  phone: { type: text, from: people.phone }
  consent: { type: boolean, from: people.consent }
  name: { type: text, from: people.name }
events:
  buy: { source: buys, attributes: { amount: { type: money, currency: ccy }, shop: { type: text } } }
  opened: { source: opens, attributes: { product: { type: text }, sum: { type: money(CNY) } } }
channels:
  sms: { address: phone, consent: consent }
  call: {}
`,
  (timezone) =>
    engines.load(
      `create table people (id integer, age integer, phone varchar, consent boolean, name varchar);
       insert into people values (1, 40, '139', true, 'Li'), (2, 17, null, false, null), (3, null, '137', null, 'Wu');
       create table buys (buy integer, person integer, bought timestamp, amount decimal(12, 2), ccy varchar, shop varchar);
       insert into buys values (1, 1, '2026-03-01 10:00', 12.50, 'USD', 'x'), (2, 2, '2026-03-01 11:00', null, 'CNY', null);
       create table opens (open integer, person integer, opened timestamptz, product varchar, sum decimal(12, 2));
       insert into opens values
         (1, 1, '2026-03-02 09:00:00+08', 'x', 10), (2, 1, '2026-03-02 09:00:00.000001+08', 'y', 10),
         (3, 2, '2026-03-05 06:00:00+08', 'x', 10), (4, 2, '2026-03-05 06:00:00.000001+08', 'x', 10),
         (5, 3, '2026-03-03 09:00:00+08', 'x', 100)`,
      timezone,
    ),
);

const text = { kind: "text" } as const;
const attribute = (of: "row" | "event", name: string): Expression => ({
  kind: "attribute",
  of,
  attribute: name,
  type: text,
});
const is = (left: Expression, right: Expression): Expression => ({
  kind: "comparison",
  operator: "=",
  left,
  right,
});
const literal = (value: string): Expression => ({ kind: "literal", type: text, value });
const grown: Expression = {
  kind: "comparison",
  operator: ">=",
  left: { kind: "tag", tag: "age", type: { kind: "integer" } },
  right: { kind: "literal", type: { kind: "integer" }, value: "18" },
};
const opened = (where: readonly Expression[]): Occurrence => ({ kind: "event", event: "opened", where });
const week = { count: 7, unit: "day" } as const;
const followUp: CampaignProgram["followUps"][number] = {
  name: "again",
  after: { count: 3, unit: "day" },
  unless: "goal",
  via: ["sms"],
  text: "followup again after 3 days unless goal via sms",
};

/** The event's attributes and all that conditions of goals speak of have to be in the program. */
const campaign = `offer probe {
    message call "{event.amount} {event.shop} {event.time} {name}"
    message sms "{name} {event.shop}"
  }
  ${campaignNamed("a", {
    segment:
      'count(opened where product = "x" and sum > 0 CNY, ever) >= 0 and (age is known or consent or phone is known or name is known or true)',
    trigger: "daily at 06:00 on buy",
    channel: "first of call, sms",
    more: "exclude age < 18",
  })}`;

const changed =
  (parts: Partial<CampaignProgram>, policy?: Policy) =>
  (program: Program): Program => ({
    ...program,
    ...(policy !== undefined && { policy }),
    campaigns: program.campaigns.map((one) => ({ ...one, channels: [{ names: ["call"] }], ...parts })),
  });

const tick = "2026-03-05 06:00";
const micros = (time: string): number => Date.parse(`${time}+08:00`) * 1000;
const wave = (
  contact: number,
  customer: string,
  due: string,
  until: string,
  carried: readonly (string | null)[] = [],
) => ({
  contact,
  customer,
  due: micros(due),
  until: micros(until),
  carried,
});
const contacts = [
  wave(1, "1", "2026-03-02T09:00", "2026-03-05T06:00", ["12.50 USD", "x", "0"]),
  wave(2, "1", "2026-03-01T09:00", "2026-03-02T09:00", ["12.50 USD", "y", "0"]),
  wave(3, "2", "2026-03-02T09:00", "2026-03-05T06:00", [null, null, "0"]),
  wave(4, "3", "2026-03-03T09:00", "2026-03-05T06:00", ["1 CNY", "x", "0"]),
  wave(5, "99", "2026-03-03T09:00", "2026-03-05T06:00", ["1 CNY", "x", "0"]),
];

async function waves(parts: Partial<CampaignProgram>, policy?: Policy, rows: readonly object[] = contacts) {
  const { plan } = bank.compile(campaign, changed({ followUps: [followUp], ...parts }, policy));
  const [first] = plan.campaigns;
  if (first?.waves === undefined) throw new Error("the campaign has no waves");
  const { statement, columns } = first.waves;
  const at = { tick, ledger: { waves: rows }, wavesFrom: "2026-03-01 09:00" };
  return { columns, rows: await answersOf(plan, first, statement, await bank.tables(), at) };
}

const goal = (occurrence: Occurrence) => ({ goal: { occurrence, within: week } });
const met = ({ rows }: Awaited<ReturnType<typeof waves>>) =>
  rows.filter((row) => row["met"] === true).map(({ contact }) => contact);

describe("a further wave", () => {
  test("has its goal met by what came after the due time and up to its end", async () => {
    // 1: opened 2; 2: opened 1, at the very end; 3: opened 3 at the tick; 4 was due when its customer opened.
    expect(met(await waves(goal(opened([]))))).toEqual([1, 2, 3]);
    expect(met(await waves(goal(opened([is(attribute("row", "product"), literal("x"))]))))).toEqual([2, 3]);
  });

  test("asks the goal of the customer and of the contact's own event", async () => {
    expect(met(await waves(goal(opened([grown]))))).toEqual([1, 2]);
    const same = is(attribute("row", "product"), attribute("event", "shop"));
    // Contact 1 is of shop x and its customer opened y, contact 2 of shop y and she opened x.
    expect(met(await waves(goal(opened([same]))))).toEqual([]);
    const other = { kind: "not", operand: same } as const;
    expect(met(await waves(goal(opened([other]))))).toEqual([1, 2, 3]);
  });

  test("can have a pattern for its goal", async () => {
    const then = [{ event: "opened", where: [], within: week, absent: false }];
    const first = { event: "opened", where: [] };
    const pattern: Occurrence = { kind: "pattern", first, then, conditions: [] };
    // Opened 1 was followed by 2, a microsecond after contact 1 was due; 3 by 4, after the tick.
    expect(met(await waves(goal(pattern)))).toEqual([1]);
  });

  test("brings what a contact needs: addresses, consents, tags, and whether she is excluded", async () => {
    const { columns, rows } = await waves({});
    expect(columns.addresses).toEqual(["sms"]);
    expect(columns.placeholders.map(({ name }) => name)).toEqual(["name"]);
    expect(rows).toEqual([
      { contact: 1, met: false, excluded: false, a0: "139", c0: true, p0: "Li" },
      { contact: 2, met: false, excluded: false, a0: "139", c0: true, p0: "Li" },
      { contact: 3, met: false, excluded: true, a0: null, c0: false, p0: null },
      { contact: 4, met: false, excluded: false, a0: "137", c0: false, p0: "Wu" },
      // Who is no customer any more is excluded.
      { contact: 5, met: false, excluded: true, a0: null, c0: false, p0: null },
    ]);
    expect((await waves({}, undefined, [])).rows).toEqual([]);
  });

  test("has been handed what it needs of the event by detection", async () => {
    const change = changed({ followUps: [followUp], ...goal(opened([])) });
    const found = only(await bank.detect(campaign, { tick: "2026-03-02 06:00" }, change));
    const time = (at: string) => String(micros(at));
    expect(found.candidates.map(({ carried }) => carried)).toEqual([
      { "event.amount": "12.5 USD", "event.shop": "x", "event.time": time("2026-03-01T10:00") },
    ]);
    const plain = only(await bank.detect(campaign, { tick: "2026-03-02 06:00" }, changed({})));
    expect(plain.candidates[0]?.carried).toEqual({});
  });
});

describe("the policy", () => {
  const named = (name: string) => ({ kind: "named", name, offers: [name] }) as const;
  const policy: Policy = {
    suppress: ["minors"],
    caps: [
      {
        kind: "customer",
        limit: 1,
        within: { kind: "ever" },
        of: { kind: "all" },
        via: [],
        for: "grown",
        key: "1",
        includingService: false,
        text: "1",
      },
      {
        kind: "volume",
        limit: 1,
        period: "day",
        of: { kind: "all" },
        via: ["sms"],
        for: "wu",
        key: "2",
        includingService: false,
        text: "2",
      },
    ],
    rules: [
      {
        kind: "never-after-event",
        occurrence: "opening",
        within: { count: 3, unit: "day" },
        of: named("probe"),
        includingService: false,
        text: "3",
      },
      { kind: "only-to", segment: "other", of: named("another"), includingService: false, text: "4" },
    ],
    quiet: [],
    segments: {
      minors: { kind: "not", operand: grown },
      grown,
      wu: is({ kind: "tag", tag: "name", type: text }, literal("Wu")),
      other: { kind: "literal", type: { kind: "boolean" }, value: true },
    },
    occurrences: {
      opening: opened([
        { kind: "known", negated: false, operand: { kind: "tag", tag: "phone", type: text } },
      ]),
    },
  };
  const day = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

  async function columnsOf(parts: Partial<CampaignProgram>, at = tick) {
    const { plan } = bank.compile(campaign, (program) => {
      const change = changed({ firing: { kind: "always" }, ...parts }, policy);
      const messages = { call: { body: [] }, sms: { body: [] } };
      const offers = { probe: { name: "probe", groups: [], messages } };
      return { ...change(program), offers };
    });
    const [first] = plan.campaigns;
    if (first === undefined) throw new Error("there is no campaign");
    const { detection, columns } = first;
    const rows = await answersOf(plan, first, detection, await bank.tables(), { tick: at });
    const picked = rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => /^(customer|[sd]\d+)$/.test(name))),
    );
    const by = (a: { customer?: unknown }, b: { customer?: unknown }) =>
      String(a.customer) < String(b.customer) ? -1 : 1;
    return { segments: columns.segments, occurrences: columns.occurrences, rows: picked.sort(by) };
  }

  const message = { offers: [{ names: ["probe"] }] };

  test("asks for the segments and events that can stand against the campaign", async () => {
    const change = {
      ...message,
      exclude: { kind: "literal", type: { kind: "boolean" }, value: false },
    } as const;
    const found = await columnsOf({ ...change });
    expect(found.segments).toEqual(["grown", "minors"]);
    expect(found.occurrences).toEqual(["opening"]);
    expect(found.rows).toEqual([
      { customer: "1", s0: true, s1: false, d0: day("2026-03-02") },
      // Her address is unknown: what she opened is none of these.
      { customer: "2", s0: false, s1: true, d0: null },
      { customer: "3", s0: false, s1: true, d0: day("2026-03-03") },
    ]);
    // Three days back from 6 March: what was opened on the 2nd is of no account.
    const later = await columnsOf(change, "2026-03-06 06:00");
    expect(later.rows.map(({ d0 }) => d0)).toEqual([null, null, day("2026-03-03")]);
    expect((await columnsOf({ ...change, channels: [{ names: ["sms"] }] })).segments).toEqual([
      "grown",
      "minors",
      "wu",
    ]);
  });

  test("asks less for service campaigns", async () => {
    const found = await columnsOf({ purpose: "service", channels: [{ names: ["call", "sms"] }] });
    expect(found.segments).toEqual(["minors", "wu"]);
    expect(found.occurrences).toEqual([]);
  });

  test("is asked again before a wave, for what it can be by then", async () => {
    const { columns, rows } = await waves({}, policy);
    expect(columns.segments).toEqual(["grown", "minors", "wu"]);
    expect(columns.occurrences).toEqual(["opening"]);
    expect(rows.map(({ contact, s0, s1, s2, d0 }) => [contact, s0, s1, s2, d0])).toEqual([
      [1, true, false, false, day("2026-03-02")],
      [2, true, false, false, day("2026-03-02")],
      [3, false, true, false, null],
      [4, false, true, true, day("2026-03-03")],
      [5, false, true, false, null],
    ]);
  });
});
