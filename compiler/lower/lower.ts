import type { Span } from "../../grammar/span.ts";
import type { CampaignProgram, Program } from "../../plan/index.ts";
import { mappedSource } from "../catalog/overlay.ts";
import type { CheckedProject } from "../check/checked.ts";
import { lowerCampaign } from "./campaign.ts";
import { hashOf, sortedRecord } from "./canonical.ts";
import {
  type Collector,
  createCollector,
  type Reference,
  type ReferenceKind,
  withOrigins,
} from "./collector.ts";
import type { Origin } from "./origin.ts";
import { lowerPolicy } from "./policy.ts";
import { partsOfReference, reach } from "./reach.ts";

/**
 * What a project without errors means, as plain JSON: its campaigns and all that they refer to. Hashes are blind
 * to formatting, comments, origins and the order of files.
 */
export function lowerProject(
  name: string,
  project: CheckedProject,
  originOf: (span: Span) => Origin,
): Program {
  const collector = createCollector(project, originOf);
  const campaigns = project.campaigns.map((campaign) => {
    const references = new Set<Reference>();
    const lowered = lowerCampaign(campaign, collector, references);
    return { lowered, references };
  });
  const used = new Set<Reference>();
  const everything = new Set(campaigns.flatMap(({ references }) => [...references]));
  const policy = project.policy && lowerPolicy(project.policy, collector, everything);
  reach(everything, collector, used);
  const { catalog } = project;
  const customers = catalog.customer.source;
  const available = availableParts(collector);
  const parts = partsUsed(used, available, customers);
  const frame = {
    format: 1,
    timezone: catalog.timezone,
    currency: catalog.currency,
    calendar: catalog.calendar,
    customer: catalog.customer,
    ...(catalog.rates === undefined ? {} : { rates: catalog.rates }),
  } as const;
  const program = { ...frame, project: name, ...parts, ...(policy === undefined ? {} : { policy }) };
  const bare = withoutOrigins(parts);
  const digestOf = digests(bare);
  const hashed: CampaignProgram[] = campaigns.map(({ lowered, references }) => {
    const reached = new Set<Reference>([`source:${customers}`]);
    reach(references, collector, reached);
    const refersTo = [...reached].sort().map((reference) => [reference, digestOf(reference)]);
    return { ...lowered, hash: hashOf({ ...frame, campaign: withoutOrigin(lowered), refersTo }) };
  });
  const hash = hashOf({
    ...program,
    ...bare,
    campaigns: campaigns.map(({ lowered }) => withoutOrigin(lowered)),
  });
  return { ...program, campaigns: hashed, hash };
}

type Parts = Pick<
  Program,
  | "sources"
  | "tags"
  | "events"
  | "collections"
  | "channels"
  | "offers"
  | "definitions"
  | "features"
  | "tagHistories"
  | "rankings"
>;

/** The part of the program in which things of a kind are found. */
const partOf = {
  source: "sources",
  tag: "tags",
  event: "events",
  collection: "collections",
  channel: "channels",
  offer: "offers",
  definition: "definitions",
  feature: "features",
  "tag-history": "tagHistories",
  ranking: "rankings",
} as const satisfies Record<ReferenceKind, keyof Parts>;

/** Gives the hash of what a reference names, each taken once. */
function digests(parts: Parts): (reference: Reference) => string {
  const known = new Map<Reference, string>();
  return (reference) => {
    const digest = known.get(reference);
    if (digest !== undefined) return digest;
    const [kind, name] = partsOfReference(reference);
    const fresh = hashOf(parts[partOf[kind]][name]);
    known.set(reference, fresh);
    return fresh;
  };
}

type Available = { readonly [Part in keyof Parts]: ReadonlyMap<string, Parts[Part][string]> };

/** Everything that references may name, once all is lowered. */
function availableParts(collector: Collector): Available {
  const { catalog } = collector.project;
  const values = <Value, Part>(from: ReadonlyMap<string, Value>, part: (value: Value) => Part) =>
    new Map([...from].map(([name, value]) => [name, part(value)]));
  return {
    sources: values(catalog.sources, ({ value }) => value),
    tags: values(catalog.tags, ({ mapping }) => mapping),
    events: values(catalog.events, mappedSource),
    collections: values(catalog.collections, mappedSource),
    channels: values(catalog.channels, ({ value }) => value),
    offers: collector.offers,
    definitions: collector.definitions,
    features: new Map(withOrigins(collector.features)),
    tagHistories: new Map(withOrigins(collector.tagHistories)),
    rankings: new Map(withOrigins(collector.rankings)),
  };
}

/** The parts of the program that references name, each in order of name. The customers' source is always there. */
function partsUsed(used: ReadonlySet<Reference>, available: Available, customers: string): Parts {
  const names = new Map<ReferenceKind, string[]>();
  for (const reference of new Set<Reference>([...used, `source:${customers}`])) {
    const [kind, name] = partsOfReference(reference);
    const ofKind = names.get(kind) ?? [];
    ofKind.push(name);
    names.set(kind, ofKind);
  }
  const pick = <Part>(kind: ReferenceKind, from: ReadonlyMap<string, Part>): Record<string, Part> =>
    sortedRecord(
      (names.get(kind) ?? []).flatMap((name) => {
        const part = from.get(name);
        return part === undefined ? [] : [[name, part] as const];
      }),
    );
  return {
    sources: pick("source", available.sources),
    tags: pick("tag", available.tags),
    events: pick("event", available.events),
    collections: pick("collection", available.collections),
    channels: pick("channel", available.channels),
    offers: pick("offer", available.offers),
    definitions: pick("definition", available.definitions),
    features: pick("feature", available.features),
    tagHistories: pick("tag-history", available.tagHistories),
    rankings: pick("ranking", available.rankings),
  };
}

function withoutOrigins(parts: Parts): Parts {
  const strip = <Item extends { readonly origin: string }>(
    items: Readonly<Record<string, Item>>,
  ): Record<string, Item> =>
    sortedRecord(Object.entries(items).map(([name, item]) => [name, withoutOrigin(item) as Item]));
  return {
    ...parts,
    definitions: strip(parts.definitions),
    features: strip(parts.features),
    tagHistories: strip(parts.tagHistories),
    rankings: strip(parts.rankings),
  };
}

function withoutOrigin<Item extends { readonly origin: string }>({
  origin: _,
  ...rest
}: Item): Omit<Item, "origin"> {
  return rest;
}
