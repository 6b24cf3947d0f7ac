import { describe, expect, test } from "vitest";
import { documented, keys, thingIn } from "./support.ts";

const text = `
/// Buys a lot,
/// and often.
///
/// See the handbook.
segment busy "Busy" = spend > 100 CNY and count(large, last 7 days) >= 2

/// What was spent.
tag spend "Spend" = sum(purchase.amount, last 30 days)

event large "A large purchase" = purchase where amount > parameter and channel = shop

tag parameter = 500 CNY

segment minors = age < 18

offer gift "A gift" {
  product  card.gold
  group    treats
  value    10 CNY
  valid    30 days from contact
  message  sms subject "For you" "Dear {salutation}, {{good day}."
}

/// Thanks.
campaign thanks "Say thank you" {
  owner    "shop"
  segment  busy and not has_card
  exclude  minors
  trigger  daily at 09:00
           on large as first followed by purchase within 3 days
  window   2026-01-01 .. 2026-12-31
  offer    gift
  channel  sms
  priority 5
  goal     purchase where product = card.gold within 7 days
}

policy {
  suppress  minors
  at most   1 per customer per day of treats via sms
  never     gift after large within 3 days
}

test "is thanked" for thanks {
  at 2026-03-02 09:00
  expect no contact 1 because segment
}
`;
const catalog = `
catalog: 1
products: { card.gold: { label: { en: Gold card, zh: 金卡 } } }
describe:
  busy: { label: { zh: 活跃客群 }, class: behaviour, owner: shop }
`;

const documentation = documented(text, { catalog });
const thing = (...[kind, name]: [Parameters<typeof thingIn>[1], string]) =>
  thingIn(documentation, kind, name);

describe("who uses what", () => {
  test("is said of both sides", () => {
    expect(keys(thing("segment", "busy").uses)).toEqual(["event large", "tag spend"]);
    expect(keys(thing("segment", "busy").usedBy)).toEqual(["campaign thanks"]);
    expect(keys(thing("event", "large").uses)).toEqual(["event purchase", "tag parameter"]);
    expect(keys(thing("event", "large").usedBy)).toEqual([
      "campaign thanks",
      "segment busy",
      "policy policy",
    ]);
    for (const one of documentation.things) {
      for (const used of one.uses) {
        expect(keys(thing(used.kind, used.name).usedBy)).toContain(`${one.kind} ${one.name}`);
      }
      for (const user of one.usedBy) {
        expect(keys(thing(user.kind, user.name).uses)).toContain(`${one.kind} ${one.name}`);
      }
    }
  });

  test("of a campaign are its clauses' names of every kind, those of its tests aside", () => {
    expect(keys(thing("campaign", "thanks").uses)).toEqual([
      "event large",
      "event purchase",
      "segment busy",
      "segment minors",
      "tag has_card",
      "offer gift",
      "product card.gold",
      "channel sms",
    ]);
    expect(keys(thing("policy", "policy").uses)).toEqual([
      "event large",
      "segment minors",
      "offer gift",
      "group treats",
      "channel sms",
    ]);
    expect(keys(thing("offer", "gift").uses)).toEqual([
      "tag salutation",
      "group treats",
      "product card.gold",
      "channel sms",
    ]);
  });

  test("goes by way of others, down to what is read and up to campaigns", () => {
    const spend = thing("tag", "spend");
    expect(keys(spend.restsOn)).toEqual(["event purchase"]);
    expect(keys(spend.usedBy)).toEqual(["segment busy"]);
    expect(keys(spend.reaches)).toEqual(["campaign thanks"]);
    expect(keys(thing("tag", "age").reaches)).toEqual(["campaign thanks", "policy policy"]);
    expect(keys(thing("tag", "phone").usedBy)).toEqual(["channel sms"]);
    expect(keys(thing("tag", "phone").reaches)).toEqual(["campaign thanks", "policy policy"]);
    expect(keys(thing("source", "purchases").usedBy)).toEqual(["event purchase"]);
  });

  test("an enum's member or an attribute is no tag of the same name", () => {
    const named = documented(
      "tag shop = true\ntag amount = 1\nevent large = purchase where channel = shop and amount > 1 CNY\n",
    );
    expect(keys(thingIn(named, "event", "large").uses)).toEqual(["event purchase"]);
    expect(thingIn(named, "tag", "shop").usedBy).toEqual([]);
  });
});

