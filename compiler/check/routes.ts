import type { NameTree, RouteTree } from "../../grammar/tree.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import type { CheckedFiring, CheckedOffer, CheckedRoute } from "./checked.ts";
import { type Context, replacement, report, reportUnknownName } from "./context.ts";
import { checkPredicate } from "./expression.ts";
import { alwaysHolds, warnNeverHolds } from "./never.ts";
import type { Scope } from "./scope.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { keyOf, warnUnknowns } from "./unknown.ts";

/** A branch of an offer or channel clause whose names all exist. */
export interface BoundRoute extends CheckedRoute {
  readonly trees: readonly NameTree[];
}

/**
 * The branches of an offer or channel clause. Reports names that are nothing and branches that are never
 * taken; undefined where any branch is wrong.
 */
export function checkRoutes(
  trees: readonly RouteTree[],
  what: "offer" | "channel",
  known: ReadonlyMap<string, unknown>,
  scope: Scope,
  context: Context,
): readonly BoundRoute[] | undefined {
  const routes: BoundRoute[] = [];
  const keys = new Set<string>();
  let sound = true;
  let takesAll = false;
  for (const [index, tree] of trees.entries()) {
    if (!checkNames(tree, what, known, context)) sound = false;
    const when = checkCondition(tree, index === 0, scope, context);
    if (when === "wrong") {
      sound = false;
      continue;
    }
    const key = when === undefined || trees.length === 1 ? undefined : keyOf(when);
    if (takesAll) report(context, "branch-unreachable", tree.span, { reason: "after-all" });
    else if (key !== undefined && keys.has(key)) {
      report(context, "branch-unreachable", tree.span, { reason: "same" });
    }
    if (key !== undefined) keys.add(key);
    takesAll ||= when === undefined || alwaysHolds(when);
    routes.push({ names: tree.names.map((name) => name.text), trees: tree.names, when, span: tree.span });
  }
  return sound ? routes : undefined;
}

function checkNames(
  tree: RouteTree,
  what: "offer" | "channel",
  known: ReadonlyMap<string, unknown>,
  context: Context,
): boolean {
  const seen = new Set<string>();
  let sound = tree.names.length > 0;
  for (const name of tree.names) {
    if (!known.has(name.text)) {
      reportUnknownName(context, what, name, known.keys());
      sound = false;
    } else if (seen.has(name.text)) report(context, "name-repeated", name.span, { name: name.text });
    seen.add(name.text);
  }
  return sound;
}

function checkCondition(
  tree: RouteTree,
  first: boolean,
  scope: Scope,
  context: Context,
): TypedExpression | undefined | "wrong" {
  const { condition } = tree;
  switch (condition.kind) {
    case "always":
      // A further one without a condition has been reported by the parser.
      return first ? undefined : "wrong";
    case "otherwise":
      return undefined;
    case "when": {
      const when = checkPredicate(condition.predicate, scope, context);
      if (when === undefined) return "wrong";
      warnUnknowns(when, context);
      warnNeverHolds(when, context);
      return when;
    }
  }
}

/**
 * Checks that each offer has something to say on each channel that may carry it, and that what it says is
 * something in this campaign.
 */
export function checkMessages(
  campaign: { readonly name: NameTree; readonly firing: CheckedFiring | undefined },
  offers: readonly BoundRoute[],
  channels: readonly BoundRoute[],
  checkedOffers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): void {
  const seen = new Set<string>();
  for (const [offerIndex, offerRoute] of offers.entries()) {
    for (const [channelIndex, channelRoute] of channels.entries()) {
      if (excludeEachOther(offers, offerIndex, channels, channelIndex)) continue;
      for (const offerName of offerRoute.trees) {
        for (const channelName of channelRoute.names) {
          const pair = `${offerName.text}\n${channelName}`;
          if (seen.has(pair)) continue;
          seen.add(pair);
          checkMessageOn(campaign, offerName, channelName, checkedOffers, context);
        }
      }
    }
  }
}

function checkMessageOn(
  campaign: { readonly name: NameTree; readonly firing: CheckedFiring | undefined },
  offerName: NameTree,
  channelName: string,
  offers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): void {
  const offer = offers.get(offerName.text);
  const channel = context.catalog.channels.get(channelName);
  if (offer === undefined || channel === undefined) return;
  const message = offer.messages.get(channelName);
  if (message === undefined) {
    if (!channel.value.message || offer.incomplete) return;
    report(
      context,
      "message-missing",
      offerName.span,
      { offer: offer.name, channel: channelName },
      { related: [{ span: offer.span, label: "the offer is here" }] },
    );
    return;
  }
  const { firing } = campaign;
  if (firing === undefined) return;
  for (const placeholder of message.placeholders) {
    if (placeholder.kind !== "event") continue;
    const { attribute } = placeholder;
    const attributes = firing.kind === "event" ? Object.keys(firing.event.base.source.attributes) : [];
    if (firing.kind === "event" && (attributes.includes(attribute) || attribute === "time")) continue;
    if (firing.kind === "event" && context.names.unread.has(`${firing.event.base.name}.${attribute}`))
      continue;
    const near = nearestName(attribute, attributes);
    const nearest = near === undefined ? undefined : `event.${near}`;
    const reason =
      firing.kind === "event" ? `\`${firing.event.name}\` has no such attribute` : "no event fires it";
    report(
      context,
      "placeholder-event",
      placeholder.span,
      { name: `event.${attribute}`, campaign: campaign.name.text, reason, nearest },
      {
        related: [{ span: offerName.span, label: "the offer is used here" }],
        fix: placeholder.exact ? replacement(placeholder.span, nearest) : undefined,
      },
    );
  }
}

/** Whether an offer's branch and a channel's branch can never be taken together, their conditions being the same or another's. */
function excludeEachOther(
  offers: readonly BoundRoute[],
  offer: number,
  channels: readonly BoundRoute[],
  channel: number,
): boolean {
  return isTakenBefore(offers[offer], channels, channel) || isTakenBefore(channels[channel], offers, offer);
}

function isTakenBefore(route: BoundRoute | undefined, others: readonly BoundRoute[], index: number): boolean {
  const when = route?.when;
  if (when === undefined) return false;
  const key = keyOf(when);
  return others.slice(0, index).some((other) => other.when !== undefined && keyOf(other.when) === key);
}
