import { IMPORTED_CONTACT_COLUMNS, IMPORTED_RESPONSE_COLUMNS } from "../imported-rows.ts";
import {
  CONTACT_COLUMNS,
  DECISION_COLUMNS,
  OUTBOX_COLUMNS,
  REASON_COLUMNS,
  REASON_LIST_COLUMNS,
  REJECTION_COLUMNS,
} from "../rows.ts";
import type { LedgerTables } from "../tables.ts";

/** A value of a row, as both engines store it. */
export type Cell = string | number | null;

/** A table that moves with a ledger: all but who holds the lock, and whose ledger it is, which the file's heading says. */
export type TransferredTable = Exclude<keyof LedgerTables, "run_lock" | "ledger_owner">;

const RESPONSE_MARKS = ["kind", "event", "event_id", "best", "shares", "found_at"] as const;

/** The columns of each, its key first. */
const COLUMNS = {
  runs: ["id", "tick", "asked_at", "plan_hash", "started_at"],
  campaign_ticks: [
    "campaign",
    "tick",
    "run",
    "label",
    "owner",
    "previous_tick",
    "active",
    "floor",
    "campaign_hash",
    "funnel",
  ],
  contacts: ["id", ...DECISION_COLUMNS, ...CONTACT_COLUMNS],
  reason_lists: REASON_LIST_COLUMNS,
  reasons: REASON_COLUMNS,
  rejections: ["id", ...DECISION_COLUMNS, ...REJECTION_COLUMNS],
  responses: ["id", "contact", "time", "amount", "currency", ...RESPONSE_MARKS],
  response_searches: ["campaign", "searched_to"],
  membership_states: ["campaign", "tick", "meaning"],
  memberships: ["campaign", "customer", "value"],
  dispatches: ["id", "channel", "started_at", "finished_at", "target"],
  outbox: [...OUTBOX_COLUMNS, "dispatch", "attempts", "next_attempt", "failure"],
  dead_letters: ["contact", "dispatch", "failed_at", "reason"],
  deliveries: ["contact", "dispatch", "delivered_at"],
  forgotten: ["mark", "since"],
  cancellations: ["contact", "cancelled_at", "reason"],
  cancellation_reasons: ["contact", "position", "code", "rule"],
  tasks: [
    "contact",
    "dispatch",
    "branch",
    "manager",
    "state",
    "made_at",
    "due",
    "claimed_at",
    "closed_at",
    "note",
  ],
  imported_contacts: ["id", ...IMPORTED_CONTACT_COLUMNS],
  imported_responses: ["id", ...IMPORTED_RESPONSE_COLUMNS],
  sources: ["hash", "text"],
  source_sets: ["hash", "path", "kind", "source"],
  project_records: ["id", "recorded_at", "plan_hash", "catalog_hash", "source_set", "release"],
} as const satisfies { readonly [Table in TransferredTable]: readonly (keyof LedgerTables[Table])[] };

/** The tables in an order in which each comes after those that it refers to. */
export const TRANSFERRED_TABLES = Object.keys(COLUMNS) as readonly TransferredTable[];

/** Those whose rows are numbered by the engine. */
export const NUMBERED_TABLES: readonly TransferredTable[] = [
  "runs",
  "contacts",
  "rejections",
  "responses",
  "dispatches",
  "imported_contacts",
  "imported_responses",
  "project_records",
];

export function columnsOf(table: TransferredTable): readonly string[] {
  return COLUMNS[table];
}
