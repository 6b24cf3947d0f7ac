import type { CampaignProgram, Duration, Program } from "../plan/index.ts";
import { arbitrate, type Decisions } from "./arbitrate.ts";
import { backwards, type Instant, instantAfter, midnight } from "./calendar.ts";
import { decimal } from "./decimal.ts";
import { type Candidate, detect } from "./detect.ts";
import { membersAt } from "./firing.ts";
import { type Judgement, judge } from "./judge.ts";
import {
  type CompletedTick,
  EMPTY_LEDGER,
  type Ledger,
  lastTick,
  ledgerRows,
  type Response,
} from "./ledger.ts";
import { type Model, modelAt } from "./model.ts";
import { latenessesOf } from "./occurrence.ts";
import { unreadySources } from "./readiness.ts";
import { creditedResponses, withResponses } from "./responses.ts";
import { instantBefore, latestTick, onlyInstant } from "./schedule.ts";
import { compareText } from "./value.ts";
import { waveCandidates } from "./waves.ts";
import type { World } from "./world.ts";

/** A run: `--at`, what the warehouse holds then, and the clock by which what is due is sent, if it is dispatched. */
export interface Run {
  readonly at: Instant;
  readonly world: World;
  readonly clock?: Instant;
  readonly answers?: readonly Answer[];
}

/** An answer that a channel reports once the run is over. */
export interface Answer {
  /** Which of all contacts that were made by then, in order of tick, campaign, customer, wave and event; counted round. */
  readonly contact: number;
  /** After the contact was due. */
  readonly minutes: number;
  /** In the project's currency. */
  readonly amount: string | null;
}

/** What was decided at one instant. */
export interface TickDecisions extends Decisions {
  readonly tick: Instant;
  readonly campaigns: readonly CampaignFigures[];
  /** On whom the campaigns of the tick could be asked to decide. */
  judge(): readonly Judgement[];
}

export interface CampaignFigures {
  readonly campaign: string;
  readonly active: boolean;
  /** T′; undefined for a first tick. */
  readonly previousTick: Instant | undefined;
  readonly detected: number;
  /** Candidates on whom an earlier tick has decided. */
  readonly decidedEarlier: number;
}

export interface RunDecisions {
  /** In order of instant. */
  readonly ticks: readonly TickDecisions[];
  /** Campaigns whose ticks stay open because data have not come. */
  readonly waiting: readonly string[];
  /** The campaign at which the run failed for want of data; what stands in `ticks` had been committed before. */
  readonly failed: string | undefined;
}

/** A campaign's tick that is to be run. */
interface Pending {
  readonly campaign: CampaignProgram;
  readonly tick: Instant;
  readonly last: CompletedTick | undefined;
}

/** Runs one after the other, from an empty ledger or the one given. */
export function decideRuns(
  program: Program,
  runs: readonly Run[],
  start: Ledger = EMPTY_LEDGER,
): { readonly runs: readonly RunDecisions[]; readonly ledger: Ledger } {
  let ledger = start;
  const decided: RunDecisions[] = [];
  for (const run of runs) {
    const outcome = decideRun(program, run, ledger);
    decided.push(outcome.decisions);
    ledger = withAnswers(outcome.ledger, run.answers ?? [], program);
  }
  return { runs: decided, ledger };
}

function withAnswers(ledger: Ledger, answers: readonly Answer[], { currency }: Program): Ledger {
  const made = ledger.contacts
    .filter(({ arm }) => arm === "treated")
    .sort(
      (a, b) =>
        Number(a.tick - b.tick) ||
        compareText(a.campaign, b.campaign) ||
        compareText(a.customer, b.customer) ||
        a.wave - b.wave ||
        Number((a.event?.time ?? 0n) - (b.event?.time ?? 0n)) ||
        compareText(a.occasion, b.occasion),
    );
  if (made.length === 0) return ledger;
  const responses = answers.flatMap(({ contact: place, minutes, amount }): readonly Response[] => {
    const contact = made[place % made.length];
    if (contact === undefined) return [];
    const { customer, campaign, occasion, offers, channel, due } = contact;
    const time = due + BigInt(minutes) * 60_000_000n;
    const worth = amount === null ? {} : { amount: { amount: decimal(amount), currency } };
    return [{ customer, campaign, occasion, offers, channel, time, ...worth }];
  });
  return { ...ledger, responses: [...ledger.responses, ...responses] };
}

