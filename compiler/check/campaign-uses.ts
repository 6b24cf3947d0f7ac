import type { CampaignTree, NameTree } from "../../grammar/tree.ts";
import type { CheckedFiring, CheckedGoal, CheckedOffer } from "./checked.ts";
import type { Context } from "./context.ts";
import { expressionsOf } from "./firing.ts";
import { conditionsOf } from "./occurrence.ts";
import type { BoundRoute } from "./routes.ts";
import { addTagUses, type TagUse, type UseSearch } from "./tag-use.ts";
import type { TypedExpression } from "./typed-expression.ts";

/** A campaign's clauses as far as they are right. */
export interface CampaignParts {
  readonly segment: TypedExpression | undefined;
  readonly exclude: TypedExpression | undefined;
  readonly value: TypedExpression | undefined;
  readonly firing: CheckedFiring | undefined;
  readonly goal: CheckedGoal | undefined;
  /** At each place, in its `offer` and in its follow-ups. */
  readonly offersNamed: readonly NameTree[];
  readonly offerRoutes: readonly BoundRoute[] | undefined;
  readonly channelRoutes: readonly BoundRoute[] | undefined;
}

/** Every use of some tags in a campaign, its messages' placeholders included. */
export function campaignUses(
  tree: CampaignTree,
  { segment, exclude, value, firing, goal, offersNamed, offerRoutes, channelRoutes }: CampaignParts,
  tags: ReadonlySet<string>,
  offers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): readonly TagUse[] {
  if (tags.size === 0) return [];
  const search: UseSearch = { tags, uses: [] };
  const add = (part: TypedExpression | undefined): void => {
    if (part !== undefined) addTagUses(part, search, context);
  };
  add(segment);
  add(exclude);
  add(value);
  if (firing !== undefined) expressionsOf(firing).forEach(add);
  if (goal !== undefined) {
    conditionsOf(goal.occurrence).forEach(add);
    add(goal.worth);
  }
  offerRoutes?.forEach(({ when, choice }) => {
    add(when);
    if (choice?.kind === "best") choice.scores.forEach(add);
  });
  channelRoutes?.forEach(({ when }) => {
    add(when);
  });
  addPlaceholderUses(tree, offersNamed, offers, search);
  return search.uses;
}

/** The offers that a campaign names, at each place: in its `offer` and in its follow-ups. */
export function offersNamedIn({ clauses }: CampaignTree): readonly NameTree[] {
  const found: NameTree[] = [];
  for (const clause of clauses) {
    if (clause.kind === "offer") for (const { names } of clause.routes) found.push(...names);
    else if (clause.kind === "followup") found.push(...clause.offering);
  }
  return found;
}

function channelsNamedIn({ clauses }: CampaignTree): ReadonlySet<string> {
  const found = new Set<string>();
  for (const clause of clauses) {
    if (clause.kind === "channel") for (const { names } of clause.routes) addTexts(names, found);
    else if (clause.kind === "followup") addTexts(clause.via, found);
  }
  return found;
}

function addTexts(names: readonly NameTree[], texts: Set<string>): void {
  for (const { text } of names) texts.add(text);
}

function addPlaceholderUses(
  tree: CampaignTree,
  named: readonly NameTree[],
  offers: ReadonlyMap<string, CheckedOffer>,
  { tags: sought, uses }: UseSearch,
): void {
  const channels = channelsNamedIn(tree);
  for (const { text: via, span } of named) {
    offers.get(via)?.messages.forEach(({ tags }, channel) => {
      if (tags.size === 0 || !channels.has(channel)) return;
      for (const tag of tags) if (sought.has(tag)) uses.push({ tag, span, via });
    });
  }
}
