import { campaignOf } from "../trial/trial-project.ts";
import type { EventRule } from "./event-rules.ts";
import type { DailyFindings } from "./run-days.ts";

/** The least and the most of all customers whom a rule should find in a quarter, in per cent. */
export const SENSIBLE = { least: 0.01, most: 20 } as const;

/** What a rule has found in a quarter. */
export interface RuleRate {
  readonly rule: EventRule;
  readonly contacts: number;
  readonly customers: number;
  /** Customers of all, in per cent. */
  readonly share: number;
}

/** The rates of rules, in the order of the library. */
export function rates(
  rules: readonly EventRule[],
  { campaigns: found }: DailyFindings,
  customers: number,
): readonly RuleRate[] {
  return rules.map((rule) => {
    const { contacts, customers: who } = found.get(campaignOf(rule.name)) ?? {
      contacts: 0,
      customers: new Set(),
    };
    return { rule, contacts, customers: who.size, share: (100 * who.size) / customers };
  });
}

/** Those of them that find nearly nobody or nearly everybody. */
export function unusual(all: readonly RuleRate[]): readonly RuleRate[] {
  return all.filter(({ share }) => share < SENSIBLE.least || share > SENSIBLE.most);
}

/** A table for readers, in Markdown. */
export function ratesTable(all: readonly RuleRate[]): string {
  const rows = all.map(
    ({ rule: { name, family, kind }, contacts, customers, share }) =>
      `| \`${name}\` | ${family} | ${kind.replace("_", " ")} | ${grouped(contacts)} | ${grouped(customers)} | ${share.toFixed(2)} % |`,
  );
  return [
    "| rule | family | kind | contacts | customers | of all customers |",
    "|---|---|---|---:|---:|---:|",
    ...rows,
    "",
  ].join("\n");
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
