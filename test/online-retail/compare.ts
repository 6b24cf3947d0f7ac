/** The one place that knows the product's run report (version 1) and sets it beside what is expected. */
import { isDeepStrictEqual } from "node:util";
import { runs } from "./campaigns.ts";
import type { Expected, Outcome } from "./replay.ts";
import { ticksOf } from "./ticks.ts";

/** A contact, control record or rejection in the product's report; keys it has besides are not compared. */
export type ReportedDecision = {
  readonly tick: string;
  readonly campaign: string;
  readonly customer: string;
  readonly arm: "treated" | "control";
  readonly value: { readonly amount: string; readonly currency: string } | null;
  readonly event: { readonly id: string; readonly time: string } | null;
  /** Absent from rejections, as are `channel` and `due`. */
  readonly offers?: readonly string[];
  readonly channel?: string;
  readonly due?: string;
  /** Rejections alone have them. */
  readonly reasons?: readonly { readonly channel: string | null; readonly code: string }[];
};

/** What one `run --format json` prints, as far as the comparison reads it. */
export type RunReport = {
  readonly version: number;
  readonly ticks: readonly {
    readonly tick: string;
    readonly campaigns: readonly { readonly campaign: string; readonly eligible: number }[];
    readonly contacts: readonly ReportedDecision[];
    readonly controls: readonly ReportedDecision[];
    readonly rejections: readonly ReportedDecision[];
  }[];
};

/** One line of text for every tick, candidate and decision, sorted: two months agree when these are equal. */
export type Lines = {
  /** Campaigns' ticks with their numbers of candidates, those without any among them. */
  readonly ticks: readonly string[];
  readonly candidates: readonly string[];
  readonly contacts: readonly string[];
  readonly controls: readonly string[];
  readonly rejections: readonly string[];
};

/** `12.500000` and `12.5` are one amount. */
function amount(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** `unknown x` names its placeholder as the product likes; that it is unknown is what must agree. */
function code(text: string): string {
  return text.startsWith("unknown") ? "unknown" : text;
}

function who({ tick, campaign, customer, arm, event, value }: ReportedDecision): string {
  const worth = value ? `${amount(value.amount)} ${value.currency}` : "value unknown";
  const occasion = event ? `event ${event.id} at ${event.time}` : "no event";
  return [tick, campaign, customer, arm, occasion, worth].join(" | ");
}

function place(decision: ReportedDecision): string {
  return `${who(decision)} | ${decision.offers?.join(" + ")} | ${decision.channel} | ${decision.due}`;
}

function refusal(decision: ReportedDecision): string {
  const reasons = (decision.reasons ?? []).map(
    (reason) => `${reason.channel ?? "any"}: ${code(reason.code)}`,
  );
  return `${who(decision)} | ${reasons.sort().join(", ")}`;
}

type Decisions = Record<"contacts" | "controls" | "rejections", readonly ReportedDecision[]>;

function linesOf(ticks: readonly string[], { contacts, controls, rejections }: Decisions): Lines {
  return {
    ticks: [...ticks].sort(),
    candidates: [...contacts, ...controls, ...rejections].map(who).sort(),
    contacts: contacts.map(place).sort(),
    controls: controls.map(place).sort(),
    rejections: rejections.map(refusal).sort(),
  };
}

/**
 * The product's month: the reports of its runs, one after the other. A run tells again the latest tick of a campaign that
 * has no new one; it counts once, and must be told as it was the first time.
 */
export function linesOfReports(reports: readonly RunReport[]): Lines {
  const told = new Map<string, Decisions & { readonly eligible: number }>();
  for (const report of reports) {
    if (report.version !== 1) throw new Error(`report version ${report.version}, where 1 is understood`);
    for (const { tick, campaigns, contacts, controls, rejections } of report.ticks)
      for (const { campaign, eligible } of campaigns) {
        const own = (decisions: readonly ReportedDecision[]): readonly ReportedDecision[] =>
          decisions.filter((decision) => decision.campaign === campaign);
        const now = {
          eligible,
          contacts: own(contacts),
          controls: own(controls),
          rejections: own(rejections),
        };
        const before = told.get(`${tick} | ${campaign}`);
        if (before && !isDeepStrictEqual(before, now))
          throw new Error(`${campaign} tells ${tick} in two ways`);
        told.set(`${tick} | ${campaign}`, now);
      }
  }
  const all = [...told.values()];
  return linesOf(
    [...told].map(([tick, { eligible }]) => `${tick} | ${eligible}`),
    {
      contacts: all.flatMap(({ contacts }) => contacts),
      controls: all.flatMap(({ controls }) => controls),
      rejections: all.flatMap(({ rejections }) => rejections),
    },
  );
}

function asReported(outcome: Outcome): ReportedDecision {
  const { tick, campaign, customer, arm, event, offers } = outcome;
  const value = outcome.value === null ? null : { amount: outcome.value, currency: "GBP" };
  const identity = { tick, campaign, customer, arm, event, value };
  if (outcome.kind === "rejected") return { ...identity, reasons: outcome.reasons };
  return { ...identity, offers, channel: outcome.channel, due: outcome.due };
}

/** Expected decisions in the product's shape: what the month's reports should hold between them. */
export function reportOfExpected({ outcomes, candidates }: Expected): RunReport {
  const byTick = Map.groupBy(candidates, ({ tick, campaign }) => `${tick} ${campaign}`);
  const ticks = ticksOf(runs).map(({ at, rules: { campaign } }) => {
    const own = outcomes.filter((outcome) => outcome.tick === at && outcome.campaign === campaign);
    const taken = own.filter(({ kind }) => kind === "accepted");
    return {
      tick: at,
      campaigns: [{ campaign, eligible: byTick.get(`${at} ${campaign}`)?.length ?? 0 }],
      contacts: taken.filter(({ arm }) => arm === "treated").map(asReported),
      controls: taken.filter(({ arm }) => arm === "control").map(asReported),
      rejections: own.filter(({ kind }) => kind === "rejected").map(asReported),
    };
  });
  return { version: 1, ticks };
}

/** The expected month, from hand-written SQL and replay. */
export function linesOfExpected(expected: Expected): Lines {
  return linesOfReports([reportOfExpected(expected)]);
}

/** Lines that one side has and the other lacks: what a person wants to read when two months differ. */
export function differences(expected: readonly string[], reported: readonly string[]): readonly string[] {
  const lacking = (side: readonly string[], other: readonly string[], sign: string): readonly string[] => {
    const left = Map.groupBy(other, (line) => line);
    return side.filter((line) => left.get(line)?.pop() === undefined).map((line) => `${sign} ${line}`);
  };
  return [...lacking(expected, reported, "expected:"), ...lacking(reported, expected, "reported:")];
}
