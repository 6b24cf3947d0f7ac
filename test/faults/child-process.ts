import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Step, StepOutcome } from "./run-step.ts";

/** What a child is to do: runs one after the other. */
export interface Order {
  /** A file with the run's settings. */
  readonly settings: string;
  readonly steps: readonly Step[];
  /** Where it is to stand still: the so manieth thing whose description the pattern matches. */
  readonly hold?: Hold;
}

export interface Hold {
  readonly what: string;
  readonly nth: number;
}

export type Report =
  | { readonly kind: "ready" }
  | { readonly kind: "begun"; readonly index: number }
  | { readonly kind: "done"; readonly index: number; readonly outcome: StepOutcome }
  | { readonly kind: "passed"; readonly what: string }
  | { readonly kind: "held"; readonly what: string }
  | { readonly kind: "idle" };

/** A process that runs what it is told to, and can be killed at any time. */
export interface Child {
  /** Gives the next report; undefined once it has ended. */
  next(): Promise<Report | undefined>;
  order(order: Order): void;
  /** Lets a child go on that stands still. */
  letGo(): void;
  kill(): void;
  /** Ends a child that has nothing to do; resolves when it has ended, however it did. */
  end(): Promise<void>;
  /** What it wrote on standard error. */
  errors(): string;
}

const script = fileURLToPath(new URL("child.ts", import.meta.url));

export function startChild(prefix: readonly string[] = []): Child {
  const [command = "", ...parameters] = [
    ...prefix,
    process.execPath,
    "--conditions=source",
    "--disable-warning=ExperimentalWarning",
    script,
  ];
  const child: ChildProcessWithoutNullStreams = spawn(command, parameters, {
    // The same modules are loaded hundreds of times: Node keeps them compiled where it does by itself.
    env: { ...process.env, NODE_OPTIONS: "", NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache") },
  });
  const reports: Report[] = [];
  let wake: () => void = () => {};
  let ended = false;
  let errors = "";
  let unread = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (unread + text).split("\n");
    unread = lines.pop() ?? "";
    for (const line of lines) reports.push(JSON.parse(line) as Report);
    wake();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  // A child that was just killed reads no more.
  child.stdin.on("error", () => {});
  const closed = once(child, "close").then(() => {
    ended = true;
    wake();
  });
  return {
    async next() {
      while (reports.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return reports.shift();
    },
    order: (order) => void child.stdin.write(`${JSON.stringify(order)}\n`),
    letGo: () => void child.stdin.write("go\n"),
    kill: () => void child.kill("SIGKILL"),
    async end() {
      child.stdin.end();
      await closed;
    },
    errors: () => errors,
  };
}

/** Keeps a child ready, whose modules are loaded while the one before is at work. */
export function childPool(): { take(): Promise<Child>; close(): Promise<void> } {
  let spare = startChild();
  return {
    async take() {
      const child = spare;
      spare = startChild();
      const first = await child.next();
      if (first?.kind !== "ready") throw new Error(`a child does not start: ${child.errors()}`);
      return child;
    },
    close: () => spare.end(),
  };
}
