import type { Generated } from "kysely";
import type { Arm, ContactState, TaskState } from "./records.ts";

/** The ledger's tables as Kysely sees them. Instants are microseconds since 1970 UTC; booleans 0 and 1. */
export interface LedgerTables {
  readonly run_lock: {
    readonly id: number;
    readonly token: number;
    readonly process: number;
    readonly since: number;
  };
  /** The project whose ledger it is. */
  readonly ledger_owner: {
    readonly id: number;
    readonly project: string;
  };
  readonly runs: {
    readonly id: Generated<number>;
    readonly tick: number;
    readonly asked_at: number;
    readonly plan_hash: string;
    readonly started_at: number;
  };
  readonly campaign_ticks: {
    readonly campaign: string;
    readonly tick: number;
    readonly run: number;
    readonly label: string | null;
    readonly owner: string;
    readonly previous_tick: number | null;
    readonly active: number;
    readonly floor: number;
    readonly campaign_hash: string;
    /** JSON of `Funnel`. */
    readonly funnel: string;
  };
  readonly contacts: DecisionColumns & {
    readonly channel: string;
    /** JSON list. */
    readonly offers: string;
    readonly due: number;
    /** JSON of decimal texts by currency. */
    readonly costs: string;
    readonly purpose: "service" | "marketing";
    /** JSON of texts and nulls by name. */
    readonly carried: string;
    /** A JSON list of names. */
    readonly segments: string;
    /** Null but for the treated arm. */
    readonly state: ContactState | null;
  };
  readonly rejections: DecisionColumns & {
    readonly channel: string | null;
    /** A JSON list of names. */
    readonly offers: string;
    readonly due: number | null;
    /** Null in no row; a column that is added later cannot say so on SQLite. */
    readonly reason_list: number | null;
  };
  /** A list of reasons that rejections of a tick share. */
  readonly reason_lists: {
    readonly id: number;
    readonly tick: number;
  };
  readonly reasons: {
    readonly reason_list: number;
    readonly position: number;
    readonly channel: string | null;
    readonly code: string;
    readonly rule: string | null;
  };
  readonly responses: {
    readonly id: Generated<number>;
    readonly contact: number;
    readonly time: number;
    readonly amount: string | null;
    readonly currency: string | null;
    /** What meets the campaign's goal; or what a channel says that the customer answered. */
    readonly kind: Generated<"goal" | "answer">;
    /** What occurred and which of its kind; of answers what the channel calls it and its own number for it, each empty without one. */
    readonly event: Generated<string>;
    readonly event_id: Generated<string>;
    /** 1 for the one contact that `best` credits. */
    readonly best: Generated<number>;
    /** Among how many contacts `fractional` divides it; null for members of holdouts, who are not credited. */
    readonly shares: Generated<number | null>;
    readonly found_at: number | null;
  };
  /** Up to when a campaign's responses were looked for. */
  readonly response_searches: {
    readonly campaign: string;
    readonly searched_to: number;
  };
  readonly membership_states: {
    readonly campaign: string;
    readonly tick: number;
    readonly meaning: string;
  };
  readonly memberships: {
    readonly campaign: string;
    readonly customer: string;
    readonly value: string | null;
  };
  readonly dispatches: {
    readonly id: Generated<number>;
    readonly channel: string;
    readonly started_at: number;
    readonly finished_at: number | null;
    readonly target: string | null;
  };
  readonly outbox: {
    readonly contact: number;
    readonly key: string;
    readonly channel: string;
    readonly due: number;
    readonly address: string | null;
    readonly subject: string | null;
    readonly message: string | null;
    readonly dispatch: number | null;
    /** How often it was tried in vain; the first instant at which it is tried again, and why. */
    readonly attempts: Generated<number>;
    readonly next_attempt: number | null;
    readonly failure: string | null;
  };
  readonly dead_letters: {
    readonly contact: number;
    readonly dispatch: number;
    readonly failed_at: number;
    readonly reason: string;
  };
  /** Customers who are forgotten, by marks that only the project's key makes; one of them is the key's own. */
  readonly forgotten: {
    readonly mark: string;
    readonly since: number;
  };
  readonly cancellations: {
    readonly contact: number;
    readonly cancelled_at: number;
    readonly reason: string;
  };
  readonly cancellation_reasons: {
    readonly contact: number;
    readonly position: number;
    readonly code: string;
    readonly rule: string | null;
  };
  readonly tasks: {
    readonly contact: number;
    readonly dispatch: number;
    /** Where the customer belongs; null where nothing says. */
    readonly branch: string | null;
    /** Whose task it is; null while it is nobody's. */
    readonly manager: string | null;
    readonly state: TaskState;
    readonly made_at: number;
    readonly due: number;
    readonly claimed_at: number | null;
    readonly closed_at: number | null;
    readonly note: string | null;
  };
  /** Contacts that a former system made. */
  readonly imported_contacts: {
    readonly id: Generated<number>;
    /** The former system's number for it, or a hash of what is known of it: whoever imports it again is told that it is there. */
    readonly key: string;
    readonly customer: string;
    readonly campaign: string;
    readonly channel: string;
    /** A JSON list of names. */
    readonly offers: string;
    readonly due: number;
    /** JSON of decimal texts by currency. */
    readonly costs: string;
    readonly purpose: "service" | "marketing";
    readonly state: Exclude<ContactState, "waiting">;
    readonly imported_at: number;
  };
  readonly imported_responses: {
    readonly id: Generated<number>;
    readonly key: string;
    readonly customer: string;
    readonly campaign: string;
    readonly channel: string | null;
    /** A JSON list of names. */
    readonly offers: string;
    readonly time: number;
    readonly amount: string | null;
    readonly currency: string | null;
    readonly imported_at: number;
  };
  /** Texts of the project's files, by SHA-256. */
  readonly sources: {
    readonly hash: string;
    readonly text: string;
  };
  /** Which files a project was made of, by the hash of their list. */
  readonly source_sets: {
    readonly hash: string;
    readonly path: string;
    readonly kind: "catalog" | "campaign";
    readonly source: string;
  };
  /** What runs from a moment on went by. */
  readonly project_records: {
    readonly id: Generated<number>;
    readonly recorded_at: number;
    readonly plan_hash: string;
    readonly catalog_hash: string;
    readonly source_set: string;
    /** The release that compiled them. */
    readonly release: string;
  };
  readonly deliveries: {
    readonly contact: number;
    readonly dispatch: number;
    readonly delivered_at: number;
  };
}

/** What contacts and rejections have in common. */
export interface DecisionColumns {
  readonly id: Generated<number>;
  readonly campaign: string;
  readonly tick: number;
  readonly wave: number;
  readonly customer: string;
  readonly arm: Arm;
  readonly occasion: string;
  readonly event_id: string | null;
  readonly event_time: number | null;
  readonly value: string | null;
  readonly currency: string | null;
}
