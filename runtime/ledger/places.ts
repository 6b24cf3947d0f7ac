import type { Instant } from "../calendar/instant.ts";
import type { Arm } from "./records.ts";

/** A place that a customer has taken in a campaign's caps. */
export interface CustomerPlace {
  readonly customer: string;
  readonly due: Instant;
}

export interface ChannelPlaces {
  readonly channel: string;
  readonly due: Instant;
  readonly count: number;
}

/** Contacts of one due time and the same costs. */
export interface Spending {
  readonly due: Instant;
  readonly costs: Readonly<Record<string, string>>;
  readonly count: number;
}

/** A contact as the policy's lines on a customer see it. */
export interface CustomerContact {
  readonly customer: string;
  readonly due: Instant;
  readonly channel: string;
  readonly offers: readonly string[];
  readonly purpose: "service" | "marketing";
}

/** Contacts that the policy's limits on numbers and money cannot tell apart. */
export interface PolicyPlaces {
  readonly due: Instant;
  readonly channel: string;
  readonly offers: readonly string[];
  readonly segments: readonly string[];
  readonly arm: Arm;
  readonly costs: Readonly<Record<string, string>>;
  readonly count: number;
}
