import type { Program } from "../plan/index.ts";
import { clockFrom, firstShowing, type Instant, instantFrom, instantText } from "./calendar.ts";
import { type Answer, decideRuns } from "./decide.ts";
import { decimalText } from "./decimal.ts";
import {
  addressOn,
  amountText,
  type Candidate,
  consentOn,
  datesOfOccurrence,
  detect,
  isInSegment,
} from "./detect.ts";
import { type Facts, type Judgement, judge } from "./judge.ts";
import {
  type Arm,
  type Contact,
  EMPTY_LEDGER,
  type Ledger,
  lastTick,
  ledgerRows,
  type Reason,
  type Rejection,
} from "./ledger.ts";
import { modelAt } from "./model.ts";
import { placeholder } from "./placeholder.ts";
import { creditedResponses } from "./responses.ts";
import { named, type Row } from "./rows.ts";
import { canonicalText, compareText, type Value } from "./value.ts";
import type { World } from "./world.ts";

export type { Facts } from "./judge.ts";
export { type Arm, EMPTY_LEDGER, type Ledger, type Reason, type Response } from "./ledger.ts";
export type { Value } from "./value.ts";
export {
  boolean,
  date,
  instant,
  list,
  localTime,
  number,
  type Stored,
  type StoredRow,
  text,
  type World,
} from "./world.ts";

/** When detection is for: T, and the first instant of the firing's span. `2026-03-02T06:00:00Z`, or a local time of the project's zone. */
export interface DetectionTime {
  readonly tick: string;
  readonly from: string;
}

/** A candidate as detection gives it, in plain values. */
export interface OracleCandidate {
  readonly customer: string;
  /** The event's id, else the tick. */
  readonly occasion: string;
  /** Of a pattern the first event. */
  readonly event: { readonly id: string; readonly time: string } | null;
  /** The moment at which it fired: of a chain the last step's; without an event the tick. */
  readonly firedAt: string;
  readonly offerRoute: number | null;
  readonly offerChoice: number | null;
  readonly offers: readonly string[] | null;
  readonly channelRoute: number | null;
  readonly channels: readonly string[] | null;
  /** Decimal text in the project's currency. */
  readonly value: string | null;
  /** By channel that has an address or asks for consent: both, undefined where it has none. */
  readonly reach: Readonly<Record<string, readonly [string | null | undefined, boolean | undefined]>>;
  /** Canonical text by placeholder; instants ISO in UTC, money that differs from row to row with its currency. */
  readonly placeholders: Readonly<Record<string, string | null>>;
  /** Whether the customer is in each segment of the policy. */
  readonly segments: Readonly<Record<string, boolean>>;
  /** The local date of the latest of each event of the policy. */
  readonly occurrences: Readonly<Record<string, string | null>>;
}

export interface OracleDetection {
  readonly detected: number;
  /** In order of customer, event time and event id. */
  readonly candidates: readonly OracleCandidate[];
  /** Everybody on whom the campaign could be asked to decide, eligible or not. */
  judge(): readonly OracleJudgement[];
}

/** What is known of a customer on whom a campaign could be asked to decide, and what follows from it. */
export interface OracleJudgement
  extends Pick<
    OracleCandidate,
    "customer" | "event" | "offerRoute" | "offerChoice" | "offers" | "channelRoute" | "channels" | "value"
  > {
  readonly campaign: string;
  readonly facts: Facts;
  /** Whether what the firing asks of the customer or of its event as a whole holds. */
  readonly fires: boolean;
  readonly isEligible: boolean;
}

/** What a campaign detects at a tick. With a ledger, its contacts are what `contact` asks, and its members what `enter` compares with. */
export function detectOracle(
  program: Program,
  campaignName: string,
  world: World,
  at: DetectionTime,
  ledger: Ledger = EMPTY_LEDGER,
): OracleDetection {
  const campaign = program.campaigns.find(({ name }) => name === campaignName);
  if (campaign === undefined) throw new Error(`the program has no campaign ${campaignName}`);
  const tick = instantIn(at.tick, program);
  const model = modelAt(
    program,
    world,
    tick,
    ledgerRows(ledger, tick, program, creditedResponses(ledger, tick, program)),
  );
  const members = lastTick(campaignName, ledger)?.members;
  const { detected, candidates } = detect(campaign, model, instantIn(at.from, program), members);
  return {
    detected,
    candidates: candidates.map(plainCandidate),
    judge: () => judge(campaign, model).map(plainJudgement),
  };
}

