export { errorCode, fileReason } from "../runtime/file-reason.ts";

/** A command cannot go on, for a reason that is told in one sentence; it ends with the exit code for failures. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}
