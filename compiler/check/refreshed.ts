import type { Span } from "../../grammar/span.ts";
import type { CheckedFiring } from "./checked.ts";
import { type Context, report } from "./context.ts";
import { readsOf } from "./tag-use.ts";
import type { TypedExpression } from "./typed-expression.ts";

const refreshMinutes: Readonly<Record<string, number>> = {
  hourly: 60,
  daily: 24 * 60,
  weekly: 7 * 24 * 60,
  monthly: 28 * 24 * 60,
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
