import {
  addDecimals,
  type Decimal,
  formatDecimal,
  multiplyByInteger,
  parseDecimal,
  ZERO,
} from "../../decimal.ts";
import type { LedgerResults, ResultSpan } from "../../ledger/results.ts";
import type { ImportedResults } from "./results.ts";

/** What a former system did in the report's days, by campaign in order of name. */
export async function importedResults(
  results: LedgerResults,
  span: ResultSpan,
  currency: string,
): Promise<readonly ImportedResults[]> {
  const contacts = Map.groupBy(await results.importedContacts(span), ({ campaign }) => campaign);
  const responses = Map.groupBy(await results.importedResponses(span), ({ campaign }) => campaign);
  const names = [...new Set([...contacts.keys(), ...responses.keys()])].sort();
  return names.map((campaign) => {
    const made = contacts.get(campaign) ?? [];
    const channels = Map.groupBy(made, ({ channel }) => channel);
    const answers = responses.get(campaign) ?? [];
    return {
      campaign,
      channels: [...channels].map(([channel, same]) => ({ channel, contacts: total(same) })),
      contacts: total(made),
      cost: formatDecimal(worth(made.map(({ costs, count }) => ({ amount: costs[currency], count })))),
      responses: total(answers),
      revenue: formatDecimal(
        worth(
          answers.map(({ amount, count }) => ({
            amount: amount?.currency === currency ? amount.amount : undefined,
            count,
          })),
        ),
      ),
    };
  });
}

function total(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

/** What is unknown, or in another currency, adds nothing. */
function worth(amounts: readonly { readonly amount: string | undefined; readonly count: number }[]): Decimal {
  return amounts.reduce(
    (sum, { amount, count }) =>
      amount === undefined ? sum : addDecimals(sum, multiplyByInteger(parseDecimal(amount), count)),
    ZERO,
  );
}
