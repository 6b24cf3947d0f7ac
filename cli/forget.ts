import { isoInstant, now, type Traces } from "../runtime/index.ts";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure } from "./failure.ts";
import { withLedger } from "./ledger.ts";
import type { Terminal } from "./output/terminal.ts";
import { wallClock } from "./process/clock.ts";

export interface ForgetCommandOptions {
  readonly project: string;
  /** The customer's key, as the ledger has it. */
  readonly customer: string;
  /** Says what there is, and changes nothing. */
  readonly dryRun: boolean;
  /** Seconds to wait for a run. */
  readonly wait: number;
}

/** `baleen forget`: takes a customer out of the ledger, and says what was changed and what is not the ledger's to change. */
export async function forgetCommand(options: ForgetCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const { customer, dryRun } = options;
  if (customer.trim() === "") throw new CommandFailure("which customer? Her key in the warehouse is missing");
  let isKnown = true;
  const code = await withLedger(options, terminal, "looking through", async (ledger, lock) => {
    if (dryRun) {
      const traces = await ledger.tracesOf(customer);
      isKnown = hasTraces(traces);
      terminal.out(tracesText(customer, traces, "there"));
      terminal.out("dry run: nothing was changed\n");
      return;
    }
    const found = await ledger.forget(lock, customer, now(wallClock(process.env)));
    const left = await ledger.tracesOf(customer);
    if (left.contacts + left.rejections + left.memberships + left.imported > 0)
      throw new Error("rows of the customer are left");
    isKnown = hasTraces(found);
    terminal.out(
      isKnown
        ? `${tracesText(customer, found, "changed")}looked again: nothing of this customer is left in the ledger\n`
        : `the ledger had nothing of a customer \`${customer}\`: make sure that this is her key in the warehouse\n`,
    );
    terminal.out(futureText(found));
  });
  return code === ExitCode.well && !isKnown ? ExitCode.findings : code;
}

function hasTraces({ marked: _, sent, ...counts }: Traces): boolean {
  return sent.length > 0 || Object.values(counts).some((count) => count > 0);
}

function tracesText(customer: string, traces: Traces, how: "there" | "changed"): string {
  const { contacts, rejections, memberships, imported, responses, tasks, messages, waiting, sent, shared } =
    traces;
  const line = (rows: number, there: string, changed: string): string =>
    `  ${String(rows).padStart(6)}  ${how === "there" ? there : changed}\n`;
  return [
    `customer ${customer}\n`,
    line(contacts, "contacts", "contacts now a pseudonym's, without event, value and what was kept of it"),
    line(rejections, "rejections", "rejections now the pseudonym's, without event and value"),
    line(responses, "responses", "responses of which the day alone is left"),
    line(tasks, "tasks", "tasks closed, their notes erased"),
    line(memberships, "memberships", "memberships removed"),
    line(messages - waiting, "messages that have left", "messages erased: key, address and text"),
    line(waiting, "messages that have not left", "messages cancelled and removed that had not left"),
    ...(imported > 0
      ? [
          line(
            imported,
            "contacts and responses of a former system",
            "of a former system now the pseudonym's",
          ),
        ]
      : []),
    ...(sent.length > 0 ? ["sent before, and not the ledger's to erase:\n"] : []),
    ...sent.map(({ channel, target, at }) => `  ${channel}  ${isoInstant(at)}  ${target}\n`),
    ...(shared > 0 ? [`${shared} messages of other customers have the same address, and keep it\n`] : []),
  ].join("");
}

function futureText({ marked }: Traces): string {
  return marked
    ? "she is marked with `forget_key`: no campaign contacts her again\n"
    : "no key is set (`forget_key` under `ledger:`), so that nothing tells her again: while the warehouse has her, campaigns may\n";
}
