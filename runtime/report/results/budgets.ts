import type { Cap, Plan, PolicyCap } from "../../../plan/index.ts";
import { ALL_TIME } from "../../arbitrate/look-back.ts";
import { offerTest } from "../../arbitrate/policy/offer-set.ts";
import { usesChannel } from "../../arbitrate/policy/scope.ts";
import { addPeriods, type LocalDate, startOfPeriod } from "../../calendar/local-date.ts";
import { localDateOf, startOfDay } from "../../calendar/zoned-time.ts";
import {
  addDecimals,
  type Decimal,
  formatDecimal,
  multiplyByInteger,
  parseDecimal,
  ZERO,
} from "../../decimal.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Spending } from "../../ledger/places.ts";
import type { BudgetUse } from "./results.ts";

interface Days {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

type MoneyLine = Pick<Extract<Cap, { kind: "money" }>, "limit" | "currency" | "period" | "text">;

/** How much a campaign has used of its caps on money: all its contacts due in the calendar periods count, as caps count them. */
export async function campaignBudgets(
  campaign: { readonly name: string; readonly caps: readonly Cap[] },
  days: Days,
  plan: Plan,
  ledger: Ledger,
): Promise<readonly BudgetUse[]> {
  const caps = campaign.caps.filter((cap) => cap.kind === "money");
  if (caps.length === 0) return [];
  const spending = await ledger.spending(campaign.name, earliest(caps, days, plan));
  return caps.map((cap) => budgetUse(cap, spending, days, plan));
}

/** The same for the policy's lines on money, over all campaigns. */
export async function policyBudgets(days: Days, plan: Plan, ledger: Ledger): Promise<readonly BudgetUse[]> {
  const caps = (plan.policy?.caps ?? []).filter(
    (cap): cap is Extract<PolicyCap, { kind: "money" }> => cap.kind === "money",
  );
  if (caps.length === 0) return [];
  const places = await ledger.policyPlaces(earliest(caps, days, plan));
  return caps.map((cap) => {
    const isAbout = offerTest(cap.of);
    const own = places.filter(
      ({ arm, channel, offers, segments }) =>
        arm === "treated" &&
        usesChannel(cap, channel) &&
        isAbout(offers) &&
        (cap.for === undefined || segments.includes(cap.for)),
    );
    return budgetUse(cap, own, overlap(days, cap.during), plan);
  });
}

/** A line that holds on some days alone is about those. */
function overlap(days: Days, during: Days | undefined): Days {
  if (during === undefined) return days;
  return {
    from: days.from > during.from ? days.from : during.from,
    to: days.to < during.to ? days.to : during.to,
  };
}

function earliest(lines: readonly Pick<MoneyLine, "period">[], { from }: Days, { timezone }: Plan): number {
  const starts = lines.map(({ period }) =>
    period === "all" ? ALL_TIME : startOfDay(startOfPeriod(from, period), timezone),
  );
  return Math.min(...starts);
}

function budgetUse(
  { text, limit, currency, period }: MoneyLine,
  spending: readonly Pick<Spending, "due" | "costs" | "count">[],
  days: Days,
  { timezone }: Plan,
): BudgetUse {
  const startOf = (date: LocalDate): string | null => (period === "all" ? null : startOfPeriod(date, period));
  const used = new Map<string | null, Decimal>(startsIn(days, period).map((start) => [start, ZERO]));
  for (const { due, costs, count } of spending) {
    const start = startOf(localDateOf(due, timezone));
    const before = used.get(start);
    const cost = costs[currency];
    if (before === undefined || cost === undefined) continue;
    used.set(start, addDecimals(before, multiplyByInteger(parseDecimal(cost), count)));
  }
  const spans = [...used].map(([from, amount]) => ({ from, used: formatDecimal(amount) }));
  return { rule: text, limit, currency, period, spans };
}

function startsIn({ from, to }: Days, period: MoneyLine["period"]): readonly (string | null)[] {
  if (period === "all") return [null];
  const starts: string[] = [];
  for (let start = startOfPeriod(from, period); start <= to; start = addPeriods(start, 1, period))
    starts.push(start);
  return starts;
}
