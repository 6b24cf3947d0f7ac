import type { CampaignProgram, Channel, Offer } from "../plan/index.ts";
import { type Instant, type LocalDate, localDate } from "./calendar.ts";
import { add, type Decimal, decimal } from "./decimal.ts";
import { type Candidate, isInSegment, isValidOn } from "./detect.ts";
import { dueOn } from "./due.ts";
import type { Arm } from "./ledger.ts";
import { type Rendering, render } from "./message.ts";
import type { Model } from "./model.ts";
import { convert } from "./rates.ts";
import { named } from "./rows.ts";

/** The contact that a candidate would get on a channel. */
export interface Proposal {
  readonly candidate: Candidate;
  readonly campaign: CampaignProgram;
  readonly arm: Arm;
  readonly model: Model;
  readonly channel: Channel;
  /** Undefined where the hours have none in common. */
  readonly due: Instant | undefined;
  readonly dueDate: LocalDate | undefined;
  /** The offers that are valid when it is due, and those that are not. */
  readonly offers: readonly Offer[];
  readonly expired: readonly Offer[];
  /** By currency; unknown costs are left out. */
  readonly costs: ReadonlyMap<string, Decimal>;
  /** Segments of the policy that the customer is in. */
  readonly segments: readonly string[];
  /** Undefined where there is nothing to write. */
  readonly rendering: Rendering | undefined;
}

export function propose(candidate: Candidate, arm: Arm, channelName: string, model: Model): Proposal {
  const { campaign, scope } = candidate;
  const { program, time } = model;
  const channel = named(program.channels, channelName);
  const due = dueOn(channel, campaign, model);
  const dueDate = due === undefined ? undefined : localDate(due, time.timezone);
  const all = (candidate.offers ?? []).map((name) => named(program.offers, name));
  const isOpen = (offer: Offer): boolean => dueDate === undefined || isValidOn(offer, dueDate);
  const offers = all.filter(isOpen);
  return {
    candidate,
    campaign,
    arm,
    model,
    channel,
    due,
    dueDate,
    offers,
    expired: all.filter((offer) => !isOpen(offer)),
    costs: costsOf(channel, offers, model),
    segments: Object.keys(program.policy?.segments ?? {}).filter((name) => isInSegment(name, scope)),
    rendering: channel.message && offers.length > 0 ? render(offers, channelName, candidate) : undefined,
  };
}

/** What the channel and the offers cost together, in each currency that a cap could be in. */
function costsOf(channel: Channel, offers: readonly Offer[], model: Model): ReadonlyMap<string, Decimal> {
  const { program, today } = model;
  const caps = [...program.campaigns.flatMap((campaign) => campaign.caps), ...(program.policy?.caps ?? [])];
  const currencies = caps.flatMap((cap) => (cap.kind === "money" ? [cap.currency] : []));
  const parts = [channel.cost, ...offers.map(({ cost }) => cost)].filter((cost) => cost !== undefined);
  const costs = new Map<string, Decimal>();
  for (const currency of new Set([program.currency, ...currencies])) {
    const converted = parts.map((cost) =>
      convert(decimal(cost.amount), cost.currency, currency, today, model),
    );
    const known = converted.filter((cost) => cost !== undefined);
    if (known.length === parts.length) costs.set(currency, known.reduce(add, { units: 0n, scale: 0 }));
  }
  return costs;
}
