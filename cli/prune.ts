import { now, type PruneOutcome, pruneLedger } from "../runtime/index.ts";
import type { ExitCode } from "./exit-code.ts";
import { CommandFailure } from "./failure.ts";
import { withLedger } from "./ledger.ts";
import type { Terminal } from "./output/terminal.ts";
import { workingClock } from "./process/clock.ts";

/** `baleen ledger prune`: makes anonymous what is older than the project's ledger is to keep. */
export function ledgerPruneCommand(
  options: { readonly project: string; readonly wait: number },
  terminal: Terminal,
): Promise<ExitCode> {
  return withLedger(options, terminal, "pruning", async (ledger, lock, { ledger: { keep } }) => {
    if (keep === undefined) {
      throw new CommandFailure(
        "nothing says how long the ledger is to keep who was contacted",
        "write it in baleen.yaml: `keep: 3 years` under `ledger:`",
      );
    }
    const clock = workingClock(process.env, terminal);
    terminal.out(pruneText(await pruneLedger(ledger, lock, { keep, at: now(clock) })));
  });
}

function pruneText({ date, contacts, rejections, messages, imported }: PruneOutcome): string {
  const counts = `${contacts} contacts, ${rejections} rejections and ${messages} messages`;
  const more = imported > 0 ? `, and ${imported} contacts and responses of a former system,` : "";
  return `${counts}${more} of before ${date} are nobody's any more\n`;
}