describe("what is said of a thing", () => {
  test("labels of the file and the catalog, paragraphs of its documentation, and where it stands", () => {
    expect(thing("segment", "busy")).toMatchObject({
      label: { en: "Busy", zh: "活跃客群" },
      documentation: ["Buys a lot, and often.", "See the handbook."],
      class: "behaviour",
      owner: "shop",
      by: "project",
      place: "a.campaign:6",
    });
  });

  test("its text, names with what they stand for", () => {
    const named = thing("segment", "busy").text.filter(({ to }) => to !== undefined);
    expect(named).toEqual([
      { kind: "name", text: "spend", to: { kind: "tag", name: "spend" } },
      { kind: "name", text: "large", to: { kind: "event", name: "large" } },
    ]);
    const whole = thing("tag", "spend").text.map((part) => part.text);
    expect(whole.join("")).toBe('tag spend "Spend" = sum(purchase.amount, last 30 days)');
  });

  test("a campaign's way from occasion to channel, and its tests", () => {
    expect(thing("campaign", "thanks").detail).toMatchObject({
      status: "active",
      chain: {
        trigger: [
          { kind: "event", name: "large" },
          { kind: "event", name: "purchase" },
        ],
        segment: [
          { kind: "segment", name: "busy" },
          { kind: "tag", name: "has_card" },
        ],
        offers: [{ kind: "offer", name: "gift" }],
        channels: [{ kind: "channel", name: "sms" }],
      },
      tests: ["is thanked"],
    });
  });

  test("an offer's messages as customers' placeholders stand in them", () => {
    expect(thing("offer", "gift").detail).toEqual({
      kind: "offer",
      product: "card.gold",
      groups: ["treats"],
      value: "10 CNY",
      cost: undefined,
      valid: "30 days from contact",
      messages: [{ channel: "sms", subject: "For you", body: "Dear {salutation}, {good day}." }],
    });
  });

  test("where a tag is read, what takes its place, and who reads a column", () => {
    expect(thing("tag", "old_age").detail).toMatchObject({
      form: "read",
      status: "deprecated",
      use: "age",
      column: { source: "customers", relation: "customers", column: "old_age", how: [] },
    });
    expect(thing("tag", "age").detail).toMatchObject({ replaces: ["old_age"] });
    expect(thing("source", "purchases").detail).toMatchObject({
      columns: expect.arrayContaining([
        { column: "foreign_amount", readers: [{ kind: "event", name: "purchase" }] },
      ]),
    });
  });
});

test("what became of things, as the catalog keeps it", () => {
  const told = documented("segment grown = age >= 18\n", {
    catalog: `
catalog: 1
tags:
  level:
    type: text
    from: customers.level
    history:
      - { date: 2025-01-01, status: draft }
      - { date: 2025-02-01, status: active, note: Agreed on }
      - { date: 2025-03-01, name: grade, label: { en: Grade, zh: 级别 } }
events:
  view: { source: views, history: [{ date: 2025-01-01, name: visit }] }
describe:
  grown: { history: [{ date: 2025-04-01, note: Was 16 }] }
`,
  });
  const nothing = { status: undefined, name: undefined, label: {}, note: undefined };
  expect(thingIn(told, "tag", "level").history).toEqual([
    { ...nothing, date: "2025-01-01", status: "draft" },
    { ...nothing, date: "2025-02-01", status: "active", note: "Agreed on" },
    { ...nothing, date: "2025-03-01", name: "grade", label: { en: "Grade", zh: "级别" } },
  ]);
  expect(thingIn(told, "event", "view").history).toEqual([{ ...nothing, date: "2025-01-01", name: "visit" }]);
  expect(thingIn(told, "segment", "grown").history).toEqual([
    { ...nothing, date: "2025-04-01", note: "Was 16" },
  ]);
});

describe("the SQL", () => {
  const sqlOf = (...[kind, name]: Parameters<typeof thing>): readonly string[] =>
    thing(kind, name).statements.map(({ what }) => what);

  test("of campaigns is all that they ask; of tags, segments and events what they say", () => {
    expect(sqlOf("campaign", "thanks")).toEqual(["candidates", "responses"]);
    expect(sqlOf("tag", "spend")).toEqual(["value"]);
    expect(sqlOf("segment", "minors")).toEqual(["members"]);
    expect(sqlOf("event", "large")).toEqual(["occurrences"]);
    expect(sqlOf("tag", "age")).toEqual([]);
  });

  test("is there for what nobody uses", () => {
    const unused = documented("tag twice = 2 * age\nsegment old = twice > 100\n");
    const [value] = thingIn(unused, "tag", "twice").statements;
    expect(value?.sql).toContain('"age"');
    expect(thingIn(unused, "segment", "old").statements).toHaveLength(1);
  });
});

describe("the standard library's", () => {
  const library = {
    catalogFiles: [
      {
        path: "stdlib:catalog/tags.yaml",
        text: "catalog: 1\ntags:\n  income: { type: money(CNY), label: { en: Income, zh: 收入 } }\n  has_card: { type: boolean, label: { en: Card } }\n",
      },
    ],
    campaignFiles: [
      {
        path: "stdlib:segments/rich.campaign",
        text: "segment rich = income > 1_000 CNY\nsegment carded = has_card\n",
      },
    ],
  };
  const taken = documented("segment grown = age >= 18\n", { library });

  test("things are there, used or not, with what they lack", () => {
    const rich = thingIn(taken, "segment", "rich");
    expect(rich).toMatchObject({ by: "library", missing: ["income"], statements: [] });
    expect(keys(rich.uses)).toEqual(["tag income"]);
    expect(thingIn(taken, "tag", "income")).toMatchObject({ missing: ["income"], by: "library" });
    expect(keys(thingIn(taken, "tag", "income").usedBy)).toEqual(["segment rich"]);
    expect(thingIn(taken, "segment", "carded")).toMatchObject({
      missing: [],
      place: "stdlib:segments/rich.campaign:2",
    });
    expect(thingIn(taken, "segment", "carded").statements).toHaveLength(1);
  });
});

test("the same texts give the same, in whatever order they come", () => {
  expect(JSON.stringify(documented(text, { catalog, reversed: true }))).toBe(JSON.stringify(documentation));
  const names = documentation.things.map(({ kind, name }) => `${kind} ${name}`);
  expect(new Set(names).size).toBe(names.length);
});