function plainJudgement({ candidate, ...judgement }: Judgement): OracleJudgement {
  const { campaign, customer, occasion, event, offerRoute, offerChoice, offers } = candidate;
  return {
    ...judgement,
    campaign: campaign.name,
    customer,
    event: eventText(occasion, event),
    offerRoute: offerRoute ?? null,
    offerChoice: offerChoice ?? null,
    offers: offers ?? null,
    channelRoute: candidate.channelRoute ?? null,
    channels: candidate.channels ?? null,
    value: amountText(candidate.value),
  };
}

function plainCandidate(candidate: Candidate): OracleCandidate {
  const { campaign, scope, value } = candidate;
  const { program } = scope.model;
  const offers = [...new Set(campaign.offers.flatMap(({ names }) => names))];
  const channels = [...new Set(campaign.channels.flatMap(({ names }) => names))].sort();
  const names = new Set<string>();
  for (const offer of offers) {
    for (const channel of channels) {
      const message = named(program.offers, offer).messages[channel];
      for (const part of [...(message?.subject ?? []), ...(message?.body ?? [])]) {
        if (part.kind === "placeholder") names.add(part.name);
      }
    }
  }
  const reachable = channels.filter((name) => {
    const { address, consent } = named(program.channels, name);
    return address !== undefined || consent !== undefined;
  });
  const { policy } = program;
  return {
    customer: candidate.customer,
    occasion: candidate.occasion,
    event: eventText(candidate.occasion, candidate.event),
    firedAt: instantText(candidate.firedAt),
    offerRoute: candidate.offerRoute ?? null,
    offerChoice: candidate.offerChoice ?? null,
    offers: candidate.offers ?? null,
    channelRoute: candidate.channelRoute ?? null,
    channels: candidate.channels ?? null,
    value: amountText(value),
    reach: record(reachable, (name) => [addressOn(name, scope), consentOn(name, scope)] as const),
    placeholders: record([...names].sort(), (name) =>
      placeholderText(placeholder(name, campaign, scope).value, name, candidate),
    ),
    segments: record(Object.keys(policy?.segments ?? {}), (name) => isInSegment(name, scope)),
    occurrences: record(
      Object.keys(policy?.occurrences ?? {}),
      (name) => datesOfOccurrence(name, scope).at(-1) ?? null,
    ),
  };
}

function placeholderText(value: Value, name: string, { campaign, scope }: Candidate): string | null {
  if (value === undefined) return null;
  const { type } = placeholder(name, campaign, scope);
  if (value.kind !== "number" || type.kind !== "money" || type.currency !== undefined)
    return canonicalText(value);
  return value.currency === undefined ? null : `${decimalText(value.number)} ${value.currency}`;
}

function eventText(
  id: string,
  event: Row | undefined,
): { readonly id: string; readonly time: string } | null {
  return event?.time === undefined ? null : { id, time: instantText(event.time) };
}

function record<T>(names: readonly string[], give: (name: string) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(names.map((name) => [name, give(name)]));
}

/** A run: `--at`, what the warehouse holds then, and the clock by which what has come due is sent (missing: nothing is). */
export interface OracleRun {
  readonly at: string;
  readonly world: World;
  readonly clock?: string;
  /** What comes from channels after the run. */
  readonly answers?: readonly Answer[];
}

/** A contact, or a member of a holdout who would have been contacted. */
export interface OracleContact {
  readonly tick: string;
  readonly campaign: string;
  readonly wave: number;
  readonly customer: string;
  readonly arm: Arm;
  readonly value: { readonly amount: string; readonly currency: string } | null;
  readonly event: { readonly id: string; readonly time: string } | null;
  readonly channel: string;
  readonly offers: readonly string[];
  readonly due: string;
}

export interface OracleRejection extends Omit<OracleContact, "channel" | "due"> {
  /** The first channel of the list; null where no branch holds. */
  readonly channel: string | null;
  readonly due: string | null;
  /** Channels in their order; of one channel in no order that means anything. */
  readonly reasons: readonly Reason[];
}

