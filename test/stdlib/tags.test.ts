import { describe, expect, test } from "vitest";
import { boolean, date, number, type StoredRow, text } from "../../oracle/index.ts";
import { asker, type Person } from "./asker.ts";

const known = asker([
  ...["life_cycle_stage", "value_trend", "aum_tier", "aum_deposit_share", "aum_wealth_share"],
  ...["churn_signs", "churn_flag", "rfm_recency", "rfm_frequency", "rfm_amount", "rfm_group"],
  ...["product_preference", "channel_preference", "relationship_circle", "circle_size"],
]);

/** Assets of today and of three months ago. */
const assets = (now: string, before: string): Person => ({
  tags: { aum: number(now) },
  earlier: { "2025-12-02": { aum: number(before) } },
});

describe("the trend of assets", () => {
  test.each([
    ["120.01", "100", "rising"],
    ["120", "100", "steady"],
    ["80", "100", "steady"],
    ["79.99", "100", "falling"],
    ["5", "0", "rising"],
  ])("%s after %s is %s", (now, before, trend) => {
    expect(known(assets(now, before))["value_trend"]).toBe(trend);
  });

  test("is unknown where nobody knows what was", () => {
    expect(known({ tags: { aum: number(5) } })["value_trend"]).toBeNull();
  });
});

describe("the tier by assets", () => {
  test.each([
    ["0", "standard"],
    ["49999.99", "standard"],
    ["50000", "gold"],
    ["199999.99", "gold"],
    ["200000", "platinum"],
    ["1000000", "diamond"],
    ["5999999.99", "diamond"],
    ["6000000", "private"],
  ])("of %s is %s", (aum, tier) => {
    expect(known({ tags: { aum: number(aum) } })["aum_tier"]).toBe(tier);
  });
});

describe("the life-cycle stage by rule", () => {
  /** Asked on 2 March 2026. */
  const stage = (tags: StoredRow, more: Person = {}): string | null | undefined =>
    known({ ...more, tags: { last_active_on: date("2026-03-01"), ...more.tags, ...tags } })[
      "life_cycle_stage"
    ];

  test.each([
    ["a year of silence", { joined_on: date("2020-01-01"), last_active_on: date("2025-03-02") }, "dormant"],
    ["a day less", { joined_on: date("2020-01-01"), last_active_on: date("2025-03-03") }, "decline"],
    [
      "ninety days of silence",
      { joined_on: date("2025-06-01"), last_active_on: date("2025-12-02") },
      "decline",
    ],
    ["eighty-nine", { joined_on: date("2025-06-01"), last_active_on: date("2025-12-03") }, "growth"],
    ["half a year with the bank", { joined_on: date("2025-09-02") }, "growth"],
    ["a day less than that", { joined_on: date("2025-09-03") }, "acquisition"],
    ["five products", { joined_on: date("2025-01-01"), products_held: number(5) }, "maturity"],
    ["four", { joined_on: date("2025-01-01"), products_held: number(4) }, "growth"],
    ["five years", { joined_on: date("2021-03-02") }, "maturity"],
    ["a day less than five years", { joined_on: date("2021-03-03") }, "growth"],
    ["nothing known of the beginning", {}, null],
  ])("%s", (_, tags, expected) => {
    expect(stage(tags)).toBe(expected);
  });

  test("assets that fall are a decline, whatever else", () => {
    expect(stage({ joined_on: date("2026-02-01") }, assets("70", "100"))).toBe("decline");
  });
});

