import {
  decideOracle,
  detectOracle,
  EMPTY_LEDGER,
  type OracleDetection,
  type OracleJudgement,
  type Ledger as OracleLedger,
  type OracleRun,
} from "../../oracle/index.ts";
import type { CampaignPlan, Plan } from "../../plan/index.ts";
import { addDuration } from "../../runtime/calendar/zoned-time.ts";
import { canonicalDecimal } from "../../runtime/decimal.ts";
import type { Candidate } from "../../runtime/detect/candidate.ts";
import { candidateReader } from "../../runtime/detect/candidate-reader.ts";
import { statementBinder } from "../../runtime/detect/ledger-rows.ts";
import { readMembership } from "../../runtime/detect/membership.ts";
import {
  type Instant,
  isoInstant,
  type Ledger,
  openLedger,
  parseInstant,
  type RunOptions,
  RuntimeProblem,
  runPlan,
  type Warehouse,
} from "../../runtime/index.ts";
import { decisionKey } from "../../runtime/ledger/ledger.ts";
import { readRates } from "../../runtime/rates.ts";
import { type Case, type CompiledCase, worldAt } from "./case.ts";
import { openDecider } from "./decisions.ts";
import type { DifferentialEngines } from "./engines.ts";

/** Where two evaluators say different things of one question. */
export interface Difference {
  /** What was asked: `detection of spring`, `run 2`. */
  readonly question: string;
  readonly evaluators: readonly [string, string];
  readonly answers: readonly [unknown, unknown];
}

export interface Evaluation {
  readonly differences: readonly Difference[];
  readonly candidates: number;
  readonly contacts: number;
  readonly rejections: number;
  /** Customers, each with an event perhaps, on whom the generated functions were asked. */
  readonly decisions: number;
  /** The codes of each rejection's reasons. */
  readonly refusals: readonly ReadonlySet<string>[];
}

/** Asks all evaluators about a case. */
export async function evaluateCase(
  one: Case,
  compiled: CompiledCase,
  engines: DifferentialEngines,
  outbox: string,
): Promise<Evaluation> {
  const { program, plan } = compiled;
  const runs = one.runs.map(
    ({ at, dispatches }, index): OracleRun => ({
      at,
      world: worldAt(one, index),
      ...(dispatches && { clock: at }),
    }),
  );
  const decided = runs.length === 0 ? undefined : attempt(() => decideOracle(program, runs));
  // A row that stands twice is one event; how often it is counted as detected is left open.
  const counts = !hasDoubles(one);
  const ledgers = await Promise.all([0, 1].map(() => openLedger({ engine: "sqlite", path: ":memory:" })));
  const ledgerOf = (place: number): Ledger => {
    const ledger = ledgers[place];
    if (ledger === undefined) throw new Error("a ledger for each engine");
    return ledger;
  };
  const differences: Difference[] = [];
  const decider = openDecider(compiled);
  let [contacts, rejections, candidates, decisions] = [0, 0, 0, 0];
  const decide = (question: string, judgements: readonly OracleJudgement[]): void => {
    decisions += judgements.length;
    differences.push(...decider(question, judgements));
  };
  const refusals: ReadonlySet<string>[] = [];
  try {
    const last = Math.max(0, runs.length - 1);
    let warehouses = await engines.load(one, plan);
    for (const [index, { at, dispatches }] of one.runs.entries()) {
      if (index > 0) warehouses = await engines.arrive(one, index, plan);
      const expected = decided instanceof Error ? message(decided) : decided?.runs[index];
      const answers = await Promise.all(
        warehouses.map(async (warehouse, place) => {
          const ledger = ledgerOf(place);
          const folder = dispatches ? `${outbox}/${place}` : undefined;
          return [
            warehouse.engine,
            await runOn({ plan, warehouse, ledger, at: instant(at, plan) }, folder),
          ] as const;
        }),
      );
      for (const answer of answers) {
        compare(`run ${index} at ${at}`, answer, expected && plainRun(expected), counts, differences);
      }
      if (typeof expected === "object") {
        for (const tick of expected.ticks) {
          contacts += tick.contacts.length + tick.controls.length + tick.universal.length;
          rejections += tick.rejections.length;
          refusals.push(...tick.rejections.map(({ reasons }) => new Set(reasons.map(({ code }) => code))));
          decide(tick.tick, tick.judge());
        }
      }
      if (differences.length > 0)
        return { differences, candidates, contacts, rejections, decisions, refusals };
    }
    const oracleLedger: OracleLedger =
      decided === undefined || decided instanceof Error ? EMPTY_LEDGER : decided.ledger;
    for (const campaign of plan.campaigns) {
      const at = detectionTime(one, campaign, plan);
      const expected = attempt(() => oracleDetection(one, compiled, campaign, at, oracleLedger, last));
      if (!(expected instanceof Error)) candidates += expected.plain.candidates.length;
      const answers = await Promise.all(
        warehouses.map(async (warehouse, place) => {
          const found = await attemptAsync(() => detectOn(warehouse, plan, campaign, at, ledgerOf(place)));
          return [warehouse.engine, found instanceof Error ? message(found) : found] as const;
        }),
      );
      for (const answer of answers) {
        compare(
          `detection of ${campaign.name}`,
          answer,
          expected instanceof Error ? message(expected) : expected.plain,
          counts,
          differences,
        );
      }
      if (!(expected instanceof Error)) decide(one.detection.tick, expected.judgements);
    }
  } finally {
    for (const ledger of ledgers) await ledger.close();
  }
  return { differences, candidates, contacts, rejections, decisions, refusals };
}

