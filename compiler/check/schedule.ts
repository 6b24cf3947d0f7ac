import type { NameTree, ScheduleTree } from "../../grammar/tree.ts";
import type { CampaignWindow, Schedule } from "../../plan/index.ts";
import { type Context, replacement, report, reportUnknownName } from "./context.ts";
import { readCron } from "./cron.ts";

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const DAY = 24 * 60;

/** A schedule that has ticks; undefined, and reported, where it has none. */
export function checkSchedule(tree: ScheduleTree, context: Context): Schedule | undefined {
  switch (tree.kind) {
    case "daily":
    case "business-days":
      return { kind: tree.kind, at: tree.at.value };
    case "weekly":
      return checkWeekly(tree, context);
    case "monthly": {
      const { day } = tree;
      if (day === "last") return { kind: "monthly", day, at: tree.at.value };
      if (Number.isInteger(day.value) && day.value >= 1 && day.value <= 31) {
        return { kind: "monthly", day: day.value, at: tree.at.value };
      }
      report(context, "schedule-day", day.span, { day: day.value });
      return undefined;
    }
    case "every": {
      const { count, unit, span } = tree.interval;
      const whole = unit === "minute" ? 60 : unit === "hour" ? 24 : 0;
      if ((unit === "minute" || unit === "hour") && count >= 1 && whole % count === 0) {
        return { kind: "every", interval: { count, unit } };
      }
      report(context, "schedule-interval", span, { count, unit: unit.replace("-", " ") });
      return undefined;
    }
    case "once":
      return { kind: "once", date: tree.date.value, at: tree.at.value };
    case "cron": {
      const fields = readCron(tree.expression.value);
      if (typeof fields === "string") {
        report(context, "schedule-cron", tree.expression.span, { reason: fields });
        return undefined;
      }
      if (!fields.never) return { kind: "cron", expression: fields.expression };
      report(context, "schedule-never", tree.expression.span, { reason: "no month has such a day" });
      return undefined;
    }
  }
}

function checkWeekly(
  tree: Extract<ScheduleTree, { readonly kind: "weekly" }>,
  context: Context,
): Schedule | undefined {
  const days = new Set<number>();
  let sound = true;
  for (const day of tree.days) {
    const number = weekdays.indexOf(day.text) + 1;
    if (number === 0) reportUnknownDay(day, context);
    else if (days.has(number)) report(context, "name-repeated", day.span, { name: day.text });
    if (number === 0 || days.has(number)) sound = false;
    days.add(number);
  }
  return sound ? { kind: "weekly", days: [...days].sort((a, b) => a - b), at: tree.at.value } : undefined;
}

/** Notes what is no day of the week; `mon` and the like are known for what they are. */
function reportUnknownDay(day: NameTree, context: Context): void {
  const text = day.text.toLowerCase();
  const whole = text.length >= 2 ? weekdays.find((each) => each.startsWith(text)) : undefined;
  const what = "day of the week";
  if (whole === undefined) reportUnknownName(context, what, day, weekdays);
  else {
    const fix = replacement(day.span, whole);
    report(context, "unknown-name", day.span, { what, name: day.text, nearest: whole }, { fix });
  }
}

/** Reports a campaign that never runs, because its one instant lies outside its window. */
export function checkScheduleInWindow(
  tree: ScheduleTree,
  schedule: Schedule,
  window: CampaignWindow,
  context: Context,
): void {
  if (schedule.kind !== "once") return;
  if (schedule.date >= window.from && schedule.date <= window.to) return;
  report(context, "schedule-never", tree.span, { reason: `${schedule.date} is outside its window` });
}

/** The least number of minutes between two ticks. */
export function minutesBetweenTicks(schedule: Schedule): number {
  switch (schedule.kind) {
    case "daily":
    case "business-days":
      return DAY;
    case "weekly":
      return schedule.days.length > 1 ? DAY : 7 * DAY;
    case "monthly":
      return 28 * DAY;
    case "every":
      return schedule.interval.count * (schedule.interval.unit === "hour" ? 60 : 1);
    case "once":
      return Number.POSITIVE_INFINITY;
    case "cron": {
      const fields = readCron(schedule.expression);
      if (typeof fields === "string") return DAY;
      if (fields.minutes.length > 1) return 1;
      return fields.hours.length > 1 ? 60 : DAY;
    }
  }
}
