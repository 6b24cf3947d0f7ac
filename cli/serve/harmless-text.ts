import { RuntimeProblem } from "../../runtime/problem.ts";
import { CommandFailure, errorCode } from "../failure.ts";
import { withoutPasswords } from "../output/passwords.ts";

/** What a log may say of a failure. */
export interface FailureFields {
  readonly code: string;
  readonly reason?: string;
  readonly help?: string;
  readonly channel?: string;
  readonly origin?: string;
  /** Of faults of our own: the places in the program. */
  readonly places?: readonly string[];
}

/**
 * What may be said of a failure where everybody reads it. A problem that the runtime knows is told in its own words, which
 * hold no values; of anything else the text is left out, for a database or a parser may have quoted a customer in it.
 */
export function failureFields(cause: unknown): FailureFields {
  if (cause instanceof RuntimeProblem) {
    const { code, message, help, channel, origin } = cause;
    return {
      code,
      reason: harmless(message),
      ...(help !== undefined && { help: serviceHelp(code, help) }),
      ...(channel !== undefined && { channel }),
      ...(origin !== undefined && { origin }),
    };
  }
  if (cause instanceof CommandFailure) return { code: "configuration", reason: harmless(cause.message) };
  return {
    code: errorCode(cause) ?? "fault",
    reason: `a fault of Baleen's own (${cause instanceof Error ? cause.name : typeof cause}); please report it`,
    places: placesOf(cause),
  };
}

/** A service goes by the name that its project had when it was started. */
function serviceHelp(code: RuntimeProblem["code"], help: string): string {
  return code === "ledger-other-project"
    ? `if the project was given its new name since this service was started, restart the service from the renamed project; else ${help}`
    : help;
}

/** Lines of a stack behind its message, which may have several. */
function placesOf(cause: unknown): readonly string[] {
  const stack = cause instanceof Error ? (cause.stack ?? "") : "";
  return stack
    .split("\n")
    .filter((line) => /^ {4}at [^\n]+:\d+:\d+\)?$/.test(line))
    .map((line) => line.trim());
}

/** Secrets are blotted out, and so are e-mail addresses and numbers as long as telephones' and accounts', should one be in it. */
function harmless(text: string): string {
  return withoutPasswords(text)
    .replace(/[^\s`"'<>(),;:/]+@[^\s`"'<>(),;:/]+\.[^\s`"'<>(),;:/]+/g, "•••")
    .replace(/(?<![\w.-])\+?\d{7,}(?![\w-])/g, "•••");
}
