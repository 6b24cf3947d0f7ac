import type {
  CampaignProgram,
  DetectionColumns,
  Expression,
  Firing,
  PlaceholderColumn,
  Program,
  RowScope,
} from "../../../plan/index.ts";
import { policyNeeds } from "./policy-columns.ts";
import { conjuncts, walk } from "./references.ts";
import { typeOf } from "./type-of.ts";

/** What detection has to bring along for a campaign's channels, messages and later waves. */
export function detectionColumns(program: Program, campaign: CampaignProgram): DetectionColumns {
  const offers = namesOf(campaign.offers.flatMap(({ names }) => names));
  const channels = namesOf(campaign.channels.flatMap(({ names }) => names));
  return {
    ...contactColumns(program, campaign, offers, channels),
    carried: carriedColumns(program, campaign),
  };
}

/** What a further wave has to be asked for: what hangs on the event has been carried along. */
export function waveColumns(program: Program, campaign: CampaignProgram): DetectionColumns {
  const { offers, channels } = waveNames(campaign);
  const columns = contactColumns(program, campaign, offers, channels);
  const placeholders = columns.placeholders.filter(
    ({ name }) => !speaksOfEvent(placeholderExpression(program, campaign, name)),
  );
  return { ...columns, placeholders, carried: [] };
}

/** What a message that was put off is asked for again: whether its customer may still be reached, on channels that the campaign has. */
export function recheckColumns(program: Program, campaign: CampaignProgram): DetectionColumns {
  const { channels } = waveNames(campaign);
  return {
    ...reachColumns(program, channels),
    placeholders: [],
    segments: [...new Set(program.policy?.suppress ?? [])].sort(),
    occurrences: [],
    carried: [],
  };
}

function waveNames(campaign: CampaignProgram) {
  const { followUps } = campaign;
  return {
    offers: namesOf([
      ...campaign.offers.flatMap(({ names }) => names),
      ...followUps.flatMap(({ offering }) => offering ?? []),
    ]),
    channels: namesOf([
      ...campaign.channels.flatMap(({ names }) => names),
      ...followUps.flatMap(({ via }) => via ?? []),
    ]),
  };
}

function contactColumns(
  program: Program,
  campaign: CampaignProgram,
  offers: readonly string[],
  channels: readonly string[],
): Omit<DetectionColumns, "carried"> {
  return {
    ...reachColumns(program, channels),
    placeholders: placeholderNames(program, offers, channels).map((name) => ({
      name,
      type: typeOf(placeholderExpression(program, campaign, name)),
    })),
    ...policyNeeds(program, campaign, offers, channels),
  };
}

function reachColumns(
  program: Program,
  channels: readonly string[],
): Pick<DetectionColumns, "addresses" | "consents"> {
  return {
    addresses: channels.filter((channel) => program.channels[channel]?.address !== undefined),
    consents: channels.filter((channel) => program.channels[channel]?.consent !== undefined),
  };
}

function placeholderNames(
  program: Program,
  offers: readonly string[],
  channels: readonly string[],
): readonly string[] {
  const found = offers.flatMap((offer) =>
    channels.flatMap((channel) => {
      const message = ownValue(program.offers[offer]?.messages ?? {}, channel);
      return [...(message?.subject ?? []), ...(message?.body ?? [])].flatMap((part) =>
        part.kind === "placeholder" ? [part.name] : [],
      );
    }),
  );
  return namesOf(found);
}

const namesOf = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

/** What a goal, its worth and the messages of further waves ask of the firing's event, by name. */
function carriedColumns(program: Program, campaign: CampaignProgram): readonly PlaceholderColumn[] {
  const { goal, followUps } = campaign;
  const found = new Set<string>();
  for (const expression of goal === undefined ? [] : goalExpressions(campaign)) {
    walk(expression, (part) => {
      const name = carriedName(part);
      if (name !== undefined) found.add(name);
    });
  }
  if (followUps.length > 0) {
    const { offers, channels } = waveNames(campaign);
    for (const name of placeholderNames(program, offers, channels)) {
      if (speaksOfEvent(placeholderExpression(program, campaign, name))) found.add(name);
    }
  }
  return [...found]
    .sort()
    .map((name) => ({ name, type: typeOf(carriedExpression(program, campaign, name)) }));
}

