import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ledgerSettings, warehouseSettings } from "../../../cli/project/runtime-settings.ts";
import { openLedger, openWarehouse, parseInstant, type RunReport, runPlan } from "../../../runtime/index.ts";
import { compileTrial } from "../trial/trial-project.ts";

/** Whom a campaign has contacted over all days. */
export interface CampaignFindings {
  readonly contacts: number;
  /** Each once. */
  readonly customers: ReadonlySet<string>;
}

/** What a row of daily runs has come to. */
export interface DailyFindings {
  /** By campaign. */
  readonly campaigns: ReadonlyMap<string, CampaignFindings>;
  /** A digest of all that was decided on each day, in order of days. */
  readonly days: readonly { readonly day: string; readonly digest: string }[];
  readonly seconds: number;
}

/** The days of a project, each with a run. */
export interface DailyRuns {
  readonly folder: string;
  readonly days: readonly string[];
  /** The local time of the runs: `06:00`. */
  readonly time: string;
  readonly onDay: (day: string, contacts: number) => void;
}

/**
 * Runs a project day by day as the command line does. What each day decides is written to a file of the folder
 * `decisions`, a line a funnel, contact, control and rejection.
 */
export async function runDays({ folder, days, time, onDay }: DailyRuns): Promise<DailyFindings> {
  const compiled = await compileTrial(folder);
  const { plan } = compiled;
  const warehouse = await openWarehouse(warehouseSettings(compiled), plan);
  const ledger = await openLedger(ledgerSettings(compiled));
  const campaigns = new Map(
    plan.campaigns.map(({ name }) => [name, { contacts: 0, customers: new Set<string>() }]),
  );
  const digests: { readonly day: string; readonly digest: string }[] = [];
  const began = performance.now();
  mkdirSync(join(folder, "decisions"), { recursive: true });
  try {
    for (const day of days) {
      const at = parseInstant(`${day}T${time}`, plan.timezone);
      if (at === undefined) throw new Error(`${day} is no day`);
      const { report, decided } = await runPlan({ plan, warehouse, ledger, at, clock: () => at / 1000 });
      // The others were decided on an earlier day, and are told again.
      const contacts = report.ticks
        .flatMap((tick) => tick.contacts)
        .filter(({ campaign }) => decided.has(campaign));
      for (const { campaign, customer } of contacts) {
        const findings = campaigns.get(campaign);
        if (findings === undefined) throw new Error(`${campaign} is no campaign of the project`);
        findings.contacts += 1;
        findings.customers.add(customer);
      }
      const text = decisionLines(report).join("\n");
      writeFileSync(decisionsFile(folder, day), text);
      digests.push({ day, digest: createHash("sha256").update(text).digest("hex") });
      onDay(day, contacts.length);
    }
  } finally {
    await ledger.close();
    await warehouse.close();
  }
  return { campaigns, days: digests, seconds: (performance.now() - began) / 1000 };
}

/** Where a day's decisions lie. */
export function decisionsFile(folder: string, day: string): string {
  return join(folder, "decisions", `${day}.txt`);
}

function decisionLines({ ticks, leftOpen }: RunReport): readonly string[] {
  const decided = ticks.flatMap(({ tick, campaigns, contacts, controls, universal, rejections }) => [
    ...campaigns.map((funnel) => ({ tick, funnel })),
    ...contacts.map((contact) => ({ tick, contact })),
    ...controls.map((control) => ({ tick, control })),
    ...universal.map((held) => ({ tick, held })),
    ...rejections.map((rejection) => ({ tick, rejection })),
  ]);
  return [...decided, ...leftOpen].map((each) => JSON.stringify(each));
}
