import type { CampaignPlan, Expectation, Plan, TestPlan, TestTick } from "../../plan/index.ts";
import { type Instant, isoInstant, MICROSECONDS_PER_MILLISECOND } from "../calendar/instant.ts";
import { latestTick } from "../calendar/schedule.ts";
import { localDateOf } from "../calendar/zoned-time.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { openLedger } from "../ledger/open-ledger.ts";
import type { ContactReport, RejectionReport } from "../report/run-report.ts";
import { agendaAt } from "../run/pending.ts";
import { runPlan } from "../run/run.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { openMemoryWarehouse } from "./memory-warehouse.ts";
import { type NoCandidateReason, noCandidateReasons } from "./no-candidate.ts";
import { instantOf, withPast, writePast } from "./past.ts";

/** What came of a test: each of its expectations, in the order written. */
export interface TestOutcome {
  readonly checks: readonly TestCheck[];
}

export interface TestCheck {
  /** The run that it is about, ISO in UTC. */
  readonly at: string;
  readonly expectation: Expectation;
  readonly passed: boolean;
  readonly found: Found;
}

/** What a run did to a customer. */
export interface Found {
  /** The tick that the run came to, ISO in UTC; null where the campaign had none to run. */
  readonly tick: string | null;
  readonly contacts: readonly ContactReport[];
  readonly rejections: readonly RejectionReport[];
  /** Why she was no candidate, where nothing at all was decided on her. */
  readonly noCandidate: readonly NoCandidateReason[];
}

/**
 * The local dates that a test's runs look at, in order: their own, and those of the ticks that they come to, which are
 * earlier where a run is at no scheduled instant.
 */
export function testDates(ticks: readonly TestTick[], campaign: CampaignPlan, plan: Plan): readonly string[] {
  const dates = ticks.flatMap(({ at }) => {
    const instant = instantOf(at);
    const tick = latestTick(campaign, instant, plan);
    return [instant, ...(tick === undefined ? [] : [tick])].map((one) => localDateOf(one, plan.timezone));
  });
  return [...new Set(dates)].sort();
}

/**
 * Runs a test: its campaign's statements on the embedded warehouse, its ticks by the runtime, decisions into a ledger in
 * memory; nothing is sent and nothing remains.
 * @throws RuntimeProblem where the warehouse fails.
 */
export async function runTest(testPlan: TestPlan): Promise<TestOutcome> {
  const { test, plan, relations } = testPlan;
  const warehouse = await openMemoryWarehouse(relations, plan.relations, plan.timezone);
  const stored = await openLedger({ engine: "sqlite", path: ":memory:" });
  try {
    await seed(testPlan, stored);
    const ledger = withPast(stored, test.responses);
    const checks: TestCheck[] = [];
    for (const tick of test.ticks) checks.push(...(await runTick(tick, { testPlan, warehouse, ledger })));
    return { checks };
  } finally {
    await stored.close();
    await warehouse.close();
  }
}

async function seed(testPlan: TestPlan, ledger: Ledger): Promise<void> {
  const lock = await ledger.lock(() => 0, 0);
  try {
    await writePast(testPlan, ledger, lock);
  } finally {
    await lock.release();
  }
}

interface World {
  readonly testPlan: TestPlan;
  readonly warehouse: Warehouse;
  readonly ledger: Ledger;
}

async function runTick(tick: TestTick, world: World): Promise<readonly TestCheck[]> {
  const { testPlan, warehouse, ledger } = world;
  const { plan } = testPlan;
  const at = instantOf(tick.at);
  const pending = agendaAt(plan, at, await ledger.lastTicks()).pending.flatMap(
    ({ campaigns }) => campaigns,
  )[0];
  if (pending === undefined) return tick.expectations.map((one) => checked(tick, one, NOTHING));
  const reasons = await noCandidateReasons(pending, world);
  const clock = (): number => at / MICROSECONDS_PER_MILLISECOND;
  const { report } = await runPlan({ plan, warehouse, ledger, at, clock });
  const decisions = report.ticks.find((one) => one.tick === isoInstant(pending.tick));
  const checks: TestCheck[] = [];
  for (const expectation of tick.expectations) {
    const own = <One extends { readonly customer: string }>(list: readonly One[] | undefined) =>
      (list ?? []).filter(({ customer }) => customer === expectation.customer);
    const contacts = own(decisions?.contacts);
    const rejections = own(decisions?.rejections);
    const undecided = contacts.length === 0 && rejections.length === 0;
    const noCandidate = undecided ? (await reasons())(expectation.customer) : [];
    const found = { tick: isoInstant(pending.tick), contacts, rejections, noCandidate };
    checks.push(checked(tick, expectation, found));
  }
  return checks;
}

const NOTHING: Found = { tick: null, contacts: [], rejections: [], noCandidate: ["trigger"] };

function checked({ at }: TestTick, expectation: Expectation, found: Found): TestCheck {
  return { at, expectation, passed: isMet(expectation, found), found };
}

function isMet(expectation: Expectation, { contacts, rejections, noCandidate }: Found): boolean {
  if (expectation.kind === "contact") return contacts.some((contact) => isAsExpected(contact, expectation));
  const { because } = expectation;
  if (contacts.length > 0) return false;
  if (because === undefined) return true;
  const codes = [...rejections.flatMap(({ reasons }) => reasons.map(({ code }) => code)), ...noCandidate];
  return codes.includes(because);
}

function isAsExpected(
  { channel, offers, due }: ContactReport,
  { via, offering, at }: Extract<Expectation, { readonly kind: "contact" }>,
): boolean {
  const sameOffers =
    offering === undefined ||
    (offering.length === offers.length && offering.every((offer) => offers.includes(offer)));
  const sameTime = at === undefined || sameInstant(at, due);
  return (via === undefined || via === channel) && sameOffers && sameTime;
}

function sameInstant(a: string, b: string): boolean {
  const [left, right]: readonly Instant[] = [instantOf(a), instantOf(b)];
  return left === right;
}
