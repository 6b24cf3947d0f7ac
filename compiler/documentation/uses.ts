import type { CampaignTree, NameTree, OfferTree, PolicyTree, Span } from "../../grammar/index.ts";
import type { NameUse } from "../check/context.ts";
import { type Names, whatIs } from "../resolve/names.ts";
import { inOrder, type ThingKind, type ThingReference, thingKey } from "./documentation.ts";

/** A place in a .campaign file that names a thing. */
export interface PlacedUse {
  readonly to: ThingReference;
  readonly span: Span;
}

/** What names, and what is named, by `thingKey`. */
export interface UseGraph {
  readonly uses: ReadonlyMap<string, readonly ThingReference[]>;
  readonly usedBy: ReadonlyMap<string, readonly ThingReference[]>;
}

/** A declaration with the place that it takes in its file. */
export interface PlacedThing {
  readonly thing: ThingReference;
  readonly span: Span;
}

/** All places in .campaign files that name a thing: those that the checker bound, and those that are names of a kind by where they stand. */
export function placedUses(names: Names, bound: readonly NameUse[]): readonly PlacedUse[] {
  const found: PlacedUse[] = [];
  const add = (kind: ThingKind, { text, span }: NameTree): void => {
    found.push({ to: { kind, name: text }, span });
  };
  for (const { of, name, span } of bound) {
    const kind = of === "product" ? "product" : kindOfData(name, names);
    if (kind !== undefined) found.push({ to: { kind, name }, span });
  }
  for (const campaign of names.campaigns.values()) addCampaign(campaign, add);
  for (const offer of names.offers.values()) addOffer(offer, add);
  for (const policy of names.policies) addPolicy(policy, names, add);
  return found;
}

type Add = (kind: ThingKind, name: NameTree) => void;

function addCampaign({ clauses }: CampaignTree, add: Add): void {
  for (const clause of clauses) {
    switch (clause.kind) {
      case "offer":
      case "channel":
        for (const { names } of clause.routes) for (const name of names) add(clause.kind, name);
        break;
      case "caps":
        for (const { via } of clause.caps) if (via !== undefined) add("channel", via);
        break;
      case "followup":
        for (const name of clause.via) add("channel", name);
        for (const name of clause.offering) add("offer", name);
        break;
      default:
        break;
    }
  }
}

function addOffer({ properties }: OfferTree, add: Add): void {
  for (const property of properties) {
    switch (property.kind) {
      case "product":
        add("product", property.product);
        break;
      case "group":
        for (const name of property.groups) add("group", name);
        break;
      case "message":
        add("channel", property.channel);
        break;
      case "value":
      case "cost":
      case "valid":
        break;
    }
  }
}

function addPolicy({ lines }: PolicyTree, { offers, groups }: Names, add: Add): void {
  const addOffers = (name: NameTree): void => {
    if (offers.has(name.text)) add("offer", name);
    else if (groups.has(name.text)) add("group", name);
  };
  for (const line of lines) {
    switch (line.kind) {
      case "at-most":
        if (line.of !== undefined && line.of !== "each-offer") addOffers(line.of);
        for (const name of line.via) add("channel", name);
        break;
      case "never":
      case "only-after":
        addOffers(line.what);
        addOffers(line.other);
        break;
      case "only-to":
        addOffers(line.what);
        break;
      case "quiet":
        for (const name of line.via) add("channel", name);
        break;
      case "suppress":
      case "holdout":
        break;
    }
  }
}

/** What kind of thing a name of tags, segments, events and collections stands for. */
export function kindOfData(name: string, names: Names): ThingKind | undefined {
  const declared = names.data.get(name);
  return declared === undefined ? undefined : whatIs(declared);
}

/** Who uses what, both ways: by the declarations that places stand in, and by what the catalog says besides. */
export function useGraph(
  declarations: readonly PlacedThing[],
  uses: readonly PlacedUse[],
  further: readonly (readonly [from: ThingReference, to: ThingReference])[],
): UseGraph {
  const forward = new Map<string, ThingReference[]>();
  const back = new Map<string, ThingReference[]>();
  const put = (into: Map<string, ThingReference[]>, key: ThingReference, value: ThingReference): void => {
    const known = into.get(thingKey(key));
    if (known === undefined) into.set(thingKey(key), [value]);
    else known.push(value);
  };
  const link = (from: ThingReference, to: ThingReference): void => {
    put(forward, from, to);
    put(back, to, from);
  };
  const within = declarationFinder(declarations);
  for (const { to, span } of uses) {
    const from = within(span);
    if (from !== undefined) link(from, to);
  }
  for (const [from, to] of further) link(from, to);
  const sorted = (lists: ReadonlyMap<string, readonly ThingReference[]>) =>
    new Map([...lists].map(([key, list]) => [key, inOrder(list)]));
  return { uses: sorted(forward), usedBy: sorted(back) };
}

/** Finds the declaration that a place stands in. */
function declarationFinder(declarations: readonly PlacedThing[]): (span: Span) => ThingReference | undefined {
  const byFile = new Map<string, PlacedThing[]>();
  for (const each of declarations) {
    const known = byFile.get(each.span.file);
    if (known === undefined) byFile.set(each.span.file, [each]);
    else known.push(each);
  }
  return ({ file, start }) =>
    byFile.get(file)?.find(({ span }) => span.start <= start && start < span.end)?.thing;
}

/** All that a thing leads to, itself left out. */
export function reachableFrom(
  start: ThingReference,
  links: ReadonlyMap<string, readonly ThingReference[]>,
): readonly ThingReference[] {
  const seen = new Map<string, ThingReference>();
  const waiting: ThingReference[] = [start];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const each of links.get(thingKey(next)) ?? []) {
      const key = thingKey(each);
      if (seen.has(key) || key === thingKey(start)) continue;
      seen.set(key, each);
      waiting.push(each);
    }
  }
  return [...seen.values()];
}
