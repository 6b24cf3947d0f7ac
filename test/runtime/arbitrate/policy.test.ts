import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { CampaignPlan, Plan, PolicyCap, PolicyRule } from "../../../plan/index.ts";
import type { TickReport } from "../../../runtime/index.ts";
import { at, campaign, channel, NO_COLUMNS, offer, plan, row } from "../support/plans.ts";
import { customerCap, lastTickOf, line, named, policy, type Step } from "../support/ticks.ts";

type Policy = NonNullable<Plan["policy"]>;

const channels = {
  sms: channel("sms", { message: false }),
  call: channel("call", { message: false, hours: { from: "05:00", to: "05:30" } }),
};
const offers = Object.fromEntries(
  ["loan", "card", "fund", "plus"].map((name) => [
    name,
    offer(name, { cost: { amount: "1", currency: "CNY" } }),
  ]),
);
const days = (count: number) => ({ count, unit: "day" }) as const;
const OFTEN = { kind: "customer", limit: 99, within: { kind: "ever" }, text: "99 per customer" } as const;

/** A campaign of one offer (or several at once), which may contact a customer again and again. */
function offering(name: string, names: readonly string[], more: Partial<CampaignPlan> = {}): CampaignPlan {
  return campaign(name, {
    offerRoutes: [{ names, choice: names.length > 1 ? "all" : "one" }],
    caps: [OFTEN],
    ...more,
  });
}

function project(campaigns: readonly CampaignPlan[], more: Partial<Policy>): Plan {
  return plan(campaigns, { channels, offers, policy: policy(more) });
}

/** A step at which the campaigns named find customer 1. */
function day(date: string, thePlan: Plan, ...names: readonly string[]): Step {
  return {
    tick: `${date} 06:00`,
    plan: thePlan,
    tables: Object.fromEntries(names.map((name) => [name, [row("1")]])),
  };
}

function reasonsOf(tick: TickReport, name: string): readonly string[] {
  const found = tick.rejections.find(({ campaign: other }) => other === name);
  return (found?.reasons ?? []).map(({ channel: via, code, rule }) => [via, code, rule].join(" | "));
}

function contacted(tick: TickReport): readonly string[] {
  return tick.contacts.map(({ campaign: name, customer }) => `${name} ${customer}`);
}

