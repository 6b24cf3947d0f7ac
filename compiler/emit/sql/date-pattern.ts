const fields = ["yyyy", "MM", "dd", "HH", "mm", "ss", "SSSSSS", "SSS"] as const;
/** A part of a date pattern that stands for digits. */
export type PatternField = (typeof fields)[number];

const patterns: Readonly<Record<PatternField, string>> = {
  // Not 0000: there is no such year.
  yyyy: "([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)",
  MM: "(0[1-9]|1[0-2])",
  dd: "(0[1-9]|[12][0-9]|3[01])",
  HH: "([01][0-9]|2[0-3])",
  mm: "([0-5][0-9])",
  ss: "([0-5][0-9])",
  SSSSSS: "([0-9]{6})",
  SSS: "([0-9]{3})",
};

/** A date pattern as a regular expression, and which of its groups holds each field. */
export function readPattern(format: string): {
  readonly pattern: string;
  readonly places: ReadonlyMap<PatternField, number>;
} {
  const places = new Map<PatternField, number>();
  let pattern = "^";
  for (const match of format.matchAll(/yyyy|MM|dd|HH|mm|SSSSSS|SSS|ss|'([^']*)'|[^']/g)) {
    const field = fields.find((candidate) => candidate === match[0]);
    if (field === undefined) {
      pattern += (match[1] ?? match[0]).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    } else {
      places.set(field, places.size + 1);
      pattern += patterns[field];
    }
  }
  return { pattern: `${pattern}$`, places };
}
