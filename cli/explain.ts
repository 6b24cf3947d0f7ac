import { explain, explanationText, openLedgerReader } from "../runtime/index.ts";
import { instantAt } from "./arguments.ts";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure } from "./failure.ts";
import type { Terminal } from "./output/terminal.ts";
import { compileProject } from "./project/compile-project.ts";
import { assertKnownCampaign } from "./project/known-campaign.ts";
import { placed } from "./project/placed-problem.ts";
import { ledgerSettings } from "./project/runtime-settings.ts";
import { usingLedger } from "./project/using-ledger.ts";

export interface ExplainCommandOptions {
  readonly project: string;
  readonly campaign: string;
  /** The customer's key in the warehouse. */
  readonly customer: string | undefined;
  /** The tick, or an instant after it, as the user wrote it; all that decided on her, if left out. */
  readonly at?: string;
  readonly format: "pretty" | "json";
}

/** `baleen explain CAMPAIGN CUSTOMER`: says what became of a customer in a campaign. Reads the ledger alone, and writes nothing. */
export async function explainCommand(options: ExplainCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const { campaign, customer, format } = options;
  if (customer === undefined || customer.trim() === "") {
    throw new CommandFailure(
      `what became of whom in \`${campaign}\`? The customer is missing`,
      "name her key in the warehouse: baleen explain CAMPAIGN CUSTOMER",
    );
  }
  const compiled = await compileProject(options.project, terminal, ["ledger"]);
  if (compiled.kind === "unsound") return compiled.exitCode;
  const { plan } = compiled;
  const at = options.at === undefined ? undefined : instantAt("--at", options.at, plan.timezone);
  try {
    return await usingLedger(openLedgerReader(ledgerSettings(compiled)), async (ledger) => {
      await assertKnownCampaign(campaign, { plan, ledger });
      const asked = { campaign, customer: customer.trim(), ...(at !== undefined && { at }) };
      const found = await explain(asked, { plan, ledger });
      if (found === undefined) {
        throw new CommandFailure(
          `\`${campaign}\` has completed no tick at or before ${options.at}`,
          "leave `--at` out for all that it has decided on her",
        );
      }
      terminal.out(
        format === "json" ? `${JSON.stringify(found, null, 2)}\n` : explanationText(found, plan.timezone),
      );
      return ExitCode.well;
    });
  } catch (cause) {
    throw placed(cause, compiled);
  }
}
