import type { ValueType } from "../../plan/index.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { booleanOf, itemsOf, textOf, valueAt, type YamlNode } from "../yaml/node.ts";
import type { Reader } from "./reader.ts";

/** What separates or surrounds the members of a stored set, as text or as an array. */
const unfitForSets = /[\s,"[\]{}]/u;

/** How many digits after the point are read of a number whose catalog entry says nothing of `decimals`. */
const usualDecimals = 6;

/**
 * Reads a type that the schema has let through. `decimals` and `scaleDigits` are the digits after the point
 * that the entry reads, and that its `scale` adds.
 */
export function readType(
  reader: Reader,
  node: YamlNode,
  decimals: number | undefined,
  scaleDigits: number,
): ValueType | undefined {
  if (node.kind === "map") return readMembers(reader, node);
  const name = textOf(node);
  const scale = (decimals ?? usualDecimals) + scaleDigits;
  switch (name) {
    case "boolean":
    case "integer":
    case "text":
    case "product":
    case "date":
    case "instant":
      return { kind: name };
    case "decimal":
    case "percent":
    case "money":
      return { kind: name, scale };
    default: {
      const currency = /^money\((?<code>[A-Z]{3})\)$/.exec(name ?? "")?.groups?.["code"];
      return currency === undefined ? undefined : { kind: "money", currency, scale };
    }
  }
}

function readMembers(reader: Reader, node: YamlNode): ValueType | undefined {
  const isSet = valueAt(node, "enum") === undefined;
  const members: string[] = [];
  for (const item of itemsOf(valueAt(node, isSet ? "set" : "enum"))) {
    const member = textOf(item);
    if (member === undefined) continue;
    if (members.includes(member)) {
      reader.report(diagnostic("member-twice", item.span, { member }));
    } else if (isSet && unfitForSets.test(member)) {
      reader.report(diagnostic("set-member-form", item.span, { member }));
    } else {
      members.push(member);
    }
  }
  if (isSet) return { kind: "set", members };
  return { kind: "enum", members, ordered: booleanOf(valueAt(node, "ordered")) ?? false };
}

/** A type as messages name it. */
export function typeText(type: ValueType): string {
  switch (type.kind) {
    case "money":
      return type.currency === undefined ? "money" : `money(${type.currency})`;
    case "enum":
      return "enum";
    case "set":
      return "set";
    default:
      return type.kind;
  }
}