function hasDoubles({ relations }: Case): boolean {
  return Object.values(relations).some(
    ({ rows }) => new Set(rows.map(({ cells }) => JSON.stringify(cells))).size < rows.length,
  );
}

function compare(
  question: string,
  [engine, found]: readonly [string, unknown],
  expected: unknown,
  counts: boolean,
  differences: Difference[],
): void {
  const text = (answer: unknown): string =>
    JSON.stringify(answer, (key, value) =>
      !counts && (key === "detected" || key === "decidedEarlier") ? undefined : value,
    ) ?? "";
  if (text(found) === text(expected)) return;
  differences.push({ question, evaluators: ["oracle", engine], answers: [expected, found] });
}

function attempt<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function attemptAsync<T>(work: () => Promise<T>): Promise<T | Error> {
  try {
    return await work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function message(error: Error): string {
  return `failed: ${error.message} ${error.cause instanceof Error ? error.cause.message : ""}`;
}

interface DetectionTime {
  readonly tick: Instant;
  readonly firingFrom: Instant;
}

function detectionTime({ detection }: Case, campaign: CampaignPlan, plan: Plan): DetectionTime {
  const tick = instant(detection.tick, plan);
  const after = instant(detection.after, plan);
  const lateness = campaign.firing.kind === "occurrence" ? campaign.firing.lateness : undefined;
  if (lateness === undefined) return { tick, firingFrom: after + 1 };
  const back = { count: -lateness.count, unit: lateness.unit };
  return { tick, firingFrom: addDuration(after, back, plan.timezone, plan.calendar) + 1 };
}

function oracleDetection(
  one: Case,
  { program }: CompiledCase,
  { name, columns }: CampaignPlan,
  { tick, firingFrom }: DetectionTime,
  ledger: OracleLedger,
  run: number,
): {
  readonly plain: ReturnType<typeof plainDetection>;
  readonly judgements: readonly OracleJudgement[];
} {
  const at = { tick: isoInstant(tick), from: isoInstant(firingFrom) };
  const detection = detectOracle(program, name, worldAt(one, run), at, ledger);
  return { plain: plainDetection(detection, columns, tick), judgements: detection.judge() };
}

/** Detection asks what of the policy the campaign's rules need: whether that is enough is for decisions to show. */
function only<T>(record: Readonly<Record<string, T>>, names: readonly string[]): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name)));
}

