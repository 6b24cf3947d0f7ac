import { expect, test } from "vitest";
import type { TestProgram } from "../../plan/index.ts";
import { campaignText, compileTexts } from "./support.ts";

function testOf(...lines: readonly string[]): TestProgram {
  const text = `test "a name" for spring {\n  ${lines.join("\n  ")}\n}\n`;
  const { tests, diagnostics } = compileTexts(campaignText(), text);
  expect(diagnostics).toEqual([]);
  const [only] = tests;
  if (only === undefined) throw new Error("there must be a test");
  return only;
}

test("a test is the world that it sets up, its runs, and what is expected of each", () => {
  const program = testOf(
    "at 2026-03-02 06:00",
    'customer 1 { age: 40, aum: 12.50 CNY, stage: growth, salutation: "Ms Li", interests: {travel, arts} }',
    "customer 02 { age: unknown, has_card: true, birthday: 2000-02-29, last_login: 2026-03-01 10:00 }",
    "purchase { customer: 1, time: 2026-03-01 10:00, foreign_amount: -5 USD, product: fund.starter }",
    "holding { customer: 2, balance: 5 CNY, kind: fund }",
    "contact { customer: 1, channel: sms, time: 2026-02-01 10:00, offer: starter }",
    "response { customer: 1, campaign: spring, time: 2026-02-02, amount: 7 CNY }",
    "rate USD: 7.10",
    "rate USD at 2026-01-01: 7",
    "expect contact 1 via sms offering starter at 2026-03-02 09:00",
    "expect no contact 2 because unknown salutation",
    "at 2026-03-03 06:00",
    "expect no contact 1 because no   offer",
    "expect no contact 2",
  );
  expect(program).toEqual({
    name: "a name",
    campaign: "spring",
    customers: [
      {
        key: "1",
        tags: {
          age: { type: { kind: "integer" }, value: "40" },
          aum: { type: { kind: "money", currency: "CNY", scale: 6 }, value: "12.5" },
          interests: {
            type: { kind: "set", members: ["travel", "sports", "arts"] },
            value: ["travel", "arts"],
          },
          salutation: { type: { kind: "text" }, value: "Ms Li" },
          stage: {
            type: {
              kind: "enum",
              members: ["acquisition", "growth", "maturity", "decline", "dormant"],
              ordered: true,
            },
            value: "growth",
          },
        },
        dated: [],
      },
      {
        key: "2",
        tags: {
          age: null,
          birthday: { type: { kind: "date" }, value: "2000-02-29" },
          has_card: { type: { kind: "boolean" }, value: true },
          last_login: { type: { kind: "instant" }, value: "2026-03-01T02:00:00Z" },
        },
        dated: [],
      },
    ],
    rows: [
      {
        kind: "event",
        name: "purchase",
        customer: "1",
        time: "2026-03-01T02:00:00Z",
        attributes: {
          foreign_amount: { type: { kind: "money", currency: "USD", scale: 0 }, value: "-5" },
          product: { type: { kind: "product" }, value: "fund.starter" },
        },
      },
      {
        kind: "collection",
        name: "holding",
        customer: "2",
        attributes: {
          balance: { type: { kind: "money", currency: "CNY", scale: 6 }, value: "5" },
          kind: { type: { kind: "enum", members: ["deposit", "fund"], ordered: false }, value: "fund" },
        },
      },
    ],
    contacts: [
      {
        customer: "1",
        time: "2026-02-01T02:00:00Z",
        campaign: "spring",
        channel: "sms",
        offers: ["starter"],
        wave: 0,
        state: "sent",
      },
    ],
    responses: [
      {
        customer: "1",
        time: "2026-02-01T16:00:00Z",
        campaign: "spring",
        offers: [],
        amount: { amount: "7", currency: "CNY" },
      },
    ],
    rates: [
      { currency: "USD", rate: "7.1" },
      { currency: "USD", rate: "7", from: "2026-01-01" },
    ],
    ticks: [
      {
        at: "2026-03-01T22:00:00Z",
        expectations: [
          {
            kind: "contact",
            customer: "1",
            via: "sms",
            offering: ["starter"],
            at: "2026-03-02T01:00:00Z",
            text: "expect contact 1 via sms offering starter at 2026-03-02 09:00",
            origin: "b.campaign:11",
          },
          {
            kind: "no-contact",
            customer: "2",
            because: "unknown salutation",
            text: "expect no contact 2 because unknown salutation",
            origin: "b.campaign:12",
          },
        ],
      },
      {
        at: "2026-03-02T22:00:00Z",
        expectations: [
          {
            kind: "no-contact",
            customer: "1",
            because: "no offer",
            text: "expect no contact 1 because no offer",
            origin: "b.campaign:14",
          },
          {
            kind: "no-contact",
            customer: "2",
            text: "expect no contact 2",
            origin: "b.campaign:15",
          },
        ],
      },
    ],
    origin: "b.campaign:1",
  });
});

test("tags of other dates stand apart, in order of tag and date", () => {
  const program = testOf(
    "customer 1 { age at 2026-02-01: 39, age: 40, age at 2026-01-01: 38 }",
    "at 2026-03-02 06:00",
    "expect contact 1",
  );
  expect(program.customers[0]?.dated).toEqual([
    { tag: "age", date: "2026-01-01", value: { type: { kind: "integer" }, value: "38" } },
    { tag: "age", date: "2026-02-01", value: { type: { kind: "integer" }, value: "39" } },
  ]);
});
