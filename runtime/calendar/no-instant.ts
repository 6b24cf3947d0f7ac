import { DateTime } from "luxon";
import { parseInstant } from "./instant.ts";

/** What keeps a text from being an instant: its date or its time of day does not exist, or it is written otherwise. */
export type NoInstant =
  | { readonly kind: "form" }
  | { readonly kind: "no-time"; readonly date: string }
  | { readonly kind: "no-such-date"; readonly date: string }
  | { readonly kind: "skipped"; readonly date: string; readonly time: string };

/** Why `parseInstant` does not read a text, in the zone that it was asked for. */
export function whyNoInstant(text: string): NoInstant {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}).*)?$/.exec(text) ?? [];
  if (date === undefined) return { kind: "form" };
  if (!DateTime.fromISO(date, { zone: "utc" }).isValid) return { kind: "no-such-date", date };
  if (time === undefined) return { kind: "no-time", date };
  // What is one by clocks that are never put forward, and none here, is skipped here.
  return parseInstant(text, "utc") === undefined ? { kind: "form" } : { kind: "skipped", date, time };
}
