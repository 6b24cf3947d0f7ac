import { instantText } from "./calendar.ts";
import { compareDecimals } from "./decimal.ts";
import { type Candidate, weighedOffers } from "./detect.ts";
import type { Arm, Contact, Reason, Rejection } from "./ledger.ts";
import type { Model } from "./model.ts";
import { policyRefusals } from "./policy-rules.ts";
import { type Proposal, propose } from "./proposal.ts";
import { compareRows } from "./rows.ts";
import { ownRefusals } from "./rules.ts";
import { isHeldOut, stableHash } from "./stable-hash.ts";
import { compareText } from "./value.ts";

export interface Decisions {
  readonly contacts: readonly Contact[];
  readonly rejections: readonly Rejection[];
}

/**
 * Decides on all candidates of a tick, LANGUAGE § 9: each in turn is accepted on the first channel on which no rule stands
 * against it, else rejected with all that do. `before` is what earlier ticks have accepted.
 */
export function arbitrate(
  candidates: readonly Candidate[],
  model: Model,
  before: readonly Contact[],
): Decisions {
  const contacts: Contact[] = [];
  const rejections: Rejection[] = [];
  for (const candidate of inOrder(candidates, model)) {
    const arm = armOf(candidate, model);
    const decision = decide(candidate, arm, model, [...before, ...contacts]);
    if ("reasons" in decision) rejections.push(decision);
    else contacts.push(decision);
  }
  return { contacts, rejections };
}

function decide(
  candidate: Candidate,
  arm: Arm,
  model: Model,
  before: readonly Contact[],
): Contact | Rejection {
  const { offers, channels } = candidate;
  const reasons: Reason[] = [];
  if (offers === undefined) reasons.push({ channel: null, code: "no offer" });
  if (channels === undefined) reasons.push({ channel: null, code: "no channel" });
  let preferred: Proposal | undefined;
  for (const channel of channels ?? []) {
    const proposal = propose(candidate, arm, channel, model);
    preferred ??= proposal;
    const refusals = [...ownRefusals(proposal, before), ...policyRefusals(proposal, before)];
    if (refusals.length === 0 && offers !== undefined && proposal.due !== undefined) {
      return contactOf(proposal, proposal.due);
    }
    reasons.push(...refusals.map((refusal) => ({ channel: proposal.channel.name, ...refusal })));
  }
  return {
    ...identity(candidate, arm, model),
    channel: preferred?.channel.name ?? null,
    offers: offers?.length === 0 ? weighedOffers(candidate) : (offers ?? []),
    due: preferred?.due,
    reasons,
  };
}

function contactOf(proposal: Proposal, due: bigint): Contact {
  const { candidate, arm, model, channel, offers, costs, segments, campaign } = proposal;
  return {
    ...identity(candidate, arm, model),
    channel: channel.name,
    offers: offers.map(({ name }) => name),
    due,
    service: campaign.purpose === "service",
    costs,
    segments,
  };
}

function identity(candidate: Candidate, arm: Arm, { tick }: Model) {
  const { campaign, customer, wave, occasion, event, steps, firedAt, value } = candidate;
  return {
    tick,
    campaign: campaign.name,
    wave,
    customer,
    arm,
    occasion,
    ...(event === undefined ? {} : { event }),
    ...(steps === undefined ? {} : { steps }),
    firedAt,
    value,
  };
}

/** The universal holdout comes first, then the campaign's; service campaigns hold out where a line includes them; waves nobody. */
function armOf({ campaign, customer, wave }: Candidate, { program }: Model): Arm {
  const { policy } = program;
  const service = campaign.purpose === "service";
  if (wave > 0) return "treated";
  const universal = service && policy?.holdoutIncludesService !== true ? undefined : policy?.holdout;
  if (universal !== undefined && isHeldOut(stableHash(["universal", customer]), universal))
    return "universal";
  if (service) return "treated";
  const { holdout, name } = campaign;
  return holdout !== undefined && isHeldOut(stableHash([name, customer]), holdout) ? "control" : "treated";
}

/**
 * Priority, value (unknown last), stable hash of (tick, campaign, customer), wave, event time, event id; further waves whose
 * events are of one time come in the order in which their first contacts were accepted.
 */
function inOrder(candidates: readonly Candidate[], { tick }: Model): readonly Candidate[] {
  const hash = ({ campaign, customer }: Candidate): string =>
    stableHash([instantText(tick), campaign.name, customer]);
  return [...candidates].sort(
    (a, b) =>
      b.campaign.priority - a.campaign.priority ||
      compareValue(a, b) ||
      compareText(hash(a), hash(b)) ||
      a.wave - b.wave ||
      compareEvents(a, b),
  );
}

function compareValue({ value: a }: Candidate, { value: b }: Candidate): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareDecimals(b, a);
}

function compareEvents({ event: a, wave }: Candidate, { event: b }: Candidate): number {
  if (a === undefined || b === undefined) return 0;
  return wave === 0 || a.time !== b.time ? compareRows(a, b) : 0;
}
