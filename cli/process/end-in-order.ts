import { ExitCode } from "../exit-code.ts";
import { errorCode, fileReason } from "../failure.ts";
import { writeFailure } from "../output/failure.ts";
import type { Terminal } from "../output/terminal.ts";

/** Signals that ask a process to end, with the exit code that shells give for them. */
const endings = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Sees to it that however the process ends, it leaves no stack on the terminal and no temporary files behind. */
export function endInOrder(terminal: Terminal): void {
  for (const [signal, exitCode] of Object.entries(endings)) {
    process.once(signal, () => {
      // What is being written is whole: signals are taken between two steps, and a tick is one of them.
      terminal.err("interrupted: ticks that were not completed are left as they were\n");
      process.exit(exitCode);
    });
  }
  process.on("uncaughtException", (cause) => {
    writeFailure(cause, terminal);
    process.exit(ExitCode.failure);
  });
  process.stdout.on("error", (cause) => {
    // A reader who leaves early (`| head`) is no fault.
    if (errorCode(cause) === "EPIPE") return;
    process.exitCode = ExitCode.failure;
    terminal.err(`error: the result cannot be written: ${fileReason(cause)}\n`);
  });
  process.stderr.on("error", (cause) => {
    // There is nobody left to tell; the exit code still says it.
    if (errorCode(cause) !== "EPIPE") process.exitCode = ExitCode.failure;
  });
}
