import type { Message, MessagePart, ValueType } from "../plan/index.ts";
import { wallClockText } from "./calendar/instant.ts";
import { wallClockAt } from "./calendar/zoned-time.ts";
import { canonicalDecimal, formatDecimal, parseDecimal, roundDecimal } from "./decimal.ts";

/** A message as the customer reads it. */
export interface RenderedMessage {
  readonly subject: string | null;
  readonly body: string;
}

/** Either the message, or the placeholders whose value is unknown, in the order of their names. */
export type Rendering =
  | { readonly kind: "rendered"; readonly message: RenderedMessage }
  | { readonly kind: "unknown"; readonly placeholders: readonly string[] };

/** A placeholder's text as it is to be read, undefined where its value is unknown. */
export type PlaceholderText = (name: string) => string | undefined;

/**
 * Fills the placeholders of a contact's messages in. Several offers make one message: their bodies a line each
 * below the other, under the first subject.
 */
export function renderMessages(messages: readonly Message[], textOf: PlaceholderText): Rendering {
  let subject: string | null = null;
  let body = "";
  let unknown: Set<string> | undefined;
  const fill = (parts: readonly MessagePart[]): string => {
    let filled = "";
    for (const part of parts) {
      const text = part.kind === "text" ? part.text : textOf(part.name);
      if (text !== undefined) filled += text;
      else if (part.kind === "placeholder") {
        unknown ??= new Set();
        unknown.add(part.name);
      }
    }
    return filled;
  };
  for (const [index, message] of messages.entries()) {
    const own = message.subject === undefined ? null : fill(message.subject);
    subject ??= own;
    body += `${index === 0 ? "" : "\n"}${fill(message.body)}`;
  }
  if (unknown !== undefined) return { kind: "unknown", placeholders: [...unknown].sort() };
  return { kind: "rendered", message: { subject, body } };
}

/**
 * A placeholder's canonical text (`PlaceholderColumn`) as the customer reads it:
 *
 * | type | read as |
 * |---|---|
 * | money | `12,000 USD`, `12,345.60 USD`: thousands apart, two digits unless it is whole, rounded half away from zero |
 * | percent | `20%`, `2.5%` |
 * | integer, decimal | `12000`, `1.5` |
 * | date | `2026-03-02` |
 * | instant | `2026-03-02 09:00`, the project's local time |
 * | others | as they are; sets joined by `, `; booleans `true`, `false` |
 */
export function formatPlaceholder(canonical: string, type: ValueType, zone: string): string {
  switch (type.kind) {
    case "money":
      return formatMoney(canonical, type.currency);
    case "percent":
      return `${formatDecimal(shiftedByTwo(canonical))}%`;
    case "integer":
    case "decimal":
      return canonicalDecimal(canonical);
    case "instant":
      return wallClockText(wallClockAt(Number(canonical), zone))
        .slice(0, 16)
        .replace("T", " ");
    case "boolean":
    case "text":
    case "enum":
    case "set":
    case "product":
    case "date":
      return canonical;
  }
}

function shiftedByTwo(canonical: string): { readonly units: bigint; readonly scale: number } {
  const { units, scale } = parseDecimal(canonical);
  return { units: units * 100n, scale };
}

/** `currency` is missing where the text carries it, `12000.00 USD`. */
function formatMoney(canonical: string, currency: string | undefined): string {
  const [amount = "", ownCurrency] = canonical.split(" ");
  const rounded = formatDecimal(roundDecimal(parseDecimal(amount), 2));
  const [whole = "", fraction = ""] = rounded.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const digits = fraction === "" ? grouped : `${grouped}.${fraction.padEnd(2, "0")}`;
  return `${digits} ${ownCurrency ?? currency ?? ""}`.trimEnd();
}
