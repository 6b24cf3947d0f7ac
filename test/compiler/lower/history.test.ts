import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Program } from "../../../plan/index.ts";
import { expectGolden } from "../../support/golden.ts";
import { campaignOf, campaignText, programOf } from "../support.ts";

/** What an expression in a campaign's segment comes to, and what it asks for. */
function lowered(expression: string): unknown {
  const program = programOf(campaignText({ segment: expression }));
  const { features, tagHistories, rankings } = program;
  return { segment: campaignOf(program).segment, features, tagHistories, rankings };
}

describe("what each construct about the past means", () => {
  const constructs: Readonly<Record<string, string>> = {
    "as-of": "aum exceeds aum as of 30 days ago by 20% and stage as of 1 month ago = growth",
    daily:
      "avg(daily aum, last 90 days) > 5 CNY and min(daily age, previous month) > 18 and max(daily birthday, 0..7 days ago) < 2020-01-01 and first(daily stage, this year) < latest(daily stage, yesterday)",
    "in-each-of":
      "in each of previous 3 months (count(purchase, that period) >= 1 and avg(daily aum, that period) > 5 CNY)",
    "in-at-least": "in at least 2 of previous 6 weeks (exists(purchase where quantity > 1, that period))",
    "in-each-of-with-a-ranking":
      "in each of previous 2 quarters (top 10% of has_card by sum(purchase.amount, that period))",
    contact:
      "not exists(contact where campaign = spring and offer = starter and offer != starter and channel in {sms, email} and channel != manager and state = delivered and wave > 0, 0..7 days ago)",
    response:
      "days since latest(response where amount > 5 CNY) > 30 and latest(contact.channel, ever) = sms and sum(response.amount, last 90 days) > 100 CNY",
  };
  for (const [name, expression] of Object.entries(constructs)) {
    test(name, () => {
      const path = join(import.meta.dirname, "golden", `${name}.json`);
      expectGolden(path, `${JSON.stringify(lowered(expression), null, 2)}\n`);
    });
  }

  test("windows before the event are features of their own", () => {
    const program = programOf(
      campaignText({
        trigger:
          "daily at 09:00 on purchase where amount > avg(purchase.amount, 30 days before event) and not exists(page_view, ever before event)",
        more: "caps 1 per customer",
      }),
    );
    expect(Object.values(program.features).map(({ window }) => window)).toEqual([
      { kind: "before-event", duration: { count: 30, unit: "day" } },
      { kind: "before-event" },
    ]);
  });
});

describe("histories of tags", () => {
  const histories = (program: Program): readonly string[] => Object.keys(program.tagHistories);

  test("are shared by content", () => {
    const program = programOf(
      campaignText({ segment: "aum > aum as of 30 days ago", more: "exclude aum as of 30 days ago > 5 CNY" }),
    );
    expect(histories(program)).toHaveLength(1);
    expect(histories(program)[0]).toMatch(/^as_of_aum_[0-9a-f]{8}$/);
  });

  test("bring their tag into the program", () => {
    const program = programOf(campaignText({ segment: "max(daily score, last 7 days) > 3" }));
    expect(Object.keys(program.tags)).toContain("score");
  });
});

test("a campaign's hash does not tell what else is declared, contacts asked for or not", () => {
  const text = campaignText({ segment: "not exists(contact where campaign = spring, last 30 days)" });
  const alone = campaignOf(programOf(text)).hash;
  const others = programOf(text, "offer other {\n  group cards\n  value 5 CNY\n}\n");
  expect(campaignOf(others).hash).toBe(alone);
});
