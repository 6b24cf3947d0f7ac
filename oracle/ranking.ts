import type { Ranking } from "../plan/index.ts";
import { compareDecimals, type Decimal, decimal, multiply } from "./decimal.ts";
import { evaluate, isHolding } from "./evaluate.ts";
import { type Model, remembered } from "./model.ts";
import { stableHash } from "./stable-hash.ts";
import { compareText, numberOf } from "./value.ts";

/** Whether a customer is among the highest of those for whom the ranking's predicate holds and its value is known. */
export function isAmongTop(
  ranking: Ranking,
  customer: string,
  all: readonly string[],
  model: Model,
): boolean {
  return remembered(model, `ranking ${ranking.id}`, () => topOf(ranking, all, model)).includes(customer);
}

function topOf(ranking: Ranking, all: readonly string[], model: Model): readonly string[] {
  const ranked = all.flatMap((customer): readonly { customer: string; by: Decimal }[] => {
    const by = numberOf(evaluate(ranking.by, { model, customer }));
    return by === undefined || !isHolding(ranking.of, { model, customer }) ? [] : [{ customer, by }];
  });
  ranked.sort(
    (a, b) => compareDecimals(b.by, a.by) || compareText(stableHash([a.customer]), stableHash([b.customer])),
  );
  return ranked.slice(0, limitOf(ranking, ranked.length)).map(({ customer }) => customer);
}

/** A share of so many, rounded up. */
function limitOf({ limit }: Ranking, count: number): number {
  if (limit.kind === "count") return limit.count;
  const { units, scale } = multiply(decimal(limit.share), { units: BigInt(count), scale: 0 });
  const divisor = 10n ** BigInt(scale);
  return Number((units + divisor - 1n) / divisor);
}
