import { DateTime } from "luxon";
import { type CampaignRules, campaigns } from "./campaigns.ts";

/** London, the shop's zone. */
export const zone = "Europe/London";

/** One campaign's tick: T and T′ (excluded), UTC instants as `2011-10-03T05:00:00Z`. */
export type Tick = { readonly rules: CampaignRules; readonly at: string; readonly previous: string };

/** An instant in the form that records and hashes use. */
export function instantText(instant: DateTime): string {
  return instant.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
}

/** A local clock time, `2011-10-03 06:00`, as an instant shown in London's zone. */
export function local(text: string): DateTime {
  return DateTime.fromSQL(text, { zone });
}

/** The scheduled instants from June to November 2011, windows not considered. */
function scheduled(rules: CampaignRules): readonly DateTime[] {
  const { schedule } = rules;
  const instants: DateTime[] = [];
  for (let day = local("2011-06-01"); day < local("2011-12-01"); day = day.plus({ days: 1 })) {
    const ticks =
      schedule.kind === "daily" ||
      (schedule.kind === "weekdays" && schedule.days.includes(day.weekday)) ||
      (schedule.kind === "last day of month" && day.day === day.daysInMonth) ||
      (schedule.kind === "once" && day.toISODate() === schedule.day);
    if (ticks) instants.push(local(`${day.toISODate()} ${schedule.at}`));
  }
  return instants;
}

function ticksOfCampaign(rules: CampaignRules, runs: readonly string[]): readonly Tick[] {
  const instants = scheduled(rules);
  const inWindow = instants.filter((instant) => {
    const day = instant.toFormat("yyyy-MM-dd");
    return rules.firstDay <= day && day <= rules.lastDay;
  });
  const ticks: Tick[] = [];
  let last: DateTime | undefined;
  for (const run of runs.map(local)) {
    const latest = inWindow.filter((instant) => instant <= run).at(-1);
    if (latest === undefined || (last !== undefined && latest <= last)) continue;
    // `once` looks back to its window's opening, which the query itself asks for.
    const before =
      rules.schedule.kind === "once" ? local("2009-01-01") : instants.filter((i) => i < latest).at(-1);
    const previous = last ?? before;
    if (previous === undefined)
      throw new Error(`${rules.campaign} has no scheduled instant before its first`);
    ticks.push({ rules, at: instantText(latest), previous: instantText(previous) });
    last = latest;
  }
  return ticks;
}

/**
 * All ticks that a series of runs makes, in the order in which they are decided: a run takes each campaign's latest
 * scheduled instant since its last tick. Those of one instant belong together.
 * @param runs local clock times, rising
 */
export function ticksOf(runs: readonly string[]): readonly Tick[] {
  // A run's instants all lie after those of the run before, but for a campaign's first: keep the runs apart.
  const ordered: Tick[] = [];
  const taken = new Set<string>();
  const all = campaigns.map((rules) => ticksOfCampaign(rules, runs));
  for (const run of runs.map((text) => instantText(local(text)))) {
    const due = all
      .flat()
      .filter((tick) => tick.at <= run && !taken.has(`${tick.rules.campaign} ${tick.at}`));
    due.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    for (const tick of due) {
      taken.add(`${tick.rules.campaign} ${tick.at}`);
      ordered.push(tick);
    }
  }
  return ordered;
}
