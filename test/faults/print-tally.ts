import { countFaults, type Tally } from "./tally.ts";

/** Lines of a kind that are shown; the others are counted. */
const MOST_SHOWN = 20;

/** Says what was put in and what was found. */
export function printTally(tally: Tally, seconds: number, out: (text: string) => void): void {
  const line = (text: string): void => out(`${text}\n`);
  for (const [what, places] of [...tally.faults].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const total = [...places.values()].reduce((sum, count) => sum + count, 0);
    line(`${what}: ${total}, at ${places.size} ${places.size === 1 ? "place" : "places"}`);
    for (const [place, count] of places) if (/at random/.test(place)) line(`  ${place}: ${count}`);
  }
  for (const text of tally.skipped) line(`skipped: ${text}`);
  for (const texts of [tally.lost, tally.duplicated, tally.exceeded, tally.wrong]) {
    for (const text of texts.slice(0, MOST_SHOWN)) line(`! ${text}`);
    if (texts.length > MOST_SHOWN) line(`! … and ${texts.length - MOST_SHOWN} more`);
  }
  line(`ledgers judged ${tally.audits} times, in ${seconds.toFixed(0)} s`);
  line(`faults injected ${countFaults(tally)}`);
  line(`contacts lost ${tally.lost.length}`);
  line(`duplicated ${tally.duplicated.length}`);
  line(`caps exceeded ${tally.exceeded.length}`);
  line(`otherwise wrong ${tally.wrong.length}`);
}
