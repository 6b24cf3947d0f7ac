import type { Span } from "../../grammar/span.ts";
import type { TestLineTree, TestTree } from "../../grammar/tree.ts";
import type { TestProgram, TestRate } from "../../plan/index.ts";
import type { CheckedCampaign, CheckedOffer } from "./checked.ts";
import { type Context, report, reportUnknownName } from "./context.ts";
import { compareDecimals, plainDecimal } from "./decimal.ts";
import { instantOf } from "./instant.ts";
import { isCurrency } from "./literal.ts";
import { type CheckedExpectation, checkExpectation, expectable } from "./test-expectation.ts";
import { checkTestCustomer, checkTestRow, type KeyTree, keyOf, type TestNames } from "./test-rows.ts";

/** A test whose lines are right, with the places of what it expects. */
export interface CheckedTest extends Omit<TestProgram, "ticks" | "origin"> {
  readonly ticks: readonly CheckedTick[];
  readonly span: Span;
}

export interface CheckedTick {
  readonly at: string;
  readonly expectations: readonly { readonly expectation: CheckedExpectation; readonly span: Span }[];
}

type Line<Kind extends TestLineTree["kind"]> = Extract<TestLineTree, { readonly kind: Kind }>;

/** Checks a test; undefined where its campaign is nothing. Other mistakes are reported and left out. */
export function checkTest(
  tree: TestTree,
  campaigns: readonly CheckedCampaign[],
  offers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): CheckedTest | undefined {
  const campaign = tree.campaign.text;
  const declared = context.names.campaigns.has(campaign);
  if (!declared) reportUnknownName(context, "campaign", tree.campaign, context.names.campaigns.keys());
  const customers = customersOf(tree, context);
  const names: TestNames = { context, campaign, customers };
  const known = expectable(
    campaigns.find(({ name }) => name === campaign),
    offers,
  );
  const people: TestProgram["customers"][number][] = [];
  const rows: TestProgram["rows"][number][] = [];
  const contacts: TestProgram["contacts"][number][] = [];
  const responses: TestProgram["responses"][number][] = [];
  const rates: TestRate[] = [];
  const ticks: { at: string; shown: string; expectations: CheckedTick["expectations"][number][] }[] = [];
  let expects = tree.unread.length > 0;
  for (const line of tree.lines) {
    switch (line.kind) {
      case "at": {
        const at = instantOf(line.date.value, line.time.value, context.catalog.timezone);
        const last = ticks.at(-1);
        if (last !== undefined && at <= last.at) {
          report(context, "test-at-order", line.span, { before: last.shown });
        }
        ticks.push({ at, shown: `${line.date.value} ${line.time.value}`, expectations: [] });
        break;
      }
      case "customer": {
        const key = [...customers].find(([, place]) => place === line.key)?.[0];
        if (key !== undefined) people.push(checkTestCustomer(key, line, context));
        break;
      }
      case "row": {
        const row = checkTestRow(line, names);
        if (row?.kind === "row") rows.push(row.row);
        else if (row?.kind === "contact") contacts.push(row.contact);
        else if (row?.kind === "response") responses.push(row.response);
        break;
      }
      case "rate": {
        const rate = checkRate(line, rates, context);
        if (rate !== undefined) rates.push(rate);
        break;
      }
      case "expect": {
        expects = true;
        const tick = ticks.at(-1);
        if (tick === undefined) report(context, "test-expect-early", line.span, {});
        const expectation = checkExpectation(line, known, names);
        if (expectation !== undefined) tick?.expectations.push({ expectation, span: line.span });
        break;
      }
    }
  }
  if (!expects) report(context, "test-expects-nothing", tree.title.span, { title: tree.title.value });
  if (!declared) return undefined;
  return {
    name: tree.title.value,
    campaign,
    customers: people,
    rows,
    contacts,
    responses,
    rates,
    ticks: ticks.map(({ at, expectations }) => ({ at, expectations })),
    span: tree.span,
  };
}

/** The customers that a test declares, wherever in it; of one declared twice the first counts. */
function customersOf({ lines }: TestTree, context: Context): ReadonlyMap<string, KeyTree> {
  const customers = new Map<string, KeyTree>();
  for (const line of lines) {
    if (line.kind !== "customer") continue;
    const key = keyOf(line.key, context);
    if (key === undefined) continue;
    const first = customers.get(key);
    if (first === undefined) customers.set(key, line.key);
    else {
      const related = [{ span: first.span, label: "it stands here first" }];
      report(context, "test-customer-doubled", line.key.span, { key }, { related });
    }
  }
  return customers;
}

function checkRate(
  { currency, rate, at }: Line<"rate">,
  others: readonly TestRate[],
  context: Context,
): TestRate | undefined {
  const own = context.catalog.currency;
  if (!isCurrency(currency.text, currency.span, context)) return undefined;
  if (currency.text === own) {
    report(context, "test-rate-own", currency.span, { currency: own });
    return undefined;
  }
  if (context.catalog.rates === undefined) {
    report(context, "rates-missing", currency.span, { from: `money in ${currency.text}`, to: own });
    return undefined;
  }
  const price = plainDecimal(rate.value);
  if (rate.percent || rate.currency !== undefined || compareDecimals(price, "0") <= 0) {
    report(context, "test-rate-value", rate.span, {});
    return undefined;
  }
  if (others.some((other) => other.currency === currency.text && other.from === at?.value)) {
    report(context, "test-rate-doubled", currency.span, { currency: currency.text });
    return undefined;
  }
  return { currency: currency.text, rate: price, ...(at === undefined ? {} : { from: at.value }) };
}
