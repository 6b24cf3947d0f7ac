import { removeTemporaryFolders } from "../../runtime/warehouse/temporary-folder.ts";
import { ExitCode } from "../exit-code.ts";
import { errorCode, fileReason } from "../failure.ts";
import { writeFailure } from "../output/failure.ts";
import type { Terminal } from "../output/terminal.ts";

let stop: ((signal: NodeJS.Signals) => void) | undefined;

/**
 * Has the first signal ask the work under way to come to its end, which then ends the process in its own way; a second one
 * ends it at once, as the first does otherwise.
 */
export function onFirstSignal(orderly: (signal: NodeJS.Signals) => void): void {
  stop = orderly;
}

/** Sees to it that however the process ends, it leaves no stack on the terminal and no temporary files behind. */
export function endInOrder(terminal: Terminal): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    const take = (): void => {
      if (stop !== undefined) {
        const orderly = stop;
        stop = undefined;
        process.once(signal, take);
        orderly(signal);
        return;
      }
      // What is being written is whole: signals are taken between two steps, and a tick is one of them.
      terminal.err("interrupted: ticks that were not completed are left as they were\n");
      removeTemporaryFolders();
      // Ended by the signal, as whoever sent it expects; an exit would wait for a query under way.
      process.kill(process.pid, signal);
    };
    process.once(signal, take);
  }
  process.on("uncaughtException", (cause) => {
    writeFailure(cause, terminal);
    removeTemporaryFolders();
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
