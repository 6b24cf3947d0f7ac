import { openLedgerReader } from "../runtime/index.ts";
import type { ExitCode } from "./exit-code.ts";
import { CommandFailure } from "./failure.ts";
import { withLedgerProject, withLock } from "./ledger.ts";
import type { Terminal } from "./output/terminal.ts";
import { usingLedger } from "./project/using-ledger.ts";

export interface LedgerAdoptOptions {
  readonly project: string;
  /** What the project was called before: whoever names it knows whose ledger it is. */
  readonly former: string;
  /** Seconds to wait for a run. */
  readonly wait: number;
}

/** `baleen ledger adopt`: makes the ledger of a project that has been renamed the project's own again. */
export function ledgerAdoptCommand(
  { project: folder, former, wait }: LedgerAdoptOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  return withLedgerProject(folder, terminal, async ({ project: { name }, settings }) => {
    const { project: _, ...anybodys } = settings;
    const owner = await usingLedger(openLedgerReader(anybodys), (ledger) => ledger.owner());
    if (owner === name) {
      terminal.out(`the ledger is that of \`${name}\` already\n`);
      return;
    }
    if (owner === undefined) {
      throw new CommandFailure(
        "there is no ledger to adopt, or it does not say yet whose it is",
        `nothing is to be done: it will be that of \`${name}\` with its next run`,
      );
    }
    if (owner !== former) {
      throw new CommandFailure(
        `the ledger is that of the project \`${owner}\`, not of \`${former}\``,
        `if that is what \`${name}\` was called before, name that one`,
      );
    }
    await withLock(anybodys, wait, (ledger, lock) => ledger.adopt(lock, former, name));
    terminal.out(`the ledger of \`${former}\` is that of \`${name}\` from now on\n`);
  });
}
