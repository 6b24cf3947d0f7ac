import type { CampaignProgram, FollowUp } from "../plan/index.ts";
import { type Instant, instantAfter } from "./calendar.ts";
import { type Candidate, isExcluded } from "./detect.ts";
import type { Contact, Ledger } from "./ledger.ts";
import { customers, type Model } from "./model.ts";
import { occurrencesOf } from "./occurrence.ts";

/** Those contacted by a campaign who are due a further wave at the tick. */
export function waveCandidates(
  campaign: CampaignProgram,
  model: Model,
  ledger: Ledger,
): readonly Candidate[] {
  const own = ledger.contacts.filter(
    (contact) => contact.campaign === campaign.name && contact.arm === "treated",
  );
  return own
    .filter(({ wave }) => wave === 0)
    .flatMap((first) => {
      const chain = own
        .filter(({ customer, occasion }) => customer === first.customer && occasion === first.occasion)
        .sort((a, b) => a.wave - b.wave);
      const last = chain.at(-1) ?? first;
      const followUp = campaign.followUps[last.wave];
      if (followUp === undefined || !isDue(followUp, last, model, ledger)) return [];
      if (!customers(model).includes(first.customer) || isExcluded(campaign, first.customer, model))
        return [];
      return isMet(followUp, campaign, chain, model, ledger)
        ? []
        : [candidateOf(followUp, campaign, first, last, model)];
    });
}

/** At the first tick that comes so long after the wave before, however late; after that until twice as long. */
function isDue({ after }: FollowUp, last: Contact, { tick, time }: Model, ledger: Ledger): boolean {
  const from = instantAfter(last.due, after, time);
  if (tick < from) return false;
  const isFirst = !ledger.ticks.some(
    (other) => other.campaign === last.campaign && other.tick >= from && other.tick < tick,
  );
  return isFirst || tick <= instantAfter(last.due, { ...after, count: 2 * after.count }, time);
}

/** Whether a contact of the chain has been followed by the goal, or was answered. */
function isMet(
  { unless }: FollowUp,
  { goal }: CampaignProgram,
  chain: readonly Contact[],
  model: Model,
  ledger: Ledger,
): boolean {
  return chain.some((contact) => {
    const { due, customer, campaign, occasion } = contact;
    if (unless === "responded") {
      const answered = ledger.responses.some(
        (response) =>
          response.customer === customer &&
          response.campaign === campaign &&
          response.occasion === occasion &&
          response.time > due &&
          response.time <= model.tick,
      );
      if (answered || ledger.found.some((one) => one.contact === contact && one.time <= model.tick))
        return true;
    }
    if (goal === undefined) return false;
    const until: Instant = instantAfter(due, goal.within, model.time);
    return occurrencesOf(goal.occurrence, customer, model, contact).some(
      ({ time }) => time > due && time <= until,
    );
  });
}

/** With the first contact's event, offers, channel and value, unless the wave names others. */
function candidateOf(
  { via, offering }: FollowUp,
  campaign: CampaignProgram,
  first: Contact,
  last: Contact,
  model: Model,
): Candidate {
  const { customer, occasion, event, steps, firedAt, value } = first;
  const rows = { ...(event === undefined ? {} : { event }), ...(steps === undefined ? {} : { steps }) };
  return {
    campaign,
    customer,
    occasion,
    firedAt,
    ...rows,
    wave: last.wave + 1,
    offerRoute: undefined,
    offerChoice: undefined,
    offers: offering ?? first.offers,
    channelRoute: undefined,
    channels: via ?? [first.channel],
    value,
    scope: { model, customer, ...rows },
  };
}
