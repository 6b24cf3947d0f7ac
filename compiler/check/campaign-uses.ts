import type { CampaignTree, NameTree } from "../../grammar/tree.ts";
import type { CheckedFiring, CheckedGoal, CheckedOffer } from "./checked.ts";
import type { Context } from "./context.ts";
import { expressionsOf } from "./firing.ts";
import { conditionsOf } from "./occurrence.ts";
import type { BoundRoute } from "./routes.ts";
import { type TagUse, tagUses } from "./tag-use.ts";
import type { TypedExpression } from "./typed-expression.ts";

/** A campaign's clauses as far as they are right. */
export interface CampaignParts {
  readonly segment: TypedExpression | undefined;
  readonly exclude: TypedExpression | undefined;
  readonly value: TypedExpression | undefined;
  readonly firing: CheckedFiring | undefined;
  readonly goal: CheckedGoal | undefined;
  readonly offerRoutes: readonly BoundRoute[] | undefined;
  readonly channelRoutes: readonly BoundRoute[] | undefined;
}

/** Every use of a tag in a campaign, its messages' placeholders included. */
export function campaignUses(
  tree: CampaignTree,
  { segment, exclude, value, firing, goal, offerRoutes, channelRoutes }: CampaignParts,
  offers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): readonly TagUse[] {
  const parts = [
    segment,
    exclude,
    value,
    ...(firing === undefined ? [] : expressionsOf(firing)),
    ...(goal === undefined ? [] : [...conditionsOf(goal.occurrence), goal.worth]),
    ...(offerRoutes ?? []).flatMap(({ when, choice }) => [
      when,
      ...(choice?.kind === "best" ? choice.scores : []),
    ]),
    ...(channelRoutes ?? []).map(({ when }) => when),
  ];
  return [
    ...parts.flatMap((part) => (part === undefined ? [] : tagUses(part, context))),
    ...placeholderUses(tree, offers, context),
  ];
}

/** The offers that a campaign names, at each place: in its `offer` and in its follow-ups. */
export function offersNamedIn({ clauses }: CampaignTree): readonly NameTree[] {
  return clauses.flatMap((clause) => {
    if (clause.kind === "offer") return clause.routes.flatMap(({ names }) => names);
    return clause.kind === "followup" ? clause.offering : [];
  });
}

function channelsNamedIn({ clauses }: CampaignTree): ReadonlySet<string> {
  const names = clauses.flatMap((clause) => {
    if (clause.kind === "channel") return clause.routes.flatMap((route) => route.names);
    return clause.kind === "followup" ? clause.via : [];
  });
  return new Set(names.map(({ text }) => text));
}

function placeholderUses(
  campaign: CampaignTree,
  offers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): readonly TagUse[] {
  const channels = channelsNamedIn(campaign);
  const uses: TagUse[] = [];
  for (const tree of offersNamedIn(campaign)) {
    const offer = offers.get(tree.text);
    for (const [channel, message] of offer?.messages ?? []) {
      if (!channels.has(channel)) continue;
      for (const placeholder of message.placeholders) {
        if (placeholder.kind !== "tag") continue;
        for (const use of tagUses(placeholder.expression, context)) {
          uses.push({ tag: use.tag, span: tree.span, via: tree.text });
        }
      }
    }
  }
  return uses;
}
