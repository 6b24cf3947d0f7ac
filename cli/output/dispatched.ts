import type { DeadLetters, DispatchOutcome, DispatchSummary } from "../../runtime/index.ts";

/** What a dispatch did, for a reader, a line each: what left by channel, what was cancelled, what waits for its hours. */
export function dispatchedText({ dispatched, cancelled, outsideHours }: DispatchOutcome): string {
  return [
    ...dispatched.map(channelText),
    ...(cancelled.messages > 0 ? [cancelledText(cancelled)] : []),
    ...outsideHours.map(
      ({ channel, messages }) =>
        `${counted(messages)} on ${channel} to be tried again when contact may be made\n`,
    ),
  ].join("");
}

/** The dead letters that there are, for a reader, a line a channel. */
export function deadLettersText(dead: readonly DeadLetters[]): string {
  return dead
    .map(
      ({ channel, messages, reason }) =>
        `${messages} dead ${messages === 1 ? "letter" : "letters"} on ${channel} (${reason})\n`,
    )
    .join("");
}

function channelText({ channel, messages, target, refused, later, reason }: DispatchSummary): string {
  const rest = [
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(later > 0 ? [`${later} to be tried again`] : []),
  ];
  const why = reason === undefined ? "" : ` (${reason})`;
  return `${counted(messages)} on ${channel} in ${target}${rest.length > 0 ? `; ${rest.join(", ")}${why}` : ""}\n`;
}

function cancelledText({ messages, reasons }: DispatchOutcome["cancelled"]): string {
  const why = Object.entries(reasons).map(([code, count]) => `${code} ${count}`);
  return `${counted(messages)} cancelled, no longer allowed: ${why.join(", ")}\n`;
}

const counted = (messages: number): string => `${messages} ${messages === 1 ? "message" : "messages"}`;
