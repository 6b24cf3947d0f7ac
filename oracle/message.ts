import type { MessagePart, Offer, ValueType } from "../plan/index.ts";
import { clockAt, instantText } from "./calendar.ts";
import { decimal, decimalText, multiply, negate, round } from "./decimal.ts";
import type { Candidate } from "./detect.ts";
import { placeholder } from "./placeholder.ts";
import { canonicalText, type KnownValue } from "./value.ts";

/** A contact's message: its text, or the placeholders that are unknown, in order of name. */
export type Rendering =
  | { readonly kind: "text"; readonly subject: string | undefined; readonly body: string }
  | { readonly kind: "unknown"; readonly placeholders: readonly string[] };

/** Fills in the messages of a contact's offers: bodies below each other, under the first subject. */
export function render(offers: readonly Offer[], channel: string, candidate: Candidate): Rendering {
  const messages = offers.flatMap(({ messages }) => messages[channel] ?? []);
  const unknown = new Set<string>();
  const fill = (part: MessagePart): string => {
    if (part.kind === "text") return part.text;
    const { value, type } = placeholder(part.name, candidate.campaign, candidate.scope);
    if (value === undefined || isWithoutCurrency(value, type)) unknown.add(part.name);
    return value === undefined ? "" : readable(value, type, candidate.scope.model.time.timezone);
  };
  const subjects = messages.flatMap(({ subject }) =>
    subject === undefined ? [] : [subject.map(fill).join("")],
  );
  const body = messages.map((message) => message.body.map(fill).join("")).join("\n");
  if (unknown.size > 0) return { kind: "unknown", placeholders: [...unknown].sort() };
  return { kind: "text", subject: subjects[0], body };
}

/** Money that differs from row to row is only known together with its currency. */
function isWithoutCurrency(value: KnownValue, type: ValueType): boolean {
  return (
    type.kind === "money" &&
    type.currency === undefined &&
    value.kind === "number" &&
    value.currency === undefined
  );
}

/** As the customer reads it: `12,345.60 USD`, `2.5%`, `2026-03-02 09:00`. */
export function readable(value: KnownValue, type: ValueType, timezone: string): string {
  if (value.kind === "instant") {
    return instantText(clockAt(value.instant, timezone)).slice(0, 16).replace("T", " ");
  }
  if (value.kind !== "number") return canonicalText(value);
  if (type.kind === "percent") return `${decimalText(multiply(value.number, decimal("100")))}%`;
  if (type.kind !== "money") return decimalText(value.number);
  const rounded = round(value.number, 2);
  const [whole = "", fraction] = decimalText(rounded.units < 0n ? negate(rounded) : rounded).split(".");
  const thousands = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  const digits = fraction === undefined ? thousands : `${thousands}.${fraction.padEnd(2, "0")}`;
  return `${rounded.units < 0n ? "-" : ""}${digits} ${value.currency ?? type.currency ?? ""}`.trimEnd();
}
