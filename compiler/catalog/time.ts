import type { TimeColumn } from "../../plan/index.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { entryOf, textOf, valueAt, type YamlNode } from "../yaml/node.ts";
import type { Reader } from "./reader.ts";

/** Reads a time zone; one that does not exist is reported. */
export function readZone(report: Reader["report"], node: YamlNode | undefined): string | undefined {
  const zone = textOf(node);
  if (zone === undefined || node === undefined || isZone(zone)) return zone;
  const nearest = nearestName(zone, Intl.supportedValuesOf("timeZone"));
  report(diagnostic("unknown-time-zone", node.span, { zone, nearest }));
  return undefined;
}

function isZone(zone: string): boolean {
  // The listed names come first: making the first formatter of a process costs ten times as much as the list.
  if (zone === "UTC" || Intl.supportedValuesOf("timeZone").includes(zone)) return true;
  try {
    const known = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
    // Engines compare letter by letter: `asia/shanghai` is a slip.
    return known === zone || known.toLowerCase() !== zone.toLowerCase();
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Whether a text such as `2026-02-30` is a day of the calendar. */
export function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

type PatternUse = "date" | "instant" | "time" | "split-time" | "partition";

const fieldsOf: Readonly<Record<PatternUse, readonly string[]>> = {
  date: ["yyyy", "MM", "dd"],
  instant: ["yyyy", "MM", "dd", "HH", "mm"],
  time: ["yyyy", "MM", "dd"],
  "split-time": ["yyyy", "MM", "dd", "HH", "mm"],
  partition: ["yyyy"],
};

const exampleFor: Readonly<Record<PatternUse, string>> = {
  date: "yyyyMMdd",
  instant: "yyyy-MM-dd'T'HH:mm:ss",
  time: "yyyy-MM-dd HH:mm:ss",
  "split-time": "yyyyMMdd HHmmss",
  partition: "yyyyMMdd",
};

/** Reads a date pattern; one that cannot be read back, or lacks a field that its use needs, is reported. */
export function readPattern(reader: Reader, node: YamlNode | undefined, use: PatternUse): string | undefined {
  const pattern = textOf(node);
  if (pattern === undefined || node === undefined) return undefined;
  const problem = patternProblem(pattern, use);
  if (problem === undefined) return pattern;
  reader.report(diagnostic("date-pattern", node.span, { pattern, problem, example: exampleFor[use] }));
  return undefined;
}

/** Whether a pattern has a time of day. */
export function hasTimeOfDay(pattern: string): boolean {
  return pattern.replace(/'[^']*'/g, "").includes("HH");
}

function patternProblem(pattern: string, use: PatternUse): string | undefined {
  const bare = pattern.replace(/'[^']*'/g, "-");
  if (bare.includes("'")) return "has a quote that is not closed";
  const fields: readonly string[] = bare.match(/(\p{L})\1*/gu) ?? [];
  const allowed =
    use === "date" || use === "partition" ? /^(yyyy|MM|dd)$/ : /^(yyyy|MM|dd|HH|mm|ss|SSS|SSSSSS)$/;
  const strange = fields.find((field) => !allowed.test(field));
  if (strange !== undefined) return `has \`${strange}\`, which cannot be read`;
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  if (twice !== undefined) return `has \`${twice}\` twice`;
  const lacking = fieldsOf[use].find((field) => !fields.includes(field));
  if (lacking !== undefined) return `lacks \`${lacking}\``;
  if (use === "partition" && fields.join(" ") !== ["yyyy", "MM", "dd"].slice(0, fields.length).join(" ")) {
    return "does not sort by time, as it must to bound what is read";
  }
  if (use === "split-time" && !isSplit(bare)) {
    return "does not give the date, then a space, then the time of day, as two columns joined must be read";
  }
  return undefined;
}

/** Whether the one space of a pattern parts its date from its time of day. */
function isSplit(bare: string): boolean {
  const [date, clock, ...more] = bare.split(" ");
  return clock !== undefined && more.length === 0 && !/[HmsS]/.test(date ?? "") && !/[yMd]/.test(clock);
}

/** Reads the time of an event: a column, or a map that says how to read one. */
export function readTime(reader: Reader, node: YamlNode): TimeColumn | undefined {
  if (node.kind !== "map") {
    const column = textOf(node);
    return column === undefined ? undefined : { column };
  }
  const column = textOf(valueAt(node, "column"));
  if (column === undefined) return undefined;
  const clock = entryOf(node, "clock");
  const clockColumn = textOf(clock?.value);
  if (clock !== undefined && entryOf(node, "format") === undefined) {
    reader.report(diagnostic("clock-without-format", clock.key, {}));
  }
  const use = clock === undefined ? "time" : "split-time";
  const format = readPattern(reader, valueAt(node, "format"), use);
  const zone =
    readZone(reader.report, valueAt(node, "zone")) ??
    (format !== undefined && hasTimeOfDay(format) ? reader.timezone : undefined);
  return {
    column,
    ...(clockColumn === undefined || format === undefined ? {} : { clock: clockColumn }),
    ...(zone === undefined ? {} : { zone }),
    ...(format === undefined ? {} : { format }),
  };
}
