import type { TypedExpression } from "../check/typed-expression.ts";
import { hashOf } from "./canonical.ts";
import type { Collector, Reference } from "./collector.ts";
import { lowerExpression } from "./expression.ts";
import { partsOfReference, reach } from "./reach.ts";

/**
 * A hash of what a segment or tag means, with all that it refers to: equal hashes put a customer in or out alike on the
 * same data. When data come and how they are stored in partitions is no part of it, nor is where it was written.
 */
export function meaningOf(expression: TypedExpression, collector: Collector): string {
  const references = new Set<Reference>();
  const lowered = lowerExpression(expression, collector, references);
  const { timezone, currency, customer, rates } = collector.project.catalog;
  const reached = new Set<Reference>([`source:${customer.source}`]);
  reach(references, collector, reached);
  const refersTo = [...reached].sort().map((reference) => [reference, contentOf(reference, collector)]);
  return hashOf({ expression: lowered, timezone, currency, customer, rates, refersTo });
}

/** What a reference names, without what does not change who is meant. */
function contentOf(reference: Reference, collector: Collector): unknown {
  const { catalog } = collector.project;
  const [kind, name] = partsOfReference(reference);
  switch (kind) {
    case "source": {
      const source = catalog.sources.get(name)?.value;
      if (source === undefined) return undefined;
      const { ready: _ready, lateness: _lateness, partition: _partition, ...rest } = source;
      return rest;
    }
    case "tag":
      return catalog.tags.get(name)?.mapping;
    case "event":
      return catalog.events.get(name)?.source;
    case "collection":
      return catalog.collections.get(name)?.source;
    case "definition": {
      const definition = collector.definitions.get(name);
      if (definition === undefined) return undefined;
      const { origin: _, ...rest } = definition;
      return rest;
    }
    case "feature":
      return collector.features.get(name)?.item;
    case "tag-history":
      return collector.tagHistories.get(name)?.item;
    case "ranking":
      return collector.rankings.get(name)?.item;
    case "channel":
    case "offer":
      throw new Error(`a segment or tag cannot refer to the ${kind} ${name}`);
  }
}
