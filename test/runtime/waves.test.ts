import { describe, expect, test } from "vitest";
import type { CampaignPlan, DetectionColumns, FollowUp, Plan } from "../../plan/index.ts";
import type { RunReport, TickReport } from "../../runtime/index.ts";
import type { BoundStatement, WarehouseRow } from "../../runtime/warehouse/warehouse.ts";
import {
  at,
  campaign,
  channel,
  eventRow,
  type FakeTables,
  message,
  NO_COLUMNS,
  offer,
  plan,
  row,
} from "./support/plans.ts";
import { customerCap, policy, reportsOf, type Step } from "./support/ticks.ts";

interface AskedContact {
  readonly contact: number;
  readonly customer: string;
  readonly due: number;
  readonly until: number;
  readonly carried: readonly (string | null)[];
}

const days = (count: number) => ({ count, unit: "day" }) as const;
const reminder: FollowUp = {
  name: "reminder",
  after: days(3),
  unless: "goal",
  text: "followup reminder after 3 days unless goal",
};
const last: FollowUp = {
  name: "last",
  after: days(2),
  unless: "goal",
  text: "followup last after 2 days unless goal",
};

const channels = {
  sms: channel("sms", { message: false }),
  call: channel("call", { message: false }),
  letter: channel("letter", { message: false, hours: { from: "12:00", to: "13:00" } }),
};
const offers = {
  card: offer("card", { value: { amount: "10", currency: "CNY" } }),
  fund: offer("fund", { value: { amount: "99", currency: "CNY" } }),
};

function chain(
  followUps: readonly FollowUp[],
  more: Partial<CampaignPlan> = {},
  columns: Partial<DetectionColumns> = {},
): CampaignPlan {
  const ledger = [{ kind: "ledger", rows: { kind: "waves" } }] as const;
  const statement = { sql: "waves", parameters: ledger };
  return campaign("chain", {
    followUps,
    goal: { within: days(14) },
    waves: { statement: { duckdb: statement, postgres: statement }, columns: { ...NO_COLUMNS, ...columns } },
    ...more,
  });
}

function asked(statement: BoundStatement): readonly AskedContact[] {
  return JSON.parse(String(statement.parameters[0]));
}

/** Answers for each contact asked about. */
function answering(answer: (contact: AskedContact) => WarehouseRow = () => ({})): FakeTables[string] {
  return (statement) =>
    asked(statement).map((one) => ({ contact: one.contact, met: false, excluded: false, ...answer(one) }));
}

const project = (one: CampaignPlan, more: Partial<Plan> = {}): Plan =>
  plan([one], { channels, offers, ...more });

/** Customer 1 is found on 2 March; afterwards nobody. */
function steps(
  thePlan: Plan,
  ticks: readonly string[],
  waves: FakeTables[string] = answering(),
  first: readonly WarehouseRow[] = [row("1")],
): readonly Step[] {
  return ticks.map((tick, index) => ({
    tick: tick.includes(":") ? tick : `${tick} 06:00`,
    plan: thePlan,
    tables: { chain: index === 0 ? first : [], waves },
  }));
}

/** `2026-03-05 wave 1` for each contact. */
async function contacts(all: readonly Step[]): Promise<readonly string[]> {
  return (await reportsOf(all)).flatMap((report) => listOf(report));
}

function listOf(report: RunReport): readonly string[] {
  return report.ticks.flatMap((tick) =>
    tick.contacts.map(({ wave, due, channel: via, offers: names }) => {
      const date = new Date(Date.parse(due) + 8 * 3_600_000).toISOString().slice(0, 10);
      return `${date} wave ${wave} ${via} ${names.join("+")}`;
    }),
  );
}

function lastTick(reports: readonly RunReport[]): TickReport {
  const tick = reports.at(-1)?.ticks.at(-1);
  if (tick === undefined) throw new Error("no tick");
  return tick;
}

const FIRST = "2026-03-02 wave 0 sms card";
const march = (...dates: readonly number[]) =>
  dates.map((date) => `2026-03-${String(date).padStart(2, "0")}`);

