import { DateTime } from "luxon";

/** Where a case plays: a zone and a day about which things happen, chosen for what is awkward there. */
export interface Stage {
  readonly timezone: string;
  readonly today: string;
}

/** Clock changes, ends of months and years, leap days; the first is the plainest. */
export const STAGES: readonly Stage[] = [
  { timezone: "UTC", today: "2026-03-10" },
  { timezone: "Europe/London", today: "2026-03-29" },
  { timezone: "Europe/London", today: "2026-03-30" },
  { timezone: "Europe/London", today: "2026-10-25" },
  { timezone: "Europe/London", today: "2025-12-31" },
  { timezone: "Asia/Shanghai", today: "2024-02-29" },
  { timezone: "Asia/Shanghai", today: "2025-02-28" },
  { timezone: "Asia/Shanghai", today: "1988-04-17" },
  { timezone: "Asia/Shanghai", today: "1988-09-11" },
  { timezone: "America/New_York", today: "2026-03-08" },
  { timezone: "America/New_York", today: "2026-11-01" },
  { timezone: "America/New_York", today: "2026-11-30" },
  { timezone: "America/Santiago", today: "2026-09-06" },
  { timezone: "UTC", today: "2026-01-01" },
  { timezone: "UTC", today: "2024-03-31" },
  { timezone: "Europe/London", today: "2023-02-28" },
  { timezone: "UTC", today: "2026-04-30" },
];

/** Those of banks: more of days that begin at one o'clock, or end an hour late. */
export const BANK_STAGES: readonly Stage[] = [
  ...STAGES,
  { timezone: "America/Santiago", today: "2026-04-05" },
  { timezone: "America/Santiago", today: "2025-09-07" },
];

export function daysAfter(date: string, days: number): string {
  return DateTime.fromISO(date, { zone: "utc" }).plus({ days }).toISODate() ?? date;
}

/** Answers of before: programs ask for the same few thousand times, and luxon takes its time. */
function remembered<T>(
  answer: (local: string, timezone: string) => T,
): (local: string, timezone: string) => T {
  const known = new Map<string, T>();
  return (local, timezone) => {
    const key = `${timezone} ${local}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = answer(local, timezone);
    known.set(key, made);
    return made;
  };
}

/** The instant at which a zone's clocks show a local time, `2026-03-02 06:00:00.000001`. */
export const instantOf = remembered((local, timezone): string => {
  const [date = "", time = ""] = local.split(" ");
  const [clock = "", fraction = ""] = time.split(".");
  const shown = DateTime.fromISO(`${date}T${clock}`, { zone: timezone }).toUTC();
  return `${shown.toFormat("yyyy-MM-dd HH:mm:ss")}${fraction === "" ? "" : `.${fraction}`}Z`.replace(
    " ",
    "T",
  );
});

/** Whether a zone's clocks ever show a local time: what they skip is in no data. */
export const isShown = remembered((local, timezone): boolean => {
  const [date = "", time = ""] = local.split(" ");
  const shown = DateTime.fromISO(`${date}T${time.split(".")[0]}`, { zone: timezone });
  return shown.toFormat("yyyy-MM-dd HH:mm:ss") === local.slice(0, 19);
});