describe("a line on one customer", () => {
  const loans = offering("loans", ["loan"], { priority: 60 });
  const cards = offering("cards", ["card"]);

  test("counts across campaigns, at the tick and before it", async () => {
    const caps = [customerCap(1, 3)];
    const both = project([loans, cards], { caps });
    const first = await lastTickOf([day("2026-03-02", both, "loans", "cards")]);
    expect(contacted(first)).toEqual(["loans 1"]);
    expect(reasonsOf(first, "cards")).toEqual(["sms | cap | at most 1 per customer per 3 days"]);
    const third = [day("2026-03-02", both, "loans"), day("2026-03-04", both, "cards")];
    expect(contacted(await lastTickOf(third))).toEqual([]);
    const fourth = [day("2026-03-02", both, "loans"), day("2026-03-05", both, "cards")];
    expect(contacted(await lastTickOf(fourth))).toEqual(["cards 1"]);
  });

  test("counts what was put off, forwards too", async () => {
    const later = offering("later", ["card"], { channelRoutes: [["call"]] });
    const thePlan = project([later, loans], { caps: [customerCap(1, 2)] });
    // Put off to the 3rd; on the 3rd at six it stands in the way of another.
    const tick = await lastTickOf([day("2026-03-02", thePlan, "later"), day("2026-03-03", thePlan, "loans")]);
    expect(reasonsOf(tick, "loans")).toEqual(["sms | cap | at most 1 per customer per 2 days"]);
    const same = await lastTickOf([
      {
        ...day(
          "2026-03-02",
          project([{ ...later, priority: 90 }, loans], { caps: [customerCap(1, 2)] }),
          "later",
          "loans",
        ),
      },
    ]);
    expect(contacted(same)).toEqual(["later 1"]);
  });

  test("by calendar periods and ever", async () => {
    const month = customerCap(1, 1, { within: { kind: "calendar", period: "month" }, text: "month" });
    const monthly = project([loans, cards], { caps: [month] });
    const within = [day("2026-03-02", monthly, "loans"), day("2026-03-31", monthly, "cards")];
    expect(reasonsOf(await lastTickOf(within), "cards")).toEqual(["sms | cap | month"]);
    const next = [day("2026-03-31", monthly, "loans"), day("2026-04-01", monthly, "cards")];
    expect(contacted(await lastTickOf(next))).toEqual(["cards 1"]);
    const ever = project([loans, cards], {
      caps: [customerCap(1, 1, { within: { kind: "ever" }, text: "ever" })],
    });
    const long = [day("2026-01-02", ever, "loans"), day("2026-12-31", ever, "cards")];
    expect(reasonsOf(await lastTickOf(long), "cards")).toEqual(["sms | cap | ever"]);
  });

  test.each<[string, Partial<Extract<PolicyCap, { kind: "customer" }>>, boolean]>([
    ["of its group alone", { of: named("loan") }, true],
    ["of a group with both", { of: named("loan", "card") }, false],
    ["of each offer", { of: { kind: "each-offer" } }, true],
    ["via another channel", { via: ["call"] }, true],
    ["via the channel", { via: ["sms", "call"] }, false],
  ])("counts %s", async (_, more, passes) => {
    const thePlan = project([loans, cards], { caps: [customerCap(1, 30, more)] });
    const tick = await lastTickOf([day("2026-03-02", thePlan, "loans", "cards")]);
    expect(contacted(tick)).toEqual(passes ? ["cards 1", "loans 1"] : ["loans 1"]);
  });

  test("of each offer counts every offer of a contact", async () => {
    const both = offering("both", ["card", "fund"]);
    const thePlan = project([offering("funds", ["fund"]), both], {
      caps: [customerCap(1, 30, { of: { kind: "each-offer" }, text: "each" })],
    });
    const tick = await lastTickOf([day("2026-03-02", thePlan, "funds"), day("2026-03-03", thePlan, "both")]);
    expect(reasonsOf(tick, "both")).toEqual(["sms | cap | each"]);
  });

  test("for a segment holds for its members alone", async () => {
    const columns = { ...NO_COLUMNS, segments: ["wealthy"] };
    const thePlan = project(
      [
        { ...loans, columns },
        { ...cards, columns },
      ],
      { caps: [customerCap(1, 30, { for: "wealthy" })] },
    );
    const rows = [row("1", { s0: true }), row("2", { s0: false }), row("3", { s0: null })];
    const tick = await lastTickOf([
      { tick: "2026-03-02 06:00", plan: thePlan, tables: { loans: rows, cards: rows } },
    ]);
    expect(contacted(tick)).toEqual(["cards 2", "cards 3", "loans 1", "loans 2", "loans 3"]);
  });

  test("during some days replaces the identical one on those due days", async () => {
    const during = { from: "2026-11-01", to: "2026-11-11" };
    const caps = [customerCap(1, 1), customerCap(2, 1, { during, text: "during" })];
    const three = project([loans, cards, offering("funds", ["fund"], { priority: 10 })], { caps });
    const all = ["loans", "cards", "funds"];
    expect(contacted(await lastTickOf([day("2026-10-31", three, ...all)]))).toEqual(["loans 1"]);
    const eleventh = await lastTickOf([day("2026-11-11", three, ...all)]);
    expect(contacted(eleventh)).toEqual(["cards 1", "loans 1"]);
    expect(reasonsOf(eleventh, "funds")).toEqual(["sms | cap | during"]);
    expect(contacted(await lastTickOf([day("2026-11-12", three, ...all)]))).toEqual(["loans 1"]);
    // It goes by the due day: what the 11th puts off is due on the 12th.
    const late = project(
      [loans, cards].map((one) => ({ ...one, channelRoutes: [["call"]] })),
      { caps },
    );
    expect(contacted(await lastTickOf([day("2026-11-11", late, "loans", "cards")]))).toEqual(["loans 1"]);
  });

  test("passes over service, which does not count either, unless it includes service", async () => {
    const service = { ...loans, purpose: "service" } as const;
    const spared = project([service, cards], { caps: [customerCap(1, 30)] });
    expect(contacted(await lastTickOf([day("2026-03-02", spared, "loans", "cards")]))).toEqual([
      "cards 1",
      "loans 1",
    ]);
    const included = project([service, cards], {
      caps: [customerCap(1, 30, { includingService: true, text: "all" })],
    });
    const tick = await lastTickOf([day("2026-03-02", included, "loans", "cards")]);
    expect(reasonsOf(tick, "cards")).toEqual(["sms | cap | all"]);
  });

  test("must be passed by control members, who use up none of it", async () => {
    const control = { ...loans, holdout: "1" };
    const thePlan = project([control, cards], { caps: [customerCap(1, 30)] });
    const free = await lastTickOf([day("2026-03-02", thePlan, "loans", "cards")]);
    expect(contacted(free)).toEqual(["cards 1"]);
    expect(free.controls).toHaveLength(1);
    const after = await lastTickOf([
      day("2026-03-02", thePlan, "cards"),
      day("2026-03-03", thePlan, "loans"),
    ]);
    expect(after.rejections).toMatchObject([
      { campaign: "loans", arm: "control", reasons: [{ code: "cap" }] },
    ]);
  });
});

