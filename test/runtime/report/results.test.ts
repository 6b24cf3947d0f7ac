import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Plan } from "../../../plan/index.ts";
import {
  type Ledger,
  type LedgerLock,
  openLedger,
  openLedgerReader,
  readResults,
  resultsText,
} from "../../../runtime/index.ts";
import type { ContactRecord, Funnel, RejectionRecord } from "../../../runtime/ledger/records.ts";
import type { ResultSpan } from "../../../runtime/ledger/results.ts";
import { LEDGER_ENGINES, type LedgerPlace, useLedgers } from "../support/ledgers.ts";
import { at, campaign, plan } from "../support/plans.ts";

const place = useLedgers("results");
let stored: LedgerPlace;
let ledger: Ledger;
let lock: LedgerLock;

const nowhere = { sql: "", parameters: [] };
const goal = {
  goal: { within: { count: 7, unit: "day" } },
  responses: {
    event: "buy",
    valued: "worth",
    sources: [],
    statement: { duckdb: nowhere, postgres: nowhere },
  },
} as const;

const budget = {
  kind: "money",
  limit: "10",
  currency: "CNY",
  period: "month",
  text: "10 CNY per month",
} as const;
const thePlan: Plan = plan(
  [
    campaign("spring", { ...goal, label: "Spring", caps: [budget] }),
    campaign("quiet", { owner: "retail/quiet" }),
  ],
  {
    policy: {
      suppress: [],
      caps: [
        {
          kind: "money",
          limit: "100",
          currency: "CNY",
          period: "all",
          of: { kind: "all" },
          via: ["sms"],
          key: "k",
          includingService: false,
          text: "at most 100 CNY via sms",
        },
      ],
      rules: [],
      quiet: [],
    },
  },
);

const FUNNEL: Funnel = {
  detected: 10,
  decidedEarlier: 1,
  eligible: 8,
  heldOut: 2,
  universal: 0,
  rejected: 3,
  reasons: { cap: 2, consent: 2 },
  contacted: { sms: 2, email: 1 },
  putOff: 1,
  waves: [
    {
      name: "again",
      asked: 2,
      ended: 1,
      excluded: 0,
      rejected: 0,
      reasons: {},
      contacted: { sms: 1 },
      putOff: 0,
    },
  ],
};

interface Told {
  readonly campaign?: string;
  readonly customer: string;
  readonly arm?: ContactRecord["arm"];
  readonly wave?: number;
  readonly channel?: string;
  readonly due?: string;
  readonly cost?: string | null;
  readonly occasion?: string;
}

function contact(tick: string, told: Told): ContactRecord {
  const { customer, arm = "treated", wave = 0, channel = "sms", due = tick, cost = "0.5" } = told;
  return {
    campaign: told.campaign ?? "spring",
    tick: at(tick),
    wave,
    customer,
    arm,
    occasion: told.occasion ?? tick,
    event: null,
    value: null,
    channel,
    offers: ["card"],
    due: at(due),
    costs: cost === null ? {} : { CNY: cost },
    purpose: "marketing",
    carried: {},
    segments: [],
  };
}

function refused(customer: string, reasons: RejectionRecord["reasons"]): RejectionRecord {
  const {
    costs: _,
    purpose: __,
    carried: ___,
    segments: ____,
    ...rest
  } = contact("2026-03-02 06:00", { customer });
  return { ...rest, reasons };
}

async function commit(
  tick: string,
  contacts: readonly Told[],
  more: {
    readonly rejections?: readonly RejectionRecord[];
    readonly campaign?: string;
    readonly funnel?: Funnel;
  } = {},
): Promise<void> {
  const name = more.campaign ?? "spring";
  await ledger.commit(lock, {
    tick: at(tick),
    at: at(tick),
    startedAt: at(tick),
    planHash: "p",
    campaigns: [
      {
        campaign: name,
        label: "As it was",
        owner: "retail",
        tick: at(tick),
        previousTick: null,
        active: true,
        floor: 0,
        campaignHash: "h",
        planHash: "p",
        funnel: more.funnel ?? FUNNEL,
      },
    ],
    contacts: contacts.map((told) => ({ contact: contact(tick, { campaign: name, ...told }) })),
    rejections: more.rejections ?? [],
    memberships: [],
  });
}

