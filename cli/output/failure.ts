import { RuntimeProblem } from "../../runtime/problem.ts";
import { CommandFailure, errorCode, fileReason } from "../failure.ts";
import { withoutPasswords } from "./passwords.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Writes why a command could not go on: the sentence of a failure that the world caused, with its place and cure;
 * of a fault of ours what to do about it. A stack is shown only where `BALEEN_DEBUG` asks for it.
 */
export function writeFailure(cause: unknown, terminal: Terminal): void {
  for (const one of cause instanceof AggregateError ? cause.errors : [cause]) {
    terminal.err(failureText(one));
    if (process.env["BALEEN_DEBUG"] && one instanceof Error)
      terminal.err(`${withoutPasswords(one.stack ?? "")}\n`);
  }
}

function failureText(cause: unknown): string {
  if (cause instanceof RuntimeProblem) {
    const place = cause.origin === undefined ? "" : ` --> ${cause.origin}\n`;
    return `error[${cause.code}]: ${cause.message}\n${place}${helpText(cause.help)}`;
  }
  if (cause instanceof CommandFailure) return `error: ${cause.message}\n${helpText(cause.help)}`;
  if (errorCode(cause) === "ENOSPC") return `error[disk-full]: ${fileReason(cause)}\n`;
  const said = withoutPasswords(cause instanceof Error ? cause.message : String(cause));
  return `error: a fault of Baleen's own: ${said}\n${helpText(
    "please report it; with BALEEN_DEBUG=1 in the environment the place in the program is shown",
  )}`;
}

const helpText = (help: string | undefined): string => (help === undefined ? "" : `  = help: ${help}\n`);
