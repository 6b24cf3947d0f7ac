import type { CampaignWindow, Cap, FollowUp, Offer, Schedule } from "./campaign.ts";
import type { Definition, Expression, Feature, Ranking, TagHistory } from "./expression.ts";
import type { Firing, Occurrence } from "./firing.ts";
import type { Policy } from "./policy.ts";
import type {
  BusinessCalendar,
  Channel,
  ColumnMapping,
  CustomerSource,
  EventSource,
  RateSource,
  Source,
} from "./source.ts";
import type { Duration } from "./value-type.ts";

/**
 * What a project means, as plain JSON: every name bound, every type known, every feature shared. Emitters
 * and evaluators need nothing else. All lists are in order of name or id; records' keys are sorted.
 */
export interface Program {
  readonly format: 1;
  readonly project: string;
  readonly timezone: string;
  readonly currency: string;
  readonly calendar: BusinessCalendar;
  readonly customer: CustomerSource;
  readonly rates?: RateSource;
  readonly sources: Readonly<Record<string, Source>>;
  /** Tags of the catalog that the program uses. */
  readonly tags: Readonly<Record<string, ColumnMapping>>;
  readonly events: Readonly<Record<string, EventSource>>;
  readonly collections: Readonly<Record<string, EventSource>>;
  readonly channels: Readonly<Record<string, Channel>>;
  readonly offers: Readonly<Record<string, Offer>>;
  readonly definitions: Readonly<Record<string, Definition>>;
  readonly features: Readonly<Record<string, Feature>>;
  readonly tagHistories: Readonly<Record<string, TagHistory>>;
  readonly rankings: Readonly<Record<string, Ranking>>;
  readonly policy?: Policy;
  readonly campaigns: readonly CampaignProgram[];
  /** SHA-256, lower-case hex, of the canonical JSON of all the rest: blind to formatting and comments. */
  readonly hash: string;
}

/** One line of an offer or channel clause; the first whose condition holds is taken. */
export interface Route {
  /** Offers, or channels in order of preference. */
  readonly names: readonly string[];
  /**
   * Of several offers: `all` of them in the one contact; or the `best`, chosen at detection among those valid on D by
   * `scores`, one an offer: unknown ones last, the first written wins ties. Missing for channels and single offers.
   */
  readonly choice?:
    | { readonly kind: "all" }
    | { readonly kind: "best"; readonly scores: readonly Expression[] };
  /** Missing: always (`otherwise`, or the clause's only line). */
  readonly when?: Expression;
}

export interface CampaignProgram {
  readonly name: string;
  readonly label?: string;
  readonly owner: string;
  readonly status: "draft" | "active" | "paused";
  readonly purpose: "service" | "marketing";
  readonly segment: Expression;
  readonly exclude?: Expression;
  readonly schedule: Schedule;
  readonly firing: Firing;
  readonly window: CampaignWindow;
  readonly offers: readonly Route[];
  readonly channels: readonly Route[];
  readonly priority: number;
  /** Money; missing: the chosen offer's value. */
  readonly value?: Expression;
  readonly caps: readonly Cap[];
  /** The share held out, decimal text (0.05). */
  readonly holdout?: string;
  readonly goal?: Goal;
  /** In the order in which they follow each other. */
  readonly followUps: readonly FollowUp[];
  readonly origin: string;
  /** Of this campaign and all that it refers to. */
  readonly hash: string;
}

/** A response: such an occurrence in (due, due + within] of a contact. */
export interface Goal {
  /** It may speak of the contact's own event as `event`; of itself as `row`. */
  readonly occurrence: Occurrence;
  readonly within: Duration;
  /** Money; missing: the contact's value. */
  readonly worth?: Expression;
}