interface Known {
  readonly id: number;
  readonly credited: boolean;
}

/** The contacts in the ledger by campaign, customer and wave. */
async function contactsOf(): Promise<ReadonlyMap<string, readonly Known[]>> {
  const found = new Map<string, Known[]>();
  for await (const rows of ledger.tableRows("contacts")) {
    for (const [id, name, , wave, customer, arm] of rows) {
      const key = `${name} ${customer} ${wave}`;
      found.set(key, [...(found.get(key) ?? []), { id: Number(id), credited: arm === "treated" }]);
    }
  }
  return found;
}

/** Responses, each to all first or further contacts of a customer. */
async function respond(
  told: readonly {
    readonly to: string;
    readonly time: string;
    readonly amount?: string;
    readonly currency?: string;
    readonly kind?: "goal" | "answer";
  }[],
): Promise<void> {
  const contacts = await contactsOf();
  await ledger.recordResponses(lock, {
    responses: told.flatMap(({ to, time, amount, currency = "CNY", kind = "goal" }) =>
      (contacts.get(to) ?? []).map(({ id, credited }) => ({
        kind,
        contact: id,
        credited,
        event: kind === "goal" ? "buy" : "click",
        eventId: time,
        time: at(time),
        amount: amount === undefined ? null : { amount, currency },
      })),
    ),
    foundAt: at("2026-03-20 06:00"),
    searched: [{ campaign: "spring", until: at("2026-03-20 06:00") }],
    priorities: new Map(),
  });
}

const results = (more: Partial<Parameters<typeof readResults>[0]> = {}) =>
  readResults({ plan: thePlan, ledger, ...more });

