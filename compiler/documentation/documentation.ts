import type { PartKind } from "../../grammar/index.ts";
import type { Engine } from "../../plan/index.ts";
import type { HistoryEntry, Labels, Purpose, TagStatus } from "../catalog/catalog.ts";

/** What people are told of a project: all that it and the library declare, and who uses what. Plain data. */
export interface Documentation {
  readonly project: string;
  readonly timezone: string;
  readonly currency: string;
  /** The engine whose SQL is shown. */
  readonly engine: Engine;
  /** Classes in the catalog's order, each with its categories. */
  readonly classes: readonly { readonly name: string; readonly categories: readonly string[] }[];
  /** In order of kind and name. */
  readonly things: readonly Thing[];
}

/** In the order in which readers meet them. */
export const thingKinds = [
  "campaign",
  "event",
  "segment",
  "tag",
  "collection",
  "offer",
  "group",
  "product",
  "channel",
  "policy",
  "source",
] as const;
export type ThingKind = (typeof thingKinds)[number];

/** A thing by its kind and name; the policy's name is `policy`. */
export interface ThingReference {
  readonly kind: ThingKind;
  readonly name: string;
}

/** Something of the project's that has a page. Lists of references are in order of kind and name. */
export interface Thing extends ThingReference {
  /** By language. */
  readonly label: Labels;
  readonly description: string | undefined;
  /** Its doc comment, a paragraph an entry. */
  readonly documentation: readonly string[];
  readonly class: string | undefined;
  readonly category: string | undefined;
  readonly unit: string | undefined;
  readonly owner: string | undefined;
  /** Who says what it means; `language` for what every project has. */
  readonly by: "library" | "project" | "language";
  /** `campaigns/deposits.campaign:12`. */
  readonly place: string | undefined;
  /** Its declaration, or nothing where the catalog declares it. */
  readonly text: readonly TextPart[];
  /** What its own text names. */
  readonly uses: readonly ThingReference[];
  /** Whose text names it. */
  readonly usedBy: readonly ThingReference[];
  /** What it comes down to in the warehouse, directly or by way of others: tags, events, collections that are read. */
  readonly restsOn: readonly ThingReference[];
  /** The campaigns, and the policy, that come to use it, directly or by way of others. */
  readonly reaches: readonly ThingReference[];
  /** What it rests on and is mapped to nothing; its own name where it is itself. */
  readonly missing: readonly string[];
  readonly statements: readonly StatementText[];
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
  readonly detail: ThingDetail;
}

/** A part of a source text; `to` is what its name stands for. Space between parts is a part of kind `space`. */
export interface TextPart {
  readonly kind: PartKind | "space";
  readonly text: string;
  readonly to?: ThingReference;
}

/** A statement laid out for people. */
export interface StatementText {
  readonly what: "value" | "members" | "occurrences" | "candidates" | "standing" | "waves" | "responses";
  readonly sql: string;
}

/** A column of the warehouse; `how` are the keys of the catalog that say how it is read, as it writes them. */
export interface ColumnRead {
  readonly source: string;
  readonly relation: string;
  readonly column: string;
  readonly how: readonly (readonly [key: string, text: string])[];
}

export interface AttributeDetail {
  readonly name: string;
  readonly label: Labels;
  readonly description: string | undefined;
  readonly type: string;
  readonly members: readonly string[];
  /** Undefined where the project maps it to nothing. */
  readonly column: ColumnRead | undefined;
}

export type ThingDetail =
  | {
      readonly kind: "tag";
      /** Undefined for a derived tag that is wrong. */
      readonly type: string | undefined;
      readonly members: readonly string[];
      readonly form: "read" | "derived";
      readonly status: TagStatus;
      /** The tag that takes its place. */
      readonly use: string | undefined;
      /** The tags whose place it takes. */
      readonly replaces: readonly string[];
      readonly purposes: readonly Purpose[];
      readonly refreshed: string | undefined;
      readonly sensitivity: string | undefined;
      readonly column: ColumnRead | undefined;
    }
  | { readonly kind: "segment" }
  | {
      readonly kind: "event" | "collection";
      readonly form: "read" | "derived";
      /** What kind of firing it is. */
      readonly firing: "event" | "pattern" | "reaches" | "date" | undefined;
      /** What it is a reason for: `opportunity`, `alert`, `care`. */
      readonly family: string | undefined;
      /** What it is found in: `product`, `transaction`, … */
      readonly eventKind: string | undefined;
      readonly attributes: readonly AttributeDetail[];
      readonly rows:
        | { readonly source: string; readonly relation: string; readonly where: string | undefined }
        | undefined;
    }
  | {
      readonly kind: "offer";
      readonly product: string | undefined;
      readonly groups: readonly string[];
      readonly value: string | undefined;
      readonly cost: string | undefined;
      /** As written. */
      readonly valid: string | undefined;
      readonly messages: readonly {
        readonly channel: string;
        readonly subject: string | undefined;
        readonly body: string;
      }[];
    }
  | { readonly kind: "group" }
  | { readonly kind: "product" }
  | { readonly kind: "channel"; readonly facts: readonly (readonly [key: ChannelFact, text: string])[] }
  | {
      readonly kind: "campaign";
      readonly status: "draft" | "active" | "paused";
      readonly purpose: Purpose;
      /** The clauses as they are written, by their keyword. */
      readonly clauses: readonly { readonly keyword: string; readonly text: readonly TextPart[] }[];
      readonly chain: CampaignChain;
      /** The names of its tests. */
      readonly tests: readonly string[];
    }
  | { readonly kind: "policy" }
  | {
      readonly kind: "source";
      readonly relation: string;
      readonly grain: string;
      /** Who reads which column, in order of column. */
      readonly columns: readonly { readonly column: string; readonly readers: readonly ThingReference[] }[];
    };

export type ChannelFact = "address" | "consent" | "cost" | "capacity" | "hours" | "max_length" | "message";

/** From what sets a campaign off to how it reaches people: what its clauses name, in the order in which they do. */
export interface CampaignChain {
  readonly trigger: readonly ThingReference[];
  readonly segment: readonly ThingReference[];
  readonly offers: readonly ThingReference[];
  readonly channels: readonly ThingReference[];
}

/** A reference as a key: no kind has a space in it. */
export function thingKey({ kind, name }: ThingReference): string {
  return `${kind} ${name}`;
}

/** References, each once, in order of kind and name. */
export function inOrder(references: Iterable<ThingReference>): readonly ThingReference[] {
  const once = new Map<string, ThingReference>();
  for (const { kind, name } of references) once.set(thingKey({ kind, name }), { kind, name });
  const rank = ({ kind }: ThingReference): number => thingKinds.indexOf(kind);
  return [...once.values()].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}
