import { auditDeliveries, type Evidence } from "./audit-deliveries.ts";
import { auditFunnels } from "./audit-funnels.ts";
import { auditLimits } from "./audit-limits.ts";
import type { LedgerRows } from "./ledger-rows.ts";
import { LIMITS } from "./limits.ts";

/** What is wrong with a ledger and what was sent by it; each a line that says where to look. */
export interface Findings {
  /** Committed contacts that were neither delivered nor cancelled with a reason nor dead-lettered. */
  readonly lost: readonly string[];
  /** Decided, sent or kept more than once, or sent without having been decided. */
  readonly duplicated: readonly string[];
  /** Limits that more contacts were made under than they allow. */
  readonly exceeded: readonly string[];
  /** Where the ledger contradicts itself. */
  readonly contradictions: readonly string[];
}

/** Counts everything again. `now` is the clock of the last dispatch, in microseconds. */
export function audit(rows: LedgerRows, evidence: Evidence, now: number): Findings {
  const { lost, duplicated, contradictions } = auditDeliveries(rows, evidence, now);
  return {
    lost,
    duplicated: [...decidedTwice(rows), ...duplicated],
    exceeded: auditLimits(rows.contacts, LIMITS),
    contradictions: [...contradictions, ...auditFunnels(rows)],
  };
}

/** One campaign decides once on a customer, an occasion and a wave. */
function decidedTwice({ contacts }: LedgerRows): readonly string[] {
  const identities = contacts.map(({ campaign, customer, occasion, wave }) =>
    [campaign, customer, occasion, wave].join(" "),
  );
  return repeated(identities).map((identity) => `contacted twice: ${identity}`);
}

/** What is there more than once. */
export function repeated<Item>(items: readonly Item[]): readonly Item[] {
  const seen = new Set<Item>();
  return items.filter((item) => seen.has(item) || !seen.add(item));
}
