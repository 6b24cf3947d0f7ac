import { DateTime } from "luxon";
import type { TimeColumn } from "../../../plan/index.ts";

/** What a column holds for a value, as text; or why it can hold none, which goes on from "…". */
export type StoredText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "impossible"; readonly why: string };

const text = (value: string): StoredText => ({ kind: "text", text: value });

/** The local date of an instant (ISO in UTC). */
export function localDate(instant: string, zone: string): string {
  return local(instant, zone).date;
}

/** How an instant (ISO in UTC) stands in a column: in a pattern, as a local time of its zone, or as it is. */
export function storedInstant(
  instant: string,
  { format, zone }: { readonly format?: string; readonly zone?: string },
  timezone: string,
): StoredText {
  if (format === undefined && zone === undefined) return text(instant);
  const clock = local(instant, zone ?? timezone);
  if (!clock.isLast) {
    return {
      kind: "impossible",
      why: `that time occurs twice when clocks are put back, and a time without a zone is taken for the second`,
    };
  }
  if (format === undefined) return text(`${clock.date} ${clock.time}`);
  return lost(clock, format) ?? text(patterned(clock, format));
}

/** How a date stands in a column: in a pattern, or as it is. */
export function storedDate(date: string, format: string | undefined): StoredText {
  return text(format === undefined ? date : patterned({ date, time: "00:00:00" }, format));
}

/** How the time of an event stands in its columns. */
export function storedEventTime(
  instant: string,
  column: TimeColumn,
  timezone: string,
): readonly (readonly [column: string, stored: StoredText])[] {
  const { clock, format } = column;
  const whole = storedInstant(instant, column, timezone);
  if (clock === undefined || format === undefined || whole.kind === "impossible")
    return [[column.column, whole]];
  const parts = format.split(/ (?=(?:[^']*'[^']*')*[^']*$)/);
  const at = local(instant, column.zone ?? timezone);
  return [
    [column.column, text(patterned(at, parts[0] ?? ""))],
    [clock, text(patterned(at, parts[1] ?? ""))],
  ];
}

/** The partition that holds an instant. */
export function partitionOf(instant: string, zone: string, format: string): string {
  return patterned(local(instant, zone), format);
}

interface LocalTime {
  readonly date: string;
  readonly time: string;
}

function local(instant: string, zone: string): LocalTime & { readonly isLast: boolean } {
  const at = DateTime.fromISO(instant, { zone, locale: "en-US" });
  const latest = Math.max(...at.getPossibleOffsets().map((one) => one.toMillis()));
  return {
    date: at.toFormat("yyyy-MM-dd"),
    time: at.toFormat("HH:mm:ss"),
    isLast: latest === at.toMillis(),
  };
}

const tokens = /yyyy|MM|dd|HH|mm|SSSSSS|SSS|ss|'([^']*)'/g;

function patterned({ date, time }: LocalTime, format: string): string {
  const [yyyy = "", MM = "", dd = ""] = date.split("-");
  const [HH = "", mm = "", ss = ""] = time.split(":");
  const fields: Readonly<Record<string, string>> = { yyyy, MM, dd, HH, mm, ss, SSS: "000", SSSSSS: "000000" };
  return format.replace(tokens, (token, quoted: string | undefined) => quoted ?? fields[token] ?? token);
}

/** Whether a pattern has no place for a part of the time. */
function lost({ time }: LocalTime, format: string): StoredText | undefined {
  const bare = format.replace(/'[^']*'/g, "-");
  const parts = time.split(":");
  const isLost = ["HH", "mm", "ss"].some((field, index) => !bare.includes(field) && parts[index] !== "00");
  return isLost
    ? { kind: "impossible", why: `it is kept as \`${format}\`, which has no place for ${time}` }
    : undefined;
}
