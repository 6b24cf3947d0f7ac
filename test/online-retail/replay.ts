import { createHash } from "node:crypto";
import { DateTime } from "luxon";
import { type CampaignRules, type Cap, channels, offers, runs } from "./campaigns.ts";
import { type Candidate, candidatesOf, openShop } from "./candidates.ts";
import { type Place, periodsOf, refuses } from "./caps.ts";
import { dueOf } from "./due.ts";
import { instantText, type Tick, ticksOf, zone } from "./ticks.ts";

/** Why a candidate was turned away; channel null: before any channel was asked. */
export type Reason = { readonly channel: string | null; readonly code: string; readonly rule: string };

/** A candidate and what became of it. Due: a UTC instant, as in `2011-10-03T08:00:00Z`. */
export type Outcome = Candidate & { readonly arm: "treated" | "control" } & (
    | {
        readonly kind: "accepted";
        readonly channel: string;
        readonly due: string;
        /** What stood against the channels asked before; the product need not record it. */
        readonly passedOver: readonly Reason[];
      }
    | { readonly kind: "rejected"; readonly reasons: readonly Reason[] }
  );

/** What the runs of a month should come to. */
export type Expected = {
  readonly candidates: readonly Candidate[];
  readonly outcomes: readonly Outcome[];
};

/** The stable hash: MD5 of the parts joined by the unit separator, in lower-case hex. */
export function stableHash(...parts: readonly string[]): string {
  return createHash("md5").update(parts.join("\u001f"), "utf8").digest("hex");
}

function heldOut(candidate: Candidate, rules: CampaignRules): boolean {
  const share =
    Number.parseInt(stableHash(candidate.campaign, candidate.customer).slice(0, 13), 16) / 16 ** 13;
  return share < rules.holdout;
}

/** Millionths of a pound; unknown is lower than everything. */
function millionths(value: string | null): bigint | null {
  return value === null ? null : BigInt(value.replace(".", ""));
}

type Ranked = {
  readonly candidate: Candidate;
  readonly rules: CampaignRules;
  readonly value: bigint | null;
  readonly hash: string;
};

/** Priority, value (unknown last), stable hash, event time, event number. */
function inOrder(one: Ranked, other: Ranked): number {
  if (one.rules.priority !== other.rules.priority) return other.rules.priority - one.rules.priority;
  if (one.value !== other.value) {
    if (one.value === null) return 1;
    if (other.value === null) return -1;
    return one.value > other.value ? -1 : 1;
  }
  if (one.hash !== other.hash) return one.hash < other.hash ? -1 : 1;
  const [first, second] = [one.candidate.event, other.candidate.event];
  if (first === null || second === null) return 0;
  if (first.time !== second.time) return first.time < second.time ? -1 : 1;
  return BigInt(first.id) < BigInt(second.id) ? -1 : 1;
}

/** The places taken so far by all campaigns, which later ticks have to reckon with. */
type Book = Map<string, Place[]>;

/** When a campaign's contacts of one tick would be due on a channel. */
type Due = Pick<Place, "due" | "periods">;

function isExpired(offer: string, due: DateTime): boolean {
  return due.toFormat("yyyy-MM-dd") > (offers[offer]?.validUntil ?? "9999-12-31");
}

/** What the contact would cost, in ten-thousandths of a pound: an expired offer is dropped, and costs nothing. */
function costOf(candidate: Candidate, channel: string, due: DateTime): number {
  const given = candidate.offers.filter((offer) => !isExpired(offer, due));
  const pounds = [...given.map((offer) => offers[offer]?.cost), channels[channel]?.cost];
  return pounds.reduce<number>((sum, cost) => sum + Math.round((cost ?? Number.NaN) * 10_000), 0);
}

/** Past the window's end, or past the days of every offer that there is. */
function expired(candidate: Candidate, rules: CampaignRules, due: DateTime): boolean {
  if (due.toFormat("yyyy-MM-dd") > rules.lastDay) return true;
  return candidate.offers.length > 0 && candidate.offers.every((offer) => isExpired(offer, due));
}

