import type { TimeRange } from "../../plan/index.ts";

const minutesOfDay = 24 * 60;

/** Whether some minute of the day is within the hours, if there are any, and in none of the quiet times. */
export function leavesTime(hours: TimeRange | undefined, quiet: readonly TimeRange[]): boolean {
  for (let minute = 0; minute < minutesOfDay; minute++) {
    const open = hours === undefined || holds(hours, minute);
    if (open && !quiet.some((range) => holds(range, minute))) return true;
  }
  return false;
}

/** Whether a range, start included and end left out, maybe past midnight, holds a minute of the day. */
function holds({ from, to }: TimeRange, minute: number): boolean {
  const start = minuteOf(from);
  const end = minuteOf(to);
  return start < end ? minute >= start && minute < end : minute >= start || minute < end;
}

function minuteOf(time: string): number {
  const [hours = "0", minutes = "0"] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}
