import type { Span } from "../../grammar/span.ts";
import type {
  CampaignWindow,
  Cap,
  Duration,
  EventSource,
  FollowUp,
  MessagePart,
  Money,
  Schedule,
  ValueType,
} from "../../plan/index.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { CheckedPolicy } from "./policy.ts";
import type { Rows } from "./scope.ts";
import type { CheckedTest } from "./test.ts";
import type { TypedExpression } from "./typed-expression.ts";

/** A project whose names are bound and whose types agree, as far as it is right; what is wrong is left out. */
export interface CheckedProject {
  readonly catalog: Catalog;
  /** Tags and segments, each after those that it refers to. */
  readonly definitions: ReadonlyMap<string, CheckedDefinition>;
  readonly offers: ReadonlyMap<string, CheckedOffer>;
  /** In order of name. */
  readonly campaigns: readonly CheckedCampaign[];
  readonly policy: CheckedPolicy | undefined;
  /** In order of file and place. */
  readonly tests: readonly CheckedTest[];
  /** Lists of members that grow with what is declared: those of the ledger's events. */
  readonly openLists: ReadonlySet<readonly string[]>;
  readonly problems: readonly Diagnostic[];
}

export interface CheckedDefinition {
  readonly name: string;
  readonly kind: "tag" | "segment";
  readonly type: ValueType;
  readonly expression: TypedExpression;
  readonly mayBeUnknown: boolean;
  /** The tags of the catalog that it comes down to. */
  readonly tags: ReadonlySet<string>;
  /** Whether it comes down to events or collections too. */
  readonly readsRows: boolean;
  /** Whether it comes down to contacts or responses. */
  readonly readsLedger: boolean;
  readonly span: Span;
}

/** An event of the catalog or of the ledger, and the name that it goes by, maybe a narrower one's. */
export interface CheckedEvent {
  readonly name: string;
  readonly base: { readonly name: string; readonly source: EventSource };
  readonly over: "event" | "ledger";
}

/** An event of a chain. Its conditions, those of derived events first, speak of it as their row. */
export interface CheckedStep {
  readonly event: CheckedEvent;
  readonly alias: string | undefined;
  readonly rows: Rows;
  readonly where: readonly TypedExpression[];
}

export interface CheckedFollowingStep extends CheckedStep {
  readonly within: Duration;
  readonly absent: boolean;
}

/** Something that happens to a customer at a time. `rows`: its event as it is called where it is named. */
export type CheckedOccurrence = { readonly rows: Rows } & (
  | { readonly kind: "event"; readonly event: CheckedEvent; readonly where: readonly TypedExpression[] }
  | {
      readonly kind: "pattern";
      readonly first: CheckedStep;
      readonly steps: readonly CheckedFollowingStep[];
      readonly conditions: readonly TypedExpression[];
    }
  | {
      readonly kind: "reaches";
      readonly function: "count" | "sum";
      readonly event: CheckedEvent;
      readonly where: readonly TypedExpression[];
      readonly subject: TypedExpression | undefined;
      readonly figure: string;
      readonly type: ValueType;
      readonly within: Duration;
      readonly conditions: readonly TypedExpression[];
    }
  | {
      readonly kind: "date";
      readonly of:
        | { readonly kind: "tag"; readonly value: TypedExpression }
        | {
            readonly kind: "collection";
            readonly collection: string;
            readonly attribute: string;
            readonly where: readonly TypedExpression[];
          };
      readonly offset: { readonly duration: Duration; readonly direction: "before" | "after" } | undefined;
      readonly anniversary: boolean;
      readonly conditions: readonly TypedExpression[];
    }
);

export interface CheckedOffer {
  readonly name: string;
  readonly label: string | undefined;
  readonly product: string | undefined;
  readonly groups: readonly string[];
  readonly value: Money | undefined;
  readonly cost: Money | undefined;
  readonly valid:
    | { readonly kind: "dates"; readonly from: string; readonly to: string; readonly span: Span }
    | { readonly kind: "from-contact"; readonly duration: Duration; readonly span: Span }
    | undefined;
  readonly messages: ReadonlyMap<string, CheckedMessage>;
  /** Whether a line that may have been a message could not be read. */
  readonly incomplete: boolean;
  readonly span: Span;
}

export interface CheckedMessage {
  readonly subject: readonly MessagePart[] | undefined;
  readonly body: readonly MessagePart[];
  /** The tags that the placeholders name, and the event's attributes, each at its place. */
  readonly placeholders: readonly Placeholder[];
  /** The tags of the catalog that they come down to. */
  readonly tags: ReadonlySet<string>;
  readonly span: Span;
}

export type Placeholder =
  | { readonly kind: "tag"; readonly expression: TypedExpression; readonly span: Span }
  | {
      readonly kind: "event";
      /** `event`, or an alias that some campaign's firing gives. */
      readonly alias: string;
      readonly attribute: string;
      readonly span: Span;
      /** Whether the span is the placeholder's own, not that of the whole text, which has escapes. */
      readonly exact: boolean;
    };

export interface CheckedRoute {
  readonly names: readonly string[];
  /** How offers are chosen where there are several: `scores` has one an offer. Undefined for channels and single offers. */
  readonly choice:
    | { readonly kind: "all" }
    | { readonly kind: "best"; readonly scores: readonly TypedExpression[] }
    | undefined;
  readonly when: TypedExpression | undefined;
  readonly span: Span;
}

export type CheckedFiring =
  | { readonly kind: "always" }
  | { readonly kind: "when"; readonly predicate: TypedExpression }
  | CheckedOccurrence
  | { readonly kind: "enter" | "leave"; readonly segment: TypedExpression }
  | {
      readonly kind: "change";
      readonly value: TypedExpression;
      readonly from: TypedExpression | "unknown" | undefined;
      readonly to: TypedExpression | "unknown" | undefined;
    };

export interface CheckedGoal {
  readonly occurrence: CheckedOccurrence;
  readonly within: Duration;
  /** Money in the project's currency. */
  readonly worth: TypedExpression | undefined;
}

export interface CheckedCampaign {
  readonly name: string;
  readonly label: string | undefined;
  readonly owner: string;
  readonly status: "draft" | "active" | "paused";
  readonly purpose: "service" | "marketing";
  readonly segment: TypedExpression;
  readonly exclude: TypedExpression | undefined;
  readonly schedule: Schedule;
  readonly firing: CheckedFiring;
  readonly window: CampaignWindow;
  readonly offers: readonly CheckedRoute[];
  readonly channels: readonly CheckedRoute[];
  readonly priority: number;
  readonly value: TypedExpression | undefined;
  readonly caps: readonly Cap[];
  readonly holdout: string | undefined;
  readonly goal: CheckedGoal | undefined;
  readonly followUps: readonly FollowUp[];
  readonly span: Span;
}
