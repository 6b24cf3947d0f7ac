import { reservedWords } from "../../grammar/index.ts";
import { plainName } from "./words.ts";

/** Gives things names that campaigns can write and that nothing else has. */
export interface Names {
  /** The first of some wishes that is free, which is then taken; numbered where all are taken. */
  take(...wishes: readonly string[]): string;
  has(name: string): boolean;
}

/** `taken` are names that are given already. */
export function namesBeside(taken: ReadonlySet<string>): Names {
  const given = new Set(taken);
  const isFree = (name: string): boolean => !given.has(name);
  return {
    has: (name) => given.has(name),
    take(...wishes) {
      const written = wishes.map(identifier);
      let name = written.find(isFree) ?? "";
      const last = written.at(-1) ?? "name";
      for (let number = 2; name === ""; number += 1) {
        const numbered = `${last}_${number}`;
        if (isFree(numbered)) name = numbered;
      }
      given.add(name);
      return name;
    },
  };
}

const reserved: ReadonlySet<string> = new Set(reservedWords);

/** A name of the warehouse's as campaigns can write it. */
export function identifier(name: string): string {
  const plain = plainName(name);
  if (plain === "") return "_";
  return /^\p{Nd}/u.test(plain) || reserved.has(plain) ? `_${plain}` : plain;
}