describe("shares and preferences", () => {
  const holding = (deposits: number, wealth: number, fund: number): Person => ({
    tags: {
      aum: number(deposits + wealth),
      deposit_balance: number(deposits),
      wealth_balance: number(wealth),
      fund_balance: number(fund),
    },
  });

  test("shares of assets are of what there is", () => {
    expect(known(holding(25, 75, 0))).toMatchObject({ aum_deposit_share: "0.25", aum_wealth_share: "0.75" });
    expect(known(holding(0, 0, 0))).toMatchObject({ aum_deposit_share: null, aum_wealth_share: null });
  });

  test.each([
    ["deposits", holding(50, 50, 50)],
    ["wealth_products", holding(49, 50, 25)],
    ["funds", holding(49, 50, 26)],
    ["no_money", holding(0, 0, 0)],
  ])("%s are preferred", (preference, person) => {
    expect(known(person)["product_preference"]).toBe(preference);
  });

  test("the channel asked for comes before where the customer is", () => {
    const logins = [1, 2, 3].map((day) => ({
      kind: "login",
      at: `2026-02-0${day} 08:00:00`,
      channel: "mobile_bank",
    }));
    expect(known({ happenings: logins })["channel_preference"]).toBe("mobile_bank");
    expect(known({ happenings: logins.slice(1) })["channel_preference"]).toBeNull();
    const asked = { tags: { preferred_channel: text("wechat") }, happenings: logins };
    expect(known(asked)["channel_preference"]).toBe("wechat");
  });
});

describe("recency, frequency and amounts", () => {
  const movements = (count: number, day: string, amount: string) =>
    Array.from({ length: count }, () => ({ kind: "account_movement", at: `${day} 12:00:00`, amount }));

  test.each([
    ["2026-02-23", "5"],
    ["2026-02-22", "4"],
    ["2026-01-31", "4"],
    ["2026-01-30", "3"],
    ["2025-12-02", "3"],
    ["2025-12-01", "2"],
    ["2025-09-03", "2"],
    ["2025-09-02", "1"],
  ])("a last movement on %s gives %s", (day, points) => {
    expect(known({ happenings: movements(1, day, "1") })["rfm_recency"]).toBe(points);
  });

  test("what goes out is no amount, and counts as often", () => {
    const happenings = [...movements(29, "2026-02-25", "-5000"), ...movements(1, "2026-02-25", "90000")];
    expect(known({ happenings })).toMatchObject({
      rfm_frequency: "4",
      rfm_amount: "4",
      rfm_group: "best",
    });
    expect(known({ happenings: happenings.slice(1) })).toMatchObject({
      rfm_frequency: "3",
      rfm_group: "promising",
    });
    expect(known({})).toMatchObject({ rfm_group: "sleeping" });
  });
});

describe("signs of churn", () => {
  test("the bank's model alone is enough, and so are three signs", () => {
    expect(known({ tags: { churn_score: number("0.5") } })["churn_flag"]).toBe("true");
    expect(known({ tags: { churn_score: number("0.4999") } })["churn_flag"]).toBe("false");
    const silent = { last_active_on: date("2025-12-02"), complaints_last_year: number(1) };
    expect(known({ tags: silent })).toMatchObject({ churn_signs: "2", churn_flag: "false" });
    const stopped = [{ kind: "salary", at: "2026-01-10 09:00:00", amount: "1" }];
    expect(known({ tags: silent, happenings: stopped })).toMatchObject({
      churn_signs: "3",
      churn_flag: "true",
    });
  });

  test("money that left is half of what there was", () => {
    const left = (amount: string) =>
      known({
        ...assets("50", "100"),
        happenings: [{ kind: "transfer_out", at: "2026-01-10 09:00:00", amount, counterparty: "other_bank" }],
      })["churn_signs"];
    expect([left("50"), left("49.99")]).toEqual(["2", "1"]);
  });
});

test("family is the closest circle", () => {
  const tags = { household_members: number(3), transfer_partners: number(9), referrals: number(1) };
  expect(known({ tags })).toMatchObject({ relationship_circle: "family", circle_size: "12" });
  expect(known({ tags: { ...tags, household_members: number(1) } })).toMatchObject({
    relationship_circle: "transfers",
    circle_size: "10",
  });
  expect(known({ tags: { employer_id: text("E1"), colleagues_at_bank: number(10) } })).toMatchObject({
    relationship_circle: "colleagues",
    circle_size: "0",
  });
  expect(known({ tags: { spouse_is_customer: boolean(true) } })["relationship_circle"]).toBe("alone");
});
