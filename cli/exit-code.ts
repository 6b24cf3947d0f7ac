/** How a command ended, as the process's exit code. */
export const ExitCode = {
  /** All is well. */
  well: 0,
  /** Something was found: errors in the catalog or in campaigns, files that are not formatted. */
  findings: 1,
  /** Usage, the project file, the world outside, or a fault of ours. */
  failure: 2,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
