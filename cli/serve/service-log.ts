import { type Logger, pino } from "pino";
import { type Clock, type Instant, isoInstant, now, type ServiceEvent } from "../../runtime/index.ts";
import type { logLevels } from "../choices.ts";
import { failureFields } from "./harmless-text.ts";

export type LogLevel = (typeof logLevels)[number];

/** A log of JSON lines. Nothing in it is about a customer. */
export function serviceLog(
  write: (line: string) => void,
  { level, clock, project }: { readonly level: LogLevel; readonly clock: Clock; readonly project: string },
): Logger {
  return pino(
    {
      level,
      base: { project },
      timestamp: () => `,"time":"${isoInstant(now(clock))}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
}

/** Writes what a service does. */
export function logEvent(log: Logger, event: ServiceEvent): void {
  switch (event.kind) {
    case "looked":
      log.debug("looked at the ledger");
      break;
    case "role":
      logRole(log, event);
      break;
    case "ahead":
      logAhead(log, event);
      break;
    // Each was logged by who completed it.
    case "last-ticks":
      break;
    case "completed":
      logCompleted(log, event);
      break;
    case "ran":
      logRun(log, event);
      break;
    case "dispatched":
      for (const { channel, messages, target, refused, later } of event.dispatched) {
        log.info({ channel, messages, target, refused, later }, "dispatched");
      }
      if (event.cancelled > 0) log.info({ messages: event.cancelled }, "cancelled: no longer allowed");
      break;
    case "locked":
      log.info({ again: isoInstant(event.again) }, "another command is at work on the project");
      break;
    case "failed":
      for (const cause of event.causes) {
        const { work, attempt, again } = event;
        log.error({ work, attempt, again: isoInstant(again), ...failureFields(cause) }, "failed");
      }
      break;
    case "pruned": {
      const { date, contacts, rejections, messages } = event.outcome;
      log.info({ before: date, contacts, rejections, messages }, "what is older is nobody's any more");
      break;
    }
    case "outlook":
      log.debug({ channels: event.channels.map(outlookFields) }, "outbox");
      break;
  }
}

function logRole(log: Logger, { role }: ServiceEvent & { readonly kind: "role" }): void {
  switch (role) {
    case "leads":
      log.info("leads: runs what is due");
      break;
    case "stands-by":
      log.info("stands by: another copy leads");
      break;
    case "cut-off":
      log.warn("does nothing: the ledger cannot be used, for the reason that was said; it is tried again");
      break;
  }
}

function logAhead(log: Logger, { campaigns }: ServiceEvent & { readonly kind: "ahead" }): void {
  if (campaigns.length === 0) log.info("all campaigns run again");
  for (const { campaign, completed, again } of campaigns) {
    log.warn(
      { campaign, completed: isoInstant(completed), again: instantText(again) },
      "does nothing until then: a tick that lies ahead of the clock is completed",
    );
  }
}

function logCompleted(log: Logger, { tick, campaigns }: ServiceEvent & { readonly kind: "completed" }): void {
  for (const { campaign, owner, previousTick, active, funnel } of campaigns) {
    const { detected, eligible, heldOut, universal, rejected, reasons, contacted, putOff, waves } = funnel;
    log.info(
      {
        campaign,
        owner,
        tick: isoInstant(tick),
        previousTick: previousTick === null ? null : isoInstant(previousTick),
        active,
        detected,
        eligible,
        heldOut,
        universal,
        rejected,
        reasons,
        contacted,
        putOff,
        waves,
      },
      "tick completed",
    );
  }
}

function logRun(
  log: Logger,
  { at, seconds, phases, leftOpen }: ServiceEvent & { readonly kind: "ran" },
): void {
  const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
  const spent = Object.fromEntries([...phases].map(([phase, value]) => [phase, rounded(value)]));
  log.info({ at: isoInstant(at), seconds: rounded(seconds), phases: spent }, "run completed");
  for (const one of leftOpen) log.warn(one, "tick left open: its data have not come");
}

function outlookFields({
  next,
  ...counts
}: (ServiceEvent & { readonly kind: "outlook" })["channels"][number]): Readonly<Record<string, unknown>> {
  return { ...counts, next: instantText(next) };
}

const instantText = (instant: Instant | null): string | null =>
  instant === null ? null : isoInstant(instant);
