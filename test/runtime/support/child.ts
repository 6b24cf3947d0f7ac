import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { LedgerPlace } from "./ledgers.ts";

export interface Child {
  /** Resolves when the child has asked its warehouse. */
  readonly started: Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }>;
  kill(): void;
}

/** Starts `run-child.ts`, or another script beside it, in a process of its own, over a ledger. */
export function startRun(
  { folder, settings }: LedgerPlace,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  scriptName = "run-child.ts",
): Child {
  const script = fileURLToPath(new URL(scriptName, import.meta.url));
  const child = spawn(
    process.execPath,
    ["--conditions=source", script, folder, JSON.stringify(settings), ...parameters],
    {
      env: { ...process.env, NODE_OPTIONS: "", ...environment },
    },
  );
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const started = new Promise<void>((resolve) => {
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
      if (errors.includes("started")) resolve();
    });
    child.on("close", () => resolve());
  });
  const ended = new Promise<{ code: number | null; output: string; errors: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, output, errors }));
  });
  return { started, ended, kill: () => child.kill("SIGKILL") };
}
