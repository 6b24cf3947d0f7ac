import { describe, expect, test } from "vitest";
import { compileTexts } from "./support.ts";

const project = `offer card {
  group    cards
  message  email "Hello."
}
offer dear {
  message  sms "{salutation}"
  message  email "Hello."
}
offer short {
  valid    2026-01-01 .. 2027-01-01
}

campaign low {
  owner    "team"
  segment  age >= 18 and has_card
  trigger  daily at 09:00 when aum > 5 CNY
  window   2026-01-01 .. 2026-12-31
  offer    card
  channel  manager
  priority 10
}

campaign high {
  owner    "team"
  segment  has_card
  trigger  daily at 09:00 when age >= 18
  window   2026-01-01 .. 2026-12-31
  offer    card
  channel  manager
  priority 20
  caps     1 per customer per 7 days
}

policy {
  at most  1 per customer per 30 days
}
`;

function warned(text: string): boolean {
  const { diagnostics } = compileTexts(text);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return diagnostics.some(({ code }) => code === "campaign-never-wins");
}

/** Changes a part of the text that stands behind a line once. */
function changed(behind: string, from: string, to: string): string {
  const start = project.indexOf(behind);
  expect(project.indexOf(from, start)).toBeGreaterThan(0);
  return project.slice(0, start) + project.slice(start).replace(from, to);
}

test("a campaign that another of higher priority always comes before is warned about", () => {
  expect(warned(project)).toBe(true);
});

describe("but not where it may win after all", () => {
  test.each([
    ["of higher priority", "campaign low", "priority 10", "priority 30"],
    ["of equal priority", "campaign low", "priority 10", "priority 20"],
    ["for other customers", "campaign low", "and has_card", "and score > 5"],
    ["at other times", "campaign low", "daily at 09:00", "daily at 10:00"],
    ["on other days", "campaign low", "2026-12-31", "2027-01-31"],
    ["at other hours", "campaign low", "2026-12-31", "2026-12-31, business days only"],
    ["on another channel", "campaign low", "channel  manager", "channel  first of manager, email"],
    ["for service", "campaign low", "priority 10", "priority 10\n  purpose  service"],
    ["the other is a draft", "campaign high", "priority 20", "priority 20\n  status   draft"],
    ["the other holds some out", "campaign high", "priority 20", "priority 20\n  holdout  5%"],
    ["the other leaves some out", "campaign high", "priority 20", "priority 20\n  exclude  score > 5"],
    ["the other's offer expires", "campaign high", "offer    card", "offer    short"],
    ["the other may offer nothing", "campaign high", "offer    card", "offer    card when age > 30"],
    ["the other is full", "campaign high", "1 per customer per 7 days", "10 per day"],
    ["the other comes once ever", "campaign high", "1 per customer per 7 days", "1 per customer"],
    ["two contacts are allowed", "policy {", "1 per customer", "2 per customer"],
    ["of some offers alone", "policy {", "30 days", "30 days of cards"],
    [
      "more are allowed for some days",
      "policy {",
      "30 days",
      "30 days\n  at most  2 per customer per 30 days during 2026-11-01 .. 2026-11-11",
    ],
    [
      "a rule forbids the other",
      "policy {",
      "30 days",
      "30 days\n  never    cards after purchase within 30 days",
    ],
    ["a budget does", "policy {", "30 days", "30 days\n  at most  100 CNY per day"],
  ])("%s", (_, behind, from, to) => {
    expect(warned(changed(behind, from, to))).toBe(false);
  });

  test("what the other says may be unknown", () => {
    const text = changed("campaign low", "channel  manager", "channel  email")
      .replace("channel  manager", "channel  email")
      .replaceAll("offer    card", "offer    dear");
    expect(warned(text)).toBe(true);
    expect(warned(text.replaceAll('email "Hello."', 'email "{salutation}"'))).toBe(false);
  });
});
