/** What an evaluator that failed has said. */
export function failureText(error: Error): string {
  return `failed: ${error.message} ${error.cause instanceof Error ? error.cause.message : ""}`;
}
