import { describe, expect, test } from "vitest";
import type { ValueType } from "../../plan/index.ts";
import { formatPlaceholder, renderMessages } from "../../runtime/message.ts";
import { message } from "./support/plans.ts";

const usd: ValueType = { kind: "money", currency: "USD", scale: 2 };
const anyMoney: ValueType = { kind: "money", scale: 2 };
const percent: ValueType = { kind: "percent", scale: 4 };

describe("placeholders", () => {
  test.each<[string, ValueType, string]>([
    ["12000", usd, "12,000 USD"],
    ["12000.00", usd, "12,000 USD"],
    ["12345.6", usd, "12,345.60 USD"],
    ["1234567.895", usd, "1,234,567.90 USD"],
    ["0.995", usd, "1 USD"],
    ["-999.5", usd, "-999.50 USD"],
    ["-1000", usd, "-1,000 USD"],
    ["12000.00 EUR", anyMoney, "12,000 EUR"],
    ["0.2", percent, "20%"],
    ["0.0255", percent, "2.55%"],
    ["12000", { kind: "integer" }, "12000"],
    ["1.500000", { kind: "decimal", scale: 6 }, "1.5"],
    ["2026-03-02", { kind: "date" }, "2026-03-02"],
    [String(Date.UTC(2026, 2, 2, 1, 0, 59) * 1_000), { kind: "instant" }, "2026-03-02 09:00"],
    ["true", { kind: "boolean" }, "true"],
    ["card, fund", { kind: "set", members: ["card", "fund"] }, "card, fund"],
  ])("%s as %j is %s", (canonical, type, expected) => {
    expect(formatPlaceholder(canonical, type, "Asia/Shanghai")).toBe(expected);
  });
});

test("several messages are one, a line each; the first subject leads", () => {
  const first = { ...message("Dear ", "{name}"), subject: message("For ", "{name}").body };
  expect(renderMessages([first, message("And more")], () => "Li")).toEqual({
    kind: "rendered",
    message: { subject: "For Li", body: "Dear Li\nAnd more" },
  });
});

test("unknown placeholders are named once, in order", () => {
  const textOf = (name: string): string | undefined => (name === "name" ? "Li" : undefined);
  expect(renderMessages([message("{z}", "{name}", "{a}", "{z}")], textOf)).toEqual({
    kind: "unknown",
    placeholders: ["a", "z"],
  });
});
