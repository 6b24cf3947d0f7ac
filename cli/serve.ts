import { openLeadership, openLedger, type ServiceEvent, serve, warehouseOnDemand } from "../runtime/index.ts";
import { ExitCode } from "./exit-code.ts";
import type { Terminal } from "./output/terminal.ts";
import { systemClock, wallClock } from "./process/clock.ts";
import { onFirstSignal } from "./process/end-in-order.ts";
import { compileProject } from "./project/compile-project.ts";
import { placed } from "./project/placed-problem.ts";
import { dispatchSettings, ledgerSettings, warehouseSettings } from "./project/runtime-settings.ts";
import { listen } from "./serve/http.ts";
import { listenAddress } from "./serve/listen-address.ts";
import { serviceHealth } from "./serve/service-health.ts";
import { type LogLevel, logEvent, serviceLog } from "./serve/service-log.ts";
import { serviceMetrics } from "./serve/service-metrics.ts";
import { sleeper } from "./serve/wake.ts";

export interface ServeCommandOptions {
  readonly project: string;
  /** Where health and metrics are answered. */
  readonly listen: string;
  /** Whether other machines may ask. */
  readonly expose: boolean;
  readonly logLevel: LogLevel;
}

const STANDS = "the clock stands still: BALEEN_NOW is set";

/** `baleen serve`: runs what is due, whenever it is due, until a signal ends it. */
export async function serveCommand(options: ServeCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const address = listenAddress(options.listen, options.expose);
  const compiled = await compileProject(options.project, terminal);
  if (compiled.kind === "unsound") return compiled.exitCode;
  const { plan } = compiled;
  const clock = wallClock(process.env);
  const log = serviceLog(terminal.out, { level: options.logLevel, clock, project: plan.project });
  const metrics = serviceMetrics();
  const stop = new AbortController();
  const health = serviceHealth(clock === systemClock ? undefined : STANDS);
  const watch = (event: ServiceEvent): void => {
    health.take(event);
    const told =
      event.kind === "failed"
        ? { ...event, causes: event.causes.map((one) => placed(one, compiled)) }
        : event;
    metrics.take(told);
    logEvent(log, told);
  };
  const http = await listen(address, {
    readiness: health.readiness,
    contentType: metrics.contentType,
    metrics: metrics.text,
  });
  onFirstSignal((signal) => {
    log.info({ signal }, "ends when the tick under way is committed; a second signal ends at once");
    health.end();
    stop.abort();
  });
  if (clock !== systemClock) log.warn(`${STANDS}, which is for rehearsals`);
  log.info({ plan: plan.hash, campaigns: plan.campaigns.length, listens: http.address }, "serves");
  try {
    const settings = ledgerSettings(compiled);
    const { timezone, relations } = plan;
    await serve({
      plan,
      sources: compiled.sources,
      openLedger: () => openLedger(settings),
      openWarehouse: () => warehouseOnDemand(warehouseSettings(compiled), { timezone, relations }),
      leadership: await openLeadership(settings),
      dispatch: dispatchSettings(compiled),
      keep: compiled.project.ledger.keep,
      clock,
      sleepUntil: sleeper(clock),
      watch,
      stopped: stop.signal,
    });
  } finally {
    await http.close();
  }
  log.info("ended");
  return ExitCode.well;
}
