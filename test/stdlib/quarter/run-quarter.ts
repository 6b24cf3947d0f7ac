import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ledgerSettings, warehouseSettings } from "../../../cli/project/runtime-settings.ts";
import { openLedger, openWarehouse, parseInstant, runPlan } from "../../../runtime/index.ts";
import { compileTrial } from "../trial/trial-project.ts";

/** Whom a rule has found over all ticks. */
export interface RuleFindings {
  readonly contacts: number;
  /** Each once. */
  readonly customers: ReadonlySet<string>;
}

/** What a quarter has come to. */
export interface QuarterFindings {
  /** By campaign. */
  readonly rules: ReadonlyMap<string, RuleFindings>;
  /** A digest of each day's contacts, in order of days. */
  readonly days: readonly { readonly day: string; readonly digest: string }[];
  readonly seconds: number;
}

/**
 * Runs a project's daily ticks as the command line does, one after the other. What each day decides is written to a file
 * of the folder `contacts`, a line a contact, sorted.
 */
export async function runQuarter(
  folder: string,
  days: readonly string[],
  onDay: (day: string, contacts: number) => void,
): Promise<QuarterFindings> {
  const compiled = await compileTrial(folder);
  const { plan } = compiled;
  const warehouse = await openWarehouse(warehouseSettings(compiled), plan);
  const ledger = await openLedger(ledgerSettings(compiled));
  const rules = new Map(
    plan.campaigns.map(({ name }) => [name, { contacts: 0, customers: new Set<string>() }]),
  );
  const digests: { readonly day: string; readonly digest: string }[] = [];
  const began = performance.now();
  mkdirSync(join(folder, "contacts"), { recursive: true });
  try {
    for (const day of days) {
      const at = parseInstant(`${day}T06:00`, plan.timezone);
      if (at === undefined) throw new Error(`${day} is no day`);
      await runPlan({ plan, warehouse, ledger, at, clock: () => at / 1000, funnelsOnly: true });
      const contacts = await ledger.contacts(at, [...rules.keys()]);
      const lines: string[] = [];
      for (const { campaign, customer, occasion, due } of contacts) {
        const rule = rules.get(campaign);
        if (rule === undefined) throw new Error(`${campaign} is no rule's campaign`);
        rule.contacts += 1;
        rule.customers.add(customer);
        lines.push([campaign, customer, occasion, due].join(" "));
      }
      const text = lines.toSorted().join("\n");
      writeFileSync(join(folder, "contacts", `${day}.txt`), text);
      digests.push({ day, digest: createHash("sha256").update(text).digest("hex") });
      onDay(day, contacts.length);
    }
  } finally {
    await ledger.close();
    await warehouse.close();
  }
  return { rules, days: digests, seconds: (performance.now() - began) / 1000 };
}
