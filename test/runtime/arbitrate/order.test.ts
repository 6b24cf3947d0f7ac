import { expect, test } from "vitest";
import { court } from "../../../runtime/arbitrate/judge.ts";
import { inOrder } from "../../../runtime/arbitrate/order.ts";
import { type CandidatePool, candidatePool } from "../../../runtime/arbitrate/pool/candidate-pool.ts";
import { compareDecimals, parseDecimal } from "../../../runtime/decimal.ts";
import type { Candidate } from "../../../runtime/detect/candidate.ts";
import { stableHash } from "../../../runtime/stable-hash.ts";
import { chance } from "../support/chance.ts";
import { at, campaign, plan } from "../support/plans.ts";

const TICK = at("2026-03-02 06:00");
const campaigns = [
  campaign("cards", { priority: 50 }),
  campaign("loans", { priority: 50 }),
  campaign("funds", { priority: 0 }),
  campaign("safety", { priority: 1000 }),
];
const thePlan = plan(campaigns);

function candidateOf(index: number, pick: (below: number) => number): Candidate {
  const chosen = campaigns[pick(campaigns.length)] ?? campaigns[0];
  if (chosen === undefined) throw new Error("there are campaigns");
  const values = [undefined, "5", "5.5", "-3", "1234567.12345678901234", "1234567.12345678901235"];
  const occasion = `event ${index}`;
  return {
    campaign: chosen,
    customer: String(pick(800)),
    wave: pick(2),
    occasion,
    event: { id: occasion, time: pick(3) },
    eventOrder: pick(3),
    offers: { names: ["card"], expired: false },
    channels: ["sms"],
    value: values[pick(values.length)],
    reach: () => ({ address: undefined, consent: undefined }),
    placeholder: () => undefined,
    inSegment: () => undefined,
    lastOccurrence: () => undefined,
    carried: () => ({}),
  };
}

function pooled(candidates: readonly Candidate[]): CandidatePool {
  const pool = candidatePool({ plan: thePlan, tick: TICK });
  const judges = court(thePlan, TICK, { convert: (amount) => amount });
  const lots = new Map(
    campaigns.map((one) => [
      one.name,
      pool.lot(judges.judge(one), (text) => candidates[Number(text)] ?? candidateOf(0, () => 0)),
    ]),
  );
  for (const [index, candidate] of candidates.entries()) {
    lots.get(candidate.campaign.name)?.add(candidate, String(index));
  }
  return pool;
}

function compare(a: Candidate, b: Candidate): number {
  const hash = ({ campaign: { name }, customer }: Candidate): string =>
    stableHash(["2026-03-01T22:00:00Z", name, customer]);
  const text = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
  const value = ({ value: its }: Candidate) => parseDecimal(its ?? "-1000000000");
  return (
    b.campaign.priority - a.campaign.priority ||
    compareDecimals(value(b), value(a)) ||
    text(hash(a), hash(b)) ||
    a.wave - b.wave ||
    (a.event?.time ?? 0) - (b.event?.time ?? 0) ||
    a.eventOrder - b.eventOrder ||
    text(a.occasion, b.occasion)
  );
}

test("candidates stand as the language says, in whatever order they come; who was taken out is not among them", () => {
  const pick = chance(7);
  const candidates = Array.from({ length: 12_000 }, (_, index) => candidateOf(index, pick));
  const pool = pooled(candidates);
  const left = candidates.filter((_, index) => index % 10 !== 3);
  for (const index of candidates.keys()) if (index % 10 === 3) pool.remove(index);
  const order = inOrder(pool, pool.close(), TICK);
  const found = [...order].map((number) => candidates[number]?.occasion);
  expect(found).toEqual(left.sort(compare).map(({ occasion }) => occasion));
  pool.release();
});

test("candidates may be none, or one", () => {
  const pool = pooled([]);
  expect([...inOrder(pool, pool.close(), TICK)]).toEqual([]);
  const single = pooled([candidateOf(0, () => 0)]);
  expect([...inOrder(single, single.close(), TICK)]).toEqual([0]);
});
