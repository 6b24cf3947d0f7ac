import type { CampaignPlan, Channel, Duration } from "../../plan/index.ts";
import type { Instant } from "../calendar/instant.ts";
import { addDays, addToDate, type LocalDate } from "../calendar/local-date.ts";
import type { ProjectTime } from "../calendar/schedule.ts";
import { addDuration, localDateOf, startOfDay } from "../calendar/zoned-time.ts";
import type { ChannelPlaces, CustomerPlace, Ledger, Spending } from "../ledger/ledger.ts";
import { type CustomerCap, ONCE_EVER } from "./rules/customer-cap.ts";
import { firstDateOf } from "./rules/period.ts";

/** What was accepted before and still takes places, as far as a campaign's caps look back. */
export interface CampaignHistory {
  readonly customers: readonly CustomerPlace[];
  readonly places: readonly ChannelPlaces[];
  readonly spending: readonly Spending[];
}

export const ALL_TIME: Instant = Number.MIN_SAFE_INTEGER;

/** A span of months that ends on a date can begin up to three days before the same day of its first month. */
const CLAMPED_DAYS = 3;

/** The caps per customer of a campaign: without a line of its own, once ever. */
export function customerCaps(campaign: CampaignPlan): readonly CustomerCap[] {
  const caps = campaign.caps.filter((cap) => cap.kind === "customer");
  return caps.length === 0 ? [ONCE_EVER] : caps;
}

/** Reads once what a campaign's caps need for due times at or after the tick. */
export async function readCampaignHistory(
  campaign: CampaignPlan,
  tick: Instant,
  time: ProjectTime,
  ledger: Ledger,
): Promise<CampaignHistory> {
  const volumes = campaign.caps.filter((cap) => cap.kind === "volume");
  const budgets = campaign.caps.filter((cap) => cap.kind === "money");
  const customersFrom = earliest(customerCaps(campaign).map((cap) => lookBack(cap, tick, time)));
  const volumesFrom = earliest(volumes.map((cap) => lookBack(cap, tick, time)));
  const budgetsFrom = earliest(budgets.map((cap) => lookBack(cap, tick, time)));
  return {
    customers: await ledger.customerPlaces(campaign.name, customersFrom),
    places: volumes.length === 0 ? [] : await ledger.campaignPlaces(campaign.name, volumesFrom),
    spending: budgets.length === 0 ? [] : await ledger.spending(campaign.name, budgetsFrom),
  };
}

/** Reads once what takes places in the channels' capacities. */
export async function readChannelHistory(
  channels: readonly Channel[],
  tick: Instant,
  time: ProjectTime,
  ledger: Ledger,
): Promise<readonly ChannelPlaces[]> {
  const date = localDateOf(tick, time.timezone);
  const starts = channels.flatMap(({ capacity }) =>
    capacity === undefined ? [] : [startOf(firstDateOf(date, capacity.period), time)],
  );
  return starts.length === 0 ? [] : ledger.channelPlaces(earliest(starts));
}

/** A cap of a campaign or of the policy. */
type CountedCap =
  | { readonly kind: "customer"; readonly within: CustomerCap["within"] }
  | { readonly kind: "volume" | "money"; readonly period: "day" | "week" | "month" | "all" };

/** The first due time that can count for a due time at or after the tick. */
export function lookBack(cap: CountedCap, tick: Instant, time: ProjectTime): Instant {
  const date = localDateOf(tick, time.timezone);
  if (cap.kind !== "customer") return startOf(firstDateOf(date, cap.period), time);
  switch (cap.within.kind) {
    case "ever":
      return ALL_TIME;
    case "calendar":
      return startOf(firstDateOf(date, cap.within.period), time);
    case "sliding":
      return spanBefore(cap.within.duration, tick, time);
  }
}

/** The first instant that can share a span of the duration with the tick or what comes after it. */
export function spanBefore({ count, unit }: Duration, tick: Instant, time: ProjectTime): Instant {
  const back = { count: -count, unit };
  if (unit === "hour" || unit === "minute") return addDuration(tick, back, time.timezone, time.calendar);
  const date = localDateOf(tick, time.timezone);
  return startOf(addDays(addToDate(date, back, time.calendar), -CLAMPED_DAYS), time);
}

export function startOf(date: LocalDate | undefined, time: ProjectTime): Instant {
  return date === undefined ? ALL_TIME : startOfDay(date, time.timezone);
}

export function earliest(instants: readonly Instant[]): Instant {
  return instants.reduce((least, instant) => Math.min(least, instant), Number.MAX_SAFE_INTEGER);
}
