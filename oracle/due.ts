import type { CampaignProgram, Channel, TimeRange } from "../plan/index.ts";
import { type Instant, isBusinessDay, localDate, timeOfDay } from "./calendar.ts";
import { type Model, remembered } from "./model.ts";

const MINUTE = 60_000_000n;

/** Hours that have not met for so long never will. */
const LONGEST_WAIT_MINUTES = 400 * 1440;

/**
 * The earliest instant at or after the tick that campaign hours, business days, channel hours and quiet hours all allow:
 * hours begin and end on whole minutes, so minutes are tried one after the other. Undefined where none comes in 400 days.
 */
export function dueOn(channel: Channel, campaign: CampaignProgram, model: Model): Instant | undefined {
  return remembered(model, `due ${campaign.name} ${channel.name}`, () => {
    let instant = model.tick;
    for (let waited = 0; waited <= LONGEST_WAIT_MINUTES; waited += 1) {
      if (isAllowed(instant, channel, campaign, model)) return instant;
      instant = (instant / MINUTE + 1n) * MINUTE;
    }
    return undefined;
  });
}

function isAllowed(instant: Instant, channel: Channel, { window }: CampaignProgram, model: Model): boolean {
  const { timezone, calendar } = model.time;
  const clock = timeOfDay(instant, timezone);
  if (window.contact !== undefined && !isWithin(clock, window.contact)) return false;
  if (channel.hours !== undefined && !isWithin(clock, channel.hours)) return false;
  if (window.businessDaysOnly && !isBusinessDay(localDate(instant, timezone), calendar)) return false;
  const quiet = model.program.policy?.quiet ?? [];
  return !quiet.some(
    ({ range, via }) => (via.length === 0 || via.includes(channel.name)) && isWithin(clock, range),
  );
}

/** Start in, end out; past midnight where the end is not after the start. */
function isWithin(clock: string, { from, to }: TimeRange): boolean {
  const minute = clock.slice(0, 5);
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}
