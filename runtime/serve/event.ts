import type { Instant } from "../calendar/instant.ts";
import type { DispatchSummary } from "../dispatch/dispatch.ts";
import type { ChannelOutlook } from "../ledger/outlook.ts";
import type { PruneOutcome } from "../ledger/prune.ts";
import type { CampaignTick } from "../ledger/records.ts";
import type { Phase } from "../phases.ts";
import type { LeftOpen } from "../report/run-report.ts";
import type { TickAhead } from "../run/ahead.ts";

/** What a service does, as it does it. Nothing in it is about a customer, but for the texts of failures that are faults. */
export type ServiceEvent =
  /** The ledger could be asked who leads: each time that it is looked at. */
  | { readonly kind: "looked" }
  | { readonly kind: "role"; readonly role: ServiceRole }
  /** Campaigns that do nothing for a time, as ticks ahead of the clock are completed: each time that they are others. */
  | { readonly kind: "ahead"; readonly campaigns: readonly TickAhead[] }
  /** The latest completed tick of each of the plan's campaigns that has one, whoever ran it: each time that there are others. */
  | { readonly kind: "last-ticks"; readonly ticks: ReadonlyMap<string, Instant> }
  /** Campaigns have completed an instant, which is committed. */
  | { readonly kind: "completed"; readonly tick: Instant; readonly campaigns: readonly CampaignTick[] }
  | {
      readonly kind: "ran";
      readonly at: Instant;
      readonly seconds: number;
      readonly phases: ReadonlyMap<Phase, number>;
      readonly leftOpen: readonly LeftOpen[];
    }
  /** Messages have left, or were cancelled for they are no longer allowed. */
  | {
      readonly kind: "dispatched";
      readonly dispatched: readonly DispatchSummary[];
      readonly cancelled: number;
    }
  /** Another command has the project's lock: its turn comes first. */
  | { readonly kind: "locked"; readonly again: Instant }
  | {
      readonly kind: "failed";
      readonly work: ServiceWork;
      /** RuntimeProblems, or a fault of the program's own. */
      readonly causes: readonly unknown[];
      /** How often in a row. */
      readonly attempt: number;
      readonly again: Instant;
    }
  /** What is older than the ledger keeps is anonymous now. */
  | { readonly kind: "pruned"; readonly outcome: PruneOutcome }
  | { readonly kind: "outlook"; readonly channels: readonly ChannelOutlook[] };

/**
 * What a copy of a service does: it works; another does, which it waits for; or the ledger cannot be used, so that it neither
 * works nor knows who does.
 */
export type ServiceRole = "leads" | "stands-by" | "cut-off";

/** What failed: reaching the ledger, the ticks that are due, sending what waits, making old rows anonymous. */
export type ServiceWork = "ledger" | "run" | "dispatch" | "prune";