/** What of a goal may speak of the contact's event: patterns, counts and days speak of their own. */
function goalExpressions({ goal }: CampaignProgram): readonly Expression[] {
  if (goal === undefined) return [];
  const where = goal.occurrence.kind === "event" ? goal.occurrence.where.flatMap(conjuncts) : [];
  return [...where, ...(goal.worth === undefined ? [] : [goal.worth])];
}

/** Under which name an attribute or time of the firing's event is carried; undefined for all else. */
function carriedName(part: Expression): string | undefined {
  if (part.kind === "attribute" && part.of !== "row") return `${part.of}.${part.attribute}`;
  if (part.kind === "time" && part.of !== "row") return `${part.of}.time`;
  return part.kind === "convert" && part.at !== "tick" && part.at !== "row" ? `${part.at}.time` : undefined;
}

/** What is carried under a name: `event.amount`, `step 1.amount`, or a placeholder. */
export function carriedExpression(program: Program, campaign: CampaignProgram, name: string): Expression {
  const step = /^(step \d+)\.(.*)$/s.exec(name);
  if (step === null) return placeholderExpression(program, campaign, name);
  const [, scope = "", attribute = ""] = step;
  const found = eventPart(program, campaign.firing, scope as RowScope, attribute);
  if (found === undefined) throw new Error(`the program lacks ${name} of ${campaign.name}`);
  return found;
}

/** What a placeholder stands for in a campaign: something of its event, a derived tag, or a tag. */
export function placeholderExpression(program: Program, campaign: CampaignProgram, name: string): Expression {
  const dot = name.indexOf(".");
  const scope = dot < 0 ? undefined : aliasScope(campaign.firing, name.slice(0, dot));
  const part =
    scope === undefined ? undefined : eventPart(program, campaign.firing, scope, name.slice(dot + 1));
  if (part !== undefined) return part;
  const definition = ownValue(program.definitions, name);
  if (definition !== undefined) return { kind: "definition", name, type: definition.type };
  const mapping = ownValue(program.tags, name);
  if (mapping !== undefined) return { kind: "tag", tag: name, type: mapping.type };
  throw new Error(`the program lacks the placeholder ${name} of ${campaign.name}`);
}

/** Which row a name before a dot means in messages. */
function aliasScope(firing: Firing, alias: string): RowScope | undefined {
  if (alias === "event") return "event";
  if (firing.kind === "event" && firing.alias === alias) return "event";
  if (firing.kind !== "pattern") return undefined;
  if (firing.first.alias === alias) return "event";
  const index = firing.then.findIndex((step) => step.alias === alias && !step.absent);
  return index < 0 ? undefined : `step ${index + 1}`;
}

function eventPart(
  program: Program,
  firing: Firing,
  of: RowScope,
  attribute: string,
): Expression | undefined {
  const attributes = attributesOfScope(program, firing, of);
  const mapping = attributes === undefined ? undefined : ownValue(attributes, attribute);
  if (mapping !== undefined) return { kind: "attribute", of, attribute, type: mapping.type };
  return attributes !== undefined && attribute === "time"
    ? { kind: "time", of, type: { kind: "instant" } }
    : undefined;
}

/** The attributes of a firing's event or of a later step; undefined where the firing has none. */
function attributesOfScope(program: Program, firing: Firing, of: RowScope) {
  const event = (name: string | undefined) =>
    name === undefined ? undefined : ownValue(program.events, name)?.attributes;
  switch (firing.kind) {
    case "event":
    case "reaches":
      return event(firing.event);
    case "pattern":
      return event(
        of === "event" ? firing.first.event : firing.then[Number(of.slice("step ".length)) - 1]?.event,
      );
    case "date":
      return firing.of.kind === "tag" ? {} : ownValue(program.collections, firing.of.collection)?.attributes;
    case "always":
    case "when":
    case "enter":
    case "leave":
    case "change":
      return undefined;
  }
}

function speaksOfEvent(expression: Expression): boolean {
  return expression.kind === "attribute" || expression.kind === "time";
}

/** A name may be that of something which every object has, `constructor`. */
function ownValue<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