function plainDetection(
  { detected, candidates }: Omit<OracleDetection, "judge">,
  columns: CampaignPlan["columns"],
  tick: Instant,
) {
  return {
    detected,
    candidates: candidates.map((one) => ({
      customer: one.customer,
      event: one.event,
      offerRoute: one.offerRoute,
      offers: one.offers,
      channelRoute: one.channelRoute,
      channels: one.channels,
      value: one.value,
      reach: ordered(one.reach),
      placeholders: ordered(one.placeholders),
      segments: ordered(only(one.segments, columns.segments)),
      occurrences: ordered(recent(only(one.occurrences, columns.occurrences), tick)),
    })),
  };
}

/** The policy looks for events no farther back than its longest span: older ones may be known or not. */
function recent(
  dates: Readonly<Record<string, string | null>>,
  tick: Instant,
): Readonly<Record<string, string | null>> {
  const from = isoInstant(tick - 3 * 86_400_000_000).slice(0, 10);
  return Object.fromEntries(
    Object.entries(dates).map(([name, date]) => [name, date !== null && date > from ? date : null]),
  );
}

function ordered<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What an engine detects, in the oracle's words. */
async function detectOn(
  warehouse: Warehouse,
  plan: Plan,
  campaign: CampaignPlan,
  at: DetectionTime,
  ledger: Ledger,
): Promise<unknown> {
  const { firing } = campaign;
  const binder = statementBinder(plan, ledger);
  const previousTick = (await ledger.lastTicks()).get(campaign.name)?.tick ?? null;
  const membership =
    firing.kind === "membership"
      ? await readMembership(campaign, firing, { at, previousTick, warehouse, ledger, binder })
      : undefined;
  if (membership !== undefined && membership.before === undefined) return { detected: 0, candidates: [] };
  const own = membership?.before === undefined ? {} : { members: membership.before };
  const bound = await binder.bind(campaign.detection[warehouse.engine], at, own);
  const read = candidateReader(campaign, at.tick, plan, await readRates(plan, at, warehouse));
  const found = new Map<
    string,
    { readonly order: number; readonly customer: string; readonly plain: unknown }
  >();
  let detected: number | undefined;
  await warehouse.query(bound, (rows) => {
    for (const row of rows) {
      detected = Number(row["detected"]);
      const candidate = read(row);
      if (candidate === undefined) continue;
      const key = decisionKey(candidate.customer, candidate.occasion);
      const other = found.get(key);
      if (other !== undefined && other.order <= candidate.eventOrder) continue;
      const routes = { offerRoute: row["offer_route"] ?? null, channelRoute: row["channel_route"] ?? null };
      const plain = plainCandidate(candidate, routes, campaign, at.tick);
      found.set(key, { order: candidate.eventOrder, customer: candidate.customer, plain });
    }
  });
  const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const inOrder = [...found.values()].sort(
    (a, b) => compareText(a.customer, b.customer) || a.order - b.order,
  );
  return { detected, candidates: inOrder.map(({ plain }) => plain) };
}

function plainCandidate(
  candidate: Candidate,
  routes: { readonly offerRoute: unknown; readonly channelRoute: unknown },
  { columns }: CampaignPlan,
  tick: Instant,
): unknown {
  const reachable = [...new Set([...columns.addresses, ...columns.consents])].sort();
  const { event, offers } = candidate;
  return {
    customer: candidate.customer,
    event: event === null ? null : { id: event.id, time: isoInstant(event.time) },
    offerRoute: routes.offerRoute,
    offers: offers === undefined ? null : offers.expired ? [] : offers.names,
    channelRoute: routes.channelRoute,
    channels: candidate.channels ?? null,
    value: candidate.value ?? null,
    reach: Object.fromEntries(
      reachable.map((channel) => {
        const { address, consent } = candidate.reach(channel);
        return [channel, [address, consent === null ? false : consent]];
      }),
    ),
    placeholders: ordered(
      Object.fromEntries(
        columns.placeholders.map(({ name, type }) => [
          name,
          canonical(candidate.placeholder(name), type.kind),
        ]),
      ),
    ),
    segments: ordered(
      Object.fromEntries(columns.segments.map((name) => [name, candidate.inSegment(name) === true])),
    ),
    occurrences: ordered(
      recent(
        Object.fromEntries(
          columns.occurrences.map((name) => [name, dateText(candidate.lastOccurrence(name) ?? null)]),
        ),
        tick,
      ),
    ),
  };
}

