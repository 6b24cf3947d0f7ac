import type { CampaignTree, OfferTree, Span } from "../../grammar/index.ts";
import type { MessagePart } from "../../plan/index.ts";
import type { Description } from "../catalog/catalog.ts";
import { typeText } from "../catalog/value-types.ts";
import type {
  CheckedCampaign,
  CheckedDefinition,
  CheckedOccurrence,
  CheckedOffer,
} from "../check/checked.ts";
import { membersOf } from "./catalog-details.ts";
import type { ThingDetail, ThingKind, ThingReference } from "./documentation.ts";
import type { TextParts } from "./source-text.ts";
import type { PlacedUse } from "./uses.ts";

type Detail<Kind extends ThingDetail["kind"]> = Extract<ThingDetail, { readonly kind: Kind }>;

/** What a derived tag is; undefined stands for one that is wrong. */
export function derivedTagDetail(definition: CheckedDefinition | undefined): Detail<"tag"> {
  return {
    kind: "tag",
    type: definition && typeText(definition.type),
    members: definition === undefined ? [] : membersOf(definition.type),
    form: "derived",
    status: "active",
    use: undefined,
    replaces: [],
    purposes: ["service", "marketing"],
    refreshed: undefined,
    sensitivity: undefined,
    column: undefined,
  };
}

/** What a declared event is. Its attributes are those of the event that it narrows, or begins with. */
export function declaredEventDetail(
  occurrence: CheckedOccurrence | undefined,
  described: Pick<Description, "family" | "kind"> | undefined,
): Detail<"event" | "collection"> {
  return {
    kind: "event",
    form: "derived",
    firing: occurrence?.kind,
    family: described?.family,
    eventKind: described?.kind,
    attributes: Object.entries(occurrence?.rows.source.attributes ?? {}).map(([name, { type }]) => ({
      name,
      label: {},
      description: undefined,
      type: typeText(type),
      members: membersOf(type),
      column: undefined,
    })),
    rows: undefined,
  };
}

/** What an offer says and costs. */
export function offerDetail(
  offer: CheckedOffer | undefined,
  tree: OfferTree,
  partsOf: TextParts,
): Detail<"offer"> {
  const valid = tree.properties.find(({ kind }) => kind === "valid");
  const money = (amount: CheckedOffer["value"]) => amount && `${amount.amount} ${amount.currency}`;
  return {
    kind: "offer",
    product: offer?.product,
    groups: offer?.groups ?? [],
    value: money(offer?.value),
    cost: money(offer?.cost),
    valid:
      valid &&
      partsOf(valid.span)
        .slice(1)
        .map(({ text }) => text)
        .join("")
        .trim(),
    messages: [...(offer?.messages ?? [])].map(([channel, { subject, body }]) => ({
      channel,
      subject: subject && messageText(subject),
      body: messageText(body),
    })),
  };
}

function messageText(parts: readonly MessagePart[]): string {
  return parts.map((part) => (part.kind === "text" ? part.text : `{${part.name}}`)).join("");
}

/** A campaign by its clauses. */
export function campaignDetail(
  campaign: CheckedCampaign,
  tree: CampaignTree,
  {
    partsOf,
    uses,
    tests,
  }: { readonly partsOf: TextParts; readonly uses: readonly PlacedUse[]; readonly tests: readonly string[] },
): Detail<"campaign"> {
  const named = (clause: string, ...kinds: readonly ThingKind[]): readonly ThingReference[] =>
    inOrderOfPlace(
      uses.filter(
        ({ to, span }) =>
          kinds.includes(to.kind) &&
          tree.clauses.some(({ kind, span: around }) => kind === clause && encloses(around, span)),
      ),
    );
  return {
    kind: "campaign",
    status: campaign.status,
    purpose: campaign.purpose,
    clauses: tree.clauses.map(({ kind, span }) => ({ keyword: kind, text: withoutKeyword(partsOf(span)) })),
    chain: {
      trigger: named("trigger", "event", "collection", "tag", "segment"),
      segment: named("segment", "segment", "tag"),
      offers: named("offer", "offer"),
      channels: named("channel", "channel"),
    },
    tests,
  };
}

function encloses(outer: Span, inner: Span): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}

/** What is named, each once, as it is written. */
function inOrderOfPlace(uses: readonly PlacedUse[]): readonly ThingReference[] {
  const sorted = [...uses].sort((a, b) => a.span.start - b.span.start);
  const once = new Map(sorted.map(({ to }) => [`${to.kind} ${to.name}`, to]));
  return [...once.values()].map(({ kind, name }) => ({ kind, name }));
}

function withoutKeyword(parts: ReturnType<TextParts>): ReturnType<TextParts> {
  const from = parts.findIndex(({ kind }, index) => index > 0 && kind !== "space");
  return from < 0 ? [] : parts.slice(from);
}

/** What an offer group or a policy has beside its uses: nothing. */
export const bareDetails = {
  group: { kind: "group" },
  policy: { kind: "policy" },
  product: { kind: "product" },
  segment: { kind: "segment" },
} as const satisfies Partial<Record<ThingKind, ThingDetail>>;
