import { error } from "../define.ts";

/** What is said of names: unknown ones, doubled ones, circles of them. */
export const nameMessages = {
  "unknown-name": error<{
    readonly what: string;
    readonly name: string;
    readonly nearest: string | undefined;
  }>(
    ({ what, name }) => `there is no ${what} called \`${name}\``,
    ({ nearest }) => (nearest === undefined ? undefined : `did you mean \`${nearest}\`?`),
  ),
} as const;
