import type { CampaignPlan, Plan } from "../../plan/index.ts";
import type { Court } from "../arbitrate/judge.ts";
import type { CandidatePool } from "../arbitrate/pool/candidate-pool.ts";
import { earlierCandidates } from "../arbitrate/pool/earlier-candidates.ts";
import type { TickTime } from "../calendar/parameters.ts";
import { decisionKey, type Ledger } from "../ledger/ledger.ts";
import type { Member } from "../ledger/records.ts";
import type { Rates } from "../rates.ts";
import type { Warehouse, WarehouseRow } from "../warehouse/warehouse.ts";
import type { Candidate, Detection } from "./candidate.ts";
import { candidateReader } from "./candidate-reader.ts";
import { detect } from "./detect.ts";
import type { StatementBinder } from "./ledger-rows.ts";
import { asOne, type DetectedRow, withRow } from "./same-decision.ts";

interface GatherWorld {
  readonly plan: Plan;
  readonly warehouse: Warehouse;
  readonly ledger: Ledger;
  readonly rates: Rates;
  readonly binder: StatementBinder;
  readonly members?: readonly Member[] | undefined;
  readonly court: Court;
  readonly pool: CandidatePool;
  /** Who is forgotten leaves no trace, not even that of a rejection. */
  readonly isForgotten: (customer: string) => boolean;
}

/** Detects the candidates for a campaign's first contacts and puts them into the pool, each once; not those decided on before. */
export async function gather(campaign: CampaignPlan, at: TickTime, world: GatherWorld): Promise<Detection> {
  const { plan, rates, court, pool, isForgotten } = world;
  const source = rowSource(candidateReader(campaign, at.tick, plan, rates));
  const lot = pool.lot(court.judge(campaign), (text) => asOne(source.rows(text)));
  const earlier = earlierCandidates(pool);
  const first = pool.size;
  let eligible = 0;
  const detected = await detect(campaign, at, world, (row) => {
    const found = source.read(row);
    if (found === undefined || isForgotten(found.candidate.customer)) return;
    const { customer, occasion } = found.candidate;
    const same = earlier.find(customer, occasion);
    const rows = withRow(same === undefined ? [] : source.rows(pool.textOf(same)), found);
    if (same === undefined) eligible += 1;
    else pool.remove(same);
    earlier.put(lot.add(asOne(rows), source.text(rows)), occasion);
  });
  if (campaign.firing.kind !== "occurrence") return { detected, decidedEarlier: 0, eligible };
  const decidedEarlier = await removeDecided(campaign, first, world);
  return { detected, decidedEarlier, eligible: eligible - decidedEarlier };
}

/** Rows as texts. */
function rowSource(read: (row: WarehouseRow) => Candidate | undefined) {
  const detectedRow = (row: WarehouseRow): DetectedRow | undefined => {
    const candidate = read(row);
    return candidate === undefined ? undefined : { candidate, row };
  };
  return {
    read: detectedRow,
    text: (rows: readonly DetectedRow[]): string => JSON.stringify(rows.map(({ row }) => row)),
    rows: (text: string): readonly DetectedRow[] =>
      (JSON.parse(text) as readonly WarehouseRow[]).flatMap((row) => detectedRow(row) ?? []),
  };
}

/** Candidates asked about at once. */
const AT_ONCE = 5_000;

/** Takes out what the ledger has a decision on, of the candidates from a number on; gives how many there were. */
async function removeDecided(
  campaign: CampaignPlan,
  first: number,
  { pool, ledger }: GatherWorld,
): Promise<number> {
  let removed = 0;
  for (let start = first; start < pool.size; start += AT_ONCE) {
    const keys = new Map<string, number>();
    const occasions = new Set<string>();
    for (let number = start; number < Math.min(start + AT_ONCE, pool.size); number += 1) {
      if (!pool.has(number)) continue;
      const { customer, occasion } = pool.candidate(number);
      keys.set(decisionKey(customer, occasion), number);
      occasions.add(occasion);
    }
    const decided = await ledger.decided(campaign.name, [...occasions]);
    for (const [key, number] of keys) {
      if (!decided.has(key)) continue;
      pool.remove(number);
      removed += 1;
    }
  }
  return removed;
}