/** Every rule that stands against the candidate on one channel. */
function reasonsAgainst(candidate: Candidate, rules: CampaignRules, place: Place, book: Book): Reason[] {
  const { channel } = place;
  const reasons: Reason[] = [];
  if (expired(candidate, rules, place.due)) reasons.push({ channel, code: "expired", rule: "expired" });
  if (candidate.unknownInMessage.includes(channel))
    reasons.push({ channel, code: "unknown", rule: "message" });
  for (const cap of rules.caps)
    if (refuses(cap, book.get(candidate.campaign) ?? [], place))
      reasons.push({ channel, code: cap.kind === "money" ? "budget" : "cap", rule: JSON.stringify(cap) });
  const capacity = channels[channel]?.capacityPerDay;
  if (capacity !== undefined) {
    const perDay: Cap = { kind: "volume", limit: capacity, period: "day", channel };
    if (refuses(perDay, [...book.values()].flat(), place))
      reasons.push({ channel, code: "capacity", rule: `${channel} ${capacity} per day` });
  }
  return reasons;
}

function decide({ candidate, rules }: Ranked, dueOn: (channel: string) => Due, book: Book): Outcome {
  const control = heldOut(candidate, rules);
  const arm = control ? "control" : "treated";
  const reasons: Reason[] = [];
  if (candidate.offers.length === 0) reasons.push({ channel: null, code: "no offer", rule: "no offer" });
  if (candidate.channels.length === 0)
    reasons.push({ channel: null, code: "no channel", rule: "no channel" });
  for (const channel of candidate.channels) {
    const { customer } = candidate;
    const when = dueOn(channel);
    const place = { customer, channel, ...when, cost: costOf(candidate, channel, when.due), control };
    const against = reasonsAgainst(candidate, rules, place, book);
    if (against.length === 0 && candidate.offers.length > 0) {
      book.set(candidate.campaign, [...(book.get(candidate.campaign) ?? []), place]);
      return {
        ...candidate,
        arm,
        kind: "accepted",
        channel,
        due: instantText(place.due),
        passedOver: reasons,
      };
    }
    reasons.push(...against);
  }
  return { ...candidate, arm, kind: "rejected", reasons };
}

/** The due times of one tick, worked out once for each campaign and channel. */
function duesOf(tick: DateTime): (rules: CampaignRules, channel: string) => Due {
  const known = new Map<string, Due>();
  return (rules, channel) => {
    const key = `${rules.campaign} ${channel}`;
    const found = known.get(key);
    if (found) return found;
    const hours = channels[channel]?.hours;
    if (hours === undefined) throw new Error(`no channel ${channel}`);
    const due = dueOf(tick, rules, hours);
    const made = { due, periods: periodsOf(due) };
    known.set(key, made);
    return made;
  };
}

/** Decides the candidates of a month: those of one instant together, instants one after the other. */
export function replay(ticks: readonly Tick[], candidates: readonly Candidate[]): Outcome[] {
  const byTick = Map.groupBy(candidates, (candidate) => `${candidate.campaign} ${candidate.tick}`);
  const book: Book = new Map();
  const outcomes: Outcome[] = [];
  for (const at of new Set(ticks.map((tick) => tick.at))) {
    const ranked = ticks
      .filter((tick) => tick.at === at)
      .flatMap((tick) =>
        (byTick.get(`${tick.rules.campaign} ${at}`) ?? []).map((candidate) => ({
          candidate,
          rules: tick.rules,
          value: millionths(candidate.value),
          hash: stableHash(at, candidate.campaign, candidate.customer),
        })),
      )
      .sort(inOrder);
    const dueOn = duesOf(DateTime.fromISO(at, { zone }));
    for (const one of ranked) outcomes.push(decide(one, (channel) => dueOn(one.rules, channel), book));
  }
  return outcomes;
}

/**
 * What the product should make of a shop: candidates by the hand-written SQL, outcomes by the replay.
 * @param folder holds `lines.parquet` and `customers.parquet`
 */
export async function expectedOf(folder: string): Promise<Expected> {
  const shop = await openShop(folder);
  const ticks = ticksOf(runs);
  const candidates: Candidate[] = [];
  for (const tick of ticks) candidates.push(...(await candidatesOf(shop, tick)));
  shop.closeSync();
  return { candidates, outcomes: replay(ticks, candidates) };
}