describe("a further wave", () => {
  test("is tried at the first tick at or after D, each chain measured from the wave before", async () => {
    const thePlan = project(chain([reminder, last]));
    expect(await contacts(steps(thePlan, march(2, 3, 4, 5, 6, 7, 8, 9, 10)))).toEqual([
      FIRST,
      "2026-03-05 wave 1 sms card",
      "2026-03-07 wave 2 sms card",
    ]);
  });

  test("is tried at its first tick however late that is", async () => {
    expect(await contacts(steps(project(chain([reminder])), march(2, 3, 20)))).toEqual([
      FIRST,
      "2026-03-20 wave 1 sms card",
    ]);
  });

  test("is measured from when the wave before was due, not from its tick", async () => {
    const thePlan = project(
      chain([{ ...reminder, after: { count: 20, unit: "hour" } }], { channelRoutes: [["letter"]] }),
    );
    // Due on the 2nd at twelve: twenty hours later is the 3rd at eight, after that day's tick.
    expect(await contacts(steps(thePlan, march(2, 3, 4)))).toEqual([
      "2026-03-02 wave 0 letter card",
      "2026-03-04 wave 1 letter card",
    ]);
  });

  test("that is rejected is tried at each tick until 2D, that instant included, with each rejection recorded", async () => {
    const columns = { consents: ["sms"] };
    const strict = { sms: channel("sms", { message: false, consent: "ok" }) };
    const one = chain([reminder, last], { columns: { ...NO_COLUMNS, ...columns } }, columns);
    const thePlan = project(one, { channels: strict });
    const refusing = answering(() => ({ c0: null }));
    const reports = await reportsOf(
      steps(thePlan, march(2, 4, 5, 6, 8, 9, 10), refusing, [row("1", { c0: true })]),
    );
    expect(
      reports.map((report) =>
        report.ticks[0]?.rejections.map((rejection) => [rejection.wave, rejection.reasons[0]?.code]),
      ),
    ).toEqual([[], [], [[1, "consent"]], [[1, "consent"]], [[1, "consent"]], [], []]);
    expect(reports[2]?.ticks[0]?.campaigns[0]).toMatchObject({
      rejected: 0,
      reasons: {},
      waves: [
        {
          name: "reminder",
          asked: 1,
          ended: 0,
          excluded: 0,
          rejected: 1,
          reasons: { consent: 1 },
          contacted: {},
          putOff: 0,
        },
        { name: "last", asked: 0 },
      ],
    });
  });

  test("ends where the goal is met, by any contact of the chain", async () => {
    const thePlan = project(chain([reminder, last]));
    const meets = answering(({ due }) => ({ met: due === at("2026-03-02 06:00") }));
    const reports = await reportsOf(steps(thePlan, march(2, 5, 6), meets));
    expect(lastTick(reports.slice(0, 2)).campaigns[0]?.waves[0]).toMatchObject({ asked: 1, ended: 1 });
    expect(reports.flatMap(listOf)).toEqual([FIRST]);
    // Once met for the first contact, though that came to light after the second: no third.
    const meetsLate = (theTick: string): FakeTables[string] =>
      answering(({ due }) => ({ met: theTick === "late" && due === at("2026-03-02 06:00") }));
    const third: Step = { tick: "2026-03-07 06:00", plan: thePlan, tables: { waves: meetsLate("late") } };
    const before = steps(thePlan, march(2, 5), meetsLate("early"));
    expect(await contacts([...before, third])).toEqual([FIRST, "2026-03-05 wave 1 sms card"]);
  });

  test("asks for the goal in (due, due + W], at the latest until the tick", async () => {
    const seen: AskedContact[] = [];
    const watching: FakeTables[string] = (statement) => {
      seen.push(...asked(statement));
      return asked(statement).map(({ contact }) => ({ contact, met: false, excluded: false }));
    };
    await contacts(steps(project(chain([reminder], { goal: { within: days(2) } })), march(2, 5), watching));
    await contacts(steps(project(chain([reminder], { goal: { within: days(9) } })), march(2, 5), watching));
    expect(seen.map(({ due, until }) => [due, until])).toEqual([
      [at("2026-03-02 06:00"), at("2026-03-04 06:00")],
      [at("2026-03-02 06:00"), at("2026-03-05 06:00")],
    ]);
  });

  test("obeys `exclude`, asked again at the next tick, and needs the customer", async () => {
    const thePlan = project(chain([reminder]));
    let day = 0;
    const answers: FakeTables[string] = (statement) => {
      day += 1;
      if (day === 2) return [{ contact: -1, met: false, excluded: false }];
      return asked(statement).map(({ contact }) => ({ contact, met: false, excluded: day === 1 }));
    };
    const reports = await reportsOf(steps(thePlan, march(2, 5, 6, 7), answers));
    expect(reports.map((report) => report.ticks[0]?.campaigns[0]?.waves[0]?.excluded)).toEqual([0, 1, 1, 0]);
    expect(reports.flatMap(listOf)).toEqual([FIRST, "2026-03-07 wave 1 sms card"]);
  });

  test("neither obeys nor uses the campaign's cap per customer, and the holdouts are not asked again", async () => {
    const capped = chain([reminder], {
      caps: [{ kind: "customer", limit: 2, within: { kind: "ever" }, text: "2 per customer" }],
    });
    const thePlan = project(capped);
    const again: readonly Step[] = [
      ...steps(thePlan, march(2, 5)),
      { tick: "2026-03-06 06:00", plan: thePlan, tables: { chain: [row("1")], waves: answering() } },
      { tick: "2026-03-07 06:00", plan: thePlan, tables: { chain: [row("1")], waves: answering() } },
    ];
    expect(await contacts(again)).toEqual([
      FIRST,
      "2026-03-05 wave 1 sms card",
      "2026-03-06 wave 0 sms card",
    ]);
    const heldOut = project(chain([reminder], { holdout: "1" }), { policy: policy({ holdout: "1" }) });
    expect(
      await contacts([...steps(thePlan, march(2)), { ...(steps(heldOut, march(2, 5))[1] as Step) }]),
    ).toEqual([FIRST, "2026-03-05 wave 1 sms card"]);
  });

  test("control and universal members get none", async () => {
    const held = [
      project(chain([reminder], { holdout: "1" })),
      project(chain([reminder]), { policy: policy({ holdout: "1" }) }),
    ];
    for (const thePlan of held) {
      const reports = await reportsOf(steps(thePlan, march(2, 5, 6)));
      expect(reports.map((report) => report.ticks[0]?.campaigns[0]?.waves[0]?.asked)).toEqual([0, 0, 0]);
    }
  });

  test("obeys and uses volumes, money and the policy", async () => {
    const rest = { caps: [{ kind: "volume", limit: 1, period: "all", text: "1 in all" }] } as const;
    const volume = await reportsOf(steps(project(chain([reminder], rest)), march(2, 5)));
    expect(lastTick(volume).rejections).toMatchObject([
      { wave: 1, reasons: [{ code: "cap", rule: "1 in all" }] },
    ]);
    const weekly = project(chain([reminder]), { policy: policy({ caps: [customerCap(1, 7)] }) });
    const capped = await reportsOf(steps(weekly, march(2, 5, 8, 9)));
    expect(capped.flatMap(listOf)).toEqual([FIRST]);
    const spaced = project(chain([reminder]), { policy: policy({ caps: [customerCap(1, 5)] }) });
    expect(await contacts(steps(spaced, march(2, 5, 6, 7, 8)))).toEqual([
      FIRST,
      "2026-03-07 wave 1 sms card",
    ]);
  });

  test("via other channels, the first that allows it, offering others, worth what the first contact was", async () => {
    const strict = { ...channels, call: channel("call", { message: false, consent: "ok" }) };
    const other: FollowUp = { ...reminder, via: ["call", "letter"], offering: ["fund"] };
    const thePlan = project(chain([other, last], {}, { consents: ["call"] }), { channels: strict });
    const reports = await reportsOf(
      steps(
        thePlan,
        march(2, 5, 8),
        answering(() => ({ c0: false })),
      ),
    );
    // The last wave names no channel: it goes by the first contact's, with the first contact's offer.
    expect(reports.flatMap(listOf)).toEqual([
      FIRST,
      "2026-03-05 wave 1 letter fund",
      "2026-03-08 wave 2 sms card",
    ]);
    expect(reports[1]?.ticks[0]?.contacts[0]).toMatchObject({ value: { amount: "10", currency: "CNY" } });
    expect(reports[1]?.ticks[0]?.campaigns[0]).toMatchObject({
      putOff: 0,
      waves: [{ putOff: 1, contacted: { letter: 1 } }, {}],
    });
  });

  test("with an offer that is gone or has expired is rejected, and so is one past the window", async () => {
    const expiring = {
      ...offers,
      card: offer("card", { valid: { kind: "dates", from: "2026-01-01", to: "2026-03-04" } }),
    };
    const expired = await reportsOf(steps(project(chain([reminder]), { offers: expiring }), march(2, 5)));
    expect(lastTick(expired).rejections[0]?.reasons).toEqual([
      { channel: "sms", code: "expired", rule: "offer card valid 2026-01-01 .. 2026-03-04" },
    ]);
    const later = steps(
      project(chain([reminder]), { offers: { fund: offers.fund }, channels: { call: channels.call } }),
      march(2, 5),
    )[1] as Step;
    const gone = await reportsOf([...steps(project(chain([reminder])), march(2)), later]);
    expect(lastTick(gone).rejections[0]?.reasons).toEqual([
      { channel: null, code: "no offer" },
      { channel: null, code: "no channel" },
    ]);
    const rerouted = chain([reminder], {
      offerRoutes: [{ names: ["fund"], choice: "one" }],
      channelRoutes: [["call"]],
    });
    const edited = steps(project(rerouted), march(2, 5))[1] as Step;
    const left = await reportsOf([...steps(project(chain([reminder])), march(2)), edited]);
    expect(lastTick(left).rejections[0]?.reasons).toMatchObject([
      { code: "no offer" },
      { code: "no channel" },
    ]);
    const window = { from: "2026-01-01", to: "2026-03-05", businessDaysOnly: false };
    const short = chain([{ ...reminder, via: ["letter"] }], {
      window,
      schedule: { kind: "daily", at: "14:00" },
    });
    const ended = await reportsOf(
      steps(project(short), ["2026-03-02 14:00", "2026-03-05 14:00", "2026-03-08 14:00"]),
    );
    expect(lastTick(ended.slice(0, 2)).rejections[0]?.reasons).toMatchObject([
      { code: "expired", rule: "window 2026-01-01 .. 2026-03-05" },
    ]);
    expect(ended[2]?.ticks[0]?.tick).toBe("2026-03-05T06:00:00Z");
  });

  test("keeps the first contact's event and what it said, for the message and the goal", async () => {
    const written = { sms: channel("sms") };
    const card = {
      card: offer("card", { messages: { sms: message("{salutation}", ", your ", "{event.amount}") } }),
    };
    const money = { name: "event.amount", type: { kind: "money", currency: "CNY", scale: 2 } } as const;
    const name = { name: "salutation", type: { kind: "text" } } as const;
    const columns = {
      ...NO_COLUMNS,
      placeholders: [money, name],
      carried: [money, { name: "event.shop", type: { kind: "text" } } as const],
    };
    const one = chain(
      [reminder],
      { firing: { kind: "occurrence", event: "purchase" }, columns },
      { placeholders: [name] },
    );
    const thePlan = project(one, { channels: written, offers: card });
    const seen: unknown[] = [];
    const answers: FakeTables[string] = (statement) => {
      seen.push(...asked(statement).map(({ carried }) => carried));
      return asked(statement).map(({ contact }) => ({ contact, met: false, excluded: false, p0: "Ms Li" }));
    };
    const bought = eventRow("1", "e9", at("2026-03-01 12:00"), 1, {
      p0: "1200.00",
      p1: "Mr Li",
      e0: "1200.00",
      e1: null,
    });
    const unknown = eventRow("2", "e8", at("2026-03-01 13:00"), 2, { p0: "5", p1: "X", e0: null, e1: null });
    const reports = await reportsOf(steps(thePlan, march(2, 5), answers, [bought, unknown]));
    expect(lastTick(reports).contacts).toMatchObject([
      { wave: 1, customer: "1", event: { id: "e9", time: "2026-03-01T04:00:00Z" } },
    ]);
    expect(lastTick(reports).rejections).toMatchObject([
      { wave: 1, customer: "2", reasons: [{ code: "unknown event.amount" }] },
    ]);
    expect(seen).toEqual([
      [null, null],
      ["1200.00", null],
    ]);
  });

  test("stands in the one order: by priority, value, then before a later wave", async () => {
    const caps = [{ kind: "volume", limit: 1, period: "day", text: "1 per day" }] as const;
    const thePlan = project(chain([reminder], { caps, valueFrom: "detection" }));
    const all = (value: string): readonly Step[] => [
      ...steps(thePlan, march(2), answering(), [row("1", { value: "10" })]),
      {
        tick: "2026-03-05 06:00",
        plan: thePlan,
        tables: { chain: [row("2", { value })], waves: answering() },
      },
    ];
    expect(lastTick(await reportsOf(all("11"))).contacts).toMatchObject([{ customer: "2", wave: 0 }]);
    expect(lastTick(await reportsOf(all("9"))).contacts).toMatchObject([{ customer: "1", wave: 1 }]);
  });

  test("waits while a campaign is paused, and then is too late beyond 2D", async () => {
    const active = chain([reminder]);
    const paused = project({ ...active, status: "paused" });
    const all = (date: number): readonly Step[] => [
      ...steps(project(active), march(2)),
      ...march(5).map((day): Step => ({ tick: `${day} 06:00`, plan: paused, tables: {} })),
      ...march(date).map(
        (day): Step => ({ tick: `${day} 06:00`, plan: project(active), tables: { waves: answering() } }),
      ),
    ];
    expect(await contacts(all(8))).toEqual([FIRST, "2026-03-08 wave 1 sms card"]);
    expect(await contacts(all(9))).toEqual([FIRST]);
  });
});

