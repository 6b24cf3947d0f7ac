import type { Span } from "../../grammar/span.ts";
import type { CampaignWindow, Cap, Duration } from "../../plan/index.ts";
import { durationText } from "./cap-limit.ts";
import { longest, shortest } from "./cap-order.ts";
import { type Context, report } from "./context.ts";
import type { AskedWindow } from "./typed-expression.ts";

/**
 * Warns of contacts that are asked for further back than the ledger says who was contacted (`keep` in the project file): what
 * is older is nobody's, and the rule would let through whom it names.
 */
export function warnNotKept(asked: Duration, span: Span, context: Context): void {
  const { keep } = context;
  if (keep === undefined || shortest(asked) <= longest(keep)) return;
  reportNotKept(durationText(asked), span, context, keep);
}

/** The same of a condition's window. */
export function warnWindowNotKept(window: AskedWindow | undefined, span: Span, context: Context): void {
  if (window?.kind === "last") warnNotKept(window.duration, span, context);
  else if (window?.kind === "previous") {
    warnNotKept({ count: window.count, unit: window.period }, span, context);
  }
}

/**
 * The same of a campaign that contacts each customer so often in all, or once as it says nothing, and that goes on for longer
 * than the ledger knows.
 */
export function warnCampaignNotKept(
  caps: readonly Cap[],
  { from, to }: CampaignWindow,
  span: Span,
  context: Context,
): void {
  const { keep } = context;
  const ofCustomer = caps.filter((cap) => cap.kind === "customer");
  const countsForEver = ofCustomer.length === 0 || ofCustomer.some(({ within }) => within.kind === "ever");
  if (keep === undefined || !countsForEver) return;
  const days = (Date.parse(to) - Date.parse(from)) / MILLISECONDS_PER_DAY;
  if (days > longest(keep)) reportNotKept("the campaign's whole window", span, context, keep);
}

const MILLISECONDS_PER_DAY = 86_400_000;

function reportNotKept(asked: string, span: Span, context: Context, keep: Duration): void {
  report(context, "contacts-not-kept", span, { asked, kept: durationText(keep) });
}
