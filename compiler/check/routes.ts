import type { Span } from "../../grammar/span.ts";
import type { NameTree, RouteTree } from "../../grammar/tree.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import type { CheckedOffer, CheckedRoute, Placeholder } from "./checked.ts";
import { type Context, replacement, report, reportUnknownName } from "./context.ts";
import { checkPredicate } from "./expression.ts";
import { alwaysHolds, warnNeverHolds } from "./never.ts";
import { checkChoice } from "./offer-choice.ts";
import { haveTime, type RowsInScope, rowsCalled, type Scope } from "./scope.ts";
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
  offers: ReadonlyMap<string, CheckedOffer>,
  scope: Scope,
  context: Context,
): readonly BoundRoute[] | undefined {
  const known = what === "offer" ? offers : context.catalog.channels;
  const routes: BoundRoute[] = [];
  const keys = new Set<string>();
  let sound = true;
  let takesAll = false;
  for (const [index, tree] of trees.entries()) {
    const named = checkNames(tree, what, known, context);
    const choice = named ? checkChoice(tree, offers, scope, context) : undefined;
    if (!named || choice === "wrong") sound = false;
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
    routes.push({
      names: tree.names.map((name) => name.text),
      trees: tree.names,
      choice: choice === "wrong" ? undefined : choice,
      when,
      span: tree.span,
    });
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

/** A campaign as far as its messages are concerned: its name, and what its events are called. */
export interface Speaker {
  readonly name: NameTree;
  /** The scope of its clauses. */
  readonly scope: Scope;
}

/**
 * Checks that each offer has something to say on each channel that may carry it, and that what it says is
 * something in this campaign.
 */
export function checkMessages(
  campaign: Speaker,
  offers: readonly BoundRoute[],
  channels: readonly BoundRoute[],
  checkedOffers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): void {
  const seen = new Set<string>();
  offers.forEach(({ trees }, offerIndex) => {
    channels.forEach(({ names }, channelIndex) => {
      if (excludeEachOther(offers, offerIndex, channels, channelIndex)) return;
      for (const offerName of trees) {
        for (const channelName of names) {
          const pair = `${offerName.text}\n${channelName}`;
          if (seen.has(pair)) continue;
          seen.add(pair);
          checkMessageOn(campaign, offerName, channelName, checkedOffers, context);
        }
      }
    });
  });
}

/** Checks that an offer has something to say on a channel, and that it is something in this campaign. */
export function checkMessageOn(
  campaign: Speaker,
  offerName: { readonly text: string; readonly span: Span },
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
  if (campaign.scope.eventUnread === true) return;
  for (const placeholder of message.placeholders) {
    if (placeholder.kind === "event") checkEventPlaceholder(campaign, offerName, placeholder, context);
  }
}

function checkEventPlaceholder(
  { name, scope }: Speaker,
  offer: { readonly span: Span },
  placeholder: Extract<Placeholder, { readonly kind: "event" }>,
  context: Context,
): void {
  const { alias, attribute, span, exact } = placeholder;
  const found = rowsCalled(alias, scope);
  if (found !== undefined && hasAttribute(found, attribute)) return;
  if (context.names.unread.has(`${found?.rows.source.name}.${attribute}`)) return;
  const attributes = Object.keys(found?.rows.source.attributes ?? {});
  const near = nearestName(attribute, attributes);
  const nearest = near === undefined ? undefined : `${alias}.${near}`;
  const parameters = {
    name: `${alias}.${attribute}`,
    campaign: name.text,
    reason: whyNothing(alias, found, scope),
    nearest,
  };
  const related = [{ span: offer.span, label: "the offer is used here" }];
  const fix = exact ? replacement(span, nearest) : undefined;
  report(context, "placeholder-event", span, parameters, { related, fix });
}

function hasAttribute({ rows }: RowsInScope, attribute: string): boolean {
  return Object.hasOwn(rows.source.attributes, attribute) || (attribute === "time" && haveTime(rows));
}

function whyNothing(alias: string, found: RowsInScope | undefined, { event, absent }: Scope): string {
  if (found !== undefined) return `\`${found.rows.name}\` has no such attribute`;
  if (alias === absent) return `\`${alias}\` is what must not have happened`;
  return event === undefined ? "no event fires it" : `nothing in its trigger is called \`${alias}\``;
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
