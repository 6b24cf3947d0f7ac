import { describe, expect, test } from "vitest";
import type { Policy } from "../../plan/index.ts";
import { campaignText, compileTexts, programOf } from "./support.ts";

const declared = `
offer cash {
  group    loans
  message  sms "Cash."
}
offer mortgage {
  group    loans, homes
  message  sms "A home."
}
segment wealthy = aum > 50_000 CNY
segment complaining = age > 90
event large = purchase where amount >= 1_000 CNY
`;

function policyOf(...lines: readonly string[]): Policy {
  const { policy } = programOf(campaignText(), `${declared}policy {\n  ${lines.join("\n  ")}\n}\n`);
  if (policy === undefined) throw new Error("the program must have a policy");
  return policy;
}

const loans = { kind: "named", name: "loans", offers: ["cash", "mortgage"] };
const cash = { kind: "named", name: "cash", offers: ["cash"] };

describe("each line of the policy", () => {
  test("suppress, quiet and holdout", () => {
    const policy = policyOf("suppress complaining", "quiet 21:00 .. 09:00 via sms, email", "holdout 2%");
    expect(policy.suppress).toEqual(["complaining"]);
    expect(policy.quiet).toEqual([
      {
        range: { from: "21:00", to: "09:00" },
        via: ["sms", "email"],
        text: "quiet 21:00 .. 09:00 via sms, email",
      },
    ]);
    expect(policy.holdout).toBe("0.02");
    expect(policy.holdoutIncludesService).toBeUndefined();
    expect(policyOf("holdout 2% including service").holdoutIncludesService).toBe(true);
  });

  test.each([
    ["at most 2 per customer", { kind: "customer", limit: 2, within: { kind: "ever" } }],
    [
      "at most 3 per customer per 7 days",
      { kind: "customer", within: { kind: "sliding", duration: { count: 7, unit: "day" } } },
    ],
    [
      "at most 3 per customer per calendar month",
      { kind: "customer", within: { kind: "calendar", period: "month" } },
    ],
    ["at most 2 per customer per 30 days of loans for wealthy", { of: loans, for: "wealthy", via: [] }],
    ["at most 2 per customer per 30 days of cash via sms", { of: cash, via: ["sms"] }],
    ["at most 1 per customer per 90 days of each offer", { of: { kind: "each-offer" } }],
    ["at most 20_000 per day via sms", { kind: "volume", limit: 20_000, period: "day", of: { kind: "all" } }],
    ["at most 20_000 in all of loans via sms, email", { kind: "volume", period: "all", of: loans }],
    ["at most 200_000.5 CNY per month via sms", { kind: "money", limit: "200000.5", currency: "CNY" }],
    [
      "at most 8 per day via sms during 2026-11-01 .. 2026-11-11",
      { during: { from: "2026-11-01", to: "2026-11-11" } },
    ],
    ["at most 1 per customer per day including service", { includingService: true }],
  ])("%s", (line, expected) => {
    const [cap] = policyOf(line).caps;
    expect(cap).toMatchObject(expected);
    expect(cap?.text).toBe(line);
  });

  test.each([
    [
      "never loans after large within 30 days",
      { kind: "never-after-event", occurrence: "large", of: loans, within: { count: 30, unit: "day" } },
    ],
    ["never loans after starter within 30 days", { kind: "never-after-offer" }],
    [
      "never cash with starter within 90 days including service",
      { kind: "never-with", includingService: true },
    ],
    ["only loans to wealthy", { kind: "only-to", segment: "wealthy", of: loans }],
    ["only mortgage after cash within 6 months", { kind: "only-after", after: cash }],
    ["only mortgage after purchase within 6 months", { kind: "only-after-event", occurrence: "purchase" }],
  ])("%s", (line, expected) => {
    const [rule] = policyOf(line).rules;
    expect(rule).toMatchObject(expected);
    expect(rule?.text).toBe(line);
  });
});

test("a policy carries the segments and events that its lines name, and programs hold them", () => {
  const line = "never loans after large within 30 days";
  const program = programOf(campaignText(), `${declared}policy {\n  suppress complaining\n  ${line}\n}\n`);
  expect(program.policy?.segments).toEqual({
    complaining: { kind: "definition", name: "complaining", type: { kind: "boolean" } },
  });
  expect(program.policy?.occurrences["large"]).toMatchObject({ kind: "event", event: "purchase" });
  expect(Object.keys(program.definitions)).toEqual(["complaining"]);
  expect(Object.keys(program.events)).toEqual(["purchase"]);
});

describe("lines that differ in their figure and days alone", () => {
  const keys = (...lines: readonly string[]) => policyOf(...lines).caps.map(({ key }) => key);

  test("are one line, which replaces the other on its days", () => {
    const [always, some] = keys(
      "at most 20 per day via sms, email",
      "at most 80 per day via email, sms during 2026-11-01 .. 2026-11-11",
    );
    expect(some).toBe(always);
  });

  test.each([
    ["at most 20 per day via sms", "at most 20 per week via sms"],
    ["at most 20 per day via sms", "at most 20 per day via email"],
    ["at most 1 per customer per day", "at most 1 per customer per day including service"],
    ["at most 1 per customer per day of loans", "at most 1 per customer per day of cash"],
  ])("others are two: %s, %s", (first, second) => {
    const [one, other] = keys(first, second);
    expect(one).not.toBe(other);
  });
});

describe("lines that another is always reached before", () => {
  const warned = (...lines: readonly string[]): readonly string[] => {
    const text = `${declared}policy {\n  ${lines.join("\n  ")}\n}\n`;
    return compileTexts(campaignText(), text).diagnostics.map(
      ({ code, span }) => `${code}: ${text.slice(span.start, span.end)}`,
    );
  };

  test.each([
    ["at most 3 per customer per 3 days", "at most 3 per customer per 7 days"],
    ["at most 3 per customer per 7 days via sms", "at most 3 per customer per 7 days"],
    ["at most 3 per customer per 7 days of cash", "at most 3 per customer per 7 days of loans"],
    ["at most 3 per customer per 7 days for wealthy", "at most 2 per customer per 7 days"],
    ["at most 500 CNY per day via sms", "at most 400 CNY per month"],
    ["at most 50 per day via sms", "at most 50 per day via sms, email"],
  ])("%s, behind %s", (line, tighter) => {
    expect(warned(line, tighter)).toEqual([`cap-never-binds: ${line}`]);
    expect(warned(tighter, line)).toEqual([`cap-never-binds: ${line}`]);
  });

  test.each([
    ["at most 3 per customer per 24 hours", "at most 3 per customer per day"],
    ["at most 3 per customer per day including service", "at most 2 per customer per day"],
    ["at most 3 per customer per 7 days of loans", "at most 2 per customer per 7 days of cash"],
    ["at most 3 per customer per 7 days", "at most 2 per customer per 7 days for wealthy"],
    ["at most 50 per week", "at most 50 per month via sms"],
    ["at most 50 per day via sms, email", "at most 40 per day during 2026-11-01 .. 2026-11-11"],
  ])("but not %s by %s", (line, other) => {
    expect(warned(line, other)).toEqual([]);
  });
});
