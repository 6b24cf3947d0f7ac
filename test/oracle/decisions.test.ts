import { describe, expect, test } from "vitest";
import {
  boolean,
  date,
  decideOracle,
  number,
  type OracleTick,
  type StoredRow,
  text,
  type World,
} from "../../oracle/index.ts";
import type { Policy, Program } from "../../plan/index.ts";
import { buy, campaignText, login, people, programOf, withCampaigns } from "./support.ts";

const offers = `offer gift {
  value 10 GBP
  group gifts
  message letter "."
  message sms "Dear {age}"
}
offer loan {
  value 20 GBP
  cost 2 USD
  group loans
  valid 2026-03-01 .. 2026-03-05
  message letter "."
}
`;

const none: Policy = { suppress: [], caps: [], rules: [], quiet: [], segments: {}, occurrences: {} };
const loans = { kind: "named", name: "loans", offers: ["loan"] } as const;
const gifts = { kind: "named", name: "gifts", offers: ["gift"] } as const;

function withPolicy(policy: Partial<Policy>): (program: Program) => Program {
  return (program) => ({ ...program, policy: { ...none, ...policy } });
}

function decided(program: Program, world: World, ...at: readonly string[]): readonly OracleTick[] {
  return decideOracle(
    program,
    at.map((one) => ({ at: one, world })),
  ).runs.flatMap(({ ticks }) => ticks);
}

/** `campaign customer channel` of contacts, `campaign customer: reasons` of rejections. */
function said(tick: OracleTick | undefined): readonly string[] {
  const contacts = (tick?.contacts ?? []).map(
    ({ campaign, customer, channel, wave }) =>
      `${campaign} ${customer} ${channel}${wave > 0 ? ` ${wave}` : ""}`,
  );
  const rejections = (tick?.rejections ?? []).map(({ campaign, customer, reasons }) => {
    const all = reasons.map(({ channel, code, rule }) =>
      [channel, code, rule].filter((part) => part).join(" "),
    );
    return `${campaign} ${customer}: ${all.sort().join("; ")}`;
  });
  return [...contacts, ...rejections].sort();
}

describe("channels in order of preference", () => {
  test("the first that every rule allows; else all that stands against it on each", () => {
    const program = programOf(
      `${offers}${campaignText({ channel: "first of sms, letter", more: "caps 1 per customer\n 2 per day via letter" })}`,
    );
    const world: World = {
      people: people(
        { age: number(30) },
        { age: null },
        { consent: boolean(false) },
        { age: number(30), phone: text(" "), consent: null },
      ),
    };
    const [tick] = decided(program, world, "2026-03-02 06:00");
    // Three have the letter alone; whoever comes last of them finds its two places taken.
    const sms = said(tick).filter((line) => line.endsWith("sms"));
    expect(sms).toEqual(["spring 1 sms"]);
    expect(tick?.contacts.map(({ due }) => due).sort()).toEqual([
      "2026-03-02T06:00:00Z",
      "2026-03-02T06:00:00Z",
      "2026-03-02T09:00:00Z",
    ]);
    const [rejection] = tick?.rejections ?? [];
    const onSms: Readonly<Record<string, readonly string[]>> = {
      2: ["sms unknown age"],
      3: ["sms consent", "sms unknown age"],
      4: ["sms address", "sms consent"],
    };
    expect(rejection?.reasons.map(({ channel, code }) => `${channel} ${code}`).sort()).toEqual(
      ["letter cap", ...(onSms[rejection?.customer ?? ""] ?? [])].sort(),
    );
  });
});

