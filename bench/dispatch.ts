import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Plan } from "../plan/index.ts";
import {
  type DispatchSettings,
  dispatchDue,
  openLedger,
  parseInstant,
  type Warehouse,
} from "../runtime/index.ts";
import type { DecidedContact, TickDecision } from "../runtime/ledger/records.ts";
import { EMPTY_FUNNEL } from "../runtime/run/funnel.ts";
import { BUSY_TICK, busyPlan } from "./support/busy-bank.ts";
import { type Lap, stopwatch } from "./support/stopwatch.ts";

/** How many messages there are, unless `BENCH_MESSAGES` says otherwise. */
const messages = Number(process.env["BENCH_MESSAGES"] ?? 100_000);

/** What the tick decided has not been asked again: its run is the one that dispatches. */
const DECIDED_BEFORE = 0;

/** Sends messages that wait in a SQLite ledger: to files, and to a webhook of another process of this machine. */
export async function benchDispatch(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "baleen-bench-"));
  const gateway = await startGateway();
  try {
    const files = { default: { adapter: "file", path: join(folder, "outbox") } } as const;
    report("files", await dispatch(join(folder, "files.db"), files));
    const webhook = {
      adapter: "webhook",
      url: gateway.url,
      secret: "of the benchmark",
      rate: 1_000_000,
      concurrency: 16,
      timeout: 30,
      allowPrivate: true,
    } as const;
    report("webhook", await dispatch(join(folder, "webhook.db"), { default: webhook }));
  } finally {
    gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(where: string, lap: Lap): void {
  process.stdout.write(`${where.padEnd(8)} ${messages} messages: ${lap.text(messages)}\n`);
}

async function dispatch(path: string, settings: DispatchSettings): Promise<Lap> {
  const plan = busyPlan();
  const tick = parseInstant(BUSY_TICK, plan.timezone) ?? 0;
  const ledger = await openLedger({ engine: "sqlite", path });
  const clock = (): number => tick / 1_000;
  const lock = await ledger.lock(clock, 0);
  try {
    await ledger.commit(lock, waiting(plan, tick));
    const lap = stopwatch();
    const world = { plan, ledger, lock, clock, settings, warehouse: UNASKED, decidedBefore: DECIDED_BEFORE };
    const { dispatched, undelivered } = await dispatchDue(world);
    const took = lap.read();
    const sent = dispatched.reduce((sum, one) => sum + one.messages, 0);
    if (sent !== messages) throw new Error(`${sent} messages have left: ${undelivered.join(", ")}`);
    return took;
  } finally {
    await lock.release();
    await ledger.close();
  }
}

/** A tick whose contacts all wait to be sent. */
function waiting(plan: Plan, tick: number): TickDecision {
  const campaign = "campaign_2";
  const common = { label: null, owner: "bench", previousTick: null, active: true, floor: tick };
  return {
    tick,
    at: tick,
    startedAt: tick,
    planHash: plan.hash,
    campaigns: [{ ...common, campaign, tick, campaignHash: "", planHash: plan.hash, funnel: EMPTY_FUNNEL }],
    contacts: Array.from({ length: messages }, (_, index) => contact(campaign, tick, index)),
    rejections: [],
    memberships: [],
  };
}

function contact(campaign: string, tick: number, index: number): DecidedContact {
  const customer = String(index + 1);
  return {
    contact: {
      campaign,
      tick,
      wave: 0,
      customer,
      arm: "treated",
      occasion: BUSY_TICK,
      event: null,
      value: { amount: "34", currency: "GBP" },
      channel: "sms",
      offers: ["offer_2"],
      due: tick,
      costs: { GBP: "0.55" },
      purpose: "marketing",
      carried: {},
      segments: [],
    },
    outgoing: {
      key: `key-${customer}`,
      address: `+4470${customer}`,
      subject: null,
      message: `Ms ${customer}, offer 2 is ready for you. Reply 1 to hear more.`,
    },
  };
}

/** Messages of this run are not asked again. */
const UNASKED: Warehouse = {
  engine: "duckdb",
  inspect: async () => [],
  query: async () => {
    throw new Error("the warehouse is asked");
  },
  close: async () => {},
};

async function startGateway(): Promise<{ readonly url: string; readonly stop: () => void }> {
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", resolve(import.meta.dirname, "support", "gateway-child.ts")],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [port] = (await once(child.stdout, "data")) as [Buffer];
  return { url: `http://127.0.0.1:${String(port).trim()}/messages`, stop: () => void child.kill() };
}
