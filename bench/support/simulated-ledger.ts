import type { CampaignPlan, Plan } from "../../plan/index.ts";
import { type Ledger, type LedgerLock, parseInstant } from "../../runtime/index.ts";
import type { ContactRecord, TickDecision } from "../../runtime/ledger/records.ts";
import type { Chance } from "./chance.ts";

/** What is true of a simulated campaign, which its report only sees samples of. */
export interface Truth {
  readonly customers: number;
  /** The chance that a customer is in the holdout. */
  readonly holdout: number;
  /** The chance that a customer of either arm converts. */
  readonly controlRate: number;
  readonly treatedRate: number;
  /** First contacts that each customer gets, a tick each; whoever converts may do so after any. */
  readonly contactsEach: number;
}

const ZONE = "Europe/London";
const DAY = 86_400_000_000;
const FIRST_TICK = parseInstant("2026-03-02T06:00:00Z", ZONE) ?? 0;

/** Fills a ledger with ticks, contacts of both arms and responses. Gives the plan that a report needs beside it. */
export async function simulate(truth: Truth, ledger: Ledger, random: Chance): Promise<Plan> {
  const lock = await ledger.lock(() => 0, 0);
  try {
    const customers = Array.from({ length: truth.customers }, (_, index) => {
      const isControl = random() < truth.holdout;
      const converts = random() < (isControl ? truth.controlRate : truth.treatedRate);
      return { customer: String(index + 1), isControl, converts };
    });
    for (let tick = 0; tick < truth.contactsEach; tick += 1) {
      await ledger.commit(
        lock,
        decision(
          FIRST_TICK + tick * DAY,
          customers.map(({ customer, isControl }) => contactOf(customer, isControl, FIRST_TICK + tick * DAY)),
        ),
      );
    }
    await respond(
      ledger,
      lock,
      new Set(customers.filter(({ converts }) => converts).map(({ customer }) => customer)),
      random,
    );
  } finally {
    await lock.release();
  }
  return PLAN;
}

/** Each who converts does so once or twice, after any of the contacts. */
async function respond(
  ledger: Ledger,
  lock: LedgerLock,
  converting: ReadonlySet<string>,
  random: Chance,
): Promise<void> {
  const contacts = new Map<string, { id: number; due: number; credited: boolean }[]>();
  for await (const batch of ledger.contactsToAnswer("simulated", {
    from: 0,
    until: Number.MAX_SAFE_INTEGER,
  })) {
    for (const { id, customer, due, arm } of batch) {
      if (!converting.has(customer)) continue;
      contacts.set(customer, [...(contacts.get(customer) ?? []), { id, due, credited: arm === "treated" }]);
    }
  }
  const responses = [...contacts.values()].flatMap((own) => {
    const times = 1 + Math.floor(2 * random());
    return Array.from({ length: times }, (_, index) => {
      const { id, due, credited } = own[Math.floor(own.length * random())] ?? {
        id: 0,
        due: 0,
        credited: false,
      };
      return {
        kind: "goal" as const,
        contact: id,
        credited,
        event: "purchase",
        eventId: `${id}-${index}`,
        time: due + DAY + index,
        amount: { amount: "20", currency: "GBP" },
      };
    });
  });
  const searched = [{ campaign: "simulated", until: FIRST_TICK + 30 * DAY }];
  await ledger.recordResponses(lock, {
    responses,
    foundAt: FIRST_TICK + 30 * DAY,
    searched,
    priorities: new Map(),
  });
}

function contactOf(customer: string, isControl: boolean, tick: number): ContactRecord {
  return {
    campaign: "simulated",
    tick,
    wave: 0,
    customer,
    arm: isControl ? "control" : "treated",
    occasion: String(tick),
    event: null,
    value: null,
    channel: "email",
    offers: ["voucher"],
    due: tick,
    costs: { GBP: "0.01" },
    purpose: "marketing",
    carried: {},
    segments: [],
  };
}

function decision(tick: number, contacts: readonly ContactRecord[]): TickDecision {
  const treated = contacts.filter(({ arm }) => arm === "treated").length;
  return {
    tick,
    at: tick,
    startedAt: tick,
    planHash: PLAN.hash,
    campaigns: [
      {
        campaign: "simulated",
        label: null,
        owner: "bench",
        tick,
        previousTick: null,
        active: true,
        floor: tick,
        campaignHash: "",
        planHash: PLAN.hash,
        funnel: {
          detected: contacts.length,
          decidedEarlier: 0,
          eligible: contacts.length,
          heldOut: contacts.length - treated,
          universal: 0,
          rejected: 0,
          reasons: {},
          contacted: { email: treated },
          putOff: 0,
          waves: [],
        },
      },
    ],
    contacts: contacts.map((contact) => ({ contact })),
    rejections: [],
    memberships: [],
  };
}

const NO_STATEMENT = { sql: "", parameters: [] };

const CAMPAIGN: CampaignPlan = {
  name: "simulated",
  owner: "bench",
  status: "active",
  purpose: "marketing",
  schedule: { kind: "daily", at: "06:00" },
  firing: { kind: "tick" },
  window: { from: "2026-01-01", to: "2026-12-31", businessDaysOnly: false },
  offerRoutes: [{ names: ["voucher"], choice: "one" }],
  channelRoutes: [["email"]],
  priority: 50,
  valueFrom: "offer",
  caps: [],
  detection: { duckdb: NO_STATEMENT, postgres: NO_STATEMENT },
  columns: { addresses: [], consents: [], placeholders: [], segments: [], occurrences: [], carried: [] },
  goal: { within: { count: 14, unit: "day" } },
  responses: {
    event: "purchase",
    valued: "worth",
    sources: [],
    statement: { duckdb: NO_STATEMENT, postgres: NO_STATEMENT },
  },
  followUps: [],
  sources: [],
  origin: "",
  hash: "",
};

const PLAN: Plan = {
  format: 1,
  project: "simulation",
  timezone: ZONE,
  currency: "GBP",
  calendar: { weekend: ["saturday", "sunday"], holidays: [], workdays: [] },
  channels: {},
  offers: {},
  campaigns: [CAMPAIGN],
  relations: [],
  readiness: {},
  hash: "",
};
