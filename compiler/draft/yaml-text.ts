/** Writes a text as a YAML scalar that means just that text, in a list in brackets too. */
export function scalar(text: string): string {
  const isPlain = /^[\p{L}_][\p{L}\p{Nd}_]*(?:[ ./-][\p{L}\p{Nd}_]+)*$/u.test(text);
  const means = /^(?:true|false|null)$/iu.test(text);
  return isPlain && !means ? text : JSON.stringify(text);
}

/** A map in braces. */
export function flowMap(entries: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(entries).map(([key, value]) => `${key}: ${value}`);
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

/** What may not stand in a file: control characters, and those that turn the direction of writing. */
const harmful = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/** A comment of the warehouse's as one harmless line. */
export function oneLine(text: string): string {
  return text.replace(harmful, " ").replace(/\s+/gu, " ").trim();
}

/** Lines of YAML comment, each short enough to read. */
export function commentLines(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of oneLine(text).split(" ")) {
    if (line !== "" && line.length + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each, index) => `${indent}# ${index === 0 ? "" : "  "}${each}`.trimEnd());
}

const WIDTH = 110;
