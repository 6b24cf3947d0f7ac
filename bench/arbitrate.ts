import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { CampaignPlan, DetectionColumns, Plan } from "../plan/index.ts";
import { arbitrate } from "../runtime/arbitrate/arbitrate.ts";
import { customerPlaces } from "../runtime/arbitrate/customer-places.ts";
import type { History } from "../runtime/arbitrate/history.ts";
import { court } from "../runtime/arbitrate/judge.ts";
import { type CandidatePool, candidatePool } from "../runtime/arbitrate/pool/candidate-pool.ts";
import { candidateReader } from "../runtime/detect/candidate-reader.ts";
import { parseInstant } from "../runtime/index.ts";
import type { WarehouseRow, WarehouseValue } from "../runtime/warehouse/warehouse.ts";
import { BUSY_TICK, busyPlan, CAMPAIGNS } from "./support/busy-bank.ts";
import { stopwatch } from "./support/stopwatch.ts";

/** How many candidates there are, unless `BENCH_CANDIDATES` says otherwise. */
const candidates = Number(process.env["BENCH_CANDIDATES"] ?? 10_000_000);

/** Each customer is the candidate of half of the campaigns. */
const customers = Math.ceil((candidates * 2) / CAMPAIGNS);

/** Gathers generated candidates of eight campaigns under caps and a policy, and decides on them. */
export async function benchArbitrate(): Promise<void> {
  const plan = busyPlan();
  const tick = parseInstant(BUSY_TICK, plan.timezone);
  if (tick === undefined) throw new Error("the bank's tick is no instant");
  const before = held();
  const pool = candidatePool({ plan, tick });
  const bench = court(plan, tick, { convert: (amount) => amount });
  const gathering = stopwatch();
  for (const [turn, campaign] of plan.campaigns.entries())
    gather(turn, campaign, { plan, tick, pool, bench });
  const gathered = gathering.read();
  const arbitration = stopwatch();
  const { accepted, rejected, outcomes, contests } = arbitrate(pool, bench, noHistory(plan, pool));
  const decided = arbitration.read();
  const bytes = held() - before;
  pool.release();
  process.stdout.write(
    `${pool.size} candidates, ${pool.customers.size} customers, ${plan.campaigns.length} campaigns: ` +
      `${accepted} accepted, ${rejected} rejected, ${contests.length} situations, ${outcomes.length} lists of reasons\n` +
      `gathered and held out  ${gathered.text(pool.size)}\n` +
      `put in order, decided  ${decided.text(pool.size)}\n` +
      `held                   ${(bytes / pool.size).toFixed(1)} bytes a candidate, ` +
      `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB at most in the process\n`,
  );
}

function gather(
  turn: number,
  campaign: CampaignPlan,
  {
    plan,
    tick,
    pool,
    bench,
  }: {
    readonly plan: Plan;
    readonly tick: number;
    readonly pool: CandidatePool;
    readonly bench: ReturnType<typeof court>;
  },
): void {
  const read = candidateReader(campaign, tick, plan, { convert: (amount) => amount });
  const row = rowMaker(campaign, tick);
  const restore = (text: string) => {
    const candidate = read(row(Number(text)));
    if (candidate === undefined) throw new Error("a generated row is a candidate's");
    return candidate;
  };
  const lot = pool.lot(bench.judge(campaign), restore);
  for (let customer = 0; customer < customers; customer += 1) {
    if ((customer + turn) % CAMPAIGNS >= CAMPAIGNS / 2) continue;
    const text = String(customer);
    lot.add(restore(text), text);
  }
}

/** Rows as the campaign's detection would give them. */
function rowMaker({ firing, columns }: CampaignPlan, tick: number): (customer: number) => WarehouseRow {
  const hasEvents = firing.kind === "occurrence";
  return (customer) => ({
    detected: candidates,
    customer: String(customer),
    event_id: hasEvents ? String(customer) : null,
    event_time: hasEvents ? tick - customer : null,
    event_order: hasEvents ? customer : null,
    offer_route: 0,
    channel_route: 0,
    offer_choice: null,
    value: null,
    ...cells(columns, customer),
  });
}

function cells(columns: DetectionColumns, customer: number): WarehouseRow {
  const row: Record<string, WarehouseValue> = {};
  const put = (prefix: string, names: readonly unknown[], value: (index: number) => WarehouseValue): void => {
    for (const index of names.keys()) row[`${prefix}${index}`] = value(index);
  };
  put("a", columns.addresses, () => `+4470${customer}`);
  put("c", columns.consents, (index) => customer % (index === 0 ? 23 : 5) !== 0);
  put("p", columns.placeholders, () => "Ms Li");
  put("s", columns.segments, (index) => customer % (index === 0 ? 97 : 3) === 0);
  put("d", columns.occurrences, () => null);
  put("e", columns.carried, () => null);
  return row;
}

function noHistory({ campaigns }: Plan, pool: CandidatePool): History {
  return {
    campaigns: new Map(campaigns.map(({ name }) => [name, { places: [], spending: [] }])),
    channels: [],
    policy: [],
    customers: customerPlaces(pool.customers.size),
  };
}

/** Bytes in V8's heap and beside it, after what nobody holds any more is gone. */
function held(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