describe.each(LEDGER_ENGINES)("on %s", (engine) => {
  beforeEach(async () => {
    stored = await place(engine);
    ledger = await openLedger(stored.settings);
    lock = await ledger.lock(() => 0, 0);
  });
  afterEach(async () => {
    await lock.release();
    await ledger.close();
    await stored.remove();
  });

  test("an empty ledger has nothing to report", async () => {
    expect(await results()).toBeUndefined();
    await commit("2026-03-02 06:00", []);
    expect(await results({ campaign: "quiet" })).toBeUndefined();
    expect(await results({ from: "2026-03-03" })).toBeUndefined();
    expect(await results({ to: "2026-03-01" })).toBeUndefined();
    expect(await results({ from: "2026-03-02", to: "2026-03-02" })).toMatchObject({
      period: { from: "2026-03-02", to: "2026-03-02" },
    });
  });

  test("a report is of one moment: what is committed while it is read is not in it", async () => {
    await commit("2026-03-02 06:00", [{ customer: "1" }]);
    const reader = await openLedgerReader(stored.settings);
    const before = await readResults({ plan: thePlan, ledger: reader });
    let written = 0;
    /** Commits a tick behind each answer that the report asks for. */
    const disturbed = <Answer>(ask: (span: ResultSpan) => Promise<Answer>) => {
      return async (span: ResultSpan): Promise<Answer> => {
        const answer = await ask(span);
        written += 1;
        await commit(`2026-03-02 ${String(6 + written).padStart(2, "0")}:00`, [
          { customer: `more ${written}` },
        ]);
        return answer;
      };
    };
    const { ticks, contactCounts, costCounts } = reader.results;
    const during: Ledger = {
      ...reader,
      results: {
        ...reader.results,
        ticks: disturbed(ticks),
        contactCounts: disturbed(contactCounts),
        costCounts: disturbed(costCounts),
      },
    };
    expect(await readResults({ plan: thePlan, ledger: during })).toEqual(before);
    expect(written).toBe(3);
    const after = await readResults({ plan: thePlan, ledger: reader });
    expect(after?.campaigns[0]?.ticks.completed).toBe(4);
    await reader.close();
  });

  test("funnels, days, states and costs are those of the ticks of the period", async () => {
    await commit("2026-03-02 06:00", [
      { customer: "1" },
      { customer: "2", channel: "email", due: "2026-03-03 09:00", cost: null },
      { customer: "3", arm: "control" },
    ]);
    await commit("2026-03-31 23:59", [{ customer: "1", wave: 1, due: "2026-04-01 00:00" }]);
    await commit("2026-04-01 00:00", [{ customer: "9", cost: "7.125" }]);
    const march = await results({ from: "2026-03-01", to: "2026-03-31" });
    expect(march?.campaigns).toMatchObject([
      {
        campaign: "spring",
        label: "Spring",
        owner: "retail",
        status: "active",
        ticks: { completed: 2, first: "2026-03-01T22:00:00Z", last: "2026-03-31T15:59:00Z" },
        funnel: {
          detected: 20,
          decidedEarlier: 2,
          eligible: 16,
          heldOut: 4,
          rejected: 6,
          reasons: { cap: 4, consent: 4 },
          contacted: { email: 2, sms: 4 },
          putOff: 2,
          waves: [{ name: "again", asked: 4, ended: 2, contacted: { sms: 2 } }],
        },
        states: { waiting: 3, sent: 0, delivered: 0, failed: 0, cancelled: 0 },
        days: [
          { date: "2026-03-02", channel: "sms", contacts: 1 },
          { date: "2026-03-03", channel: "email", contacts: 1 },
          { date: "2026-04-01", channel: "sms", contacts: 1 },
        ],
        cost: { amount: "1", unknown: 1 },
      },
    ]);
    expect(march?.pressure).toEqual([
      { contacts: 0, customers: 1 },
      { contacts: 1, customers: 1 },
      { contacts: 2, customers: 1 },
    ]);
    // All that is due in a calendar period counts, as it does for the cap, whichever tick it came from.
    expect(march?.campaigns[0]?.budgets).toEqual([
      {
        rule: "10 CNY per month",
        limit: "10",
        currency: "CNY",
        period: "month",
        spans: [{ from: "2026-03-01", used: "0.5" }],
      },
    ]);
    expect(march?.budgets).toMatchObject([
      { rule: "at most 100 CNY via sms", spans: [{ from: null, used: "8.125" }] },
    ]);
    expect((await results())?.campaigns[0]?.budgets[0]?.spans).toEqual([
      { from: "2026-03-01", used: "0.5" },
      { from: "2026-04-01", used: "7.625" },
    ]);
  });

  test("each rule's line counts those against whom it stood, and those whom nothing else refused on a channel", async () => {
    const cap = { code: "cap", rule: "1 per day" };
    const consent = { code: "consent" };
    await commit("2026-03-02 06:00", [], {
      rejections: [
        refused("1", [{ channel: "sms", ...cap }]),
        refused("2", [
          { channel: "sms", ...cap },
          { channel: "sms", ...consent },
        ]),
        refused("3", [
          { channel: "sms", ...cap },
          { channel: "sms", ...consent },
          { channel: "email", ...cap },
        ]),
        refused("4", [
          { channel: null, code: "no offer" },
          { channel: "sms", ...consent },
        ]),
        refused("5", [{ channel: null, code: "no channel" }]),
      ],
    });
    expect((await results())?.campaigns[0]?.refusals).toEqual([
      { ...cap, candidates: 3, alone: 2 },
      { ...consent, rule: null, candidates: 3, alone: 0 },
      { code: "no channel", rule: null, candidates: 1, alone: 1 },
      { code: "no offer", rule: null, candidates: 1, alone: 0 },
    ]);
    expect((await results())?.pressure).toEqual([{ contacts: 0, customers: 5 }]);
  });

  test("responses are credited, and the treated compared with the control by customer", async () => {
    const treated = ["1", "2", "3", "4"].map((customer) => ({ customer }));
    const control = ["5", "6"].map((customer) => ({ customer, arm: "control" as const }));
    await commit("2026-03-02 06:00", [...treated, ...control, { customer: "7", arm: "universal" }]);
    await commit("2026-03-05 06:00", [
      { customer: "1" },
      { customer: "2", wave: 1, occasion: "2026-03-02 06:00" },
    ]);
    await respond([
      // One purchase of the first customer falls in the time of both contacts, and counts once for the arm.
      { to: "spring 1 0", time: "2026-03-06 10:00", amount: "30" },
      { to: "spring 2 0", time: "2026-03-06 11:00", amount: "10" },
      { to: "spring 2 1", time: "2026-03-06 11:00", amount: "10" },
      { to: "spring 2 0", time: "2026-03-06 12:00", amount: "1", currency: "USD" },
      { to: "spring 3 0", time: "2026-03-03 12:00", kind: "answer", amount: "2.5" },
      { to: "spring 3 0", time: "2026-03-03 13:00", kind: "answer" },
      { to: "spring 5 0", time: "2026-03-04 10:00", amount: "8" },
    ]);
    const [spring] = (await results())?.campaigns ?? [];
    expect(spring?.responses).toEqual({
      answers: 2,
      answering: 1,
      answersRevenue: "2.5",
      goals: {
        best: { responses: "3", revenue: "40" },
        fractional: { responses: "3", revenue: "40" },
        multiple: { responses: "5", revenue: "80" },
      },
      unknownAmounts: 1,
    });
    expect(spring).toMatchObject({
      revenue: "42.5",
      cost: { amount: "3", unknown: 0 },
      returnOnInvestment: 13.166667,
    });
    expect(spring?.effect).toMatchObject({
      goal: { event: "buy", within: { count: 7, unit: "day" } },
      searchedTo: "2026-03-19T22:00:00Z",
      open: 0,
      arms: [
        { arm: "treated", customers: 4, converted: 2, rate: 0.5, revenue: "40" },
        { arm: "control", customers: 2, converted: 1, rate: 0.5, revenue: "8" },
        { arm: "universal", customers: 1, converted: 0, rate: 0, revenue: "0" },
      ],
      comparisons: [
        {
          with: "control",
          difference: 0,
          test: "fisher",
          pValue: 1,
          extraRevenue: "24",
          returnOnInvestment: 7,
        },
        { with: "universal", difference: 0.5, extraConversions: { estimate: 2 }, extraRevenue: "40" },
      ],
      inSeveralArms: 0,
    });
  });

  test("who changed arms is left out of the comparison, and contacts whose time is not over are counted", async () => {
    await commit("2026-03-02 06:00", [
      { customer: "1", arm: "control" },
      { customer: "2" },
      { customer: "3", arm: "control" },
    ]);
    await commit("2026-03-18 06:00", [{ customer: "1" }]);
    await respond([{ to: "spring 1 0", time: "2026-03-19 10:00", amount: "99" }]);
    expect((await results())?.campaigns[0]?.effect).toMatchObject({
      open: 1,
      arms: [
        { arm: "treated", customers: 1, converted: 0, revenue: "0" },
        { arm: "control", customers: 1, converted: 0, revenue: "0" },
      ],
      inSeveralArms: 1,
    });
  });

  test("a campaign without goal or answers has no revenue, and one that is gone keeps its name of then", async () => {
    await commit("2026-03-02 06:00", [{ customer: "1" }], { campaign: "quiet" });
    await commit("2026-03-03 06:00", [{ customer: "1" }], { campaign: "former" });
    const report = await results();
    expect(report?.campaigns).toMatchObject([
      {
        campaign: "former",
        label: "As it was",
        owner: "retail",
        status: "gone",
        revenue: null,
        effect: null,
      },
      {
        campaign: "quiet",
        label: null,
        owner: "retail/quiet",
        status: "active",
        revenue: null,
        returnOnInvestment: null,
      },
    ]);
    if (report === undefined) throw new Error("there is a report");
    const text = resultsText(report);
    expect(text).toContain(
      "former  As it was  (retail, no longer in the project)\n1 tick, 2026-03-03 06:00\n",
    );
    expect(text).toContain("Without a goal or answers from channels nobody can say what it brought.");
  });
});
