import type { CampaignProgram, Expression, Message, Offer, Route } from "../../plan/index.ts";
import type { CheckedCampaign, CheckedMessage, CheckedOffer, CheckedRoute } from "../check/checked.ts";
import type { TypedExpression } from "../check/typed-expression.ts";
import { sortedRecord } from "./canonical.ts";
import type { Collector, Reference } from "./collector.ts";
import { lowerExpression } from "./expression.ts";
import { lowerFiring } from "./firing.ts";
import { originText } from "./origin.ts";

/** A campaign of the program, its hash aside; what it refers to is added to `references`. */
export function lowerCampaign(
  campaign: CheckedCampaign,
  collector: Collector,
  references: Set<Reference>,
): Omit<CampaignProgram, "hash"> {
  const lower = (expression: TypedExpression): Expression =>
    lowerExpression(expression, collector, references);
  const { label, exclude, value, holdout } = campaign;
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
    followUps: [],
    origin: originText(collector.originOf(campaign.span)),
  };
}

function lowerRoutes(
  routes: readonly CheckedRoute[],
  kind: "offer" | "channel",
  lower: (expression: TypedExpression) => Expression,
  references: Set<Reference>,
): readonly Route[] {
  return routes.map(({ names, when }) => {
    for (const name of names) references.add(`${kind}:${name}`);
    return when === undefined ? { names } : { names, when: lower(when) };
  });
}

/** An offer of the program; the tags of its placeholders are added to `references`. */
export function lowerOffer(offer: CheckedOffer, collector: Collector, references: Set<Reference>): Offer {
  const { label, product, value, cost, valid } = offer;
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

function lowerMessage({ subject, body }: CheckedMessage): Message {
  return subject === undefined ? { body } : { subject, body };
}

function lowerValidity(valid: NonNullable<CheckedOffer["valid"]>): NonNullable<Offer["valid"]> {
  return valid.kind === "dates"
    ? { kind: "dates", from: valid.from, to: valid.to }
    : { kind: "from-contact", duration: valid.duration };
}