/** What was decided at one instant; lists in order of campaign, customer, event time, event id and wave. */
export interface OracleTick {
  readonly tick: string;
  readonly campaigns: readonly {
    readonly campaign: string;
    readonly active: boolean;
    readonly previousTick: string | null;
    readonly detected: number;
    readonly decidedEarlier: number;
  }[];
  readonly contacts: readonly OracleContact[];
  /** Of the campaigns' holdouts. */
  readonly controls: readonly OracleContact[];
  /** Of the universal holdout. */
  readonly universal: readonly OracleContact[];
  readonly rejections: readonly OracleRejection[];
  /** Everybody on whom a campaign of the tick could be asked to decide, eligible or not. */
  judge(): readonly OracleJudgement[];
}

export interface OracleOutcome {
  /** For each run the instants that it decided, in order; `waiting` names campaigns whose ticks stay open. */
  readonly runs: readonly {
    readonly ticks: readonly OracleTick[];
    readonly waiting: readonly string[];
    readonly failed: string | null;
  }[];
  readonly ledger: Ledger;
}

/** Runs one after the other, from an empty ledger or the one given: who is contacted, who is not, and why. */
export function decideOracle(
  program: Program,
  runs: readonly OracleRun[],
  ledger: Ledger = EMPTY_LEDGER,
): OracleOutcome {
  const timed = runs.map(({ at, world, clock, answers }) => ({
    at: instantIn(at, program),
    world,
    ...(clock === undefined ? {} : { clock: instantIn(clock, program) }),
    ...(answers === undefined ? {} : { answers }),
  }));
  const outcome = decideRuns(program, timed, ledger);
  return {
    ledger: outcome.ledger,
    runs: outcome.runs.map(({ ticks, waiting, failed }) => ({
      waiting,
      failed: failed ?? null,
      ticks: ticks.map(({ tick, campaigns, contacts, rejections, judge: judged }) => {
        const places = [...contacts].sort(compareDecisions);
        const ofArm = (arm: Arm) =>
          places.filter((contact) => contact.arm === arm).map((contact) => plainContact(contact, program));
        return {
          tick: instantText(tick),
          campaigns: campaigns.map(({ previousTick, ...figures }) => ({
            ...figures,
            previousTick: previousTick === undefined ? null : instantText(previousTick),
          })),
          contacts: ofArm("treated"),
          controls: ofArm("control"),
          universal: ofArm("universal"),
          rejections: [...rejections].sort(compareDecisions).map((one) => plainRejection(one, program)),
          judge: () => judged().map(plainJudgement),
        };
      }),
    })),
  };
}

function compareDecisions(a: Contact | Rejection, b: Contact | Rejection): number {
  const times = (a.event?.time ?? 0n) - (b.event?.time ?? 0n);
  return (
    compareText(a.campaign, b.campaign) ||
    compareText(a.customer, b.customer) ||
    (times < 0n ? -1 : times > 0n ? 1 : 0) ||
    compareText(a.occasion, b.occasion) ||
    a.wave - b.wave
  );
}

function plainDecision(decision: Contact | Rejection, program: Program) {
  const { tick, campaign, wave, customer, arm, value, occasion, event, offers } = decision;
  return {
    tick: instantText(tick),
    campaign,
    wave,
    customer,
    arm,
    value: value === undefined ? null : { amount: decimalText(value), currency: program.currency },
    event: eventText(occasion, event),
    offers,
  };
}

function plainContact(contact: Contact, program: Program): OracleContact {
  return { ...plainDecision(contact, program), channel: contact.channel, due: instantText(contact.due) };
}

function plainRejection(rejection: Rejection, program: Program): OracleRejection {
  const { channel, due, reasons } = rejection;
  return {
    ...plainDecision(rejection, program),
    channel,
    due: due === undefined ? null : instantText(due),
    reasons,
  };
}

/** An instant, or a local time of the project's zone. */
function instantIn(written: string, { timezone }: Program): Instant {
  return /(?:Z|[+-]\d\d:\d\d)$/.test(written)
    ? instantFrom(written)
    : firstShowing(clockFrom(written), timezone);
}
