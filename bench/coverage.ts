import { openLedger, readResults } from "../runtime/index.ts";
import { type Chance, chance } from "./support/chance.ts";
import { simulate, type Truth } from "./support/simulated-ledger.ts";

/** How many ledgers are simulated: the 95 % interval must cover the truth in 93 to 97 % of them. */
const LEDGERS = 2_000;

/**
 * Simulates ledgers whose truth is known, reports on each as `baleen report` does, and says how often the interval of the
 * difference covers the truth. Sizes and rates differ from ledger to ledger, as campaigns do.
 */
export async function benchCoverage(): Promise<void> {
  const { covered, reported, below, above } = await coverage(LEDGERS, 20_260_302);
  const share = (100 * covered) / reported;
  process.stdout.write(
    `${LEDGERS} simulated ledgers, ${reported} with both arms: the 95 % interval covers the truth in ${covered}, ${share.toFixed(2)} %; too low ${below}, too high ${above}\n`,
  );
}

export interface Coverage {
  /** Ledgers with a comparison. */
  readonly reported: number;
  readonly covered: number;
  /** Intervals that lie below the truth, or above it. */
  readonly below: number;
  readonly above: number;
}

/** Counts how often the report's interval covers the truth. The same seed gives the same figures. */
export async function coverage(ledgers: number, seed: number): Promise<Coverage> {
  const random = chance(seed);
  const counts = { reported: 0, covered: 0, below: 0, above: 0 };
  for (let index = 0; index < ledgers; index += 1) {
    const truth = truthOf(random);
    const ledger = await openLedger({ engine: "sqlite", path: ":memory:" });
    try {
      const plan = await simulate(truth, ledger, random);
      const report = await readResults({ plan, ledger, campaign: "simulated" });
      const [comparison] = report?.campaigns[0]?.effect?.comparisons ?? [];
      if (comparison === undefined) continue;
      counts.reported += 1;
      const difference = truth.treatedRate - truth.controlRate;
      if (comparison.high < difference) counts.below += 1;
      else if (comparison.low > difference) counts.above += 1;
      else counts.covered += 1;
    } finally {
      await ledger.close();
    }
  }
  return counts;
}

/** From 120 to 1,200 customers, a holdout of 5 to 50 %, from 1 to 25 % who would convert anyway, and up to 10 points more who do. */
function truthOf(random: Chance): Truth {
  const controlRate = 0.01 + 0.24 * random();
  return {
    customers: 120 + Math.floor(1_080 * random()),
    holdout: 0.05 + 0.45 * random(),
    controlRate,
    treatedRate: controlRate + 0.1 * random(),
    contactsEach: 1 + Math.floor(2 * random()),
  };
}
