import type { Span } from "../../grammar/span.ts";
import type { CheckedFiring } from "./checked.ts";
import { type Context, report } from "./context.ts";
import { readsOf } from "./tag-use.ts";
import type { TypedExpression } from "./typed-expression.ts";

const MINUTES_PER_DAY = 24 * 60;

const refreshMinutes: Readonly<Record<string, number>> = {
  hourly: 60,
  daily: MINUTES_PER_DAY,
  weekly: 7 * MINUTES_PER_DAY,
  monthly: 28 * MINUTES_PER_DAY,
};

/** Warns of a campaign that asks tags alone, and more often than the most often refreshed of them changes. */
export function warnTooFine(
  asked: readonly (TypedExpression | undefined)[],
  firing: CheckedFiring,
  minutes: number,
  span: Span,
  context: Context,
): void {
  if (["event", "pattern", "reaches"].includes(firing.kind)) return;
  // A date comes on its day, however seldom the tag changes.
  if (firing.kind === "date" && minutes >= MINUTES_PER_DAY) return;
  const reads = readsOf(
    asked.filter((part) => part !== undefined),
    context,
  );
  if (reads.readsRows) return;
  let soonest: { readonly name: string; readonly refreshed: string; readonly every: number } | undefined;
  for (const name of reads.tags) {
    const refreshed = context.catalog.tags.get(name)?.refreshed;
    const every = refreshed === undefined ? undefined : refreshMinutes[refreshed];
    if (refreshed === undefined || every === undefined || every <= minutes) return;
    if (soonest === undefined || every < soonest.every) soonest = { name, refreshed, every };
  }
  if (soonest === undefined) return;
  const { name, refreshed } = soonest;
  report(context, "schedule-too-fine", span, { tags: `\`${name}\``, refreshed });
}
