import {
  addDecimals,
  type Decimal,
  formatDecimal,
  multiplyAndDivide,
  parseDecimal,
  ZERO,
} from "../../decimal.ts";
import type { RowBatches } from "../../ledger/batches.ts";
import type { Arm } from "../../ledger/records.ts";
import type { ResultResponse } from "../../ledger/results.ts";
import type { CreditFigures, ResponseFigures } from "./results.ts";

/** What responses come to, of one campaign. */
export interface ResponseSums {
  readonly figures: ResponseFigures;
  /** What met goals in the time of first contacts, each occurrence once, by arm. */
  readonly armRevenue: ReadonlyMap<Arm, Decimal>;
}

export const NO_RESPONSES: ResponseSums = newSums().close();

/** Adds responses up by campaign. They come in order of campaign, customer, time and what occurred. */
export async function sumResponses(
  batches: RowBatches<ResultResponse>,
  currency: string,
  severalArms: ReadonlySet<string>,
): Promise<ReadonlyMap<string, ResponseSums>> {
  const found = new Map<string, ReturnType<typeof newSums>>();
  for await (const batch of batches) {
    for (const row of batch) {
      const sums = found.get(row.campaign) ?? newSums();
      found.set(row.campaign, sums);
      const amount = row.amount?.currency === currency ? parseDecimal(row.amount.amount) : undefined;
      sums.add(row, amount, severalArms.has(customerKey(row)));
    }
  }
  return new Map([...found].map(([campaign, sums]) => [campaign, sums.close()]));
}

/** A campaign's customer as one text. */
export function customerKey({ campaign, customer }: Pick<ResultResponse, "campaign" | "customer">): string {
  return JSON.stringify([campaign, customer]);
}

function newSums() {
  const best = newShares();
  const fractional = newShares();
  const multiple = newShares();
  const armRevenue = new Map<Arm, Decimal>();
  let answers = 0;
  let answering = 0;
  let answersRevenue = ZERO;
  let unknownAmounts = 0;
  let lastAnswering: string | undefined;
  let lastOccurrence: string | undefined;

  const addFirstContact = (row: ResultResponse, amount: Decimal | undefined): void => {
    const occurrence = JSON.stringify([row.customer, row.time, row.event, row.eventId]);
    if (occurrence === lastOccurrence) return;
    lastOccurrence = occurrence;
    armRevenue.set(row.arm, addDecimals(armRevenue.get(row.arm) ?? ZERO, amount ?? ZERO));
  };

  return {
    add(row: ResultResponse, amount: Decimal | undefined, hasSeveralArms: boolean): void {
      if (row.kind === "goal" && row.wave === 0 && !hasSeveralArms) addFirstContact(row, amount);
      if (row.shares === null) return;
      // Most answers are worth nothing by themselves: those without an amount lack none.
      if (amount === undefined && (row.kind === "goal" || row.amount !== null)) unknownAmounts += 1;
      if (row.kind === "answer") {
        answers += 1;
        if (row.customer !== lastAnswering) answering += 1;
        lastAnswering = row.customer;
        answersRevenue = addDecimals(answersRevenue, amount ?? ZERO);
        return;
      }
      if (row.best) best.add(1, amount);
      fractional.add(row.shares, amount);
      multiple.add(1, amount);
    },
    close: (): ResponseSums => ({
      figures: {
        answers,
        answering,
        answersRevenue: formatDecimal(answersRevenue),
        goals: { best: best.close(), fractional: fractional.close(), multiple: multiple.close() },
        unknownAmounts,
      },
      armRevenue,
    }),
  };
}

/** Adds up shares by their denominators, so that but one division a denominator rounds. */
function newShares() {
  const shares = new Map<number, { count: number; amount: Decimal }>();
  const parts = (value: (one: { count: number; amount: Decimal }) => Decimal): string => {
    const sum = [...shares]
      .sort(([a], [b]) => a - b)
      .reduce((all, [denominator, one]) => {
        const part = multiplyAndDivide(value(one), ONE, whole(denominator));
        return addDecimals(all, part ?? ZERO);
      }, ZERO);
    return formatDecimal(sum);
  };
  return {
    add(denominator: number, amount: Decimal | undefined): void {
      const one = shares.get(denominator) ?? { count: 0, amount: ZERO };
      shares.set(denominator, {
        count: one.count + 1,
        amount: addDecimals(one.amount, amount ?? ZERO),
      });
    },
    close: (): CreditFigures => ({
      responses: parts(({ count }) => whole(count)),
      revenue: parts(({ amount }) => amount),
    }),
  };
}

const whole = (count: number): Decimal => ({ units: BigInt(count), scale: 0 });
const ONE = whole(1);
