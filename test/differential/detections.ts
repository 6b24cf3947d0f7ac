import {
  detectOracle,
  type OracleDetection,
  type OracleJudgement,
  type Ledger as OracleLedger,
} from "../../oracle/index.ts";
import type { CampaignPlan, Plan } from "../../plan/index.ts";
import { addDuration } from "../../runtime/calendar/zoned-time.ts";
import { canonicalDecimal } from "../../runtime/decimal.ts";
import type { Candidate } from "../../runtime/detect/candidate.ts";
import { candidateReader } from "../../runtime/detect/candidate-reader.ts";
import { statementBinder } from "../../runtime/detect/ledger-rows.ts";
import { readMembership } from "../../runtime/detect/membership.ts";
import { type Instant, isoInstant, type Ledger, type Warehouse } from "../../runtime/index.ts";
import { decisionKey } from "../../runtime/ledger/ledger.ts";
import { readRates } from "../../runtime/rates.ts";
import { type Case, type CompiledCase, instantIn, worldAt } from "./case.ts";

/** When a campaign detects, and from which instant on its firing is looked for. */
export interface DetectionTime {
  readonly tick: Instant;
  readonly firingFrom: Instant;
}

/** When a case asks what a campaign detects: lateness reaches further back. */
export function detectionTime({ detection }: Case, campaign: CampaignPlan, plan: Plan): DetectionTime {
  const tick = instantIn(detection.tick, plan);
  const after = instantIn(detection.after, plan);
  const lateness = campaign.firing.kind === "occurrence" ? campaign.firing.lateness : undefined;
  if (lateness === undefined) return { tick, firingFrom: after + 1 };
  const back = { count: -lateness.count, unit: lateness.unit };
  return { tick, firingFrom: addDuration(after, back, plan.timezone, plan.calendar) + 1 };
}

/** What the oracle says that a campaign detects, and how it judges everybody. */
export function oracleDetection(
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
export async function detectOn(
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
