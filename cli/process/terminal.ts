import type { Terminal } from "../output/terminal.ts";

/** The process's own terminal. `NO_COLOR` and pipes are respected. */
export function processTerminal(): Terminal {
  const interactive = process.stderr.isTTY === true && process.env["TERM"] !== "dumb";
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    color: interactive && !process.env["NO_COLOR"],
    interactive,
  };
}
