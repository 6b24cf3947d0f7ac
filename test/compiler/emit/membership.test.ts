import { describe, expect, test } from "vitest";
import type { Expression, Firing, Program, ValueType } from "../../../plan/index.ts";
import { answersOf, bankOf, campaignNamed, customersOf, only } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("membership");

/** Keys are texts, which engines order and compare by themselves. */
const bank = bankOf(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: text, source: people }
sources:
  people: { relation: people, grain: customer }
tags:
  age: { type: integer, from: people.age }
  rate: { type: decimal, from: people.rate }
  stage: { type: { enum: [new, grown, gone] }, from: people.stage }
  seen: { type: instant, from: people.seen }
  vip: { type: boolean, from: people.vip }
`,
  (timezone) =>
    engines.load(
      `create table people (id varchar, age integer, rate decimal(10, 4), stage varchar, seen timestamptz, vip boolean);
       insert into people values
         ('a', 40, 1.5, 'grown', '2026-03-01 10:00:00+08', true), ('b', 17, 2, 'new', null, false),
         ('c', null, null, null, '2026-03-01 10:00:00.000001+08', null), ('d', 20, 1.25, 'gone', null, true)`,
      timezone,
    ),
);

const tag = (name: string, type: ValueType): Expression => ({ kind: "tag", tag: name, type });
const grown: Expression = {
  kind: "comparison",
  operator: ">=",
  left: tag("age", { kind: "integer" }),
  right: { kind: "literal", type: { kind: "integer" }, value: "18" },
};
const meaning = "of a hash";
const tick = "2026-03-02 06:00";

const firedBy =
  (firing: Firing) =>
  (program: Program): Program => ({
    ...program,
    campaigns: program.campaigns.map((campaign) => ({ ...campaign, firing })),
  });

const all = "age is known or age is unknown";
const uses = `rate is known or stage is known or seen is known or vip or ${all}`;
const campaign = (segment = "true", more = "") => `offer probe { message letter "." }
  ${campaignNamed("a", { segment: `(${segment}) and (${uses})`, more })}`;

const member = (customer: string, value: string | null = "") => ({ customer, value });

async function fired(firing: Firing, members: readonly object[], segment?: string, more?: string) {
  const at = { tick, ledger: { members } };
  return only(await bank.detect(campaign(segment, more), at, firedBy(firing)));
}

async function membersOf(firing: Firing) {
  const { plan } = bank.compile(campaign(), firedBy(firing));
  const [first] = plan.campaigns;
  if (first?.firing.kind !== "membership") throw new Error("the campaign has no members");
  const rows = await answersOf(plan, first, first.firing.members, await bank.tables(), { tick });
  return rows.map(({ customer, value }) => [customer, value]);
}

describe("who enters a segment", () => {
  const enter: Firing = { kind: "enter", segment: grown, meaning };

  test("is in and was not", async () => {
    expect(customersOf(await fired(enter, [member("a"), member("b")]))).toEqual(["d"]);
    expect(customersOf(await fired(enter, []))).toEqual(["a", "d"]);
    expect(customersOf(await fired(enter, [member("a"), member("d")]))).toEqual([]);
  });

  test("is asked for the campaign's segment and exclude as well", async () => {
    const found = await fired(enter, [], "stage is known", "exclude stage = gone");
    expect(found.detected).toBe(2);
    expect(customersOf(found)).toEqual(["a"]);
  });

  test("is written down with the others who are in", async () => {
    expect(await membersOf(enter)).toEqual([
      ["a", ""],
      ["d", ""],
    ]);
  });
});

describe("who leaves a segment", () => {
  const leave: Firing = { kind: "leave", segment: grown, meaning };

  test("was in, is out, and still is a customer; unknown is out", async () => {
    const members = [member("a"), member("b"), member("c"), member("gone for good")];
    expect(customersOf(await fired(leave, members))).toEqual(["b", "c"]);
    expect(customersOf(await fired(leave, []))).toEqual([]);
  });
});

describe("whose tag changes", () => {
  const change = (value: Expression, parts: object = {}): Firing => ({
    kind: "change",
    value,
    meaning,
    ...parts,
  });
  const stages: ValueType = { kind: "enum", members: ["new", "grown", "gone"], ordered: false };
  const stage = tag("stage", stages);
  const literal = (value: string): Expression => ({ kind: "literal", type: stages, value });

  test("has another value than before, unknown being one", async () => {
    const members = [member("a", "new"), member("b", "new"), member("c", "new"), member("d", null)];
    expect(customersOf(await fired(change(stage), members))).toEqual(["a", "c", "d"]);
    // Who was no customer then has not changed.
    expect(customersOf(await fired(change(stage), [member("c", null), member("x", "new")]))).toEqual([]);
  });

  test("comes from a value, or goes to one, or to unknown", async () => {
    const members = [member("a", "new"), member("b", "gone"), member("c", "new"), member("d", null)];
    const customers = async (parts: object) => customersOf(await fired(change(stage, parts), members));
    expect(await customers({ from: literal("new") })).toEqual(["a", "c"]);
    expect(await customers({ to: literal("new") })).toEqual(["b"]);
    expect(await customers({ from: literal("new"), to: literal("grown") })).toEqual(["a"]);
    expect(await customers({ from: { kind: "unknown" } })).toEqual(["d"]);
    expect(await customers({ to: { kind: "unknown" } })).toEqual(["c"]);
  });

  test("is compared by value, not by how it is written", async () => {
    const rate = tag("rate", { kind: "decimal", scale: 4 });
    const members = [member("a", "1.50"), member("b", "2.0000"), member("d", "1.25")];
    expect(customersOf(await fired(change(rate), members))).toEqual([]);
    expect(customersOf(await fired(change(rate), [member("a", "1.5001")]))).toEqual(["a"]);
    const seen = tag("seen", { kind: "instant" });
    const micros = String(Date.parse("2026-03-01T02:00:00Z") * 1000);
    expect(customersOf(await fired(change(seen), [member("a", micros), member("c", micros)]))).toEqual(["c"]);
    const vip = tag("vip", { kind: "boolean" });
    const was = [member("a", "false"), member("b", "false"), member("c", null), member("d", "true")];
    expect(customersOf(await fired(change(vip), was))).toEqual(["a"]);
  });

  test("is written down with everybody's value", async () => {
    expect(await membersOf(change(stage))).toEqual([
      ["a", "grown"],
      ["b", "new"],
      ["c", null],
      ["d", "gone"],
    ]);
  });
});
