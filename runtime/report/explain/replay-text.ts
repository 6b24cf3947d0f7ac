import type { Replay, ReplayDifference, ReplayOutcome } from "../../run/replay.ts";
import { localTime } from "../funnel-text.ts";

/** Differences that are listed. */
const SHOWN = 20;

/** What came of deciding a tick again, for a reader; `zone` is the project's. */
export function replayText(replay: Replay, zone: string): string {
  const { differences, recorded, same, otherRejections, asRecorded, leftOpen, forgotten } = replay;
  const kinds = Map.groupBy(differences, kindOf);
  const count = (kind: DifferenceKind): number => kinds.get(kind)?.length ?? 0;
  const sum = `${recorded} recorded, ${same} the same, ${count("gone")} gone, ${count("new")} new, ${count("otherwise")} otherwise`;
  const more = differences.length - SHOWN;
  return [
    `tick ${localTime(replay.tick, zone)}, run ${replay.run}\n`,
    `  contacts and places of holdouts: ${sum}\n`,
    ...(otherRejections > 0 ? [`  candidates rejected otherwise, then or now: ${otherRejections}\n`] : []),
    ...(forgotten > 0 ? [`  of customers who are forgotten, and not compared: ${forgotten}\n`] : []),
    ...asRecorded.map(
      (name) =>
        `  ${name} counts as it is recorded: it compares with the tick before, of which nothing is kept\n`,
    ),
    ...leftOpen.map(({ campaign }) => `  ${campaign} was left out: its data are not there now\n`),
    ...differences.slice(0, SHOWN).map((one) => `  ${differenceText(one, zone)}\n`),
    ...(more > 0 ? [`  … and ${more} more\n`] : []),
  ].join("");
}

type DifferenceKind = "gone" | "new" | "otherwise";

function kindOf({ recorded, now }: ReplayDifference): DifferenceKind {
  if (recorded?.kind !== "contact") return "new";
  return now?.kind === "contact" ? "otherwise" : "gone";
}

function differenceText(difference: ReplayDifference, zone: string): string {
  const { campaign, customer, wave, recorded, now } = difference;
  const which = wave === 0 ? "" : ` follow-up ${wave}`;
  const whom = `${campaign} customer ${customer}${which}`;
  return `${kindOf(difference)}: ${whom}: then ${outcomeText(recorded, zone)}; now ${outcomeText(now, zone)}`;
}

function outcomeText(outcome: ReplayOutcome | null, zone: string): string {
  if (outcome === null) return "no candidate";
  if (outcome.kind === "rejection") {
    const reasons = outcome.reasons.map(({ channel, code }) =>
      channel === null ? code : `${channel}: ${code}`,
    );
    return `rejected, ${reasons.join(", ")}`;
  }
  const { arm, offers, channel, due } = outcome;
  const held = arm === "treated" ? "" : " (held out)";
  return `${offers.join(", ")} on ${channel}, due ${localTime(due, zone)}${held}`;
}
