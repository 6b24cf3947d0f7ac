/** The one place that knows the product's run report (version 1) and sets it beside what is expected. */
import type { Expected, Outcome } from "./replay.ts";

/** A contact, control record or rejection in the product's report; keys it has besides are not compared. */
export type ReportedDecision = {
  readonly tick: string;
  readonly campaign: string;
  readonly customer: string | number;
  readonly channel?: string | null;
  readonly offers: readonly string[];
  readonly due?: string | null;
  readonly value: string | number | null;
  readonly event: { readonly id: string | number; readonly time: string } | null;
  readonly reasons?: readonly { readonly channel: string | null; readonly code: string }[];
};

/** What one `run --format json` prints, as far as the comparison reads it. */
export type RunReport = {
  readonly version: number;
  readonly ticks: readonly {
    readonly tick: string;
    readonly contacts: readonly ReportedDecision[];
    readonly controls: readonly ReportedDecision[];
    readonly rejections: readonly ReportedDecision[];
  }[];
};

/** One line of text for every candidate and decision, sorted: two months agree when these are equal. */
export type Lines = {
  readonly candidates: readonly string[];
  readonly contacts: readonly string[];
  readonly controls: readonly string[];
  readonly rejections: readonly string[];
};

/** `12.500000`, `12.50 GBP` and 12.5 are one value. */
function value(given: string | number | null): string {
  if (given === null) return "unknown";
  const [number] = String(given).split(" ");
  if (number === undefined || !/^-?\d+(\.\d+)?$/.test(number)) throw new Error(`${given} is no value`);
  return number.includes(".") ? number.replace(/\.?0+$/, "") : number;
}

/** `2011-10-03T05:00:00Z` for whatever way an instant is written. */
function instant(text: string): string {
  return `${new Date(text).toISOString().slice(0, 19)}Z`;
}

/** `unknown x` names its placeholder as the product likes; that it is unknown is what must agree. */
function code(text: string): string {
  return text.startsWith("unknown") ? "unknown" : text;
}

function who(decision: ReportedDecision): string {
  const event = decision.event ? `${decision.event.id}@${instant(decision.event.time)}` : "no event";
  return [
    instant(decision.tick),
    decision.campaign,
    decision.customer,
    event,
    decision.offers.join("+"),
    value(decision.value),
  ].join(" | ");
}

function place(decision: ReportedDecision): string {
  return `${who(decision)} | ${decision.channel} | ${instant(String(decision.due))}`;
}

function refusal(decision: ReportedDecision): string {
  const reasons = (decision.reasons ?? []).map(
    (reason) => `${reason.channel ?? "any"}: ${code(reason.code)}`,
  );
  return `${who(decision)} | ${reasons.sort().join(", ")}`;
}

function linesOf(
  contacts: readonly ReportedDecision[],
  controls: readonly ReportedDecision[],
  rejections: readonly ReportedDecision[],
): Lines {
  return {
    candidates: [...contacts, ...controls, ...rejections].map(who).sort(),
    contacts: contacts.map(place).sort(),
    controls: controls.map(place).sort(),
    rejections: rejections.map(refusal).sort(),
  };
}

/** The product's month: the reports of its runs, one after the other. */
export function linesOfReports(reports: readonly RunReport[]): Lines {
  for (const report of reports)
    if (report.version !== 1) throw new Error(`report version ${report.version}, where 1 is understood`);
  const ticks = reports.flatMap((report) => report.ticks);
  return linesOf(
    ticks.flatMap((tick) => tick.contacts),
    ticks.flatMap((tick) => tick.controls),
    ticks.flatMap((tick) => tick.rejections),
  );
}

/** The expected month, from hand-written SQL and replay. */
export function linesOfExpected(expected: Expected): Lines {
  const taken = (arm: Outcome["arm"]): readonly ReportedDecision[] =>
    expected.outcomes.flatMap((outcome) =>
      outcome.kind === "accepted" && outcome.arm === arm ? [outcome] : [],
    );
  const refused = expected.outcomes.flatMap((outcome) => (outcome.kind === "rejected" ? [outcome] : []));
  return linesOf(taken("contact"), taken("control"), refused);
}

/** Lines that one side has and the other lacks, the first few of each: what a person wants to read when two months differ. */
export function differences(
  expected: readonly string[],
  reported: readonly string[],
  most = 10,
): readonly string[] {
  const lacking = (side: readonly string[], other: readonly string[], sign: string): readonly string[] => {
    const left = Map.groupBy(other, (line) => line);
    const missing: string[] = [];
    for (const line of side) if (left.get(line)?.pop() === undefined) missing.push(`${sign} ${line}`);
    return missing.slice(0, most);
  };
  return [...lacking(expected, reported, "expected:"), ...lacking(reported, expected, "reported:")];
}
