import type { Plan } from "../../../plan/index.ts";
import { isoInstant } from "../../calendar/instant.ts";
import type { LocalDate } from "../../calendar/local-date.ts";
import { dayBounds, localDateOf } from "../../calendar/zoned-time.ts";
import {
  addDecimals,
  type Decimal,
  formatDecimal,
  multiplyByInteger,
  parseDecimal,
  ZERO,
} from "../../decimal.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { CampaignTick, ContactState } from "../../ledger/records.ts";
import type { ContactCount, CostCount, ResultSpan } from "../../ledger/results.ts";
import { campaignBudgets, policyBudgets } from "./budgets.ts";
import { effectOf, returnOn } from "./effect.ts";
import { sumFunnels } from "./funnel-sum.ts";
import { importedResults } from "./imported.ts";
import { countRefusals } from "./refusals.ts";
import { customerKey, NO_RESPONSES, sumResponses } from "./response-figures.ts";
import { type CampaignResults, RESULTS_VERSION, type ResultsReport } from "./results.ts";

/** What a report is asked for: all that the ledger has, unless days or a campaign are named. */
export interface ResultsRequest {
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly campaign?: string;
  /** Local dates of ticks, both in. */
  readonly from?: LocalDate;
  readonly to?: LocalDate;
}

/**
 * Reports what has come of campaigns, as the ledger is at one moment; undefined where no tick was completed on those days.
 */
export function readResults(request: ResultsRequest): Promise<ResultsReport | undefined> {
  return request.ledger.atOneMoment(() => readNow(request));
}

async function readNow(request: ResultsRequest): Promise<ResultsReport | undefined> {
  const { plan, ledger, campaign } = request;
  const days = await daysOf(request);
  if (days === undefined) return undefined;
  const span: ResultSpan = { ...boundsOf(days, plan), ...(campaign !== undefined && { campaign }) };
  const ticks = Map.groupBy(await ledger.results.ticks(span), (tick) => tick.campaign);
  if (ticks.size === 0) return undefined;
  const world = { plan, ledger, span, days };
  return {
    version: RESULTS_VERSION,
    project: plan.project,
    timezone: plan.timezone,
    currency: plan.currency,
    period: days,
    campaigns: await campaignResults(ticks, world),
    imported: await importedResults(ledger.results, span, plan.currency),
    pressure: await ledger.results.pressure(span),
    budgets: campaign === undefined ? await policyBudgets(days, plan, ledger) : [],
  };
}

interface Days {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

interface ResultsWorld {
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly span: ResultSpan;
  readonly days: Days;
}

async function daysOf({ plan, ledger, campaign, from, to }: ResultsRequest): Promise<Days | undefined> {
  if (from !== undefined && to !== undefined) return { from, to };
  const extent = await ledger.results.extent(campaign);
  if (extent === undefined) return undefined;
  return {
    from: from ?? localDateOf(extent.first, plan.timezone),
    to: to ?? localDateOf(extent.last, plan.timezone),
  };
}

function boundsOf({ from, to }: Days, { timezone }: Plan): Pick<ResultSpan, "from" | "until"> {
  const [first, last] = [dayBounds(from, timezone), dayBounds(to, timezone)];
  if (first === undefined || last === undefined) throw new Error(`${from} .. ${to} are no dates`);
  return { from: first.start, until: last.end };
}

async function campaignResults(
  ticks: ReadonlyMap<string, readonly CampaignTick[]>,
  world: ResultsWorld,
): Promise<readonly CampaignResults[]> {
  const { plan, span } = world;
  const { results } = world.ledger;
  const contacts = Map.groupBy(await results.contactCounts(span), (count) => count.campaign);
  const costs = Map.groupBy(await results.costCounts(span), (count) => count.campaign);
  const arms = Map.groupBy(await results.armCounts(span), (count) => count.campaign);
  const severalArms = new Set((await results.severalArms(span)).map(customerKey));
  const responses = await sumResponses(results.responses(span), plan.currency, severalArms);
  const refusals = await countRefusals(results.refusals(span));
  const searches = await world.ledger.responseSearches();
  const reports: CampaignResults[] = [];
  for (const [name, own] of ticks) {
    const last = own.at(-1);
    if (last === undefined) continue;
    const declared = plan.campaigns.find((campaign) => campaign.name === name);
    const counts = contacts.get(name) ?? [];
    const sums = responses.get(name) ?? NO_RESPONSES;
    const { cost, unknown } = costOf(costs.get(name) ?? [], plan.currency);
    const { figures } = sums;
    const hasGoal = declared?.responses !== undefined || figures.goals.multiple.responses !== "0";
    const revenue = addDecimals(
      parseDecimal(figures.goals.best.revenue),
      parseDecimal(figures.answersRevenue),
    );
    reports.push({
      campaign: name,
      label: declared === undefined ? last.label : (declared.label ?? null),
      owner: declared?.owner ?? last.owner,
      status: declared?.status ?? "gone",
      ticks: {
        completed: own.length,
        first: isoInstant(own[0]?.tick ?? last.tick),
        last: isoInstant(last.tick),
      },
      funnel: sumFunnels(own.map(({ funnel }) => funnel)),
      states: statesOf(counts),
      days: daysOfContacts(counts, plan.timezone),
      refusals: refusals.get(name) ?? [],
      cost: { amount: formatDecimal(cost), unknown },
      budgets: declared === undefined ? [] : await campaignBudgets(declared, world.days, plan, world.ledger),
      responses: figures,
      revenue: hasGoal || figures.answers > 0 ? formatDecimal(revenue) : null,
      returnOnInvestment: hasGoal || figures.answers > 0 ? returnOn(revenue, cost) : null,
      effect: effectOf(
        declared,
        {
          arms: arms.get(name) ?? [],
          contacts: counts,
          revenue: sums.armRevenue,
          cost,
          searchedTo: searches.get(name),
        },
        plan,
      ),
    });
  }
  return reports;
}

function statesOf(counts: readonly ContactCount[]): Readonly<Record<ContactState, number>> {
  const states = { waiting: 0, sent: 0, delivered: 0, failed: 0, cancelled: 0 };
  for (const { state, count } of counts) if (state !== null) states[state] += count;
  return states;
}

function daysOfContacts(counts: readonly ContactCount[], zone: string): CampaignResults["days"] {
  const treated = counts.filter(({ arm }) => arm === "treated");
  const days = Map.groupBy(treated, ({ due, channel }) => JSON.stringify([localDateOf(due, zone), channel]));
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, same]) => {
      const [date, channel] = JSON.parse(key) as [string, string];
      return { date, channel, contacts: same.reduce((sum, { count }) => sum + count, 0) };
    });
}

/** In the project's currency; how many contacts' cost is unknown there. */
function costOf(
  counts: readonly CostCount[],
  currency: string,
): { readonly cost: Decimal; readonly unknown: number } {
  let cost = ZERO;
  let unknown = 0;
  for (const { costs, count } of counts) {
    const amount = costs[currency];
    if (amount === undefined) unknown += count;
    else cost = addDecimals(cost, multiplyByInteger(parseDecimal(amount), count));
  }
  return { cost, unknown };
}