function decideRun(
  program: Program,
  { at, world, clock }: Run,
  start: Ledger,
): { readonly decisions: RunDecisions; readonly ledger: Ledger } {
  let ledger = start;
  const ticks: TickDecisions[] = [];
  const waiting: string[] = [];
  const pending = program.campaigns.flatMap((campaign) => pendingTick(campaign, at, program, start));
  const instants = [...new Set(pending.map(({ tick }) => tick))].sort((a, b) => (a < b ? -1 : 1));
  for (const tick of instants) {
    const modelNow = (): Model =>
      modelAt(
        program,
        world,
        tick,
        ledgerRows(ledger, tick, program, creditedResponses(ledger, tick, program)),
      );
    const model = modelNow();
    const group = pending.filter((one) => one.tick === tick);
    const unready = group.filter(
      ({ campaign }) => isActive(campaign) && unreadySources(campaign, model).length > 0,
    );
    const failing = unready.find(({ campaign }) =>
      unreadySources(campaign, model).some(({ ready }) => ready?.whenLate.kind === "fail"),
    );
    if (failing !== undefined) {
      return { decisions: { ticks, waiting, failed: failing.campaign.name }, ledger };
    }
    waiting.push(...unready.map(({ campaign }) => campaign.name));
    const open = group.filter((one) => !unready.includes(one));
    if (open.length === 0) continue;
    ledger = withResponses(
      open.map(({ campaign }) => campaign),
      model,
      ledger,
    );
    const outcome = decideTick(open, modelNow(), ledger);
    ticks.push(outcome.decisions);
    ledger = outcome.ledger;
  }
  const dispatched =
    clock === undefined || (ledger.dispatched !== undefined && ledger.dispatched > clock)
      ? ledger.dispatched
      : clock;
  return { decisions: { ticks, waiting, failed: undefined }, ledger: { ...ledger, dispatched } };
}

/** The latest scheduled instant at or before the run's that is after the last completed tick; one that runs once does so first. */
function pendingTick(
  campaign: CampaignProgram,
  at: Instant,
  program: Program,
  ledger: Ledger,
): readonly Pending[] {
  const last = lastTick(campaign.name, ledger);
  const only = onlyInstant(campaign.schedule, program);
  const latest = latestTick(campaign, at, program);
  const tick = latest !== undefined && only !== undefined && last === undefined ? only : latest;
  return tick === undefined || (last !== undefined && last.tick >= tick) ? [] : [{ campaign, tick, last }];
}

function isActive({ status }: CampaignProgram): boolean {
  return status === "active";
}

function decideTick(
  group: readonly Pending[],
  model: Model,
  ledger: Ledger,
): { readonly decisions: TickDecisions; readonly ledger: Ledger } {
  const detections = group.map((one) => detectTick(one, model, ledger));
  const decisions = arbitrate(
    detections.flatMap(({ candidates }) => candidates),
    model,
    ledger.contacts,
  );
  return {
    decisions: {
      tick: model.tick,
      campaigns: detections.map(({ figures }) => figures),
      judge: () => group.flatMap(({ campaign }) => judge(campaign, model)),
      ...decisions,
    },
    ledger: {
      ...ledger,
      ticks: [...ledger.ticks, ...detections.map(({ completed }) => completed)],
      contacts: [...ledger.contacts, ...decisions.contacts],
      rejections: [...ledger.rejections, ...decisions.rejections],
    },
  };
}

interface TickDetection {
  readonly candidates: readonly Candidate[];
  readonly figures: CampaignFigures;
  readonly completed: CompletedTick;
}

function detectTick(pending: Pending, model: Model, ledger: Ledger): TickDetection {
  const { campaign, last } = pending;
  const active = isActive(campaign);
  const floor = active ? floorOf(pending, model) : model.tick + 1n;
  const completed: CompletedTick = {
    campaign: campaign.name,
    tick: model.tick,
    active,
    floor,
    members: active ? membersAt(campaign, model) : undefined,
  };
  const figures = { campaign: campaign.name, active, previousTick: last?.tick };
  if (!active) return { candidates: [], figures: { ...figures, detected: 0, decidedEarlier: 0 }, completed };
  // A campaign that runs once has ticks for its waves alone after that.
  const isForWaves = campaign.schedule.kind === "once" && last !== undefined;
  const members = last?.active === true ? last.members : undefined;
  const { detected, candidates } = isForWaves
    ? { detected: 0, candidates: [] }
    : detect(campaign, model, firingFrom(pending, floor, model), members);
  const fresh = candidates.filter((candidate) => !isDecided(candidate, ledger));
  return {
    candidates: [...fresh, ...waveCandidates(campaign, model, ledger)],
    figures: { ...figures, detected, decidedEarlier: candidates.length - fresh.length },
    completed,
  };
}

function isDecided({ campaign, customer, occasion }: Candidate, { contacts, rejections }: Ledger): boolean {
  return [...contacts, ...rejections].some(
    (one) => one.campaign === campaign.name && one.customer === customer && one.occasion === occasion,
  );
}

/** The first instant of what a campaign may ever take: after the scheduled instant before its first tick, or its window's opening. */
function floorOf({ campaign, tick, last }: Pending, { time }: Model): Instant {
  const opening = midnight(campaign.window.from, time.timezone);
  const before = last === undefined ? instantBefore(campaign.schedule, tick, time) : undefined;
  const start = last?.floor ?? (before === undefined ? opening : before + 1n);
  return campaign.schedule.kind === "once" && last === undefined ? opening : later(start, opening);
}

/** After the last completed tick, or as much before it as what fires the campaign may be late. */
function firingFrom({ campaign, last }: Pending, floor: Instant, model: Model): Instant {
  if (last === undefined) return floor;
  const { firing } = campaign;
  const latenesses: readonly Duration[] =
    firing.kind === "event" ||
    firing.kind === "pattern" ||
    firing.kind === "reaches" ||
    firing.kind === "date"
      ? latenessesOf(firing, model)
      : [];
  const reach = latenesses
    .map((lateness) => instantAfter(last.tick, backwards(lateness), model.time))
    .reduce((a, b) => (a < b ? a : b), last.tick);
  return later(reach + 1n, floor);
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
