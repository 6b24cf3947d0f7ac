import type { Terminal } from "./terminal.ts";

/** After how long a command says that it is at work. */
const patience = 1_000;

/**
 * Says on a terminal what is being done, once it takes over a second; says nothing into a pipe.
 * `end` takes the line away; it may be called more than once.
 */
export function progressLine(terminal: Terminal, text: string): { end(): void } {
  if (!terminal.interactive) return { end: () => undefined };
  let seconds = 0;
  let shown = false;
  const timer = setInterval(() => {
    seconds += 1;
    shown = true;
    terminal.err(`\r${text} … ${seconds} s`);
  }, patience);
  timer.unref();
  return {
    end: () => {
      clearInterval(timer);
      if (shown) terminal.err("\r\u001b[2K");
      shown = false;
    },
  };
}
