/**
 * A run in a process of its own, of campaigns that compare with the last tick and of further waves, under a policy:
 * `whole-child.ts <folder> <ledger> <local time>`. Prints `started` once the warehouse is asked, `decided` once a tick is written.
 */
import { join } from "node:path";
import type { CampaignPlan } from "../../../plan/index.ts";
import { openLedger, runPlan } from "../../../runtime/index.ts";
import { at, campaign, channel, clockAt, NO_COLUMNS, plan, row, warehouse } from "./plans.ts";
import { customerCap, policy } from "./ticks.ts";

const [folder = "", settings = "", when = ""] = process.argv.slice(2);
const day = Number(when.slice(8, 10));
const people = Array.from({ length: 1_500 }, (_, index) => index);

const waves = { sql: "waves", parameters: [{ kind: "ledger", rows: { kind: "waves" } }] } as const;
const chain: Partial<CampaignPlan> = {
  followUps: [{ name: "again", after: { count: 1, unit: "day" }, unless: "goal", text: "" }],
  goal: { within: { count: 9, unit: "day" } },
  waves: { statement: { duckdb: waves, postgres: waves }, columns: NO_COLUMNS },
};
const members = { sql: "members", parameters: [] };
const moving = { sql: "moving", parameters: [{ kind: "ledger", rows: { kind: "members" } }] } as const;
const thePlan = plan(
  [
    campaign("chain", chain),
    campaign("moving", {
      firing: { kind: "membership", meaning: "m", members: { duckdb: members, postgres: members } },
      detection: { duckdb: moving, postgres: moving },
      priority: 60,
    }),
  ],
  {
    channels: { sms: channel("sms", { message: false }) },
    policy: policy({ caps: [customerCap(1, 1)], holdout: "0.1" }),
  },
);
const isIn = (person: number): boolean => (person + day) % 7 < 3;
const bank = warehouse({
  chain: people.filter((person) => person % 5 === day % 5).map((person) => row(String(person))),
  members: people.filter(isIn).map((person) => ({ customer: String(person), value: "" })),
  moving: (statement) => {
    const rows: readonly { readonly customer: string }[] = JSON.parse(String(statement.parameters[0]));
    const before = new Set(rows.map(({ customer }) => customer));
    return people
      .filter((person) => isIn(person) && !before.has(String(person)))
      .map((person) => row(String(person)));
  },
  waves: (statement) => {
    const rows: readonly { readonly contact: number; readonly customer: string }[] = JSON.parse(
      String(statement.parameters[0]),
    );
    return rows.map(({ contact, customer }) => ({
      contact,
      met: Number(customer) % 3 === 0,
      excluded: false,
    }));
  },
});

const ledger = await openLedger(JSON.parse(settings));
await runPlan({
  plan: thePlan,
  warehouse: {
    ...bank,
    async query(statement, take) {
      process.stderr.write("started\n");
      await bank.query(statement, take);
    },
  },
  ledger: {
    ...ledger,
    async commit(lock, decision) {
      await ledger.commit(lock, decision);
      process.stderr.write("decided\n");
    },
  },
  at: at(when),
  clock: clockAt(when),
  dispatch: { default: { adapter: "file", path: join(folder, "outbox") } },
});
await ledger.close();
