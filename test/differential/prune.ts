import type { Case } from "./case.ts";

type Entries = Readonly<Record<string, unknown>>;

/** Leaves out of a case's catalog and tables what its declarations never name. */
export function pruned(one: Case): Case {
  const text = one.declarations.join("\n");
  const words = new Set(text.match(/[\p{L}_][\p{L}\d_]*/gu));
  const { catalog } = one;
  const channels = entries(catalog["channels"], (name) => words.has(name));
  const asked = new Set(
    Object.values(channels).flatMap((channel) => {
      const { address, consent } = channel as { address?: string; consent?: string };
      return [address ?? "", consent ?? ""];
    }),
  );
  const tags = entries(catalog["tags"], (name) => words.has(name) || asked.has(name));
  const events = entries(catalog["events"], (name) => words.has(name));
  const collections = entries(catalog["collections"], (name) => words.has(name));
  const used = new Set<string>([(catalog["customer"] as { source: string }).source]);
  for (const tag of Object.values(tags)) used.add((tag as { from?: { source: string } }).from?.source ?? "");
  for (const rows of [...Object.values(events), ...Object.values(collections)]) {
    used.add((rows as { source: string }).source);
  }
  const all = (catalog["sources"] ?? {}) as Readonly<Record<string, SourceYaml>>;
  for (const name of [...used]) {
    const customer = all[name]?.customer;
    if (typeof customer === "object") used.add(customer.via);
  }
  const sources = entries(all, (name) => used.has(name));
  const relations = new Set(
    Object.values(sources).flatMap((source) => {
      const { relation, ready } = source as SourceYaml;
      return [relation, ready?.relation ?? ""];
    }),
  );
  const rates = catalog["rates"] as { source: string } | undefined;
  if (rates !== undefined) relations.add(rates.source);
  return {
    ...one,
    catalog: {
      ...catalog,
      sources,
      tags,
      events,
      collections,
      channels,
      products: entries(catalog["products"], (name) => text.includes(name)),
    },
    relations: Object.fromEntries(Object.entries(one.relations).filter(([name]) => relations.has(name))),
  };
}

interface SourceYaml {
  readonly relation: string;
  readonly customer?: string | { readonly via: string };
  readonly ready?: { readonly relation: string };
}

function entries(all: unknown, keep: (name: string) => boolean): Entries {
  return Object.fromEntries(Object.entries((all ?? {}) as Entries).filter(([name]) => keep(name)));
}
