import type { Instant } from "../calendar/instant.ts";
import type { ChannelOutlook } from "../ledger/outlook.ts";
import { shownTime } from "./funnel-text.ts";

/** What still waits to be sent, and until when, for a reader: a line a channel; nothing where nothing waits. */
export function waitingText(channels: readonly ChannelOutlook[], now: Instant, zone: string): string {
  const width = Math.max(...channels.map(({ channel }) => channel.length));
  const lines = channels.map((one) => {
    const parts = [
      `${one.waiting} ${one.waiting === 1 ? "message" : "messages"}`,
      ...triedParts(one),
      ...nextParts(one, now, zone),
      ...(one.unfinished > 0 ? [`${one.unfinished} in a dispatch that is under way or was cut short`] : []),
    ];
    return `  ${one.channel.padEnd(width)}  ${parts.join(", ")}\n`;
  });
  return lines.length === 0 ? "" : `still waiting\n${lines.join("")}`;
}

function triedParts({ tried, failure }: ChannelOutlook): readonly string[] {
  if (tried === 0) return [];
  return [`${tried} tried in vain${failure === null ? "" : ` (${failure})`}`];
}

function nextParts(
  { next, waiting, unfinished }: ChannelOutlook,
  now: Instant,
  zone: string,
): readonly string[] {
  if (next === null) return [];
  const due = next <= now ? `due since ${shownTime(next, zone)}` : `due at ${shownTime(next, zone)}`;
  return [waiting - unfinished > 1 ? `the first ${due}` : due];
}
