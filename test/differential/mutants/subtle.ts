// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is looked for is source text.
import type { Mutant } from "./fault.ts";

/** Faults that few would think of asking about: what decides is two things that meet, or a tick after another. */
export const SUBTLE: readonly Mutant[] = [
  {
    what: "a span that begins with the contact asked for is passed over",
    file: "runtime/arbitrate/rules/customer-cap.ts",
    find: "for (const start of [mark, ...marks]) {",
    replace: "for (const start of marks) {",
  },
  {
    what: "hours share a span with the instant at which they are over",
    file: "runtime/arbitrate/rules/customer-cap.ts",
    find: "spanEnd: (mark) => mark + span }",
    replace: "spanEnd: (mark) => mark + span + 1 }",
  },
  {
    what: "earlier ticks' control members count as contacted",
    file: "runtime/ledger/queries.ts",
    find: '.select(["customer", "due", "channel", "offers", "purpose"])\n        .where("arm", "=", "treated")',
    replace:
      '.select(["customer", "due", "channel", "offers", "purpose"])\n        .where("arm", "!=", "universal")',
  },
  {
    what: "earlier ticks' control members use a campaign's money",
    file: "runtime/ledger/queries.ts",
    find: '.where("campaign", "=", campaign)\n        .where("arm", "=", "treated")\n        .where("due", ">=", from)',
    replace: '.where("campaign", "=", campaign)\n        .where("due", ">=", from)',
  },
  {
    what: "earlier ticks' members of the universal holdout take a campaign's places",
    file: "runtime/ledger/queries.ts",
    find: '.where("arm", "!=", "universal")\n        .groupBy(["channel", "due"])',
    replace: '.groupBy(["channel", "due"])',
  },
  {
    what: "a wave that was tried at the very first instant is tried once more, however late",
    file: "runtime/detect/waves.ts",
    find: "previousTick === null || previousTick < opens",
    replace: "previousTick === null || previousTick <= opens",
  },
  {
    what: "a wave is not tried at the very end of its time",
    file: "runtime/detect/waves.ts",
    find: "return isFirst || tick <= addDuration(",
    replace: "return isFirst || tick < addDuration(",
  },
  {
    what: "a wave goes out on the channel that the campaign prefers",
    file: "runtime/detect/waves.ts",
    find: "(followUp?.via ?? [first.channel])",
    replace: "(followUp?.via ?? campaign.channelRoutes[0] ?? [first.channel])",
  },
  {
    what: "a further wave offers the first of several offers alone",
    file: "runtime/detect/waves.ts",
    find: "const offers = (followUp?.offering ?? first.offers).filter(",
    replace: "const offers = (followUp?.offering ?? first.offers.slice(0, 1)).filter(",
  },
  {
    what: "channels' places are counted from the tick's day on",
    file: "runtime/arbitrate/history.ts",
    find: "[startOf(firstDateOf(date, capacity.period), time)]",
    replace: "[startOf(date, time)]",
  },
  {
    what: "the policy looks back as far as its first line",
    file: "runtime/arbitrate/policy/policy-history.ts",
    find: "ledger.customerContacts(earliest(perCustomer))",
    replace: "ledger.customerContacts(earliest(perCustomer.slice(0, 1)))",
  },
  {
    what: "`only` after an offer looks no farther back than other lines",
    file: "runtime/arbitrate/policy/policy-history.ts",
    find: 'case "never-with":\n    case "only-after":\n      return [spanBefore(rule.within, tick, plan)];\n    case "never-after-event":',
    replace:
      'case "never-with":\n      return [spanBefore(rule.within, tick, plan)];\n    case "only-after":\n      return [tick];\n    case "never-after-event":',
  },
];
