/** A cron schedule's fields: which minutes, hours, days of the month (1 …), months (1 …) and weekdays (0 Sunday). */
export interface CronFields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
  /** The expression with names turned into numbers and single spaces between its fields. */
  readonly expression: string;
  /** Whether there is no such day in any year, as 30 February. */
  readonly never: boolean;
}

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const longestMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Reads a cron expression of five fields; gives the reason as text where it is none. */
export function readCron(text: string): CronFields | string {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5) return `it has ${fields.length === 1 ? "one field" : `${fields.length} fields`}`;
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = fields;
  const numbered = [
    minute,
    hour,
    day,
    withNumbers(month, monthNames, 1),
    withNumbers(weekday, dayNames, 0),
  ] as const;
  const minutes = readField(numbered[0], 0, 59);
  const hours = readField(numbered[1], 0, 23);
  const days = readField(numbered[2], 1, 31);
  const months = readField(numbered[3], 1, 12);
  const weekdays = readField(numbered[4], 0, 7);
  if (minutes === undefined) return `\`${minute}\` is not a minute from 0 to 59`;
  if (hours === undefined) return `\`${hour}\` is not an hour from 0 to 23`;
  if (days === undefined) return `\`${day}\` is not a day of the month from 1 to 31`;
  if (months === undefined) return `\`${month}\` is not a month from 1 to 12`;
  if (weekdays === undefined) return `\`${weekday}\` is not a day of the week from 0 (Sunday) to 6`;
  const never =
    numbered[4] === "*" && !months.some((one) => days.some((date) => date <= (longestMonth[one - 1] ?? 0)));
  return { minutes, hours, days, months, weekdays, expression: numbered.join(" "), never };
}

function withNumbers(field: string, names: readonly string[], first: number): string {
  return field.replace(/[a-z]+/gi, (word) => {
    const index = names.indexOf(word.toLowerCase());
    return index < 0 ? word : String(index + first);
  });
}

function readField(field: string, low: number, high: number): readonly number[] | undefined {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (match === null) return undefined;
    const [, from, to, step] = match;
    const start = from === undefined ? low : Number(from);
    // `5/10` is every ten from five on.
    const open = from === undefined || (step !== undefined && to === undefined);
    const end = open ? high : Number(to ?? from);
    const stride = step === undefined ? 1 : Number(step);
    if (start < low || end > high || start > end || stride < 1) return undefined;
    for (let value = start; value <= end; value += stride) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}
