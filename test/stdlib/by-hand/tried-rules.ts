import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { warehouseSettings } from "../../../cli/project/runtime-settings.ts";
import { daysAfter } from "../../../demo/days.ts";
import { openLedger, openWarehouse, parseInstant, runPlan } from "../../../runtime/index.ts";
import { campaignOf, compileTrial, writeTrialProject } from "../trial/trial-project.ts";
import type { Span } from "./ticks.ts";
import { type Found, writtenRules } from "./written-rules.ts";

/**
 * Runs each rule in a campaign of its own, as the command line does; gives what the campaigns contact for, by tick and
 * rule. Every tick has a ledger of its own, in which it is the first, so that it takes what is after the scheduled
 * instant before it.
 *
 * @param schedule whose instants the ticks are, and the ones before them
 */
export async function findByRunning(
  folder: string,
  bank: string,
  schedule: string,
  spans: readonly Span[],
): Promise<ReadonlyMap<Span, ReadonlyMap<string, Found>>> {
  writeProject(folder, bank, schedule, spans);
  const compiled = await compileTrial(folder);
  const { plan } = compiled;
  const warehouse = await openWarehouse(warehouseSettings(compiled), plan);
  try {
    const ruleOf = new Map(writtenRules.map((rule) => [campaignOf(rule), rule]));
    const all = new Map<Span, ReadonlyMap<string, Found>>();
    for (const span of spans) {
      const at = parseInstant(span.tick.slice(0, 16).replace(" ", "T"), plan.timezone);
      if (at === undefined) throw new Error(`${span.tick} is no instant`);
      const ledger = await openLedger({ engine: "sqlite", path: join(folder, `${at}.db`) });
      try {
        await runPlan({ plan, warehouse, ledger, at, clock: () => at / 1000, funnelsOnly: true });
        const found = new Map(writtenRules.map((rule) => [rule, new Set<string>()]));
        for (const { campaign, customer, occasion } of await ledger.contacts(at, [...ruleOf.keys()]))
          found.get(ruleOf.get(campaign) ?? "")?.add(`${customer} ${idOf(occasion, customer)}`);
        all.set(span, found);
      } finally {
        await ledger.close();
      }
    }
    return all;
  } finally {
    await warehouse.close();
  }
}

/**
 * The id in an occasion, as SQL by hand gives it: of a collection's row without the date that is counted from, and of a
 * change of stage without the customer, who is a part of its id.
 */
function idOf(occasion: string, customer: string): string {
  const [first = "", second] = occasion.split("|");
  return first === customer && second !== undefined ? second : first;
}

/** The figures of the rules are those of the folder here, so that setting one anew in the library changes nothing. */
function writeProject(folder: string, bank: string, schedule: string, spans: readonly Span[]): void {
  const days = spans.flatMap(({ tick, previous }) => [tick.slice(0, 10), previous.slice(0, 10)]).sort();
  writeTrialProject(folder, {
    rules: writtenRules,
    schedule,
    window: [daysAfter(String(days[0]), -1), String(days.at(-1))],
    warehouse: { engine: "duckdb", place: bank },
    ledger: { engine: "sqlite", place: "ledger.db" },
  });
  copyFileSync(join(import.meta.dirname, "figures.campaign"), join(folder, "figures.campaign"));
}
