import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sqlFiles } from "../../compiler/emit/build-files.ts";
import type { Engine } from "../../plan/index.ts";
import type { RunReport, TickReport } from "../../runtime/index.ts";
import { parseInstant } from "../../runtime/index.ts";
import { localTime } from "../../runtime/report/funnel-text.ts";
import { type Bank, type DetectedCandidate, detectAll, only } from "../support/detection.ts";
import { expectGolden } from "../support/golden.ts";
import { runOnBoth } from "../support/runs.ts";
import { expectationsMet } from "./decisions/told.ts";
import { type Family, type Form, type FormCase, slugOf, textOf } from "./form.ts";

const ENGINES: readonly Engine[] = ["duckdb", "postgres"];

/** Declares a family's tests: of each form the SQL of both dialects, and each of its cases on both engines. */
export function checkFamily(family: Family): void {
  describe(`§ ${family.section}: ${family.name}`, () => {
    for (const [written, form] of Object.entries(family.forms)) {
      describe(written, () => {
        test("in SQL", () => expectStatements(family, written, form));
        for (const [name, one] of Object.entries(form.cases)) {
          test(name, () => expectOutcome(family, one));
        }
      });
    }
  });
}

/** Where a form's statement is kept. */
export function goldenPath(family: Family, written: string, engine: Engine): string {
  const folder = join(import.meta.dirname, "golden", `${family.section}-${family.name}`);
  return join(folder, `${slugOf(written)}.${engine}.sql`);
}

function expectStatements(family: Family, written: string, form: Form): void {
  const [one] = Object.values(form.cases);
  if (one === undefined) throw new Error(`${written} has no case`);
  const text = textOf(one);
  const { program } = bankOf(family, one).compile(text);
  for (const engine of ENGINES) {
    const sql = [...sqlFiles(program, engine).values()].join("\n");
    if (form.sqlOf === undefined) {
      expectGolden(goldenPath(family, written, engine), `${asComment(text)}\n${MARK}\n${sql}`);
    } else {
      const kept = readFileSync(goldenPath(family, form.sqlOf, engine), "utf8");
      expect(sql).toBe(kept.slice(kept.indexOf(`${MARK}\n`) + MARK.length + 1));
    }
  }
}

/** Below it stands the statement, above it the text that it comes from. */
const MARK = "-- ====";

function asComment(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `-- ${line}`.trimEnd())
    .join("\n");
}

function bankOf(family: Family, one: FormCase): Bank {
  switch (one.kind) {
    case "told":
      return family.bank;
    case "decides":
      return one.bank ?? family.bank;
    default:
      return one.given.bank ?? family.bank;
  }
}

async function expectOutcome(family: Family, one: FormCase): Promise<void> {
  if (one.kind === "told") {
    expect(await expectationsMet(one.text)).toEqual(one.met);
    return;
  }
  const bank = bankOf(family, one);
  const { plan } = bank.compile(textOf(one));
  if (one.kind === "decides") {
    const reports = await runOnBoth(plan, await bank.tables(), one.runs);
    expect(linesOf(reports, plan.timezone)).toEqual([...one.lines].sort());
    return;
  }
  const { given } = one;
  const at = {
    tick: given.tick ?? family.tick,
    ...(given.after !== undefined && { after: given.after }),
    ...(given.ledger !== undefined && { ledger: instantsOf(given.ledger, plan.timezone) }),
  };
  const { candidates } = only(await detectAll(plan, await bank.tables(), at));
  expect(outcomeOf(one, candidates)).toEqual(
    one.kind === "values" ? one.values : one.kind === "holds" ? one.customers : one.firings,
  );
}

function outcomeOf(one: FormCase, candidates: readonly DetectedCandidate[]): unknown {
  if (one.kind === "values") {
    return Object.fromEntries(
      candidates.map(({ customer, placeholders }) => [customer, placeholders["v"] ?? null]),
    );
  }
  return candidates
    .map(({ customer, event }) => (event === null ? customer : `${customer}:${event.id}`))
    .join(" ");
}

/** The ledger's rows, their times as a run hands them over. */
function instantsOf(
  rows: NonNullable<Parameters<typeof Object.entries<readonly object[] | undefined>>[0]>,
  zone: string,
): Readonly<Record<string, readonly object[]>> {
  return Object.fromEntries(
    Object.entries(rows).map(([kind, given]) => [
      kind,
      (given ?? []).map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([key, value]) => [
            key,
            key === "time" ? parseInstant(String(value), zone) : value,
          ]),
        ),
      ),
    ]),
  );
}

/**
 * A line for each decision, in order of text: `03-02 06:00 spring 1 sms card`, with `+1` behind the customer for the first
 * further wave, ` #10` for an event, ` at 03-02 09:00` where the contact is due later than the tick, ` (control)` for who is
 * held out; of a rejection `03-02 06:00 spring 1: sms cap, call address`. Times are local.
 */
export function linesOf(reports: readonly RunReport[], zone: string): readonly string[] {
  const short = (instant: string): string => localTime(instant, zone).slice(5);
  const lines = reports
    .flatMap(({ ticks }) => ticks)
    .flatMap((tick) => {
      const head = (one: TickReport["contacts"][number] | TickReport["rejections"][number]): string =>
        `${short(tick.tick)} ${one.campaign} ${one.customer}${one.wave > 0 ? `+${one.wave}` : ""}${one.event === null ? "" : ` #${one.event.id}`}`;
      const placed = (ones: TickReport["contacts"], arm: string): readonly string[] =>
        ones.map(
          (one) =>
            `${head(one)} ${one.channel} ${one.offers.join("+")}${one.due === tick.tick ? "" : ` at ${short(one.due)}`}${arm}`,
        );
      return [
        ...placed(tick.contacts, ""),
        ...placed(tick.controls, " (control)"),
        ...placed(tick.universal, " (universal)"),
        ...tick.rejections.map(
          (one) =>
            `${head(one)}: ${one.reasons.map(({ channel, code }) => (channel === null ? code : `${channel} ${code}`)).join(", ")}`,
        ),
      ];
    });
  // A run that comes to a completed tick again is answered by its decisions again.
  return [...new Set(lines)].sort();
}
