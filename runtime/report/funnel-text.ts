import { type Instant, parseInstant, wallClockText } from "../calendar/instant.ts";
import { wallClockAt } from "../calendar/zoned-time.ts";
import type { WaveFunnel } from "../ledger/records.ts";
import type { TickAhead } from "../run/ahead.ts";
import type { PassedTick } from "../run/answer.ts";
import type { TickSpan } from "../run/spans.ts";
import type { CampaignReport, LeftOpen, RunReport } from "./run-report.ts";

/**
 * The funnels of a run for a reader: a heading for each instant in the project's local time, below it a line for
 * each step of each campaign. `zone` is the project's. With `decided`, the names of the campaigns that a run has
 * decided now, the others' ticks, which had been completed before, take a line each at the end.
 */
export function funnelText(report: RunReport, zone: string, decided?: ReadonlySet<string>): string {
  if (report.ticks.length === 0 && report.leftOpen.length === 0) {
    return "no campaign has a tick at or before this instant\n";
  }
  const isNow = ({ campaign }: CampaignReport): boolean => decided?.has(campaign) ?? true;
  const sections = report.ticks.flatMap(({ tick, campaigns }) => {
    const now = campaigns.filter(isNow);
    return now.length === 0 ? [] : [[`tick ${localTime(tick, zone)}`, ...now.map(campaignText)].join("\n\n")];
  });
  const before = report.ticks.flatMap(({ tick, campaigns }) =>
    campaigns
      .filter((campaign) => !isNow(campaign))
      .map(({ campaign }) => `  ${campaign}  ${localTime(tick, zone)}`),
  );
  if (before.length > 0) sections.push(["completed before", ...before].join("\n"));
  if (report.leftOpen.length > 0) {
    const open = report.leftOpen.map((one) => leftOpenText(one, zone));
    sections.push(["left open, to be tried again by the next run", ...open].join("\n"));
  }
  return `${sections.join("\n\n")}\n`;
}

function leftOpenText({ tick, campaign, sources }: LeftOpen, zone: string): string {
  const waits = sources.map(({ source, until, waiting }) => {
    const late = `the data of \`${source}\` have not come`;
    if (until === null) return late;
    return `${late}, ${waiting ? "waiting" : "was waited for"} until ${localTime(until, zone)}`;
  });
  return `  ${campaign}  ${localTime(tick, zone)}: ${waits.join("; ")}`;
}

/** The ticks that are not run any more, for a reader, a line each; nothing where there are none. */
export function passedText(passed: readonly PassedTick[], zone: string): string {
  if (passed.length === 0) return "";
  const lines = passed.map(
    ({ campaign, tick, completed }) =>
      `  ${campaign}  ${shownTime(tick, zone)}, completed up to ${shownTime(completed, zone)}\n`,
  );
  return `not run any more, as later ticks are completed\n${lines.join("")}`;
}

/** The campaigns that do nothing for a time, for a reader, a line each; nothing where there are none. */
export function aheadText(ahead: readonly TickAhead[], zone: string): string {
  if (ahead.length === 0) return "";
  const lines = ahead.map(({ campaign, completed, again }) => {
    const next = again === null ? "no tick after it" : `runs again at ${shownTime(again, zone)}`;
    return `  ${campaign}  ${shownTime(completed, zone)} is completed; ${next}\n`;
  });
  return `not run for now, as ticks that lie ahead of the clock are completed\n${lines.join("")}`;
}

/** What a run will make good, for a reader: each campaign's last completed tick and the one that it runs, a line each. */
export function spansText(spans: readonly TickSpan[], zone: string): string {
  if (spans.length === 0) return "nothing to catch up with: every tick up to now is completed\n";
  const lines = spans.map(({ campaign, previousTick, tick }) => {
    const from = previousTick === null ? "first run" : shownTime(previousTick, zone);
    return `  ${campaign}  ${from} → ${shownTime(tick, zone)}\n`;
  });
  return `to catch up with\n${lines.join("")}`;
}

function campaignText(campaign: CampaignReport): string {
  const heading = `${campaign.campaign}${campaign.label === null ? "" : `  ${campaign.label}`}  (${campaign.owner})`;
  if (!campaign.active) return `  ${heading}\n    inactive`;
  const contacted = Object.values(campaign.contacted).reduce((sum, count) => sum + count, 0);
  const steps: readonly Step[] = [
    ["detected", campaign.detected],
    ...(campaign.recorded === undefined ? [] : [["recorded", campaign.recorded] as const]),
    ...(campaign.decidedEarlier > 0 ? [["decided earlier", campaign.decidedEarlier] as const] : []),
    ["eligible", campaign.eligible],
    ["held out", campaign.heldOut],
    ...(campaign.universal > 0 ? [["universal holdout", campaign.universal] as const] : []),
    ["rejected", campaign.rejected],
    ...indented(campaign.reasons),
    ["contacted", contacted],
    ...indented(campaign.contacted),
    ["put off", campaign.putOff],
    ...cancelledSteps(campaign),
    ...campaign.waves.flatMap(waveSteps),
  ];
  const nameWidth = Math.max(...steps.map(([name]) => name.length));
  const countWidth = Math.max(...steps.map(([, count]) => grouped(count).length));
  const lines = steps.map(
    ([name, count]) => `    ${name.padEnd(nameWidth)}  ${grouped(count).padStart(countWidth)}`,
  );
  return [`  ${heading}`, ...lines].join("\n");
}

type Step = readonly [string, number];

/** What was cancelled since takes lines only where something was. */
function cancelledSteps({ cancelled }: CampaignReport): readonly Step[] {
  return cancelled === undefined
    ? []
    : [["cancelled since", cancelled.contacts], ...indented(cancelled.reasons)];
}

/** Follow-ups that had nobody to ask take no line. */
function waveSteps(wave: WaveFunnel): readonly Step[] {
  if (wave.asked === 0) return [];
  const contacted = Object.values(wave.contacted).reduce((sum, count) => sum + count, 0);
  return [
    [`followup ${wave.name}`, wave.asked],
    ["  ended", wave.ended],
    ["  excluded", wave.excluded],
    ["  rejected", wave.rejected],
    ...indented(indentedNames(wave.reasons)),
    ["  contacted", contacted],
    ...indented(indentedNames(wave.contacted)),
    ["  put off", wave.putOff],
  ];
}

function indentedNames(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [`  ${name}`, count]));
}

function indented(counts: Readonly<Record<string, number>>): readonly Step[] {
  return Object.entries(counts).map(([name, count]) => [`  ${name}`, count] as const);
}

/** `2026-03-02 06:00`. */
export function localTime(instant: string, zone: string): string {
  const parsed = parseInstant(instant, zone);
  if (parsed === undefined) throw new Error(`a report with a malformed instant: ${instant}`);
  return shownTime(parsed, zone);
}

/** `2026-03-02 06:00`. */
export function shownTime(instant: Instant, zone: string): string {
  return wallClockText(wallClockAt(instant, zone)).slice(0, 16).replace("T", " ");
}

/** `2026-03-02`, the local date. */
export function shownDate(instant: Instant, zone: string): string {
  return shownTime(instant, zone).slice(0, 10);
}

/** Thousands apart, the same in every locale. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
