import { describe, expect, test } from "vitest";
import { compile } from "../../../compiler/compile.ts";

const catalog = `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: customer_id, type: integer, source: customers }
sources:
  customers: { relation: customers, grain: customer }
  purchases: { relation: purchases, grain: event, time: bought_at, id: purchase_id }
  holdings: { relation: holdings, grain: collection, id: holding_id }
tags:
  age: { type: integer, from: customers.age }
  name: { type: text, from: customers.name }
events:
  purchase: { source: purchases, attributes: { amount: { type: money(CNY) }, shop: { type: text } } }
collections:
  holding: { source: holdings, attributes: { balance: { type: money(CNY) } } }
channels:
  sms: { cost: 0.05 CNY }
`;

const campaign = `offer voucher {
  value 20 CNY
  message sms "Dear {name}, aged {age}, thank you for {event.amount}."
}
segment holders = sum(holding.balance) >= 5 CNY
event large = purchase where amount > 5 CNY
campaign thank_you {
  owner    "shop"
  segment  age >= 18 and holders and exists(purchase where amount > 5 CNY, ever)
           and sum(purchase.amount, ever) > 5 CNY and sum(large.amount, ever) > 5 CNY
  trigger  daily at 09:00
           on purchase where amount > 5 CNY
  window   2026-01-01 .. 2035-12-31
  offer    voucher when event.amount > 10 CNY
           voucher otherwise
  channel  sms
  priority 50
  caps     1 per customer per 90 days
           10 per day via sms
}
`;

const said = (text: string) =>
  compile({
    project: "shop",
    catalogFiles: [{ path: "shop.yaml", text }],
    campaignFiles: [{ path: "a.campaign", text: campaign }],
  }).diagnostics.map(({ code, span }) => `${code} ${span.file} ${text.slice(span.start, span.end)}`);

test("the catalog and the campaign are sound", () => expect(said(catalog)).toEqual([]));

describe("what cannot be read in the catalog is declared all the same, and said once", () => {
  test.each([
    ["age: { type: integer", "age: { type: integr", "value-not-allowed shop.yaml integr"],
    ["from: customers.age", "from: custmers.age", "unknown-name shop.yaml custmers"],
    ["from: customers.name", "from: name", "value-form shop.yaml name"],
    ["purchase: { source: purchases", "purchase: { source: purchase", "unknown-name shop.yaml purchase"],
    ["grain: event", "grain: evnt", "value-not-allowed shop.yaml evnt"],
    ["amount: { type: money(CNY) }", "amount: { type: mony }", "value-not-allowed shop.yaml mony"],
    ["balance: { type: money(CNY) }", "balance: { typ: money(CNY) }", "unknown-key shop.yaml typ"],
    ["holding: { source: holdings", "holding: { source: holding", "unknown-name shop.yaml holding"],
    ["cost: 0.05 CNY", 'cost: "0,05 CNY"', 'value-form shop.yaml "0,05 CNY"'],
    ["tags:\n", "tags: []\nnotes:\n", "unknown-key shop.yaml notes"],
  ])("%s as %s", (sound, wrong, expected) => {
    expect(catalog).toContain(sound);
    expect(said(catalog.replace(sound, wrong))).toContain(expected);
    expect(said(catalog.replace(sound, wrong)).filter((one) => one.includes("a.campaign"))).toEqual([]);
  });
});
