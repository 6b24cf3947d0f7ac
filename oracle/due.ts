import type { CampaignProgram, Channel, TimeRange } from "../plan/index.ts";
import { type Instant, isBusinessDay, localDate, timeOfDay } from "./calendar.ts";
import { type Model, remembered } from "./model.ts";

const MINUTE = 60_000_000n;

/** The local times of a day, `00:00` … `23:59`. */
const EVERY_MINUTE = Array.from({ length: 1440 }, (_, minute) =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":"),
);

/** Business days that have not come for so long never will. */
const LONGEST_WAIT_MINUTES = 400 * 1440;

/**
 * The earliest instant at or after the tick that campaign hours, business days, channel hours and quiet hours all allow:
 * hours begin and end on whole minutes, so minutes are tried one after the other. Undefined where none comes in 400 days.
 */
export function dueOn(channel: Channel, campaign: CampaignProgram, model: Model): Instant | undefined {
  return remembered(model, `due ${campaign.name} ${channel.name}`, () => {
    if (!EVERY_MINUTE.some((clock) => isOpen(clock, channel, campaign, model))) return undefined;
    let instant = model.tick;
    for (let waited = 0; waited <= LONGEST_WAIT_MINUTES; waited += 1) {
      if (isAllowed(instant, channel, campaign, model)) return instant;
      instant = (instant / MINUTE + 1n) * MINUTE;
    }
    return undefined;
  });
}

function isAllowed(instant: Instant, channel: Channel, campaign: CampaignProgram, model: Model): boolean {
  const { timezone, calendar } = model.time;
  if (!isOpen(timeOfDay(instant, timezone), channel, campaign, model)) return false;
  return !campaign.window.businessDaysOnly || isBusinessDay(localDate(instant, timezone), calendar);
}

/** Whether contact may be made at a local time of day, `06:00` or finer. */
function isOpen(clock: string, channel: Channel, { window }: CampaignProgram, { program }: Model): boolean {
  if (window.contact !== undefined && !isWithin(clock, window.contact)) return false;
  if (channel.hours !== undefined && !isWithin(clock, channel.hours)) return false;
  const quiet = program.policy?.quiet ?? [];
  return !quiet.some(
    ({ range, via }) => (via.length === 0 || via.includes(channel.name)) && isWithin(clock, range),
  );
}

/** Start in, end out; past midnight where the end is not after the start. */
function isWithin(clock: string, { from, to }: TimeRange): boolean {
  const minute = clock.slice(0, 5);
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}
