import type { Span } from "../../grammar/span.ts";
import { RuntimeProblem } from "../../runtime/problem.ts";
import type { CompiledProject } from "./compile-project.ts";

/** Gives a problem with a store that knows no place of its own the place in the project file that names the store. */
export function placed(cause: unknown, compiled: Pick<CompiledProject, "project" | "placeText">): unknown {
  if (cause instanceof AggregateError) {
    return new AggregateError(
      cause.errors.map((one) => placed(one, compiled)),
      cause.message,
    );
  }
  if (!(cause instanceof RuntimeProblem) || cause.origin !== undefined) return cause;
  const span = placeOf(cause, compiled);
  if (span === undefined) return cause;
  const { code, message, help, channel } = cause;
  return new RuntimeProblem(code, message, { help, channel, cause, origin: compiled.placeText(span) });
}

function placeOf(
  { code, channel }: RuntimeProblem,
  { project }: Pick<CompiledProject, "project">,
): Span | undefined {
  switch (code) {
    case "warehouse-unreachable":
    case "warehouse-busy":
    case "warehouse-unreadable":
    case "warehouse-relation-missing":
    case "warehouse-column-missing":
    case "warehouse-column-type":
    case "warehouse-query-failed":
      return project.warehouse.span;
    case "ledger-unreachable":
    case "ledger-unreadable":
    case "ledger-newer":
    case "ledger-other-project":
    case "forget-key":
      return project.ledger.span;
    case "dispatch-failed":
      return (project.dispatch.channels.get(channel ?? "") ?? project.dispatch.default).span;
    case "ledger-busy":
    case "ledger-locked":
    case "ledger-file":
    case "answers-file":
    case "history-file":
    case "disk-full":
    case "plan-newer":
    case "tick-invalid":
    case "source-late":
      return undefined;
  }
}
