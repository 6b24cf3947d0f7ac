import type { CampaignProgram, Expression, Goal, Message, Offer, Route } from "../../plan/index.ts";
import type {
  CheckedCampaign,
  CheckedGoal,
  CheckedMessage,
  CheckedOffer,
  CheckedRoute,
} from "../check/checked.ts";
import type { TypedExpression } from "../check/typed-expression.ts";
import { sortedRecord } from "./canonical.ts";
import type { Collector, Reference } from "./collector.ts";
import { lowerExpression } from "./expression.ts";
import { lowerFiring, lowerOccurrence } from "./firing.ts";
import { originText } from "./origin.ts";

/** A campaign of the program, its hash aside; what it refers to is added to `references`. */
export function lowerCampaign(
  campaign: CheckedCampaign,
  collector: Collector,
  references: Set<Reference>,
): Omit<CampaignProgram, "hash"> {
  const lower = (expression: TypedExpression): Expression =>
    lowerExpression(expression, collector, references);
  const { exclude, value, holdout, goal } = campaign;
  const label = campaign.label ?? describedLabel(campaign.name, collector);
  for (const { via, offering } of campaign.followUps) {
    for (const channel of via ?? []) references.add(`channel:${channel}`);
    for (const offer of offering ?? []) references.add(`offer:${offer}`);
  }
  return {
    name: campaign.name,
    ...(label === undefined ? {} : { label }),
    owner: campaign.owner,
    status: campaign.status,
    purpose: campaign.purpose,
    segment: lower(campaign.segment),
    ...(exclude === undefined ? {} : { exclude: lower(exclude) }),
    schedule: campaign.schedule,
    firing: lowerFiring(campaign.firing, collector, references),
    window: campaign.window,
    offers: lowerRoutes(campaign.offers, "offer", lower, references),
    channels: lowerRoutes(campaign.channels, "channel", lower, references),
    priority: campaign.priority,
    ...(value === undefined ? {} : { value: lower(value) }),
    caps: campaign.caps,
    ...(holdout === undefined ? {} : { holdout }),
    ...(goal === undefined ? {} : { goal: lowerGoal(goal, lower, collector, references) }),
    followUps: campaign.followUps,
    origin: originText(collector.originOf(campaign.span)),
  };
}

function lowerRoutes(
  routes: readonly CheckedRoute[],
  kind: "offer" | "channel",
  lower: (expression: TypedExpression) => Expression,
  references: Set<Reference>,
): readonly Route[] {
  return routes.map(({ names, choice, when }) => {
    for (const name of names) references.add(`${kind}:${name}`);
    return {
      names,
      ...(choice === undefined ? {} : { choice: lowerChoice(choice, lower) }),
      ...(when === undefined ? {} : { when: lower(when) }),
    };
  });
}

function lowerChoice(
  choice: NonNullable<CheckedRoute["choice"]>,
  lower: (expression: TypedExpression) => Expression,
): NonNullable<Route["choice"]> {
  return choice.kind === "all" ? choice : { kind: "best", scores: choice.scores.map(lower) };
}

function lowerGoal(
  { occurrence, within, worth }: CheckedGoal,
  lower: (expression: TypedExpression) => Expression,
  collector: Collector,
  references: Set<Reference>,
): Goal {
  return {
    occurrence: lowerOccurrence(occurrence, collector, references),
    within,
    ...(worth === undefined ? {} : { worth: lower(worth) }),
  };
}

/** An offer of the program; the tags of its placeholders are added to `references`. */
export function lowerOffer(offer: CheckedOffer, collector: Collector, references: Set<Reference>): Offer {
  const { product, value, cost, valid } = offer;
  const label = offer.label ?? describedLabel(offer.name, collector);
  const messages = [...offer.messages].map(([channel, message]) => {
    for (const placeholder of message.placeholders) {
      if (placeholder.kind === "tag") lowerExpression(placeholder.expression, collector, references);
    }
    return [channel, lowerMessage(message)] as const;
  });
  return {
    name: offer.name,
    ...(label === undefined ? {} : { label }),
    ...(product === undefined ? {} : { product }),
    groups: offer.groups,
    ...(value === undefined ? {} : { value }),
    ...(cost === undefined ? {} : { cost }),
    ...(valid === undefined ? {} : { valid: lowerValidity(valid) }),
    messages: sortedRecord(messages),
  };
}

/** What the catalog calls something that has no label where it is declared: in English, else in the first language given. */
function describedLabel(name: string, { project }: Collector): string | undefined {
  const labels = project.catalog.descriptions?.get(name)?.label ?? {};
  return labels["en"] ?? Object.values(labels)[0];
}

function lowerMessage({ subject, body }: CheckedMessage): Message {
  return subject === undefined ? { body } : { subject, body };
}

function lowerValidity(valid: NonNullable<CheckedOffer["valid"]>): NonNullable<Offer["valid"]> {
  return valid.kind === "dates"
    ? { kind: "dates", from: valid.from, to: valid.to }
    : { kind: "from-contact", duration: valid.duration };
}
