/** Where a command writes: results on `out`, diagnostics and progress on `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether what is written on `err` may be coloured. */
  readonly color: boolean;
  /** Whether a person watches `err`, so that lines may be rewritten. */
  readonly interactive: boolean;
}
