import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Span } from "./ticks.ts";
import { findByRunning } from "./tried-rules.ts";
import { findByHand, writtenRules } from "./written-rules.ts";

/** What a rule and the SQL by hand have found over some ticks. */
export interface Comparison {
  readonly rule: string;
  /** What both have found. */
  readonly both: number;
  /** What one has found alone, as `tick customer occasion`. */
  readonly onlyByHand: readonly string[];
  readonly onlyByRunning: readonly string[];
}

/** Some ticks, and the schedule that they are instants of. */
export interface Round {
  readonly schedule: string;
  readonly spans: readonly Span[];
}

/** Compares all rules that there is SQL for, over all ticks, in order of name. */
export async function compareRules(bank: string, rounds: readonly Round[]): Promise<readonly Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), "baleen-by-hand-"));
  const sums = new Map(
    writtenRules.map((rule) => [
      rule,
      { rule, both: 0, onlyByHand: [] as string[], onlyByRunning: [] as string[] },
    ]),
  );
  try {
    for (const [number, { schedule, spans }] of rounds.entries()) {
      const byHand = await findByHand(bank, spans);
      const byRunning = await findByRunning(join(folder, `${number}`), bank, schedule, spans);
      for (const span of spans) {
        for (const [rule, sum] of sums) {
          const one = byHand.get(span)?.get(rule) ?? new Set();
          const other = byRunning.get(span)?.get(rule) ?? new Set();
          for (const found of one) {
            if (other.has(found)) sum.both += 1;
            else sum.onlyByHand.push(`${span.tick} ${found}`);
          }
          for (const found of other) if (!one.has(found)) sum.onlyByRunning.push(`${span.tick} ${found}`);
        }
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return [...sums.values()];
}