describe("a line on numbers or money", () => {
  const volume = (more: Partial<Extract<PolicyCap, { kind: "volume" }>> = {}): PolicyCap => ({
    kind: "volume",
    limit: 3,
    period: "day",
    of: { kind: "all" },
    via: [],
    key: "per day",
    includingService: false,
    text: "at most 3 per day",
    ...more,
  });
  const many = Array.from({ length: 4 }, (_, index) => row(String(index), { s0: index < 2 }));
  const columns = { ...NO_COLUMNS, segments: ["wealthy"] };
  const loans = offering("loans", ["loan"], { columns, priority: 60 });
  const cards = offering("cards", ["card"], { columns });

  async function counts(cap: PolicyCap, campaigns: readonly CampaignPlan[] = [loans, cards]) {
    const thePlan = project(campaigns, { caps: [cap] });
    const step = (tick: string): Step => ({ tick, plan: thePlan, tables: { loans: many, cards: many } });
    const first = await lastTickOf([step("2026-03-02 06:00")]);
    const second = await lastTickOf([step("2026-03-02 06:00"), step("2026-03-03 06:00")]);
    return [first, second].map((tick) => [
      tick.contacts.filter((one) => one.campaign === "loans").length,
      tick.contacts.filter((one) => one.campaign === "cards").length,
    ]);
  }

  test("is shared by campaigns, in calendar periods", async () => {
    expect(await counts(volume())).toEqual([
      [3, 0],
      [3, 0],
    ]);
    expect(await counts(volume({ limit: 6, period: "week" }))).toEqual([
      [4, 2],
      [0, 0],
    ]);
    expect(await counts(volume({ limit: 9, period: "all" }))).toEqual([
      [4, 4],
      [1, 0],
    ]);
  });

  test("of offers, via channels, for a segment", async () => {
    expect(await counts(volume({ of: named("card") }))).toEqual([
      [4, 3],
      [4, 3],
    ]);
    expect(await counts(volume({ via: ["call"] }))).toEqual([
      [4, 4],
      [4, 4],
    ]);
    // Two members of the segment: of a limit of three in all, one is left for the second campaign, and none for the next day.
    expect(await counts(volume({ for: "wealthy", period: "all" }))).toEqual([
      [4, 3],
      [2, 2],
    ]);
  });

  test("is obeyed and used by service, and by control members", async () => {
    expect(await counts(volume(), [{ ...loans, purpose: "service" }, cards])).toEqual([
      [3, 0],
      [3, 0],
    ]);
    expect(await counts(volume(), [{ ...loans, holdout: "1" }, cards])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test("on money adds up costs to the limit; control members use none", async () => {
    const money: PolicyCap = {
      kind: "money",
      limit: "5.5",
      currency: "CNY",
      period: "week",
      of: { kind: "all" },
      via: ["sms"],
      key: "money",
      includingService: false,
      text: "at most 5.5 CNY per week",
    };
    expect(await counts(money)).toEqual([
      [4, 1],
      [0, 0],
    ]);
    expect(await counts({ ...money, of: named("loan") })).toEqual([
      [4, 4],
      [1, 4],
    ]);
    expect(await counts(money, [{ ...loans, holdout: "1" }, cards])).toEqual([
      [0, 4],
      [0, 1],
    ]);
    const thePlan = project([loans], { caps: [{ ...money, limit: "0.5" }] });
    const tick = await lastTickOf(
      [day("2026-03-02", thePlan, "loans")].map((one) => ({ ...one, tables: { loans: many } })),
    );
    expect(tick.rejections[0]?.reasons).toEqual([
      { channel: "sms", code: "budget", rule: "at most 5.5 CNY per week" },
    ]);
  });
});

describe("never", () => {
  const loans = offering("loans", ["loan"]);
  const cards = offering("cards", ["card"], { priority: 60 });
  const after: PolicyRule = {
    ...line("never loan after card", "loan"),
    kind: "never-after-offer",
    after: named("card"),
    within: days(30),
  };

  test("an offer after another: to the last day of the span, and on the same date", async () => {
    const thePlan = project([loans, cards], { rules: [after] });
    const refused = ["sms | never | never loan after card"];
    const same = await lastTickOf([day("2026-03-02", thePlan, "loans", "cards")]);
    expect(reasonsOf(same, "loans")).toEqual(refused);
    const last = [day("2026-03-02", thePlan, "cards"), day("2026-04-01", thePlan, "loans")];
    expect(reasonsOf(await lastTickOf(last), "loans")).toEqual(refused);
    const past = [day("2026-03-02", thePlan, "cards"), day("2026-04-02", thePlan, "loans")];
    expect(contacted(await lastTickOf(past))).toEqual(["loans 1"]);
  });

  test("in both directions: what would be followed too soon is refused as well, what comes later is not", async () => {
    const put = { ...loans, channelRoutes: [["call"]], priority: 90 };
    const thePlan = project([put, cards], { rules: [after] });
    // The loan is put off to the 3rd; a card on the 2nd would make it one after a card.
    const tick = await lastTickOf([day("2026-03-02", thePlan, "loans", "cards")]);
    expect(reasonsOf(tick, "cards")).toEqual(["sms | never | never loan after card"]);
    const later = [day("2026-03-02", thePlan, "loans"), day("2026-03-04", thePlan, "cards")];
    expect(contacted(await lastTickOf(later))).toEqual(["cards 1"]);
    const sameDay = [day("2026-03-02", thePlan, "loans"), day("2026-03-03", thePlan, "cards")];
    expect(contacted(await lastTickOf(sameDay))).toEqual([]);
  });

  test("spans of months go by the same day", async () => {
    const months = { ...after, within: { count: 1, unit: "month" } } as const;
    const thePlan = project([loans, cards], { rules: [months] });
    const until = async (date: string) =>
      contacted(await lastTickOf([day("2026-01-31", thePlan, "cards"), day(date, thePlan, "loans")]));
    expect(await until("2026-02-28")).toEqual([]);
    expect(await until("2026-03-01")).toEqual(["loans 1"]);
  });

  test("one with another: either way, and within one contact", async () => {
    const rules: readonly PolicyRule[] = [
      { ...line("never loan with card", "loan"), kind: "never-with", other: named("card"), within: days(2) },
    ];
    const thePlan = project([loans, cards, offering("both", ["loan", "card"])], { rules });
    const steps = (first: string, second: string, date: string) => [
      day("2026-03-02", thePlan, first),
      day(date, thePlan, second),
    ];
    expect(contacted(await lastTickOf(steps("loans", "cards", "2026-03-04")))).toEqual([]);
    expect(contacted(await lastTickOf(steps("cards", "loans", "2026-03-04")))).toEqual([]);
    expect(contacted(await lastTickOf(steps("cards", "loans", "2026-03-05")))).toEqual(["loans 1"]);
    expect(contacted(await lastTickOf(steps("cards", "cards", "2026-03-03")))).toEqual(["cards 1"]);
    expect(reasonsOf(await lastTickOf([day("2026-03-02", thePlan, "both")]), "both")).toEqual([
      "sms | never | never loan with card",
    ]);
  });

  test("with itself is no contact of one such offer, but a second one", async () => {
    const rules: readonly PolicyRule[] = [
      { ...line("never loan with loan", "loan"), kind: "never-with", other: named("loan"), within: days(2) },
    ];
    const thePlan = project([loans], { rules });
    expect(contacted(await lastTickOf([day("2026-03-02", thePlan, "loans")]))).toEqual(["loans 1"]);
    const again = [day("2026-03-02", thePlan, "loans"), day("2026-03-04", thePlan, "loans")];
    expect(contacted(await lastTickOf(again))).toEqual([]);
  });

  test("after an event: by its local date and the due date", async () => {
    const rules: readonly PolicyRule[] = [
      {
        ...line("never loan after complaint", "loan"),
        kind: "never-after-event",
        occurrence: "complaint",
        within: days(3),
      },
    ];
    const columns = { ...NO_COLUMNS, occurrences: ["complaint"] };
    const thePlan = project([{ ...loans, columns }], { rules });
    const complained = (date: string | null) => ({
      tick: "2026-03-05 06:00",
      plan: thePlan,
      tables: { loans: [row("1", { d0: date === null ? null : Date.parse(date) / 86_400_000 })] },
    });
    expect(contacted(await lastTickOf([complained(null)]))).toEqual(["loans 1"]);
    expect(contacted(await lastTickOf([complained("2026-03-01")]))).toEqual(["loans 1"]);
    for (const date of ["2026-03-02", "2026-03-05"]) {
      expect(reasonsOf(await lastTickOf([complained(date)]), "loans")).toEqual([
        "sms | never | never loan after complaint",
      ]);
    }
  });

  test("doesn't count control members; service is passed over unless included", async () => {
    const controlled = project([loans, { ...cards, holdout: "1" }], { rules: [after] });
    expect(contacted(await lastTickOf([day("2026-03-02", controlled, "loans", "cards")]))).toEqual([
      "loans 1",
    ]);
    const service = [loans, { ...cards, purpose: "service" as const }];
    const spared = project(service, { rules: [after] });
    expect(contacted(await lastTickOf([day("2026-03-02", spared, "loans", "cards")]))).toHaveLength(2);
    const included = project(service, { rules: [{ ...after, includingService: true }] });
    expect(contacted(await lastTickOf([day("2026-03-02", included, "loans", "cards")]))).toEqual(["cards 1"]);
  });
});

describe("only", () => {
  const fund = offering("funds", ["fund"]);

  test("to a segment", async () => {
    const rules: readonly PolicyRule[] = [
      { ...line("only fund to takers", "fund"), kind: "only-to", segment: "takers" },
    ];
    const columns = { ...NO_COLUMNS, segments: ["takers"] };
    const thePlan = project([{ ...fund, columns }, offering("cards", ["card"])], { rules });
    const tick = await lastTickOf([
      {
        tick: "2026-03-02 06:00",
        plan: thePlan,
        tables: {
          funds: [row("1", { s0: true }), row("2", { s0: false }), row("3", { s0: null })],
          cards: [row("2")],
        },
      },
    ]);
    expect(contacted(tick)).toEqual(["cards 2", "funds 1"]);
    expect(reasonsOf(tick, "funds")).toEqual(["sms | only | only fund to takers"]);
  });

  test("after an offer: accepted before or at this tick, within the span", async () => {
    const rules: readonly PolicyRule[] = [
      { ...line("only fund after card", "fund"), kind: "only-after", after: named("card"), within: days(10) },
    ];
    const cards = offering("cards", ["card"], { priority: 60 });
    const thePlan = project([fund, cards], { rules });
    const alone = await lastTickOf([day("2026-03-02", thePlan, "funds")]);
    expect(reasonsOf(alone, "funds")).toEqual(["sms | only | only fund after card"]);
    expect(contacted(await lastTickOf([day("2026-03-02", thePlan, "funds", "cards")]))).toHaveLength(2);
    const steps = (date: string) => [day("2026-03-02", thePlan, "cards"), day(date, thePlan, "funds")];
    expect(contacted(await lastTickOf(steps("2026-03-12")))).toEqual(["funds 1"]);
    expect(contacted(await lastTickOf(steps("2026-03-13")))).toEqual([]);
    // The card is put off behind the fund, and comes too late for it.
    const late = project([fund, { ...cards, channelRoutes: [["call"]] }], { rules });
    expect(contacted(await lastTickOf([day("2026-03-02", late, "funds", "cards")]))).toEqual(["cards 1"]);
  });

  test("after an event", async () => {
    const rules: readonly PolicyRule[] = [
      {
        ...line("only fund after visit", "fund"),
        kind: "only-after-event",
        occurrence: "visit",
        within: days(1),
      },
    ];
    const thePlan = project([{ ...fund, columns: { ...NO_COLUMNS, occurrences: ["visit"] } }], { rules });
    const visited = ["2026-03-01", "2026-02-28", null].map((date, index) =>
      row(String(index), { d0: date === null ? null : Date.parse(date) / 86_400_000 }),
    );
    const tick = await lastTickOf([{ tick: "2026-03-02 06:00", plan: thePlan, tables: { funds: visited } }]);
    expect(contacted(tick)).toEqual(["funds 0"]);
  });
});

describe("suppress and quiet", () => {
  test("nobody of a suppressed segment is contacted, by service neither; every reason is recorded on each channel", async () => {
    const columns = { ...NO_COLUMNS, segments: ["do_not_contact"], consents: ["sms"] };
    const service = offering("loans", ["loan"], {
      columns,
      purpose: "service",
      channelRoutes: [["sms", "call"]],
    });
    const thePlan = plan([service], {
      channels: { ...channels, sms: channel("sms", { message: false, consent: "ok" }) },
      offers,
      policy: policy({ suppress: ["do_not_contact"] }),
    });
    const rows = [row("1", { s0: true, c0: null }), row("2", { s0: false, c0: true })];
    const tick = await lastTickOf([{ tick: "2026-03-02 06:00", plan: thePlan, tables: { loans: rows } }]);
    expect(contacted(tick)).toEqual(["loans 2"]);
    expect(reasonsOf(tick, "loans")).toEqual([
      "sms | suppressed | suppress do_not_contact",
      "sms | consent | ",
      "call | suppressed | suppress do_not_contact",
    ]);
  });

  test("quiet hours put off on their channels, with the campaign's and the channel's own", async () => {
    const quiet = [
      { range: { from: "21:00", to: "09:30" }, via: ["sms"], text: "quiet 21:00 .. 09:30 via sms" },
      { range: { from: "12:00", to: "13:00" }, via: [], text: "quiet 12:00 .. 13:00" },
    ];
    const sms = channel("sms", { message: false, hours: { from: "08:00", to: "20:00" } });
    const dueOf = async (tick: string, via: string, contact?: { from: string; to: string }) => {
      const window = {
        from: "2026-01-01",
        to: "2026-12-31",
        businessDaysOnly: false,
        ...(contact && { contact }),
      };
      const one = offering("loans", ["loan"], {
        window,
        channelRoutes: [[via]],
        schedule: { kind: "every", interval: { count: 30, unit: "minute" } },
      });
      const thePlan = plan([one], {
        channels: { sms, post: channel("post", { message: false }) },
        offers,
        policy: policy({ quiet }),
      });
      return (await lastTickOf([{ tick, plan: thePlan, tables: { loans: [row("1")] } }])).contacts[0]?.due;
    };
    const iso = (text: string) => new Date(at(text) / 1_000).toISOString().replace(".000", "");
    expect(await dueOf("2026-03-02 06:00", "sms")).toBe(iso("2026-03-02 09:30"));
    expect(await dueOf("2026-03-02 06:00", "post")).toBe(iso("2026-03-02 06:00"));
    expect(await dueOf("2026-03-02 12:00", "post")).toBe(iso("2026-03-02 13:00"));
    expect(await dueOf("2026-03-02 12:00", "sms", { from: "18:00", to: "12:30" })).toBe(
      iso("2026-03-02 18:00"),
    );
    expect(await dueOf("2026-03-02 20:00", "sms")).toBe(iso("2026-03-03 09:30"));
    expect(await dueOf("2026-03-02 20:00", "sms", { from: "19:00", to: "09:00" })).toBe(
      iso("2026-03-03 19:00"),
    );
  });
});

describe("the universal holdout", () => {
  const customers = Array.from({ length: 300 }, (_, index) => String(index));
  const md5 = (...parts: readonly string[]) => createHash("md5").update(parts.join("\u001f")).digest("hex");
  const isUniversal = (customer: string) =>
    Number.parseInt(md5("universal", customer).slice(0, 13), 16) / 16 ** 13 < 0.1;
  const rows = customers.map((customer) => row(customer));

  test("is the same customers for every campaign, comes before a campaign's own, and is no arm of service", async () => {
    const campaigns = [
      offering("loans", ["loan"], { holdout: "0.5" }),
      offering("cards", ["card"], { purpose: "service" }),
    ];
    const thePlan = project(campaigns, { holdout: "0.1" });
    const tick = await lastTickOf([
      { tick: "2026-03-02 06:00", plan: thePlan, tables: { loans: rows, cards: rows } },
    ]);
    const expected = customers.filter(isUniversal).sort();
    expect(expected.length).toBeGreaterThan(15);
    expect(tick.universal.map((one) => [one.campaign, one.customer, one.arm])).toEqual(
      expected.map((customer) => ["loans", customer, "universal"]),
    );
    const loans = tick.campaigns.find(({ campaign: name }) => name === "loans");
    expect(loans).toMatchObject({ eligible: 300, universal: expected.length, rejected: 0 });
    expect(tick.controls.every(({ customer }) => !isUniversal(customer))).toBe(true);
    expect(tick.contacts.filter((one) => one.campaign === "cards")).toHaveLength(300);
    const included = project(campaigns, { holdout: "0.1", holdoutIncludesService: true });
    const all = await lastTickOf([
      { tick: "2026-03-02 06:00", plan: included, tables: { loans: rows, cards: rows } },
    ]);
    expect(all.universal).toHaveLength(2 * expected.length);
  });

  test("must pass every rule, and takes a place in the campaign's cap per customer alone", async () => {
    const everybody = { holdout: "1" };
    const capped = offering("loans", ["loan"], {
      caps: [
        {
          kind: "customer",
          limit: 1,
          within: { kind: "sliding", duration: days(2) },
          text: "1 per customer",
        },
        { kind: "volume", limit: 1, period: "day", text: "1 per day" },
        { kind: "money", limit: "1", currency: "CNY", period: "day", text: "1 CNY per day" },
      ],
    });
    const caps = [
      customerCap(1, 30),
      { ...customerCap(1, 1), kind: "volume", period: "day", of: { kind: "all" } } as PolicyCap,
    ];
    const thePlan = project([capped, offering("cards", ["card"])], { ...everybody, caps });
    const tables = { loans: [row("1"), row("2")], cards: [row("1"), row("2")] };
    const steps = ["2026-03-02 06:00", "2026-03-03 06:00", "2026-03-04 06:00"].map((tick) => ({
      tick,
      plan: thePlan,
      tables,
    }));
    const first = await lastTickOf(steps.slice(0, 1));
    expect(first.universal).toHaveLength(4);
    expect(first.contacts).toEqual([]);
    const second = await lastTickOf(steps.slice(0, 2));
    expect(second.rejections.map((one) => [one.campaign, one.arm, one.reasons[0]?.rule])).toEqual([
      ["loans", "universal", "1 per customer"],
      ["loans", "universal", "1 per customer"],
    ]);
    expect((await lastTickOf(steps)).universal).toHaveLength(4);
  });
});

test("reasons stand in order: suppression, reach, campaign's caps, policy's rules, policy's caps, capacity", async () => {
  const columns = { ...NO_COLUMNS, segments: ["stop", "takers"], addresses: ["sms"] };
  const thePlan = plan(
    [
      offering("loans", ["loan"], {
        columns,
        caps: [OFTEN, { kind: "volume", limit: 0, period: "day", text: "0 per day" }],
      }),
    ],
    {
      channels: {
        sms: channel("sms", { message: false, address: "phone", capacity: { limit: 0, period: "day" } }),
      },
      offers,
      policy: policy({
        suppress: ["stop"],
        caps: [customerCap(0, 1, { text: "none" })],
        rules: [{ ...line("only loan to takers", "loan"), kind: "only-to", segment: "takers" }],
      }),
    },
  );
  const tables = { loans: [row("1", { s0: true, s1: false, a0: null })] };
  const tick = await lastTickOf([{ tick: "2026-03-02 06:00", plan: thePlan, tables }]);
  expect(reasonsOf(tick, "loans")).toEqual([
    "sms | suppressed | suppress stop",
    "sms | address | ",
    "sms | cap | 0 per day",
    "sms | only | only loan to takers",
    "sms | cap | none",
    "sms | capacity | capacity 0 per day",
  ]);
});

test("the best offer is the one chosen; where none is valid the candidate has expired", async () => {
  const valid = { kind: "dates", from: "2026-01-01", to: "2026-03-02" } as const;
  const some = {
    loan: offer("loan", { valid, value: { amount: "5", currency: "CNY" } }),
    card: offer("card", { valid, value: { amount: "7", currency: "CNY" } }),
  };
  const best = campaign("best", {
    offerRoutes: [{ names: ["loan", "card"], choice: "best" }],
    channelRoutes: [["sms", "call"]],
  });
  const thePlan = plan([best], { channels, offers: some });
  const rows = [
    row("1", { offer_choice: 1 }),
    row("2", { offer_choice: 0 }),
    row("3", { offer_choice: null }),
  ];
  const tick = await lastTickOf([{ tick: "2026-03-02 06:00", plan: thePlan, tables: { best: rows } }]);
  expect(tick.contacts.map((one) => [one.customer, one.offers, one.value?.amount])).toEqual([
    ["1", ["card"], "7"],
    ["2", ["loan"], "5"],
  ]);
  expect(tick.rejections).toMatchObject([
    {
      customer: "3",
      offers: ["loan", "card"],
      value: null,
      reasons: ["sms", "sms", "call", "call"].map((via) => ({ channel: via, code: "expired" })),
    },
  ]);
});
