/** Where a command writes: results on `out`, diagnostics and progress on `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether what is written on `err` may be coloured. */
  readonly color: boolean;
  /** Whether a person watches `err`, so that lines may be rewritten. */
  readonly interactive: boolean;
}

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
