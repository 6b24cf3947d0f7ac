import type { Duration } from "../../../plan/index.ts";
import { parseInstant, wallClockText } from "../../calendar/instant.ts";
import { wallClockAt } from "../../calendar/zoned-time.ts";
import { formatDecimal, parseDecimal, roundDecimal } from "../../decimal.ts";

/** A value in a table: as it is shown, and as programs read it. */
export interface Cell {
  readonly text: string;
  readonly raw: string;
}

/** What stands where there is nothing to say. */
export const NOTHING: Cell = { text: "–", raw: "" };

export function text(value: string): Cell {
  return { text: value, raw: value };
}

/** Thousands apart, the same in every locale. */
export function count(value: number): Cell {
  return { text: grouped(String(value)), raw: String(value) };
}

/** An amount that may be unknown. */
export function amountIfKnown(value: string | null): Cell {
  return value === null ? NOTHING : amount(value);
}

/** Decimal text with thousands apart, at most two places. */
export function amount(value: string): Cell {
  const shown = formatDecimal(roundDecimal(parseDecimal(value), 2));
  const [whole = "", fraction] = shown.replace(/^-/, "").split(".");
  const sign = shown.startsWith("-") ? MINUS : "";
  return {
    text: `${sign}${grouped(whole)}${fraction === undefined ? "" : `.${fraction.padEnd(2, "0")}`}`,
    raw: value,
  };
}

/** `3.25 %`. */
export function share(value: number): Cell {
  return { text: `${signless(value * 100, 2)} %`, raw: String(value) };
}

/** Of a difference of shares, in percentage points with the sign: `+1.20`. */
export function points(value: number): Cell {
  return {
    text: `${value > 0 ? "+" : ""}${signless(value * 100, 2)}`,
    raw: String(Number((value * 100).toFixed(4))),
  };
}

/** A number of things that need not be whole. */
export function estimate(value: number): Cell {
  const shown = signless(value, 1);
  const [whole = "", fraction = ""] = shown.split(".");
  return { text: `${grouped(whole)}.${fraction}`, raw: String(value) };
}

/** Of a gain, by the cost: `+150 %`. */
export function returned(value: number | null): Cell {
  if (value === null) return NOTHING;
  return { text: `${value > 0 ? "+" : ""}${grouped(signless(value * 100, 0))} %`, raw: String(value) };
}

const LEAST_P = 0.0001;

export function probability(value: number): Cell {
  return { text: value < LEAST_P ? "< 0.0001" : value.toFixed(4), raw: String(value) };
}

/** `2026-03-02 06:00`. */
export function localText(instant: string, zone: string): string {
  const parsed = parseInstant(instant, zone);
  if (parsed === undefined) throw new Error(`a report with a malformed instant: ${instant}`);
  return wallClockText(wallClockAt(parsed, zone)).slice(0, 16).replace("T", " ");
}

/** `14 days`. */
export function durationText({ count: length, unit }: Duration): string {
  return `${length} ${unit.replace("-", " ")}${length === 1 ? "" : "s"}`;
}

const MINUS = "−";

function signless(value: number, places: number): string {
  const shown = Math.abs(value).toFixed(places);
  return value < 0 && Number(shown) !== 0 ? `${MINUS}${shown}` : shown;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}
