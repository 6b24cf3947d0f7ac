/**
 * A dispatch in a process of its own: `dispatch-child.ts <folder> <ledger> <local time> <gateway> <seconds to wait>`. Prints
 * how many messages it sent.
 */
import { dispatchWaiting, openLedger, RuntimeProblem } from "../../../runtime/index.ts";
import { manyMessages } from "./many-messages.ts";
import { clockAt, warehouse } from "./plans.ts";

const [folder = "", settings = "", when = "", gateway = "", waitSeconds = "0"] = process.argv.slice(2);
const ledger = await openLedger(JSON.parse(settings));
process.stderr.write("started\n");
try {
  const outcome = await dispatchWaiting({
    plan: manyMessages,
    warehouse: warehouse({}),
    ledger,
    clock: clockAt(when),
    settings: {
      default: { adapter: "file", path: `${folder}/outbox` },
      sms: {
        adapter: "webhook",
        url: gateway,
        secret: "between us",
        rate: 10_000,
        concurrency: 8,
        timeout: 10,
        allowPrivate: true,
      },
    },
    waitSeconds: Number(waitSeconds),
  });
  process.stdout.write(`${outcome.dispatched.reduce((sum, { messages }) => sum + messages, 0)}`);
  for (const problem of outcome.undelivered) process.stderr.write(`${problem.message}\n`);
} catch (error) {
  if (!(error instanceof RuntimeProblem)) throw error;
  process.stdout.write(`${error.code}: ${error.message}\n`);
  process.exitCode = 2;
} finally {
  await ledger.close();
}
