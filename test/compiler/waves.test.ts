import { describe, expect, test } from "vitest";
import { campaignOf, campaignText, compileTexts, programOf } from "./support.ts";

const other = `
offer later {
  value    20 USD
  message  sms "Dear {y.page}."
  message  email "Good day."
}
`;

describe("a goal", () => {
  test("speaks of its own event, and of the contact's as `event`", () => {
    const more =
      "caps 1 per customer\n  goal purchase where amount > event.amount within 14 days worth amount * 10%";
    const { goal } = campaignOf(programOf(campaignText({ trigger: "daily at 09:00 on purchase", more })));
    const amount = (of: string) => ({ kind: "attribute", of, attribute: "amount" });
    expect(goal?.within).toEqual({ count: 14, unit: "day" });
    expect(goal?.occurrence).toMatchObject({
      kind: "event",
      event: "purchase",
      where: [{ kind: "comparison", left: amount("row"), right: amount("event") }],
    });
    expect(goal?.worth).toMatchObject({ kind: "arithmetic", left: amount("row") });
  });

  test("may be worth an amount in another currency, converted at the day of the response", () => {
    const more = "goal purchase within 1 month worth foreign_amount";
    const { goal } = campaignOf(programOf(campaignText({ more })));
    expect(goal?.worth).toMatchObject({ kind: "convert", currency: "CNY", at: "row" });
  });
});

test("follow-ups stand in the order written, with what they change", () => {
  const more = `goal purchase within 14 days
  followup reminder after 3 days unless goal via manager, sms
  followup once_more after 1 week unless responded offering starter`;
  const { followUps } = campaignOf(programOf(campaignText({ more })));
  expect(followUps).toEqual([
    {
      name: "reminder",
      after: { count: 3, unit: "day" },
      unless: "goal",
      via: ["manager", "sms"],
      text: "reminder after 3 days unless goal via manager, sms",
    },
    {
      name: "once_more",
      after: { count: 1, unit: "week" },
      unless: "responded",
      offering: ["starter"],
      text: "once_more after 1 week unless responded offering starter",
    },
  ]);
});

test("a program holds what follow-ups use", () => {
  const more = "followup again after 3 days unless responded via email offering later";
  const program = programOf(campaignText({ more }), other.replace("{y.page}", "you"));
  expect(Object.keys(program.offers)).toEqual(["later", "starter"]);
  expect(Object.keys(program.channels)).toEqual(["email", "sms"]);
});

describe("offers in company", () => {
  const plain = other.replace("{y.page}", "you");

  test("all of", () => {
    const program = programOf(campaignText({ offer: "all of starter, later" }), plain);
    expect(campaignOf(program).offers).toEqual([{ names: ["starter", "later"], choice: { kind: "all" } }]);
  });

  test("best of, weighed by an amount that each has, or by the customer's value", () => {
    const offer = `best of starter, later by offer.value in CNY when age > 60
           best of later, starter by score otherwise`;
    const [first, second] = campaignOf(programOf(campaignText({ offer }), plain)).offers;
    const amount = (currency: string) => ({ kind: "offer-amount", amount: "value", type: { currency } });
    expect(first?.choice).toMatchObject({
      kind: "best",
      scores: [amount("CNY"), { kind: "convert", operand: amount("USD") }],
    });
    expect(second?.choice).toMatchObject({ scores: [{ tag: "score" }, { tag: "score" }] });
  });
});

describe("messages of a chain", () => {
  const trigger = (steps: string) => `daily at 09:00\n           on purchase as x ${steps} within 3 days`;
  const told = (steps: string): readonly string[] =>
    compileTexts(
      campaignText({ trigger: trigger(steps), offer: "later", more: "caps 1 per customer" }),
      other,
    ).diagnostics.map(({ code, message }) => `${code}: ${message}`);

  test("speak of later steps by their aliases", () => {
    expect(told("followed by page_view as y")).toEqual([]);
  });

  test.each([
    ["followed by page_view as z", "nothing in its trigger is called `y`"],
    ["followed by purchase as y", "`purchase` has no such attribute"],
    ["not followed by page_view as y", "`y` is what must not have happened"],
  ])("but not of what is not there: %s", (steps, reason) => {
    const elsewhere = `campaign other {
  owner "team"
  segment age >= 18
  trigger daily at 09:00 on page_view as y
  window 2026-01-01 .. 2026-12-31
  offer starter
  channel sms
  priority 10
  caps 1 per customer
}
`;
    const { diagnostics } = compileTexts(
      campaignText({ trigger: trigger(steps), offer: "later", more: "caps 1 per customer" }) + elsewhere,
      other,
    );
    expect(diagnostics.map(({ message }) => message)).toEqual([
      `\`{y.page}\` is nothing in the campaign \`spring\`: ${reason}`,
    ]);
  });
});
