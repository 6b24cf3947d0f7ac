/** How a command ended, as the process's exit code. */
export const ExitCode = {
  /** All is well. */
  well: 0,
  /** Something was found: diagnostics that are errors, files that are not formatted. */
  findings: 1,
  /** Usage, configuration, the world outside, or a fault of ours. */
  failure: 2,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
