import {
  type Ledger,
  openLedgerReader,
  type Plan,
  type ResultsReport,
  readResults,
  resultsCsv,
  resultsHtml,
  resultsText,
} from "../runtime/index.ts";
import { type DateArgument, dateAt } from "./arguments.ts";
import type { reportFormats } from "./choices.ts";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure } from "./failure.ts";
import { progressLine } from "./output/progress.ts";
import type { Terminal } from "./output/terminal.ts";
import { compileProject } from "./project/compile-project.ts";
import { assertKnownCampaign } from "./project/known-campaign.ts";
import { placed } from "./project/placed-problem.ts";
import { ledgerSettings } from "./project/runtime-settings.ts";
import { usingLedger } from "./project/using-ledger.ts";

export interface ReportCommandOptions {
  readonly project: string;
  /** A campaign's name; all campaigns without one. */
  readonly campaign: string | undefined;
  /** Local dates of ticks, both in, as the user wrote them; all that the ledger has, if left out. */
  readonly from?: string;
  readonly to?: string;
  readonly format: (typeof reportFormats)[number];
}

/** `baleen report`: says what has come of campaigns. Reads the ledger alone, and writes nothing. */
export async function reportCommand(options: ReportCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const compiled = await compileProject(options.project, terminal, ["ledger"]);
  if (compiled.kind === "unsound") return compiled.exitCode;
  const { plan } = compiled;
  const days = daysOf(options, plan.timezone);
  const progress = progressLine(terminal, `reporting on ${plan.project}`);
  try {
    return await usingLedger(openLedgerReader(ledgerSettings(compiled)), async (ledger) => {
      const report = await read(plan, ledger, options.campaign, days);
      const text = await formatted(report, options.format);
      progress.end();
      terminal.out(text);
      return ExitCode.well;
    });
  } catch (cause) {
    throw placed(cause, compiled);
  } finally {
    progress.end();
  }
}

interface ReportDays {
  readonly from: DateArgument | undefined;
  readonly to: DateArgument | undefined;
}

function daysOf({ from, to }: ReportCommandOptions, zone: string): ReportDays {
  const days = {
    from: from === undefined ? undefined : dateAt("--from", from, zone),
    to: to === undefined ? undefined : dateAt("--to", to, zone),
  };
  if (days.from !== undefined && days.to !== undefined && days.from.date > days.to.date) {
    throw new CommandFailure(
      `\`--from ${days.from.date}\` is after \`--to ${days.to.date}\``,
      "name the earlier day first: both are in the report",
    );
  }
  return days;
}

async function read(
  plan: Plan,
  ledger: Ledger,
  campaign: string | undefined,
  { from, to }: ReportDays,
): Promise<ResultsReport> {
  if (campaign !== undefined)
    await assertKnownCampaign(campaign, { plan, ledger }, "leave the name out for all campaigns");
  const report = await readResults({
    plan,
    ledger,
    ...(campaign !== undefined && { campaign }),
    ...(from !== undefined && { from: from.date }),
    ...(to !== undefined && { to: to.date }),
  });
  if (report !== undefined) return report;
  const extent = await ledger.results.extent(campaign);
  const whose = campaign === undefined ? "" : ` of \`${campaign}\``;
  if (extent === undefined) {
    throw new CommandFailure(
      `the ledger has no completed ticks${whose}: there is nothing to report`,
      "run the campaigns first: baleen run",
    );
  }
  throw new CommandFailure(
    `no tick${whose} was completed on these days: there is nothing to report`,
    "leave `--from` and `--to` out for all that the ledger has",
  );
}

async function formatted(report: ResultsReport, format: ReportCommandOptions["format"]): Promise<string> {
  switch (format) {
    case "pretty":
      return resultsText(report);
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
    case "csv":
      return resultsCsv(report);
    case "html":
      return resultsHtml(report);
  }
}
