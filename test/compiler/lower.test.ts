import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Program } from "../../plan/index.ts";
import { expectGolden } from "../support/golden.ts";
import { campaignOf, campaignText, programOf } from "./support.ts";

const golden = (name: string, value: unknown): void =>
  expectGolden(
    join(import.meta.dirname, "golden-programs", `${name}.json`),
    `${JSON.stringify(value, null, 2)}\n`,
  );

/** What an expression in a campaign's segment comes to, and the features and rankings that it asks for. */
function lowered(expression: string): unknown {
  const program = programOf(campaignText({ segment: expression }));
  const { features, rankings } = program;
  return { segment: campaignOf(program).segment, features, rankings };
}

describe("what each construct means", () => {
  const constructs: Readonly<Record<string, string>> = {
    literals:
      'age = 10_000 and score > 1.50 and score < 12.5% and aum < 0.05 CNY and salutation = "a\\"b" and true',
    "instant-in-the-project-zone": "last_login >= 2026-03-01 09:00",
    "negative-literal": "aum > -10 CNY",
    arithmetic: "score * 2 + age / 4 - 1 > -age",
    "money-arithmetic": "aum * 1.5 / 3 > 10 CNY and aum / 5 CNY > 2",
    "enum-order": "stage >= growth and decline > stage",
    "product-code": "favourite = card.go_abroad and favourite in {card.go_abroad, fund.starter}",
    between: "age between 18 and 30 and birthday between 1990-01-01 and 1999-12-31",
    membership: "stage in {growth, maturity} and stage is known and stage not in {dormant}",
    sets: "interests contains travel and interests contains any {sports, arts}",
    texts: 'salutation contains "Ms" and salutation starts with "M"',
    "known-and-or-else":
      "age is known and sex is unknown and (age or else 0) > 5 and (stage or else growth) = growth",
    exceeds: "aum exceeds usd_balance in CNY by 20% and age falls short of 30 by 10%",
    case: "stage = case when age > 60 then growth when has_card then maturity otherwise stage end and age > case when has_card then 1 end",
    "convert-tag": "usd_balance in CNY > 10 CNY and aum in CNY > 1 CNY",
    dates:
      "days since birthday > 5 and years until 2030-01-01 > 1 and month of birthday = 3 and hour of last_login < 9 and weekday of last_login = monday",
    extremes: "least(age, 30, 1.5) > 1 and greatest(aum, 5 CNY) > 3 CNY",
    "aggregates-of-an-event":
      "count(purchase where channel = web, last 30 days) > 1 and exists(purchase, today) and sum(purchase.amount, this month) > 1 CNY and avg(purchase.quantity, previous 3 months) > 1 and distinct(purchase.product, last 6 weeks) > 1 and median(purchase.amount, ever) > 1 CNY and max(purchase.ships_on, since 2026-01-01) > 2026-02-01 and latest(purchase.channel, 0..7 days ago) = shop and first(purchase.time, yesterday) > 2026-01-01 00:00",
    "aggregates-of-a-collection":
      "sum(holding.balance where kind = deposit and matures > 2026-01-01) > 1 CNY",
    "money-of-rows": "sum(purchase.foreign_amount in USD, this year) > 5 USD",
    "arithmetic-of-rows": "sum(purchase.quantity * purchase.amount where age > 18, last 30 days) > 5 CNY",
    "days-since-an-event":
      "days since latest(purchase where quantity > 1) > 30 and days since first(page_view, last 90 days) > 5",
    ranking: "top 10% of has_card by sum(purchase.amount, last 90 days) and top 5_000 of true by aum",
    "tag-that-an-attribute-hides":
      "exists(purchase where channel = shop and customer.age > 18, last 30 days)",
  };
  for (const [name, expression] of Object.entries(constructs)) {
    test(name, () => {
      golden(name, lowered(expression));
    });
  }

  test("definitions, events, offers and a campaign with every clause", () => {
    const program = programOf(`
/// Large ones.
event large_purchase "Large" = purchase where amount >= 1_000 CNY
event large_web_purchase = large_purchase as p where p.channel = web

tag size "Size" in {small, large} = case when aum >= 50_000 CNY then large otherwise small end
segment regulars "Regulars" = count(large_web_purchase, last 30 days) >= 2 and size = large
segment not_used = age > 90

offer starter "Starter fund" {
  product  fund.starter
  group    funds, cheap
  value    320 CNY
  cost     1.50 CNY
  valid    2026-01-01 .. 2026-12-31
  message  sms "Dear {salutation}: {event.amount}, {{size} {size}"
  message  email subject "For {customer.salutation}" "Hello."
}
offer later {
  valid    14 days from contact
  message  sms "{event.time}"
  message  email "Hello."
}

campaign everything "Everything" {
  owner    "retail/funds"
  status   paused
  purpose  service
  segment  regulars
  exclude  age < 18
  trigger  weekly on thursday, monday at 08:00
           on large_web_purchase as p where p.quantity > 1 and event.note is known and page_views > 1
  window   2026-01-01 .. 2026-12-31, contact 09:00 .. 20:00, business days only
  offer    starter when event.amount in USD < 30_000 USD
           later   otherwise
  channel  sms when p.amount < 2_000 CNY
           first of manager, email otherwise
  priority 80
  value    event.foreign_amount * 10%
  caps     1 per customer per 30 days
           2 per customer per calendar month
           20_000 per day
           500 per day via manager
           10_000.50 CNY per month
           100_000 in all
  holdout  5%
}

tag page_views = count(page_view, last 7 days)
`);
    golden("every-clause", program);
  });

  test.each([
    ["daily at 06:00", { kind: "daily", at: "06:00" }],
    ["business days at 06:00", { kind: "business-days", at: "06:00" }],
    ["weekly on thursday, monday at 08:00", { kind: "weekly", days: [1, 4], at: "08:00" }],
    ["monthly on 31 at 08:00", { kind: "monthly", day: 31, at: "08:00" }],
    ["monthly on last day at 08:00", { kind: "monthly", day: "last", at: "08:00" }],
    ["every 15 minutes", { kind: "every", interval: { count: 15, unit: "minute" } }],
    ["every 2 hours", { kind: "every", interval: { count: 2, unit: "hour" } }],
    ["once at 2026-03-01 09:00", { kind: "once", date: "2026-03-01", at: "09:00" }],
    ['cron "0 6 1,15 jan-MAR Mon"', { kind: "cron", expression: "0 6 1,15 1-3 1" }],
  ])("the schedule %s", (schedule, expected) => {
    expect(campaignOf(programOf(campaignText({ trigger: schedule }))).schedule).toEqual(expected);
  });
});

