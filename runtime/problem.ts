/**
 * A failure that the world outside caused: a warehouse that cannot be reached, a full disk, a file held by
 * another. `code` is permanent; the message is one sentence in the user's words (lower case, no final stop),
 * `help` says how to cure it. Never carries secrets or customers' data. The command line prints it without a
 * stack and exits with 2.
 */
export class RuntimeProblem extends Error {
  override readonly name = "RuntimeProblem";
  readonly code: RuntimeProblemCode;
  readonly help: string | undefined;
  /** Where the cure is to be made, `catalog/bank.yaml:12`. */
  readonly origin: string | undefined;
  /** The channel that it is about. */
  readonly channel: string | undefined;

  constructor(
    code: RuntimeProblemCode,
    message: string,
    more: {
      readonly help?: string | undefined;
      readonly origin?: string | undefined;
      readonly channel?: string | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.code = code;
    this.help = more.help;
    this.origin = more.origin;
    this.channel = more.channel;
  }
}

/**
 * Ends what has met with problems, if it has.
 * @throws RuntimeProblem the only one, or an AggregateError of several, which bears the message.
 */
export function throwProblems(problems: readonly RuntimeProblem[], message: string): void {
  const [first] = problems;
  if (first === undefined) return;
  if (problems.length === 1) throw first;
  throw new AggregateError(problems, message);
}

/** The permanent codes of what can go wrong while running. */
export type RuntimeProblemCode =
  | "warehouse-unreachable"
  | "warehouse-busy"
  | "warehouse-unreadable"
  | "warehouse-relation-missing"
  | "warehouse-column-missing"
  | "warehouse-column-type"
  | "warehouse-query-failed"
  | "source-late"
  | "ledger-unreachable"
  | "ledger-busy"
  | "ledger-unreadable"
  | "ledger-newer"
  | "ledger-other-project"
  | "ledger-locked"
  | "ledger-file"
  | "forget-key"
  | "answers-file"
  | "history-file"
  | "disk-full"
  | "dispatch-failed"
  | "plan-newer"
  | "tick-invalid";
