import type { CheckedDefinition } from "../check/checked.ts";
import { lowerOffer } from "./campaign.ts";
import type { Collector, Reference, ReferenceKind } from "./collector.ts";
import { lowerExpression, lowerType } from "./expression.ts";
import { originText } from "./origin.ts";

/** Adds to `reached` all that some references lead to, lowering definitions and offers on the way. */
export function reach(from: ReadonlySet<Reference>, collector: Collector, reached: Set<Reference>): void {
  const waiting = [...from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...referencesOf(next, collector));
  }
}

function referencesOf(reference: Reference, collector: Collector): Iterable<Reference> {
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
      if (offer !== undefined) collector.offers.set(name, lowerOffer(offer, collector, references));
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
    case "source": {
      const customer = catalog.sources.get(name)?.value.customer;
      if (customer?.kind === "via") references.add(`source:${customer.source}`);
      break;
    }
    case "feature":
    case "tag-history":
    case "ranking":
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
    type: lowerType(type, collector),
    expression: lowerExpression(definition.expression, collector, references),
    origin: originText(collector.originOf(span)),
  });
}

/** A reference's kind and name. */
export function partsOfReference(reference: Reference): readonly [ReferenceKind, string] {
  const colon = reference.indexOf(":");
  return [reference.slice(0, colon) as ReferenceKind, reference.slice(colon + 1)];
}
