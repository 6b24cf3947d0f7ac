import { campaign, channel, plan, row } from "./plans.ts";

/** A campaign of the evening whose messages, half by `sms` and half by `letter`, are put off until the morning. */
export const manyMessages = plan(
  [
    campaign("welcome", {
      schedule: { kind: "daily", at: "21:00" },
      window: {
        from: "2026-01-01",
        to: "2026-12-31",
        businessDaysOnly: false,
        contact: { from: "09:00", to: "20:00" },
      },
      channelRoutes: [["sms"], ["letter"]],
    }),
  ],
  { channels: { sms: channel("sms"), letter: channel("letter", { message: false }) } },
);

/** As many candidates, every other by letter. */
export function manyCandidates(count: number) {
  return Array.from({ length: count }, (_, index) => row(String(index), { channel_route: index % 2 }));
}
