import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { MICROSECONDS_PER_SECOND, type ServiceEvent } from "../../runtime/index.ts";
import { failureFields } from "./harmless-text.ts";

/** From a hundredth of a second to an hour. */
const SECONDS = [0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 900, 3_600];

/** A service's figures for Prometheus, counted from its start: labels are names of the project's alone. */
export interface ServiceMetrics {
  take(event: ServiceEvent): void;
  readonly contentType: string;
  /** The text that Prometheus reads. */
  text(): Promise<string>;
}

export function serviceMetrics(): ServiceMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, ...labelNames: string[]) =>
    new Counter({ name: `baleen_${name}`, help, labelNames, registers });
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name: `baleen_${name}`, help, labelNames, registers });
  const histogram = (name: string, help: string, ...labelNames: string[]) =>
    new Histogram({ name: `baleen_${name}`, help, labelNames, registers, buckets: SECONDS });

  const leader = gauge("leader", "1 where this copy runs what is due, 0 where it does not");
  const usable = gauge("ledger_usable", "1 where the ledger answered when it was last asked, else 0");
  const ticks = counter("ticks_completed_total", "Campaigns' ticks that were completed", "campaign");
  const lastTick = gauge("last_tick_timestamp_seconds", "The latest completed tick", "campaign");
  const detected = counter("detected_total", "What fired, before the segment is asked", "campaign");
  const candidates = counter("candidates_total", "Candidates for first contacts", "campaign");
  const heldOut = counter(
    "held_out_total",
    "Members of holdouts who passed every rule",
    "campaign",
    "holdout",
  );
  const contacts = counter("contacts_total", "Contacts, further waves among them", "campaign", "channel");
  const rejections = counter(
    "rejections_total",
    "Rejected candidates by reason; one may have several",
    "campaign",
    "reason",
  );
  const open = gauge("ticks_left_open", "Ticks whose data have not come, at the last run");
  const runs = counter("runs_total", "Runs that came to their end");
  const lastRun = gauge("last_run_timestamp_seconds", "When the last run that came to its end began");
  const runSeconds = histogram("run_seconds", "What a run took");
  const phaseSeconds = histogram("run_phase_seconds", "What a run spent with a phase", "phase");
  const failures = counter(
    "failures_total",
    "Failures, each tried again: ledger, run, dispatch or prune",
    "work",
    "code",
  );
  const messages = counter("messages_total", "Messages that were handed to a channel", "channel", "result");
  const cancelled = counter(
    "messages_cancelled_total",
    "Messages that were no longer allowed when they were to leave",
  );
  const waiting = gauge("outbox_waiting", "Messages that have not left", "channel");
  const dead = gauge("outbox_dead", "Messages that their channel will not take", "channel");
  const silent = gauge(
    "silent_until_timestamp_seconds",
    "When a campaign runs again of which a tick ahead of the clock is completed",
    "campaign",
  );
  leader.set(0);
  usable.set(0);
  open.set(0);

  const complete = ({ tick, campaigns }: ServiceEvent & { readonly kind: "completed" }): void => {
    for (const { campaign, funnel } of campaigns) {
      ticks.inc({ campaign });
      lastTick.set({ campaign }, tick / MICROSECONDS_PER_SECOND);
      detected.inc({ campaign }, funnel.detected);
      candidates.inc({ campaign }, funnel.eligible);
      heldOut.inc({ campaign, holdout: "campaign" }, funnel.heldOut);
      heldOut.inc({ campaign, holdout: "universal" }, funnel.universal);
      for (const { contacted, reasons } of [funnel, ...funnel.waves]) {
        for (const [channel, count] of Object.entries(contacted)) contacts.inc({ campaign, channel }, count);
        for (const [reason, count] of Object.entries(reasons)) rejections.inc({ campaign, reason }, count);
      }
    }
  };

  return {
    take(event) {
      switch (event.kind) {
        case "looked":
        case "locked":
        case "pruned":
          break;
        case "role":
          leader.set(event.role === "leads" ? 1 : 0);
          usable.set(event.role === "cut-off" ? 0 : 1);
          break;
        case "ahead":
          silent.reset();
          for (const { campaign, completed, again } of event.campaigns)
            silent.set({ campaign }, (again ?? completed) / MICROSECONDS_PER_SECOND);
          break;
        case "last-ticks":
          for (const [campaign, tick] of event.ticks)
            lastTick.set({ campaign }, tick / MICROSECONDS_PER_SECOND);
          break;
        case "completed":
          complete(event);
          break;
        case "ran":
          runs.inc();
          lastRun.set(event.at / MICROSECONDS_PER_SECOND);
          runSeconds.observe(event.seconds);
          for (const [phase, seconds] of event.phases) phaseSeconds.observe({ phase }, seconds);
          open.set(event.leftOpen.length);
          break;
        case "dispatched":
          cancelled.inc(event.cancelled);
          for (const { channel, messages: sent, refused, later } of event.dispatched) {
            messages.inc({ channel, result: "sent" }, sent);
            messages.inc({ channel, result: "refused" }, refused);
            messages.inc({ channel, result: "later" }, later);
          }
          break;
        case "failed":
          for (const cause of event.causes)
            failures.inc({ work: event.work, code: failureFields(cause).code });
          break;
        case "outlook":
          waiting.reset();
          dead.reset();
          for (const one of event.channels) {
            waiting.set({ channel: one.channel }, one.waiting);
            dead.set({ channel: one.channel }, one.dead);
          }
          break;
      }
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