describe("caps per customer", () => {
  const contactsOn = (cap: string, ...at: readonly string[]): readonly string[] => {
    const program = programOf(`${offers}${campaignText({ trigger: "every 12 hours", more: `caps ${cap}` })}`);
    return decided(program, { people: people({}) }, ...at).flatMap(({ tick, contacts }) =>
      contacts.length > 0 ? [tick.slice(5, 16)] : [],
    );
  };
  const fortnight = Array.from(
    { length: 14 },
    (_, day) => `2026-03-${String(day + 1).padStart(2, "0")} 12:00`,
  );

  test("a span of three days slides", () => {
    expect(contactsOn("2 per customer per 3 days", ...fortnight)).toEqual(
      ["01", "02", "04", "05", "07", "08", "10", "11", "13", "14"].map((day) => `03-${day}T12:00`),
    );
  });

  test("hours go by the clock, calendar weeks by Mondays", () => {
    expect(contactsOn("1 per customer per 48 hours", ...fortnight.slice(0, 5))).toEqual(
      ["01", "03", "05"].map((day) => `03-${day}T12:00`),
    );
    // 1 March 2026 is a Sunday.
    expect(contactsOn("1 per customer per calendar week", ...fortnight)).toEqual(
      ["01", "02", "09"].map((day) => `03-${day}T12:00`),
    );
  });
});

describe("the contact policy", () => {
  const both = `${offers}${campaignText({ name: "a", offer: "gift", priority: 20 })}${campaignText({ name: "b", offer: "loan" })}`;
  const world: World = {
    people: people({}),
    rates: [{ day: date("2026-01-01"), ccy: text("USD"), rate: number(80) }],
  };

  test("at most one a day over all campaigns, and of each offer", () => {
    const cap = {
      via: [],
      includingService: false,
      kind: "customer",
      limit: 1,
      of: { kind: "all" },
    } as const;
    const daily = {
      ...cap,
      key: "k",
      text: "1 a day",
      within: { kind: "sliding", duration: { count: 1, unit: "day" } },
    } as const;
    const [tick] = decided(programOf(both, withPolicy({ caps: [daily] })), world, "2026-03-02 06:00");
    expect(said(tick)).toEqual(["a 1 letter", "b 1: letter cap 1 a day"]);
    const each = { ...daily, of: { kind: "each-offer" } } as const;
    const [free] = decided(programOf(both, withPolicy({ caps: [each] })), world, "2026-03-02 06:00");
    expect(said(free)).toEqual(["a 1 letter", "b 1 letter"]);
    const onItsDays = {
      ...daily,
      limit: 2,
      text: "2 then",
      during: { from: "2026-03-02", to: "2026-03-02" },
    };
    const replaced = programOf(both, withPolicy({ caps: [daily, onItsDays] }));
    expect(said(decided(replaced, world, "2026-03-02 06:00")[0])).toEqual(["a 1 letter", "b 1 letter"]);
    expect(said(decided(replaced, world, "2026-03-03 06:00")[0])).toEqual([
      "a 1 letter",
      "b 1: letter cap 1 a day",
    ]);
  });

  test("never after counts the same date, in both directions; service campaigns are not asked", () => {
    const never = {
      kind: "never-after-offer",
      of: loans,
      after: gifts,
      within: { count: 2, unit: "day" },
      includingService: false,
      text: "no loans",
    } as const;
    const program = programOf(both, withPolicy({ rules: [never] }));
    expect(said(decided(program, world, "2026-03-02 06:00")[0])).toEqual([
      "a 1 letter",
      "b 1: letter never no loans",
    ]);
    // Two days after the gift the loan is still refused, on the third not.
    const ticks = decided(program, world, "2026-03-02 06:00", "2026-03-04 06:00", "2026-03-05 06:00");
    expect(ticks.map((tick) => said(tick).filter((line) => line.startsWith("b")))).toEqual([
      ["b 1: letter never no loans"],
      ["b 1: letter never no loans"],
      ["b 1 letter"],
    ]);
    const serviced = withCampaigns((one) => (one.name === "b" ? { ...one, purpose: "service" } : one));
    expect(said(decided(serviced(program), world, "2026-03-02 06:00")[0])).toEqual([
      "a 1 letter",
      "b 1 letter",
    ]);
  });

  test("only after an event, within its days; only to a segment; suppression", () => {
    const isAdult = {
      kind: "comparison",
      operator: ">=",
      left: { kind: "tag", tag: "age", type: { kind: "integer" } },
      right: { kind: "literal", type: { kind: "integer" }, value: "18" },
    } as const;
    const only = { of: loans, includingService: false } as const;
    const policy: Partial<Policy> = {
      suppress: ["adults"],
      segments: { adults: isAdult, minors: { kind: "not", operand: isAdult } },
      occurrences: { login: { kind: "event", event: "login", where: [] } },
      rules: [
        {
          ...only,
          kind: "only-after-event",
          occurrence: "login",
          within: { count: 1, unit: "day" },
          text: "only login",
        },
        { ...only, kind: "only-to", segment: "minors", text: "only minors" },
      ],
    };
    const text = `${offers}${campaignText({ name: "b", offer: "loan", segment: "exists(login, ever) or age is known or age is unknown" })}`;
    const program = programOf(text, withPolicy(policy));
    const several: World = {
      ...world,
      people: people({ age: number(17) }, { age: number(17) }, { age: number(18) }),
      logins: [
        // On the day before; two days before.
        login(1, 1, "2026-03-01T00:00:00Z"),
        login(2, 2, "2026-02-28T23:59:59Z"),
        login(3, 3, "2026-03-02T06:00:00Z"),
      ],
    };
    expect(said(decided(program, several, "2026-03-02 06:00")[0])).toEqual([
      "b 1 letter",
      "b 2: letter only only login",
      "b 3: letter only only minors; letter suppressed suppress adults",
    ]);
  });

  test("money of a month goes by what offers and channels cost, quiet hours put off", () => {
    const cap = {
      kind: "money",
      limit: "3.19",
      currency: "GBP",
      period: "month",
      of: { kind: "all" },
      via: [],
      key: "m",
      includingService: false,
      text: "3.19 GBP",
    } as const;
    const quiet = { range: { from: "22:00", to: "08:30" }, via: ["letter"], text: "quiet" };
    const program = programOf(
      `${offers}${campaignText({ offer: "loan", more: "caps 1 per customer per day" })}`,
      withPolicy({ caps: [cap], quiet: [quiet] }),
    );
    // 2 USD are 1.60 GBP: the second contact would make 3.20.
    const ticks = decided(program, world, "2026-03-02 06:00", "2026-03-03 06:00");
    expect(ticks.map(said)).toEqual([["spring 1 letter"], ["spring 1: letter budget 3.19 GBP"]]);
    expect(ticks[0]?.contacts[0]?.due).toBe("2026-03-02T08:30:00Z");
  });

  test("members of the universal holdout are recorded for each campaign, once each, and take no place", () => {
    const program = programOf(both, withPolicy({ holdout: "1" }));
    const ticks = decided(program, world, "2026-03-02 06:00", "2026-03-03 06:00");
    expect(ticks[0]?.universal.map(({ campaign, arm }) => `${campaign} ${arm}`)).toEqual([
      "a universal",
      "b universal",
    ]);
    expect(ticks[0]?.contacts).toEqual([]);
    expect(said(ticks[1])).toEqual(["a 1: letter cap 1 per customer", "b 1: letter cap 1 per customer"]);
  });
});

