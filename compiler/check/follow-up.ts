import type { CampaignTree, ClauseTree, NameTree } from "../../grammar/tree.ts";
import type { FollowUp } from "../../plan/index.ts";
import { durationText } from "./cap-limit.ts";
import { channelsNamed } from "./channel-names.ts";
import type { CheckedOffer } from "./checked.ts";
import { type Context, report, reportUnknownName, written } from "./context.ts";
import { type BoundRoute, checkMessageOn, type Speaker } from "./routes.ts";
import { checkDuration } from "./window.ts";

type FollowUpTree = Extract<ClauseTree, { readonly kind: "followup" }>;

/** What further waves may take up: the campaign's offers and channels, undefined where they are wrong. */
export interface FirstWave {
  readonly campaign: Speaker;
  readonly offers: readonly BoundRoute[] | undefined;
  readonly channels: readonly BoundRoute[] | undefined;
  /** Whether there is a goal, or a line that may have been one. */
  readonly hasGoal: boolean;
}

/** A campaign's further waves, in the order written, which is that in which they follow each other. */
export function checkFollowUps(
  { clauses }: CampaignTree,
  first: FirstWave,
  offers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): readonly FollowUp[] {
  const names = new Map<string, NameTree>();
  const waves: FollowUp[] = [];
  for (const tree of clauses) {
    if (tree.kind !== "followup") continue;
    const earlier = names.get(tree.name.text);
    if (earlier === undefined) names.set(tree.name.text, tree.name);
    else {
      const related = [{ span: earlier.span, label: "the first" }];
      report(context, "followup-doubled", tree.name.span, { name: tree.name.text }, { related });
    }
    if (tree.unless === "goal" && !first.hasGoal) {
      report(context, "followup-without-goal", tree.span, { campaign: first.campaign.name.text });
    }
    const wave = checkFollowUp(tree, first, offers, context);
    if (wave !== undefined) waves.push(wave);
  }
  return waves;
}

function checkFollowUp(
  tree: FollowUpTree,
  first: FirstWave,
  offers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): FollowUp | undefined {
  const after = checkDuration(tree.after, context);
  const via = channelsNamed(tree.via, context);
  const offering = offersOffered(tree.offering, offers, context);
  if (after === undefined || via === undefined || offering === undefined) return undefined;
  checkWaveMessages(tree, first, offers, context);
  const parts = [
    `${written(tree.name.text)} after ${durationText(after)} unless ${tree.unless}`,
    ...(via.length === 0 ? [] : [`via ${via.map(written).join(", ")}`]),
    ...(offering.length === 0 ? [] : [`offering ${offering.map(written).join(", ")}`]),
  ];
  return {
    name: tree.name.text,
    after,
    unless: tree.unless,
    ...(via.length === 0 ? {} : { via }),
    ...(offering.length === 0 ? {} : { offering }),
    text: parts.join(" "),
  };
}

function offersOffered(
  trees: readonly NameTree[],
  offers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): readonly string[] | undefined {
  const names = new Set<string>();
  let sound = true;
  for (const tree of trees) {
    if (!offers.has(tree.text)) {
      reportUnknownName(context, "offer", tree, offers.keys());
      sound = false;
    } else if (names.has(tree.text)) report(context, "name-repeated", tree.span, { name: tree.text });
    names.add(tree.text);
  }
  return sound ? [...names] : undefined;
}

/** Checks that a wave has something to say, where it says something else or elsewhere than the first contact did. */
function checkWaveMessages(
  { via, offering }: FollowUpTree,
  { campaign, offers: firstOffers, channels: firstChannels }: FirstWave,
  offers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): void {
  if (via.length === 0 && offering.length === 0) return;
  const channels =
    via.length > 0
      ? via.map(({ text, span }) => ({ text, span }))
      : (firstChannels ?? []).flatMap(({ names, span }) => names.map((text) => ({ text, span })));
  const offered = offering.length > 0 ? offering : (firstOffers ?? []).flatMap(({ trees }) => trees);
  const seen = new Set<string>();
  for (const offer of offered) {
    for (const channel of channels) {
      const pair = `${offer.text}\n${channel.text}`;
      if (seen.has(pair)) continue;
      seen.add(pair);
      // What is new is the place: the offer where one is named here, else the channel.
      const span = offering.length > 0 ? offer.span : channel.span;
      checkMessageOn(campaign, { text: offer.text, span }, channel.text, offers, context);
    }
  }
}
