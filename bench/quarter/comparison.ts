import type { ArmTruth, Truth } from "./truth.ts";

/** An arm as the report has it. */
export interface ReportedArm {
  readonly customers: number;
  readonly converted: number;
}

/** What the report says of a campaign's effect. */
export interface Reported {
  readonly campaign: string;
  readonly treated: ReportedArm;
  readonly control: ReportedArm;
  /** Treated less control, as rates. */
  readonly difference: number;
}

/** What a report estimates beside what is true. */
export interface LiftComparison {
  readonly seed: number;
  readonly campaign: string;
  readonly reported: Reported;
  readonly truth: Truth;
  readonly standardError: number;
  /** How many standard errors the estimate lies above the truth. */
  readonly z: number;
  /** How many it lies above no effect at all. */
  readonly zOfNone: number;
}

/**
 * Sets a campaign's reported difference beside its true lift. The standard error is that of a difference of two
 * independent proportions, each with its own variance.
 * @throws Error where the report has not the customers that there are, or others who met the goal: that is no matter of chance.
 */
export function compareLift(seed: number, reported: Reported, truth: Truth): LiftComparison {
  for (const arm of ["treated", "control"] as const) {
    assertEqual(`${reported.campaign}, customers, ${arm}`, reported[arm].customers, truth[arm].customers);
    assertEqual(`${reported.campaign}, converted, ${arm}`, reported[arm].converted, truth[arm].met);
  }
  const standardError = Math.sqrt(variance(reported.treated) + variance(reported.control));
  return {
    seed,
    campaign: reported.campaign,
    reported,
    truth,
    standardError,
    z: (reported.difference - truth.lift) / standardError,
    zOfNone: reported.difference / standardError,
  };
}

function assertEqual(what: string, reported: number, truth: number): void {
  if (reported !== truth) throw new Error(`${what}: the report has ${reported}, the bank ${truth}`);
}

function variance({ customers, converted }: ReportedArm): number {
  const rate = converted / customers;
  return (rate * (1 - rate)) / customers;
}

/** Stouffer's: the sum of independent scores, which is again one when divided by the root of their number. */
export function pooled(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score, 0) / Math.sqrt(scores.length);
}

/** The comparisons as a table, with what they come to. */
export function comparisonText(comparisons: readonly LiftComparison[]): string {
  const rows = comparisons.map(({ seed, campaign, reported, truth, standardError, z }) => [
    String(seed),
    campaign,
    String(reported.treated.customers),
    armText(reported.treated, truth.treated),
    String(reported.control.customers),
    armText(reported.control, truth.control),
    points(reported.difference),
    points(truth.lift),
    points(standardError),
    z.toFixed(2),
  ]);
  const table = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, at) => (at === 1 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  "),
  );
  const scores = comparisons.map(({ z }) => z);
  const squares = scores.reduce((sum, z) => sum + z * z, 0);
  const none = pooled(comparisons.map(({ zOfNone }) => zOfNone));
  return [
    ...lines,
    "",
    `pooled z ${pooled(scores).toFixed(2)} over ${scores.length} estimates; sum of squares ${squares.toFixed(1)}; against no effect at all ${none.toFixed(1)}`,
    "",
  ].join("\n");
}

const HEADINGS = [
  "seed",
  "campaign",
  "treated",
  "converted (expected)",
  "control",
  "converted (expected)",
  "estimate",
  "true lift",
  "s.e.",
  "z",
];

const armText = ({ converted }: ReportedArm, { expected }: ArmTruth): string =>
  `${converted} (${expected.toFixed(1)})`;

/** In percentage points. */
const points = (share: number): string => (100 * share).toFixed(2);
