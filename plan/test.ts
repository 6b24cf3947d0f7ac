import type { CampaignPlan, ColumnKind, Plan } from "./plan.ts";
import type { ValueType } from "./value-type.ts";

/**
 * A test of a campaign, as plain JSON: a small world, runs in it, and what must come of them. Its customers are all there
 * are. Tags and attributes that are not given are unknown, but addresses and consents are there; holdouts are off; rates
 * that are not given are unknown; the ledger is empty but for `contacts` and `responses`. Instants are ISO in UTC.
 */
export interface TestProgram {
  readonly name: string;
  readonly campaign: string;
  readonly customers: readonly TestCustomer[];
  /** In the order written, which is that of their ids. */
  readonly rows: readonly TestRow[];
  readonly contacts: readonly TestContact[];
  readonly responses: readonly TestResponse[];
  readonly rates: readonly TestRate[];
  /** In order of time. */
  readonly ticks: readonly TestTick[];
  /** `campaigns/a.campaign:12`. */
  readonly origin: string;
}

/** A value as the language has it; null is unknown. */
export type TestValue = {
  /** Of money, with the currency that was given. */
  readonly type: ValueType;
  /**
   * Decimal text, text, `2026-01-01`, an instant, an enum's member or a product's code; booleans as booleans, sets as
   * their members in the order written.
   */
  readonly value: string | boolean | readonly string[];
} | null;

export interface TestCustomer {
  /** Her key as text. */
  readonly key: string;
  /** Tags of the catalog as they stand on the local date of the first tick; nothing is known of days before. */
  readonly tags: Readonly<Record<string, TestValue>>;
  /** Tags as they stand on other dates, in order of tag and date; each value holds until the tag's next. */
  readonly dated: readonly { readonly tag: string; readonly date: string; readonly value: TestValue }[];
}

/** An event, or a row of a collection, which has no time. */
export interface TestRow {
  readonly kind: "event" | "collection";
  readonly name: string;
  readonly customer: string;
  readonly time?: string;
  readonly attributes: Readonly<Record<string, TestValue>>;
}

/** A contact that the ledger remembers; `time` is when it was due. */
export interface TestContact {
  readonly customer: string;
  readonly time: string;
  readonly campaign: string;
  readonly channel: string;
  readonly offers: readonly string[];
  /** 0 the first contact. */
  readonly wave: number;
  readonly state: "waiting" | "sent" | "delivered" | "failed" | "cancelled";
}

export interface TestResponse {
  readonly customer: string;
  readonly time: string;
  readonly campaign: string;
  readonly channel?: string;
  readonly offers: readonly string[];
  /** In the project's currency. */
  readonly amount?: { readonly amount: string; readonly currency: string };
}

/** The price of one unit of a currency in the project's, decimal text, from a local date on (missing: always). */
export interface TestRate {
  readonly currency: string;
  readonly rate: string;
  readonly from?: string;
}

export interface TestTick {
  readonly at: string;
  readonly expectations: readonly Expectation[];
}

/** What must have come of a tick for a customer. */
export type Expectation = {
  readonly customer: string;
  /** As the formatter writes it. */
  readonly text: string;
  readonly origin: string;
} & (
  | {
      readonly kind: "contact";
      readonly via?: string;
      /** The offers of the contact, all of them in whatever order. */
      readonly offering?: readonly string[];
      /** When it is due. */
      readonly at?: string;
    }
  | { readonly kind: "no-contact"; readonly because?: TestReason }
);

/** Why a customer was not contacted: one of these must be among what was recorded. `unknown …` names a placeholder. */
export type TestReason = (typeof TEST_REASONS)[number] | `unknown ${string}`;

/**
 * The codes of reasons: those that arbitration records, and those for which there is no candidate at all. Nobody is held out
 * in a test.
 */
export const TEST_REASONS = [
  "segment",
  "exclude",
  "trigger",
  "consent",
  "address",
  "cap",
  "capacity",
  "budget",
  "suppressed",
  "never",
  "only",
  "expired",
  "no offer",
  "no channel",
  "too long",
] as const;

/** A test that can be run: the plan, with the one campaign that is tested, and the warehouse that the test sets up. */
export interface TestPlan {
  readonly test: TestProgram;
  /** The campaign is active whatever its status, holdouts are off, and all data are taken to have come. */
  readonly plan: Plan;
  readonly relations: readonly TestRelation[];
  readonly probes: TestProbes;
  /** Campaigns of `contacts` whose purpose is service. */
  readonly service: readonly string[];
}

/** A table of the warehouse. Cells are text in their column's usual form, `12.5`, `true`, `2026-03-02`, `2026-03-02 09:00:00`, instants ISO in UTC; null is unknown. */
export interface TestRelation {
  readonly relation: string;
  readonly columns: readonly { readonly column: string; readonly expects: ColumnKind }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/**
 * Campaigns that tell why somebody is no candidate: they find those who are in the segment, those whom the campaign
 * excludes, and those for whom its trigger fires.
 */
export interface TestProbes {
  readonly segment: CampaignPlan;
  readonly exclude?: CampaignPlan;
  readonly trigger: CampaignPlan;
}