describe("`once` with follow-ups", () => {
  const once = { kind: "once", date: "2026-03-02", at: "06:00" } as const;

  test("ticks daily afterwards, for its waves alone", async () => {
    const thePlan = project(chain([reminder], { schedule: once }));
    const found = { chain: [row("1"), row("2")], waves: answering() };
    const reports = await reportsOf(
      march(2, 3, 5).map((day) => ({ tick: `${day} 06:00`, plan: thePlan, tables: found })),
    );
    expect(
      reports.map((report) =>
        report.ticks.map((tick) => [tick.tick, tick.campaigns[0]?.detected, tick.contacts.length]),
      ),
    ).toEqual([
      [["2026-03-01T22:00:00Z", 2, 2]],
      [["2026-03-02T22:00:00Z", 0, 0]],
      [["2026-03-04T22:00:00Z", 0, 2]],
    ]);
  });

  test("has its one tick however late, and those for its waves from the next run on", async () => {
    const thePlan = project(chain([reminder], { schedule: once }));
    const tables = { chain: [row("1")], waves: answering() };
    const hours = ["2026-03-05 07:00", "2026-03-05 08:00", "2026-03-05 09:00", "2026-03-06 07:00"];
    const reports = await reportsOf(hours.map((tick) => ({ tick, plan: thePlan, tables })));
    expect(
      reports.map(({ ticks }) => ticks.map((tick) => [tick.tick, tick.contacts.map(({ wave }) => wave)])),
    ).toEqual([
      [["2026-03-01T22:00:00Z", [0]]],
      [["2026-03-04T22:00:00Z", [1]]],
      [["2026-03-04T22:00:00Z", [1]]],
      [["2026-03-05T22:00:00Z", []]],
    ]);
  });

  test("without follow-ups ticks once", async () => {
    const thePlan = project(campaign("chain", { schedule: once }));
    const reports = await reportsOf(steps(thePlan, march(2, 3)));
    expect(reports[1]?.ticks.map(({ tick }) => tick)).toEqual(["2026-03-01T22:00:00Z"]);
  });
});
