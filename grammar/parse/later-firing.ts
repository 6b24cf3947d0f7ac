import { Identifier, isToken, punctuation as mark, NumberLiteral, type Token, word } from "../scan/token.ts";

/** A firing of a later version among a trigger's or event's tokens: where it begins, and how messages call it. */
export interface LaterFiring {
  readonly at: number;
  readonly form: string;
}

/** Finds a firing of a later version between two places; `start` is where a firing's own tokens begin. */
export function laterFiring(tokens: readonly Token[], start: number, to: number): LaterFiring | undefined {
  const [first, second] = [tokens[start], start + 1 < to ? tokens[start + 1] : undefined];
  const at = start;
  if (first === undefined || start >= to) return undefined;
  if ((first.image === "count" || first.image === "sum") && second?.tokenType === mark["("]) {
    return { at, form: `\`on ${first.image}(…) reaches\`` };
  }
  const named =
    isToken(second, Identifier) && second?.tokenType !== word.as && second?.tokenType !== word.where;
  if ((first.image === "enter" || first.image === "leave") && named) {
    return { at, form: `\`on ${first.image}\`` };
  }
  const of = second?.tokenType === word.of;
  if (of && (first.image === "change" || first.image === "day" || first.image === "anniversary")) {
    return { at, form: `\`on ${first.image} of\`` };
  }
  if (first.tokenType === NumberLiteral) return { at, form: "`on … before` and `on … after` a date" };
  for (let next = start + 1; next < to - 1; next++) {
    if (tokens[next]?.image === "followed" && tokens[next + 1]?.tokenType === word.by) {
      return { at: next, form: "`followed by`" };
    }
  }
  return undefined;
}

/** Where the firing of a trigger begins: behind its `on`, if it has one that is not part of its schedule. */
export function firingStart(tokens: readonly Token[], from: number, to: number): number | undefined {
  for (let at = from; at < to; at++) {
    const type = tokens[at]?.tokenType;
    if (type === word.when) return undefined;
    const scheduled = tokens[at - 1]?.tokenType;
    const ofSchedule = at > from && (scheduled === word.weekly || scheduled === word.monthly);
    if (type === word.on && !ofSchedule) return at + 1;
  }
  return undefined;
}
