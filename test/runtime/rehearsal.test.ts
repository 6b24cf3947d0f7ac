import { expect, test } from "vitest";
import type { CampaignPlan, Plan } from "../../plan/index.ts";
import { openLedger, runPlan } from "../../runtime/index.ts";
import {
  at,
  campaign,
  channel,
  clockAt,
  type FakeTables,
  offer,
  plan,
  row,
  warehouse,
} from "./support/plans.ts";
import { customerCap, line, named, policy } from "./support/ticks.ts";

const channels = {
  sms: channel("sms", {
    message: false,
    cost: { amount: "1", currency: "CNY" },
    capacity: { limit: 5, period: "day" },
  }),
};
const offers = { card: offer("card"), loan: offer("loan") };
const contacts = { sql: "late", parameters: [{ kind: "ledger", rows: { kind: "contact" } }] } as const;

const tables: FakeTables = {
  early: ["1", "2", "3"].map((customer) => row(customer)),
  once: ["4", "5", "6"].map((customer) => row(customer)),
  // Whoever the ledger knows by then, and one more.
  late: (statement) => {
    const known: readonly { readonly customer: string }[] = JSON.parse(String(statement.parameters[0]));
    return [...new Set([...known.map(({ customer }) => customer), "9"])].map((customer) => row(customer));
  },
};

const once: CampaignPlan = campaign("once", {
  schedule: { kind: "once", date: "2026-03-02", at: "05:00" },
  caps: [{ kind: "volume", limit: 5, period: "all", text: "5 in all" }],
});

test.each<[string, NonNullable<Plan["policy"]>]>([
  ["a cap per customer", policy({ caps: [customerCap(1, 30)] })],
  [
    "a limit on numbers",
    policy({
      caps: [{ ...customerCap(0, 1), kind: "volume", limit: 7, period: "all", of: { kind: "all" } }],
    }),
  ],
  [
    "a limit on money",
    policy({
      caps: [
        {
          ...customerCap(0, 1),
          kind: "money",
          limit: "7.5",
          currency: "CNY",
          period: "month",
          of: { kind: "all" },
        },
      ],
    }),
  ],
  [
    "never",
    policy({
      rules: [
        {
          ...line("never", "loan"),
          kind: "never-after-offer",
          after: named("card"),
          within: { count: 3, unit: "day" },
        },
      ],
    }),
  ],
  [
    "only",
    policy({
      rules: [
        {
          ...line("only", "loan"),
          kind: "only-after",
          after: named("card"),
          within: { count: 3, unit: "day" },
        },
      ],
    }),
  ],
])("a rehearsal over several instants says what a run then does: %s", async (_, thePolicy) => {
  const thePlan = plan(
    [
      campaign("early", { schedule: { kind: "daily", at: "06:00" } }),
      once,
      campaign("late", {
        schedule: { kind: "daily", at: "07:00" },
        detection: { duckdb: contacts, postgres: contacts },
        offerRoutes: [{ names: ["loan"], choice: "one" }],
      }),
    ],
    { channels, offers, policy: thePolicy },
  );
  const ledger = await openLedger({ engine: "sqlite", path: ":memory:" });
  const options = {
    plan: thePlan,
    warehouse: warehouse(tables),
    ledger,
    at: at("2026-03-04 08:00"),
    clock: clockAt("2026-03-04 08:00"),
  };
  const dry = await runPlan({ ...options, dryRun: true });
  const real = await runPlan(options);
  await ledger.close();
  expect(dry.report).toEqual(real.report);
  expect(real.report.ticks.map(({ tick }) => tick)).toEqual([
    "2026-03-01T21:00:00Z",
    "2026-03-03T22:00:00Z",
    "2026-03-03T23:00:00Z",
  ]);
  const decided = real.report.ticks.flatMap((tick) =>
    [...tick.contacts, ...tick.rejections].map((one) => `${one.campaign} ${one.wave}`),
  );
  expect(new Set(decided)).toEqual(new Set(["once 0", "early 0", "late 0"]));
});