describe("features", () => {
  const ids = (program: Program): readonly string[] => Object.keys(program.features);

  test("are shared by content, whatever they are written in and in whatever order", () => {
    const program = programOf(
      campaignText({
        segment: "count(purchase where channel = web and quantity > 1, last 30 days) > 1",
        more: "exclude count(large, last 30 days) > 5",
      }),
      "event large = purchase where quantity > 1 and purchase.channel = web\n",
    );
    expect(ids(program)).toHaveLength(1);
    expect(ids(program)[0]).toMatch(/^count_purchase_[0-9a-f]{8}$/);
  });

  test("differ where their windows, conditions or functions do", () => {
    const program = programOf(
      campaignText({
        segment:
          "count(purchase, last 30 days) > 1 and count(purchase, last 31 days) > 1 and exists(purchase, last 30 days) and count(purchase where quantity > 1, last 30 days) > 1",
      }),
    );
    expect(ids(program)).toHaveLength(4);
  });

  test("carry the first place that asks for them, in order of file and line", () => {
    const segment = "segment keen = count(purchase, last 30 days) > 3\n";
    const program = programOf(
      campaignText({ segment: "keen and count(purchase, last 30 days) > 5" }),
      `\n${segment}`,
    );
    expect(Object.values(program.features).map(({ origin }) => origin)).toEqual(["a.campaign:8"]);
  });
});

test("a program holds what its campaigns use and nothing else", () => {
  const program = programOf(campaignText(), "segment not_used = exists(page_view, ever)\n");
  expect(Object.keys(program.tags)).toEqual(["age", "phone", "salutation", "sms_consent"]);
  expect(Object.keys(program.sources)).toEqual(["customers"]);
  expect(Object.keys(program.channels)).toEqual(["sms"]);
  expect([program.definitions, program.events, program.features]).toEqual([{}, {}, {}]);
});