describe("offers in company", () => {
  const world: World = {
    people: people({}),
    rates: [{ day: date("2026-01-01"), ccy: text("USD"), rate: number(80) }],
  };
  const choosing = (choice: "all" | "best", ...scores: readonly string[]) =>
    programOf(
      `${offers}${campaignText({ offer: "loan", name: "probe" })}${campaignText({ offer: "gift" })}`,
      withCampaigns((one) => ({
        ...one,
        caps: [],
        offers: [
          {
            names: ["gift", "loan"],
            choice:
              choice === "all"
                ? { kind: "all" }
                : {
                    kind: "best",
                    scores: scores.map((value) => ({ kind: "literal", type: { kind: "integer" }, value })),
                  },
          },
        ],
      })),
    );
  const chosen = (program: Program, at: string) =>
    decided(program, world, at)[0]
      ?.contacts.filter(({ campaign }) => campaign === "spring")
      .map(({ offers: names, value }) => `${names} ${value?.amount}`);

  test("all of them go into one contact, but those whose days are over", () => {
    expect(chosen(choosing("all"), "2026-03-05 06:00")).toEqual(["gift,loan 30"]);
    expect(chosen(choosing("all"), "2026-03-06 06:00")).toEqual(["gift 10"]);
  });

  test("the best scores highest among those that are valid; the first of equals", () => {
    expect(chosen(choosing("best", "1", "2"), "2026-03-05 06:00")).toEqual(["loan 20"]);
    expect(chosen(choosing("best", "2", "2"), "2026-03-05 06:00")).toEqual(["gift 10"]);
    expect(chosen(choosing("best", "1", "2"), "2026-03-06 06:00")).toEqual(["gift 10"]);
  });
});

