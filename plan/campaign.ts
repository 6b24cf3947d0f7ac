import type { CalendarPeriod, Duration, TimeRange } from "./value-type.ts";

/** When a campaign has ticks, all in the project's zone. Times are `HH:mm`, dates ISO. */
export type Schedule =
  | { readonly kind: "daily"; readonly at: string }
  | { readonly kind: "business-days"; readonly at: string }
  /** `days`: 1 Monday … 7 Sunday. */
  | { readonly kind: "weekly"; readonly days: readonly number[]; readonly at: string }
  | { readonly kind: "monthly"; readonly day: number | "last"; readonly at: string }
  | {
      readonly kind: "every";
      readonly interval: { readonly count: number; readonly unit: "minute" | "hour" };
    }
  | { readonly kind: "once"; readonly date: string; readonly at: string }
  | { readonly kind: "cron"; readonly expression: string };

/** First and last day on which a campaign runs, and when contact may be made. */
export interface CampaignWindow {
  readonly from: string;
  readonly to: string;
  readonly contact?: TimeRange;
  readonly businessDaysOnly: boolean;
}

/** A campaign's own cap. `text` is the line as the formatter writes it. */
export type Cap =
  | {
      readonly kind: "customer";
      readonly limit: number;
      readonly within:
        | { readonly kind: "ever" }
        | { readonly kind: "sliding"; readonly duration: Duration }
        | { readonly kind: "calendar"; readonly period: CalendarPeriod };
      readonly text: string;
    }
  | {
      readonly kind: "volume";
      readonly limit: number;
      readonly period: "day" | "week" | "month" | "all";
      readonly channel?: string;
      readonly text: string;
    }
  | {
      readonly kind: "money";
      /** Decimal text. */
      readonly limit: string;
      readonly currency: string;
      readonly period: "day" | "week" | "month" | "all";
      readonly text: string;
    };

/** A further wave: tried from the previous wave's due time plus `after` on, until that plus twice as much. */
export interface FollowUp {
  readonly name: string;
  readonly after: Duration;
  /** What ends the chain for a customer. */
  readonly unless: "goal" | "responded";
  /** Channels in order of preference; missing: the first contact's. */
  readonly via?: readonly string[];
  /** Missing: the first contact's offers. */
  readonly offering?: readonly string[];
  readonly text: string;
}

/** A message with its placeholders, `{salutation}`, kept apart. */
export interface Message {
  readonly subject?: readonly MessagePart[];
  readonly body: readonly MessagePart[];
}

export type MessagePart =
  | { readonly kind: "text"; readonly text: string }
  /** A tag's name, or `event.` or the alias of a firing's event (`EventStep.alias`) and an attribute's. */
  | { readonly kind: "placeholder"; readonly name: string };

export interface Money {
  /** Decimal text. */
  readonly amount: string;
  readonly currency: string;
}

export interface Offer {
  readonly name: string;
  readonly label?: string;
  readonly product?: string;
  readonly groups: readonly string[];
  readonly value?: Money;
  readonly cost?: Money;
  /** Local dates, both in, or a time that runs from the contact's due time. */
  readonly valid?:
    | { readonly kind: "dates"; readonly from: string; readonly to: string }
    | { readonly kind: "from-contact"; readonly duration: Duration };
  /** By channel. */
  readonly messages: Readonly<Record<string, Message>>;
}
