import type { RowBatches } from "../../ledger/batches.ts";
import type { ResultRefusal } from "../../ledger/results.ts";
import type { Refusal } from "./results.ts";

interface Counts {
  readonly code: string;
  readonly rule: string | null;
  candidates: number;
  alone: number;
}

/**
 * Counts by campaign how many candidates each rule kept out. Reasons come by list, and every rule that stands against
 * a candidate is on hers, on each channel: so a rule alone kept out whom nothing else refuses on some channel.
 */
export async function countRefusals(
  batches: RowBatches<ResultRefusal>,
): Promise<ReadonlyMap<string, readonly Refusal[]>> {
  const campaigns = new Map<string, Map<string, Counts>>();
  let reasons: ResultRefusal[] = [];
  const count = (): void => {
    const [first] = reasons;
    if (first === undefined) return;
    const rules = campaigns.get(first.campaign) ?? new Map<string, Counts>();
    campaigns.set(first.campaign, rules);
    countOne(reasons, rules);
    reasons = [];
  };
  for await (const batch of batches) {
    for (const row of batch) {
      const [first] = reasons;
      if (first !== undefined && (first.campaign !== row.campaign || first.list !== row.list)) count();
      reasons.push(row);
    }
  }
  count();
  return new Map([...campaigns].map(([campaign, rules]) => [campaign, inOrder([...rules.values()])]));
}

const keyOf = ({ code, rule }: Pick<ResultRefusal, "code" | "rule">): string => JSON.stringify([code, rule]);

function countOne(reasons: readonly ResultRefusal[], rules: Map<string, Counts>): void {
  const distinct = new Map(reasons.map((reason) => [keyOf(reason), reason]));
  const decisive = aloneOnSomeChannel(reasons);
  for (const [key, { code, rule, candidates }] of distinct) {
    const counts = rules.get(key) ?? { code, rule, candidates: 0, alone: 0 };
    rules.set(key, counts);
    counts.candidates += candidates;
    if (decisive.has(key)) counts.alone += candidates;
  }
}

/** The rules that are all there is against the candidate on a channel; what is about no channel stands on each. */
function aloneOnSomeChannel(reasons: readonly ResultRefusal[]): ReadonlySet<string> {
  const everywhere = reasons.filter(({ channel }) => channel === null).map(keyOf);
  const channels = Map.groupBy(
    reasons.filter(({ channel }) => channel !== null),
    ({ channel }) => channel,
  );
  const sets =
    channels.size === 0
      ? [new Set(everywhere)]
      : [...channels.values()].map((own) => new Set([...everywhere, ...own.map(keyOf)]));
  return new Set(sets.flatMap((rules) => (rules.size === 1 ? [...rules] : [])));
}

function inOrder(counts: readonly Counts[]): readonly Refusal[] {
  return [...counts].sort(
    (a, b) =>
      b.candidates - a.candidates ||
      b.alone - a.alone ||
      compare(a.code, b.code) ||
      compare(a.rule ?? "", b.rule ?? ""),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
