import type { PolicyCap, PolicyRule } from "../../plan/index.ts";
import { covers } from "./cap-order.ts";
import type { CheckedCampaign, CheckedOffer } from "./checked.ts";
import { type Context, report } from "./context.ts";
import type { CheckedPolicy } from "./policy.ts";
import { conjuncts, type TypedExpression } from "./typed-expression.ts";
import { keyOf } from "./unknown.ts";

type CustomerCap = Extract<PolicyCap, { readonly kind: "customer" }>;

/**
 * Warns of campaigns that another one of higher priority always comes before: at each of their ticks it has the same
 * customers among its own, nothing can stand against it that does not stand against them, and what it takes is the
 * one contact that the policy leaves each customer. Whatever is not certain is not warned about.
 */
export function warnNeverWins(
  campaigns: readonly CheckedCampaign[],
  policy: CheckedPolicy | undefined,
  offers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): void {
  const only = policy?.caps.find((cap) => leavesOne(cap, policy));
  if (policy === undefined || only?.kind !== "customer") return;
  const marketing = campaigns.filter(({ status, purpose }) => status === "active" && purpose === "marketing");
  const winners = possibleWinners(marketing, only, policy, offers);
  if (winners.size === 0) return;
  for (const campaign of marketing) {
    const winner = winnerOver(campaign, winners);
    if (winner === undefined) continue;
    const place = context.names.campaigns.get(campaign.name)?.name.span;
    const other = context.names.campaigns.get(winner.name)?.name.span;
    if (place === undefined || other === undefined) continue;
    const related = [{ span: other, label: `priority ${winner.priority}` }];
    report(context, "campaign-never-wins", place, { campaign: winner.name, line: only.text }, { related });
  }
}

/** Campaigns that nothing stands against, by what another must have in common with them to come after: pairs are many. */
type Winners = ReadonlyMap<string, readonly CheckedCampaign[]>;

function possibleWinners(
  campaigns: readonly CheckedCampaign[],
  only: CustomerCap,
  policy: CheckedPolicy,
  offers: ReadonlyMap<string, CheckedOffer>,
): Winners {
  const found = campaigns.filter(
    (campaign) => soleChannel(campaign) !== undefined && isAcceptedWhenever(campaign, only, policy, offers),
  );
  return Map.groupBy(found, (winner) => {
    const [first] = asked(winner);
    return likeness(winner, soleChannel(winner), first);
  });
}

/** The first campaign by name that always comes before another. */
function winnerOver(campaign: CheckedCampaign, winners: Winners): CheckedCampaign | undefined {
  const channels = new Set(campaign.channels.flatMap(({ names }) => names));
  const [channel] = channels;
  if (channels.size !== 1) return undefined;
  const found = [undefined, ...asked(campaign)].flatMap((condition) =>
    (winners.get(likeness(campaign, channel, condition)) ?? []).filter(
      (other) =>
        other.priority > campaign.priority &&
        other.window.from <= campaign.window.from &&
        campaign.window.to <= other.window.to &&
        reachesAsMany(other, campaign),
    ),
  );
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))[0];
}

/** The same for campaigns that have their ticks together, contacts due at the same times on one channel, and a condition. */
function likeness(
  { schedule, window }: CheckedCampaign,
  channel: string | undefined,
  condition: TypedExpression | undefined,
): string {
  const hours = [window.contact?.from, window.contact?.to, window.businessDaysOnly];
  return JSON.stringify([schedule, hours, channel, condition === undefined ? null : keyOf(condition)]);
}

/** The one channel that a campaign sends on, if there is but one. */
function soleChannel({ channels: [route, ...more] }: CheckedCampaign): string | undefined {
  const [channel, ...next] = route?.names ?? [];
  return more.length === 0 && next.length === 0 && route?.when === undefined ? channel : undefined;
}

/** What a campaign asks of customers at a tick. */
function asked({ segment, firing }: CheckedCampaign): readonly TypedExpression[] {
  return [...conjuncts(segment), ...(firing.kind === "when" ? conjuncts(firing.predicate) : [])];
}

/** Whether a line leaves a customer one contact of any kind in its span, on all days. */
function leavesOne(cap: PolicyCap, { caps }: CheckedPolicy): boolean {
  return (
    cap.kind === "customer" &&
    cap.limit === 1 &&
    cap.of.kind === "all" &&
    cap.via.length === 0 &&
    cap.for === undefined &&
    cap.during === undefined &&
    !caps.some(({ key, during }) => key === cap.key && during !== undefined)
  );
}

/** Whether all candidates of a campaign are another's as well. */
function reachesAsMany(other: CheckedCampaign, campaign: CheckedCampaign): boolean {
  if (!asksNoMore(asked(other), asked(campaign))) return false;
  if (other.exclude !== undefined) {
    if (campaign.exclude === undefined || keyOf(other.exclude) !== keyOf(campaign.exclude)) return false;
  }
  switch (other.firing.kind) {
    case "always":
    case "when":
      return true;
    case "event":
      return (
        campaign.firing.kind === "event" &&
        campaign.firing.event.base.name === other.firing.event.base.name &&
        asksNoMore(other.firing.where, campaign.firing.where)
      );
    case "pattern":
    case "reaches":
    case "date":
    case "enter":
    case "leave":
    case "change":
      return false;
  }
}

function asksNoMore(less: readonly TypedExpression[], more: readonly TypedExpression[]): boolean {
  const keys = new Set(more.map(keyOf));
  return less.every((condition) => keys.has(keyOf(condition)));
}

/** Whether nothing stands against a campaign's contact that does not stand against any other on its channel. */
function isAcceptedWhenever(
  { name: _, ...campaign }: CheckedCampaign,
  only: CustomerCap,
  policy: CheckedPolicy,
  offers: ReadonlyMap<string, CheckedOffer>,
): boolean {
  const [route, ...more] = campaign.offers;
  const [channel] = campaign.channels.flatMap(({ names }) => names);
  if (route === undefined || more.length > 0 || route.when !== undefined || channel === undefined)
    return false;
  if (route.choice?.kind === "best" || campaign.holdout !== undefined) return false;
  for (const name of route.names) {
    const offer = offers.get(name);
    const placeholders = offer?.messages.get(channel)?.placeholders ?? [];
    if (offer === undefined || offer.valid !== undefined || placeholders.length > 0) return false;
  }
  const perCustomer = campaign.caps.filter((cap) => cap.kind === "customer");
  const own =
    perCustomer.length === 0 ? [{ kind: "ever" } as const] : perCustomer.map(({ within }) => within);
  return (
    perCustomer.length === campaign.caps.length &&
    own.every((within) => covers(only.within, within)) &&
    policy.caps.every((cap) => cap.kind !== "money" && cap.of.kind === "all") &&
    !policy.rules.some((rule) => route.names.some((offer) => speaksOf(rule, offer)))
  );
}

function speaksOf(rule: PolicyRule, offer: string): boolean {
  const sets = [rule.of];
  if (rule.kind === "never-with") sets.push(rule.other);
  if (rule.kind === "never-after-offer" || rule.kind === "only-after") sets.push(rule.after);
  return sets.some((set) => set.kind === "all" || set.offers.includes(offer));
}
