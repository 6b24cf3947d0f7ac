import type { Reason } from "../ledger/records.ts";
import { localTime } from "../report/funnel-text.ts";
import type { TestCheck } from "./run-test.ts";

/**
 * What a run did to the customer of an expectation, a line each: her contacts, or every reason on each channel. `zone` is
 * the project's.
 */
export function foundTexts({ at, found }: TestCheck, zone: string): readonly string[] {
  const { tick, contacts, rejections, noCandidate } = found;
  if (tick === null) return [`the campaign has no tick left to run at ${localTime(at, zone)}`];
  const several = contacts.length + rejections.length > 1;
  const which = ({ event, wave }: Decision): string => {
    const said = [
      ...(wave > 0 ? [`wave ${wave}`] : []),
      ...(event !== null && several ? [`for what happened at ${localTime(event.time, zone)}`] : []),
    ];
    return said.length === 0 ? "" : ` (${said.join(", ")})`;
  };
  const texts = [
    ...contacts.map(
      (contact) =>
        `contact via ${contact.channel} offering ${contact.offers.join(", ")} at ${localTime(contact.due, zone)}${which(contact)}`,
    ),
    ...rejections.flatMap((rejection) =>
      reasonTexts(rejection.reasons).map((text) => `no contact${text}${which(rejection)}`),
    ),
    ...(noCandidate.length === 0 ? [] : [`no candidate because ${noCandidate.join(", ")}`]),
  ];
  return tick === at ? texts : [...texts, `the tick was that of ${localTime(tick, zone)}`];
}

interface Decision {
  readonly event: { readonly time: string } | null;
  readonly wave: number;
}

/** ` via sms because consent, cap (1 per customer per day)`, a channel each. */
function reasonTexts(reasons: readonly Reason[]): readonly string[] {
  return [...Map.groupBy(reasons, ({ channel }) => channel)].map(([channel, own]) => {
    const why = own.map(({ code, rule }) => (rule === undefined ? code : `${code} (${rule})`));
    return `${channel === null ? "" : ` via ${channel}`} because ${why.join(", ")}`;
  });
}
