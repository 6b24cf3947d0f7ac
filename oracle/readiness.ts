import type { CampaignProgram, OfferSet, Program, Source } from "../plan/index.ts";
import { addDays } from "./calendar.ts";
import { holds } from "./column.ts";
import type { Model } from "./model.ts";
import { dateOf, named } from "./rows.ts";

/** The sources that a campaign reads whose data for the day before the tick's have not come. */
export function unreadySources(campaign: CampaignProgram, model: Model): readonly Source[] {
  return sourcesOf(campaign, model.program).filter((source) => !isReady(source, model));
}

function isReady({ ready }: Source, { world, today }: Model): boolean {
  if (ready === undefined) return true;
  const yesterday = addDays(today, -1);
  return (world[ready.relation] ?? []).some(
    (row) => holds(ready.where, row) && dateOf(row[ready.date] ?? null) === yesterday,
  );
}

/** Whether the data of the day before have come of all that a campaign's goal is looked for in. */
export function areGoalSourcesReady({ goal }: CampaignProgram, model: Model): boolean {
  return sourcesNamed(model.program, ({ visit }) => visit(goal)).every((source) => isReady(source, model));
}

/** How sources are collected: of any part of the program; and of what is named. */
interface SourceVisits {
  visit(part: unknown): void;
  visitTag(name: string): void;
}

/** The sources that parts of a program read: of the customers, of what they name, and of what those name in turn. */
function sourcesNamed(program: Program, of: (visits: SourceVisits) => void): readonly Source[] {
  const names = new Set<string>([program.customer.source]);
  const seen = new Set<string>();
  const addSource = (name: string): void => {
    names.add(name);
    const { customer } = named(program.sources, name);
    if (customer.kind === "via") addSource(customer.source);
  };
  const visitNamed = (kind: string, entries: Readonly<Record<string, unknown>>, name: string): void => {
    if (seen.has(`${kind} ${name}`) || !Object.hasOwn(entries, name)) return;
    seen.add(`${kind} ${name}`);
    visit(entries[name]);
    if (kind === "tag") addSource(named(program.tags, name).source);
    if (kind === "event") addSource(named(program.events, name).source);
    if (kind === "collection") addSource(named(program.collections, name).source);
  };
  /** Any part of the program: whatever it names by a key that stands for such a name is read. */
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) for (const item of part) visit(item);
    if (typeof part !== "object" || part === null || Array.isArray(part)) return;
    for (const [key, value] of Object.entries(part)) {
      if (typeof value !== "string") visit(value);
      else if (key === "tag") visitNamed("tag", program.tags, value);
      else if (key === "feature") visitNamed("feature", program.features, value);
      else if (key === "history") visitNamed("history", program.tagHistories, value);
      else if (key === "ranking") visitNamed("ranking", program.rankings, value);
      else if (key === "event") visitNamed("event", program.events, value);
      else if (key === "collection") visitNamed("collection", program.collections, value);
      else if (key === "name") {
        visitNamed("definition", program.definitions, value);
        const { kind } = part as { readonly kind?: unknown };
        if (kind === "event") visitNamed("event", program.events, value);
        if (kind === "collection") visitNamed("collection", program.collections, value);
        if (kind === "placeholder") visitNamed("tag", program.tags, value);
      }
    }
  };
  of({ visit, visitTag: (name) => visitNamed("tag", program.tags, name) });
  return [...names].sort().map((name) => named(program.sources, name));
}

/** All sources that a campaign reads. */
function sourcesOf(campaign: CampaignProgram, program: Program): readonly Source[] {
  return sourcesNamed(program, ({ visit, visitTag }) => {
    for (const part of [campaign.segment, campaign.exclude, campaign.firing, campaign.value]) visit(part);
    // A goal is looked for before further waves.
    if (campaign.followUps.length > 0) visit(campaign.goal);
    visit([...campaign.offers, ...campaign.channels]);
    const offers = [...campaign.offers.flatMap((route) => route.names), ...offering(campaign)];
    const channels = [...campaign.channels.flatMap((route) => route.names), ...via(campaign)];
    visit(policyConditions(campaign, offers, channels, program));
    for (const name of offers) {
      const { messages } = named(program.offers, name);
      visit(channels.map((channel) => messages[channel]));
    }
    for (const name of channels) {
      const { address, consent } = named(program.channels, name);
      for (const tag of [address, consent]) if (tag !== undefined) visitTag(tag);
    }
  });
}

/** Segments and events of those lines of the policy that a contact of the campaign can come up against. */
function policyConditions(
  { purpose }: CampaignProgram,
  offers: readonly string[],
  channels: readonly string[],
  { policy }: Program,
): readonly unknown[] {
  if (policy === undefined) return [];
  const speaksOf = (of: OfferSet | { readonly kind: "each-offer" }): boolean =>
    of.kind !== "named" || of.offers.some((offer) => offers.includes(offer));
  const segments = new Set(policy.suppress);
  const occurrences = new Set<string>();
  for (const cap of policy.caps) {
    const isObeyed = purpose === "marketing" || cap.includingService || cap.kind !== "customer";
    const isVia = cap.via.length === 0 || cap.via.some((channel) => channels.includes(channel));
    if (isObeyed && isVia && speaksOf(cap.of) && cap.for !== undefined) segments.add(cap.for);
  }
  for (const rule of policy.rules) {
    if ((purpose !== "marketing" && !rule.includingService) || !speaksOf(rule.of)) continue;
    if (rule.kind === "only-to") segments.add(rule.segment);
    if ("occurrence" in rule) occurrences.add(rule.occurrence);
  }
  return [
    ...[...segments].map((name) => named(policy.segments, name)),
    ...[...occurrences].map((name) => named(policy.occurrences, name)),
  ];
}

function offering({ followUps }: CampaignProgram): readonly string[] {
  return followUps.flatMap((followUp) => followUp.offering ?? []);
}

function via({ followUps }: CampaignProgram): readonly string[] {
  return followUps.flatMap((followUp) => followUp.via ?? []);
}
