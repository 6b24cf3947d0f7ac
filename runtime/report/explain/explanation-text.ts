import type { Amount, Arm } from "../../ledger/records.ts";
import { localTime } from "../funnel-text.ts";
import type { ContactOutcome, ExplainedTick, Explanation, Outcome, RejectionOutcome } from "./explanation.ts";

/** What became of a customer, for a reader; `zone` is the project's. */
export function explanationText(explanation: Explanation, zone: string): string {
  const { campaign, customer, completed, ticks, imported } = explanation;
  const sections = [`${campaign}, customer ${customer}`, ...ticks.map((tick) => tickText(tick, zone))];
  if (ticks.length === 0) sections.push(neverText(completed.ticks));
  if (imported.length > 0) {
    const lines = imported.map(
      ({ time, channel, offers, state }) =>
        `  ${localTime(time, zone)}  ${described(offers, channel)}: ${state}`,
    );
    sections.push(["of a former system", ...lines].join("\n"));
  }
  return `${sections.join("\n\n")}\n`;
}

function neverText(ticks: number): string {
  if (ticks === 0) return "the campaign has completed no tick";
  const counted = ticks === 1 ? "its one tick" : `any of its ${ticks} ticks`;
  return `no candidate at ${counted}: outside the segment, or excluded, or the trigger did not fire`;
}

function tickText(tick: ExplainedTick, zone: string): string {
  const { run, outcomes, active } = tick;
  const heading = `tick ${localTime(tick.tick, zone)}  (run ${run.number}, started ${localTime(run.startedAt, zone)})`;
  const none = active
    ? "no candidate: outside the segment, or excluded, or the trigger did not fire"
    : "the campaign was a draft or paused: nobody was a candidate";
  const told = outcomes.length === 0 ? [`  ${none}`] : outcomes.flatMap((one) => outcomeLines(one, zone));
  return [heading, ...told, ...ruleLines(tick)].join("\n");
}

/** As many digits as tell hashes apart for a reader. */
const DIGITS = 12;

function ruleLines({ hashes, campaignNow, sources }: ExplainedTick): readonly string[] {
  const now = {
    same: "means the same now",
    changed: "has changed since",
    gone: "is no more in the project",
  }[campaignNow];
  const short = (hash: string): string => hash.slice(0, DIGITS);
  const catalog = hashes.catalog === null ? "" : `, catalog ${short(hashes.catalog)}`;
  const texts =
    sources === null
      ? "  the texts of then were not noted"
      : `  the texts of then are noted: ${sources.files.length} files, compiled by release ${sources.release}`;
  return [
    `  decided by campaign ${short(hashes.campaign)}, plan ${short(hashes.plan)}${catalog}; the campaign ${now}`,
    texts,
  ];
}

function outcomeLines(outcome: Outcome, zone: string): readonly string[] {
  const event =
    outcome.event === null ? [] : [`    event ${outcome.event.id} of ${localTime(outcome.event.time, zone)}`];
  return outcome.kind === "contact"
    ? [contactHeading(outcome, zone), ...event, ...contactLines(outcome, zone)]
    : [rejectionHeading(outcome, zone), ...event, ...rejectionLines(outcome)];
}

const waveText = (wave: number): string => (wave === 0 ? "" : `follow-up ${wave} `);

const described = (offers: readonly string[], channel: string | null): string =>
  `${offers.length === 0 ? "no offer" : offers.join(", ")}${channel === null ? "" : ` on ${channel}`}`;

const ARMS: Readonly<Record<Arm, string>> = {
  treated: "contacted",
  control: "held out of the campaign, and not contacted",
  universal: "held out of all campaigns, and not contacted",
};

function contactHeading({ wave, arm, offers, channel, due }: ContactOutcome, zone: string): string {
  return `  ${waveText(wave)}${ARMS[arm]}: ${described(offers, channel)}, due ${localTime(due, zone)}`;
}

function contactLines(outcome: ContactOutcome, zone: string): readonly string[] {
  const { state, delivered, failure, nextAttempt, cancelled, responses } = outcome;
  const left = delivered === null ? "" : `, left ${localTime(delivered, zone)}`;
  const why = failure === null ? "" : `: ${failure}`;
  const again = nextAttempt === null ? "" : `, tried again from ${localTime(nextAttempt, zone)} on`;
  return [
    ...(state === null ? [] : [`    ${state}${left}${why}${again}`]),
    ...cancelled.map(({ code, rule }) => `    ${reasonText(code, rule)}`),
    ...responses.map(({ kind, event, time, amount, best }) => {
      const name = event === "" ? kind : `${kind} ${event}`;
      const credit = best ? "" : ", credited to another contact";
      return `    ${name} ${localTime(time, zone)}${amountText(amount)}${credit}`;
    }),
  ];
}

function rejectionHeading({ wave, arm, offers, channel, due }: RejectionOutcome, zone: string): string {
  const held = arm === "treated" ? "" : ", of a holdout";
  const when = due === null ? "" : `, due ${localTime(due, zone)}`;
  return `  ${waveText(wave)}rejected${held}: ${described(offers, channel)}${when}`;
}

function rejectionLines({ reasons }: RejectionOutcome): readonly string[] {
  return reasons.map(
    ({ channel, code, rule }) => `    ${channel === null ? "" : `${channel}: `}${reasonText(code, rule)}`,
  );
}

function reasonText(code: string, rule: string | undefined): string {
  return rule === undefined ? code : `${code} (${rule})`;
}

function amountText(amount: Amount | null): string {
  return amount === null ? "" : `, ${amount.amount} ${amount.currency}`;
}
