import type { CampaignProgram, DetectionColumns, Expression, Program } from "../../../plan/index.ts";
import { typeOf } from "./type-of.ts";

/** What detection has to bring along for a campaign's channels and messages. */
export function detectionColumns(program: Program, campaign: CampaignProgram): DetectionColumns {
  const channels = [...new Set(campaign.channels.flatMap(({ names }) => names))].sort();
  const offers = [...new Set(campaign.offers.flatMap(({ names }) => names))].sort();
  const placeholders = new Set<string>();
  for (const offer of offers) {
    for (const channel of channels) {
      const message = ownValue(program.offers[offer]?.messages ?? {}, channel);
      for (const part of [...(message?.subject ?? []), ...(message?.body ?? [])]) {
        if (part.kind === "placeholder") placeholders.add(part.name);
      }
    }
  }
  return {
    addresses: channels.filter((channel) => program.channels[channel]?.address !== undefined),
    consents: channels.filter((channel) => program.channels[channel]?.consent !== undefined),
    placeholders: [...placeholders]
      .sort()
      .map((name) => ({ name, type: typeOf(placeholderExpression(program, campaign, name)) })),
    segments: [],
    occurrences: [],
    carried: [],
  };
}

/** What a placeholder stands for in a campaign: an attribute of its event, a derived tag, or a tag. */
export function placeholderExpression(program: Program, campaign: CampaignProgram, name: string): Expression {
  if (name.startsWith("event.") && campaign.firing.kind === "event") {
    const attribute = name.slice("event.".length);
    const mapping = program.events[campaign.firing.event]?.attributes[attribute];
    if (mapping !== undefined) return { kind: "attribute", of: "event", attribute, type: mapping.type };
    if (attribute === "time") return { kind: "time", of: "event", type: { kind: "instant" } };
  }
  const definition = ownValue(program.definitions, name);
  if (definition !== undefined) return { kind: "definition", name, type: definition.type };
  const mapping = program.tags[name];
  if (mapping !== undefined) return { kind: "tag", tag: name, type: mapping.type };
  throw new Error(`the program lacks the placeholder ${name} of ${campaign.name}`);
}

/** A name may be that of something which every object has, `constructor`. */
function ownValue<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