describe("further waves", () => {
  const program = programOf(
    `${offers}${campaignText({ trigger: "daily at 06:00 on buy", segment: "exists(login, ever) or true", offer: "gift" })}`,
    withCampaigns((one) => ({
      ...one,
      goal: { occurrence: { kind: "event", event: "login", where: [] }, within: { count: 5, unit: "day" } },
      followUps: ["first", "second"].map((name) => ({
        name,
        after: { count: 2, unit: "day" },
        unless: "goal",
        text: name,
      })),
    })),
  );
  const march = (...ofMonth: readonly number[]) =>
    ofMonth.map((day) => `2026-03-${String(day).padStart(2, "0")} 06:00`);
  const buys: readonly StoredRow[] = [buy(1, 1, "2026-03-02T05:00:00Z")];
  const world: World = { people: people({}), buys };

  test("each is measured from the wave before, however late the tick", () => {
    const all = decided(program, world, ...march(2, 3, 4, 5, 6, 7, 8));
    expect(all.map(said)).toEqual([
      ["spring 1 letter"],
      [],
      ["spring 1 letter 1"],
      [],
      ["spring 1 letter 2"],
      [],
      [],
    ]);
    const late = decided(program, world, ...march(2, 9, 10, 11));
    expect(late.map(said)).toEqual([["spring 1 letter"], ["spring 1 letter 1"], [], ["spring 1 letter 2"]]);
  });

  test("the goal ends them, if it comes later than the contact was due", () => {
    const early = { ...world, logins: [login(1, 1, "2026-03-02T06:00:00Z")] };
    expect(decided(program, early, ...march(2, 4)).map(said)).toEqual([
      ["spring 1 letter"],
      ["spring 1 letter 1"],
    ]);
    const met = { ...world, logins: [login(1, 1, "2026-03-02T06:00:00.000001Z")] };
    expect(decided(program, met, ...march(2, 4)).map(said)).toEqual([["spring 1 letter"], []]);
  });

  test("what is rejected is tried again until twice as long has passed", () => {
    const blocked = withPolicy({
      suppress: ["present"],
      segments: {
        present: {
          kind: "known",
          negated: false,
          operand: { kind: "tag", tag: "age", type: { kind: "integer" } },
        },
      },
    })(program);
    const withAge = {
      ...blocked,
      tags: {
        ...blocked.tags,
        age: programOf(`${offers}${campaignText({ segment: "age > 1" })}`).tags["age"],
      },
    } as Program;
    const known: World = { ...world, people: people({ age: number(40) }) };
    const runs = march(2, 4, 5, 6, 7).map((at, index) => ({ at, world: index === 0 ? world : known }));
    const ticks = decideOracle(withAge, runs).runs.flatMap((run) => run.ticks);
    const refused = "spring 1: letter suppressed suppress present";
    expect(ticks.map(said)).toEqual([["spring 1 letter"], [refused], [refused], [refused], []]);
  });
});

test("a holdout takes those whose hash is low, and they take places in volume caps", () => {
  const text = `${offers}${campaignText({ more: "caps 1 per day\n holdout 50%" })}`;
  const world: World = { people: people({}, {}, {}, {}, {}, {}) };
  const [tick] = decided(programOf(text), world, "2026-03-02 06:00");
  expect((tick?.contacts.length ?? 0) + (tick?.controls.length ?? 0)).toBe(1);
  const free = programOf(`${offers}${campaignText({ more: "holdout 50%" })}`);
  const [all] = decided(free, world, "2026-03-02 06:00");
  // By `printf 'spring\\x1f2' | md5sum`: 4b3609…; those of the others begin with 8 and more.
  expect(all?.controls.map(({ customer }) => customer)).toEqual(["2"]);
});