function dateText(day: number | null): string | null {
  return day === null ? null : new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function canonical(text: string | undefined, kind: string): string | null {
  if (text === undefined) return null;
  if (kind === "instant") return isoInstant(Number(text));
  if (!["integer", "decimal", "percent", "money"].includes(kind)) return text;
  const [amount = "", ...currency] = text.split(" ");
  return [canonicalDecimal(amount), ...currency].join(" ");
}

/** A run on an engine, what it decided in the oracle's words. */
async function runOn(
  { plan, warehouse, ledger, at }: Pick<RunOptions, "plan" | "warehouse" | "ledger" | "at">,
  outbox: string | undefined,
): Promise<unknown> {
  const before = await ledger.lastTicks();
  try {
    const { report, decided } = await runPlan({
      plan,
      warehouse,
      ledger,
      at,
      clock: () => at / 1000,
      ...(outbox !== undefined && { dispatch: { default: { adapter: "file", path: outbox } } }),
    });
    const ticks = report.ticks.map((tick) => ({
      ...tick,
      campaigns: tick.campaigns.filter(
        ({ campaign }) => decided.has(campaign) && isAfter(tick.tick, before.get(campaign)?.tick),
      ),
    }));
    return plainRun({
      ticks: ticks.filter(({ campaigns }) => campaigns.length > 0),
      waiting: report.leftOpen.map(({ campaign }) => campaign),
      failed: null,
    } as never);
  } catch (error) {
    const problems: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
    const isLate = problems.every((one) => one instanceof RuntimeProblem && one.code === "source-late");
    if (isLate) return { failed: true };
    return message(error instanceof Error ? error : new Error(String(error)));
  }
}

function isAfter(tick: string, last: Instant | undefined): boolean {
  return last === undefined || tick > isoInstant(last);
}

type Decided = ReturnType<typeof decideOracle>["runs"][number];

/** What both say of a run: reasons of one channel in order of code and rule. */
function plainRun(run: Decided | string): unknown {
  if (typeof run === "string") return run;
  if (run.failed !== null) return { failed: true };
  return {
    waiting: [...run.waiting].sort(),
    ticks: run.ticks.map(({ tick, campaigns, contacts, controls, universal, rejections }) => {
      const names = new Set(campaigns.map(({ campaign }) => campaign));
      const own = <T extends { readonly campaign: string }>(list: readonly T[]): readonly T[] =>
        list.filter(({ campaign }) => names.has(campaign));
      return {
        tick,
        campaigns: campaigns.map(({ campaign, active, previousTick, detected, decidedEarlier }) => ({
          campaign,
          active,
          previousTick,
          detected,
          decidedEarlier,
        })),
        contacts: own(contacts).map(plainContact),
        controls: own(controls).map(plainContact),
        universal: own(universal).map(plainContact),
        rejections: own(rejections).map((one) => ({
          ...plainContact({ ...one, channel: one.channel ?? "", due: one.due ?? "" }),
          reasons: one.reasons.map(({ channel, code, rule }) => `${channel} ${code} ${rule ?? ""}`).sort(),
        })),
      };
    }),
  };
}

type Contact = Decided["ticks"][number]["contacts"][number];

function plainContact({ campaign, wave, customer, arm, value, event, channel, offers, due }: Contact) {
  return {
    campaign,
    wave,
    customer,
    arm,
    value: value === null ? null : `${value.amount} ${value.currency}`,
    event: event === null ? null : `${event.id} ${event.time}`,
    channel,
    offers,
    due,
  };
}

function instant(text: string, plan: Plan): Instant {
  const found = parseInstant(text, plan.timezone);
  if (found === undefined) throw new Error(`malformed instant: ${text}`);
  return found;
}
