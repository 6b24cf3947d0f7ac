import type { Plan } from "../../plan/index.ts";
import type { Instant } from "../calendar/instant.ts";
import { formatDecimal } from "../decimal.ts";
import type { Candidate } from "../detect/candidate.ts";
import type {
  DecidedContact,
  DecisionIdentity,
  Reason,
  Records,
  RejectionRecord,
} from "../ledger/records.ts";
import { stableHash } from "../stable-hash.ts";
import type { Arbitration } from "./arbitrate.ts";
import { reasonsOf } from "./contest.ts";
import type { Court } from "./judge.ts";
import { limitedSegments } from "./policy/policy-rules.ts";
import type { CandidatePool } from "./pool/candidate-pool.ts";
import type { Situation } from "./situation.ts";

/** What was decided, as it is put on record: made one by one of the candidates that were put aside. */
export interface DecidedRecords {
  readonly contacts: Records<DecidedContact>;
  readonly rejections: Records<RejectionRecord>;
}

/** Records in the order in which candidates were decided on. */
export function decidedRecords(
  pool: CandidatePool,
  arbitration: Arbitration,
  { plan, tick }: Pick<Court, "plan" | "tick">,
): DecidedRecords {
  const { order, decisions, contestOf, outcomes, accepted, rejected } = arbitration;
  const limited = limitedSegments(plan);
  const reasons = remembered((situation: Situation, outcome: number): readonly Reason[] => {
    const end = outcomes[outcome];
    if (end === undefined) throw new Error("a rejection without an outcome");
    return reasonsOf(situation, end);
  });
  return {
    contacts: {
      length: accepted,
      *[Symbol.iterator]() {
        for (const [index, number] of order.entries()) {
          const decision = decisions[index] ?? 0;
          if (decision < 0) continue;
          const { situation } = contestOf(number);
          yield contactOf(pool.candidate(number), situation, decision, { plan, tick, limited });
        }
      },
    },
    rejections: {
      length: rejected,
      *[Symbol.iterator]() {
        for (const [index, number] of order.entries()) {
          const decision = decisions[index] ?? 0;
          if (decision >= 0) continue;
          const { situation } = contestOf(number);
          const identity = identityOf(pool.candidate(number), situation, { plan, tick });
          yield rejectionOf(identity, situation, reasons(situation, -1 - decision));
        }
      },
    },
  };
}

function contactOf(
  candidate: Candidate,
  { judge, arm, attempts }: Situation,
  decision: number,
  {
    plan,
    tick,
    limited,
  }: { readonly plan: Plan; readonly tick: Instant; readonly limited: ReadonlySet<string> },
): DecidedContact {
  const attempt = attempts[decision];
  if (attempt?.contacts === undefined) throw new Error("an accepted contact without a due time");
  const { channel, due, offerNames, costs } = attempt.contacts;
  const identity = identityOf(candidate, { judge, arm }, { plan, tick });
  const contact = {
    ...identity,
    channel: channel.name,
    offers: offerNames,
    due: due.instant,
    costs: Object.fromEntries([...costs].map(([currency, cost]) => [currency, formatDecimal(cost)])),
    purpose: judge.campaign.purpose,
    carried: candidate.carried(),
    segments: [...limited].filter((segment) => candidate.inSegment(segment) === true).sort(),
  };
  if (arm !== "treated") return { contact };
  const { rendering } = judge.propose(candidate, channel.name);
  const message = rendering?.kind === "rendered" ? rendering.message : undefined;
  const { campaign, customer, occasion, wave } = identity;
  return {
    contact,
    outgoing: {
      key: stableHash([plan.project, campaign, customer, occasion, String(wave)]),
      address: channel.address === undefined ? null : (candidate.reach(channel.name).address ?? null),
      subject: message?.subject ?? null,
      message: message?.body ?? null,
    },
  };
}

/** A rejection says what the contact would have been on the channel preferred. */
function rejectionOf(
  identity: DecisionIdentity,
  { attempts, channels, offers }: Situation,
  reasons: readonly Reason[],
): RejectionRecord {
  const channel = channels?.[0] ?? null;
  const due = attempts[0]?.terms.due;
  return { ...identity, channel, offers: offers?.names ?? [], due: due?.instant ?? null, reasons };
}

function identityOf(
  { customer, wave, occasion, event, value }: Candidate,
  { judge, arm }: Pick<Situation, "judge" | "arm">,
  { plan, tick }: Pick<Court, "plan" | "tick">,
): DecisionIdentity {
  return {
    campaign: judge.campaign.name,
    tick,
    wave,
    customer,
    arm,
    occasion,
    event,
    value: value === undefined ? null : { amount: value, currency: plan.currency },
  };
}

/** Lists of reasons are made once for each situation and outcome: an outcome is of one situation. */
function remembered(
  make: (situation: Situation, outcome: number) => readonly Reason[],
): (situation: Situation, outcome: number) => readonly Reason[] {
  const known = new Map<number, readonly Reason[]>();
  return (situation, outcome) => {
    const found = known.get(outcome) ?? make(situation, outcome);
    known.set(outcome, found);
    return found;
  };
}
