import type { Span } from "../../grammar/span.ts";
import type { CampaignProgram, Offer, Program } from "../../plan/index.ts";
import type { CheckedDefinition, CheckedProject } from "../check/checked.ts";
import { lowerCampaign, lowerOffer } from "./campaign.ts";
import { hashOf, sortedRecord } from "./canonical.ts";
import { type Collector, createCollector, type Reference, withOrigins } from "./collector.ts";
import { lowerExpression } from "./expression.ts";
import { type Origin, originText } from "./origin.ts";

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
  const offers = new Map<string, Offer>();
  const campaigns = project.campaigns.map((campaign) => {
    const references = new Set<Reference>();
    const lowered = lowerCampaign(campaign, collector, references);
    return { lowered, references };
  });
  const used = new Set<Reference>();
  const everything = new Set(campaigns.flatMap(({ references }) => [...references]));
  reach(everything, collector, offers, used);
  const { catalog } = project;
  const customers = catalog.customer.source;
  const available = availableParts(collector, offers);
  const parts = partsUsed(used, available, customers);
  const frame = {
    format: 1,
    timezone: catalog.timezone,
    currency: catalog.currency,
    calendar: catalog.calendar,
    customer: catalog.customer,
    ...(catalog.rates === undefined ? {} : { rates: catalog.rates }),
  } as const;
  const program = { ...frame, project: name, ...parts };
  const bare = withoutOrigins(parts);
  const digestOf = digests(bare);
  const hashed: CampaignProgram[] = campaigns.map(({ lowered, references }) => {
    const reached = new Set<Reference>([`source:${customers}`]);
    reach(references, collector, offers, reached);
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
  | "rankings"
>;

/** Adds to `reached` all that some references lead to, lowering definitions and offers on the way. */
function reach(
  from: ReadonlySet<Reference>,
  collector: Collector,
  offers: Map<string, Offer>,
  reached: Set<Reference>,
): void {
  const waiting = [...from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...referencesOf(next, collector, offers));
  }
}

function referencesOf(
  reference: Reference,
  collector: Collector,
  offers: Map<string, Offer>,
): Iterable<Reference> {
  const known = collector.references.get(reference);
  if (known !== undefined) return known;
  const { catalog, definitions, offers: checkedOffers } = collector.project;
  const references = new Set<Reference>();
  const [kind, name] = partsOfReference(reference);
  switch (kind) {
    case "definition": {
      const definition = definitions.get(name);
      if (definition !== undefined) lowerDefinition(definition, collector, references);
      break;
    }
    case "offer": {
      const offer = checkedOffers.get(name);
      if (offer !== undefined) offers.set(name, lowerOffer(offer, collector, references));
      break;
    }
    case "channel": {
      const channel = catalog.channels.get(name)?.value;
      if (channel?.address !== undefined) references.add(`tag:${channel.address}`);
      if (channel?.consent !== undefined) references.add(`tag:${channel.consent}`);
      break;
    }
    case "tag": {
      const tag = catalog.tags.get(name);
      if (tag !== undefined) references.add(`source:${tag.mapping.source}`);
      break;
    }
    case "event":
    case "collection": {
      const rows = (kind === "event" ? catalog.events : catalog.collections).get(name);
      if (rows !== undefined) references.add(`source:${rows.source.source}`);
      break;
    }
    default:
      break;
  }
  collector.references.set(reference, references);
  return references;
}

function lowerDefinition(
  definition: CheckedDefinition,
  collector: Collector,
  references: Set<Reference>,
): void {
  const { name, kind, type, span } = definition;
  collector.definitions.set(name, {
    name,
    kind,
    type,
    expression: lowerExpression(definition.expression, collector, references),
    origin: originText(collector.originOf(span)),
  });
}

function partsOfReference(reference: Reference): readonly [string, string] {
  const colon = reference.indexOf(":");
  return [reference.slice(0, colon), reference.slice(colon + 1)];
}

/** Gives the hash of what a reference names, each taken once. */
function digests(parts: Parts): (reference: Reference) => string {
  const known = new Map<Reference, string>();
  return (reference) => {
    const digest = known.get(reference);
    if (digest !== undefined) return digest;
    const [kind, name] = partsOfReference(reference);
    const fresh = hashOf(parts[`${kind}s` as keyof Parts][name]);
    known.set(reference, fresh);
    return fresh;
  };
}

type Available = { readonly [Part in keyof Parts]: ReadonlyMap<string, Parts[Part][string]> };

/** Everything that references may name, once all is lowered. */
function availableParts(collector: Collector, offers: ReadonlyMap<string, Offer>): Available {
  const { catalog } = collector.project;
  const values = <Value, Part>(from: ReadonlyMap<string, Value>, part: (value: Value) => Part) =>
    new Map([...from].map(([name, value]) => [name, part(value)]));
  return {
    sources: values(catalog.sources, ({ value }) => value),
    tags: values(catalog.tags, ({ mapping }) => mapping),
    events: values(catalog.events, ({ source }) => source),
    collections: values(catalog.collections, ({ source }) => source),
    channels: values(catalog.channels, ({ value }) => value),
    offers,
    definitions: collector.definitions,
    features: new Map(withOrigins(collector.features)),
    rankings: new Map(withOrigins(collector.rankings)),
  };
}

/** The parts of the program that references name, each in order of name. The customers' source is always there. */
function partsUsed(used: ReadonlySet<Reference>, available: Available, customers: string): Parts {
  const names = new Map<string, string[]>();
  for (const reference of new Set<Reference>([...used, `source:${customers}`])) {
    const [kind, name] = partsOfReference(reference);
    const ofKind = names.get(kind) ?? [];
    ofKind.push(name);
    names.set(kind, ofKind);
  }
  const pick = <Part>(kind: string, from: ReadonlyMap<string, Part>): Record<string, Part> =>
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
    rankings: strip(parts.rankings),
  };
}

function withoutOrigin<Item extends { readonly origin: string }>({
  origin: _,
  ...rest
}: Item): Omit<Item, "origin"> {
  return rest;
}
