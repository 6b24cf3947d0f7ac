import type { CampaignPlan, Plan } from "../../../plan/index.ts";
import { type Instant, isoInstant } from "../../calendar/instant.ts";
import { addDuration } from "../../calendar/zoned-time.ts";
import {
  addDecimals,
  type Decimal,
  formatDecimal,
  multiplyAndDivide,
  negateDecimal,
  roundDecimal,
  ZERO,
} from "../../decimal.ts";
import type { Arm } from "../../ledger/records.ts";
import type { ArmCount, ContactCount } from "../../ledger/results.ts";
import type { ArmFigures, Comparison, Effect } from "./results.ts";
import { compareProportions } from "./statistics.ts";

const ARMS: readonly Arm[] = ["treated", "control", "universal"];

/** What a campaign has brought about; null where it has no goal. */
export function effectOf(
  campaign: CampaignPlan | undefined,
  found: {
    readonly arms: readonly ArmCount[];
    readonly contacts: readonly ContactCount[];
    readonly revenue: ReadonlyMap<Arm, Decimal>;
    readonly cost: Decimal;
    readonly searchedTo: Instant | undefined;
  },
  plan: Plan,
): Effect | null {
  const { goal, responses } = campaign ?? {};
  if (goal === undefined || responses === undefined) return null;
  const { timezone, calendar } = plan;
  const isOpen = ({ due }: ContactCount): boolean =>
    found.searchedTo === undefined || addDuration(due, goal.within, timezone, calendar) > found.searchedTo;
  const arms = ARMS.flatMap((arm) => armFigures(arm, found.arms, found.revenue.get(arm) ?? ZERO));
  return {
    goal: { event: responses.event, within: goal.within },
    searchedTo: found.searchedTo === undefined ? null : isoInstant(found.searchedTo),
    open: found.contacts
      .filter((one) => one.wave === 0 && isOpen(one))
      .reduce((sum, { count }) => sum + count, 0),
    arms: arms.map(({ figures }) => figures),
    comparisons: comparisonsOf(arms, found.cost),
    inSeveralArms: found.arms
      .filter(({ first, last }) => first !== last)
      .reduce((sum, { customers }) => sum + customers, 0),
  };
}

interface ArmSums {
  readonly figures: ArmFigures;
  readonly revenue: Decimal;
}

function armFigures(arm: Arm, counts: readonly ArmCount[], revenue: Decimal): readonly ArmSums[] {
  const own = counts.find(({ first, last }) => first === arm && last === arm);
  if (own === undefined) return [];
  const { customers, converted } = own;
  const rate = sixPlaces(converted / customers);
  return [{ figures: { arm, customers, converted, rate, revenue: formatDecimal(revenue) }, revenue }];
}

function comparisonsOf(arms: readonly ArmSums[], cost: Decimal): readonly Comparison[] {
  const treated = arms.find(({ figures }) => figures.arm === "treated");
  if (treated === undefined) return [];
  return arms.flatMap((holdout): readonly Comparison[] => {
    const { arm } = holdout.figures;
    const compared =
      arm === "treated"
        ? undefined
        : compareProportions(proportionOf(treated.figures), proportionOf(holdout.figures));
    if (arm === "treated" || compared === undefined) return [];
    const { difference, low, high, pValue, test } = compared;
    const { customers } = treated.figures;
    const extra = extraRevenue(treated, holdout);
    return [
      {
        with: arm,
        difference: sixPlaces(difference),
        low: sixPlaces(low),
        high: sixPlaces(high),
        pValue: sixPlaces(pValue),
        test,
        extraConversions: {
          estimate: sixPlaces(difference * customers),
          low: sixPlaces(low * customers),
          high: sixPlaces(high * customers),
        },
        extraRevenue: formatDecimal(extra),
        returnOnInvestment: returnOn(extra, cost),
      },
    ];
  });
}

const proportionOf = ({ converted, customers }: ArmFigures) => ({ hits: converted, of: customers });

function extraRevenue(treated: ArmSums, holdout: ArmSums): Decimal {
  const customers = (sums: ArmSums): Decimal => ({ units: BigInt(sums.figures.customers), scale: 0 });
  const without = multiplyAndDivide(holdout.revenue, customers(treated), customers(holdout));
  return addDecimals(treated.revenue, negateDecimal(without ?? ZERO));
}

/** (Revenue − cost) ÷ cost; null without cost. */
export function returnOn(revenue: Decimal, cost: Decimal): number | null {
  const gain = addDecimals(revenue, negateDecimal(cost));
  const ratio = multiplyAndDivide(gain, { units: 1n, scale: 0 }, cost);
  return ratio === undefined ? null : Number(formatDecimal(roundDecimal(ratio, PLACES)));
}

const PLACES = 6;

/** Rounded, so that what a machine's last bit says makes no difference. */
function sixPlaces(value: number): number {
  return Number(value.toFixed(PLACES)) + 0;
}
