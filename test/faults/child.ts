/**
 * Runs in a process of its own, until it is killed. Reads orders from standard input, a line of JSON each, and says on
 * standard output how far it is. Both are read and written so that nothing else happens meanwhile: a run that is held at a
 * point stands still there, until it is killed or told to go on.
 */
import { readFileSync, readSync, writeSync } from "node:fs";
import type { Order, Report } from "./child-process.ts";
import { watch } from "./hooks.ts";
import { type RunSettings, runStep } from "./run-step.ts";

/** What is told, so that one knows where a process was when it was killed at some time or other. */
const MILESTONE = /^(before|after) (ledger|sql commit)/;

let armed: { readonly what: RegExp; left: number } | undefined;
let ledgerDatabase: string | undefined;

const report = (line: Report): void => void writeSync(1, `${JSON.stringify(line)}\n`);

let unread = "";
function readLine(): string | undefined {
  const buffer = Buffer.alloc(65_536);
  while (!unread.includes("\n")) {
    const bytes = readSync(0, buffer);
    if (bytes === 0) return undefined;
    unread += buffer.toString("utf8", 0, bytes);
  }
  const end = unread.indexOf("\n");
  const line = unread.slice(0, end);
  unread = unread.slice(end + 1);
  return line;
}

const doors = watch(
  (what) => {
    if (MILESTONE.test(what)) report({ kind: "passed", what });
    if (armed === undefined || !armed.what.test(what)) return;
    armed.left -= 1;
    if (armed.left > 0) return;
    armed = undefined;
    report({ kind: "held", what });
    readLine();
  },
  (database) => database === ledgerDatabase,
);

report({ kind: "ready" });
for (;;) {
  const line = readLine();
  if (line === undefined) break;
  const order = JSON.parse(line) as Order;
  const settings = JSON.parse(readFileSync(order.settings, "utf8")) as RunSettings;
  const { ledger } = settings;
  ledgerDatabase = ledger.engine === "postgres" ? new URL(ledger.url).pathname.slice(1) : undefined;
  for (const [index, step] of order.steps.entries()) {
    if (index === 0 && order.hold !== undefined) {
      armed = { what: new RegExp(order.hold.what), left: order.hold.nth };
    }
    report({ kind: "begun", index });
    report({ kind: "done", index, outcome: await runStep(settings, step, doors) });
  }
  armed = undefined;
  report({ kind: "idle" });
}
