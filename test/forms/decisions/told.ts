import { check, lower, lowerTests } from "../../../compiler/compile.ts";
import { emitPlan } from "../../../compiler/emit/plan.ts";
import { testedCampaign, testPlan } from "../../../compiler/emit/test-world/test-plan.ts";
import { runTest, testDates } from "../../../runtime/index.ts";
import type { Bank } from "../../support/detection.ts";
import { bank } from "../engines.ts";
import { type Clauses, clauses } from "./club.ts";

const catalog = `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
rates: { source: rates, date: day, from: ccy, rate: rate, per: 100 }
sources:
  people: { relation: people, grain: customer, snapshot: ds }
  buys: { relation: buys, grain: event, customer: person, time: { column: bought, zone: Asia/Shanghai }, id: buy }
  holdings: { relation: holdings, grain: collection, customer: person, id: holding }
tags:
  age: { type: integer, from: people.age }
  name: { type: text, from: people.name }
  phone: { type: text, from: people.phone }
  sms_ok: { type: boolean, from: people.sms_ok }
events:
  buy: { source: buys, attributes: { amount: { type: money, column: amount, currency: ccy } } }
collections:
  holding: { source: holdings, attributes: { balance: { type: money(CNY) } } }
channels:
  sms: { address: phone, consent: sms_ok, max_length: 12, capacity: 2 per day, cost: 1 CNY }
  call: { message: none, hours: 09:00 .. 20:00 }
`;

/** For the statements of both dialects; the tests set up tables of their own. */
export const toldBank: Bank = bank(catalog, "select 1");

/** A campaign, offers, and a test of it. */
export function told(parts: Clauses, lines: readonly string[], declarations = ""): string {
  const spring = clauses("spring", { segment: "age >= 18", channel: "sms", ...parts });
  return `${spring}offer gift {
  group presents
  message sms "."
}
offer named { message sms "Dear {name}" }
${declarations}
test "as told" for spring {
${lines.map((line) => `  ${line}`).join("\n")}
}
`;
}

/** Runs the text's one test as `baleen test` does: whether each of its expectations is met, in order. */
export async function expectationsMet(text: string): Promise<readonly boolean[]> {
  const texts = {
    project: "test-bank",
    catalogFiles: [{ path: "catalog.yaml", text: catalog }],
    campaignFiles: [{ path: "a.campaign", text }],
  };
  const { diagnostics, checked } = check(texts);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (checked === undefined || errors.length > 0)
    throw new Error(errors.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  const program = lower(texts, checked);
  const plan = emitPlan(program, checked.catalog, ({ file }) => file);
  const [test] = lowerTests(texts, checked);
  if (test === undefined) throw new Error("there is no test");
  const tested = testedCampaign(program, plan, test.campaign);
  const made = testPlan(program, tested, test, testDates(test.ticks, tested.campaign, plan));
  if (made.problems.length > 0) throw new Error(made.problems.join("\n"));
  const { checks } = await runTest(made.plan);
  return checks.map(({ passed }) => passed);
}
