/**
 * A run in a process of its own: `run-child.ts <folder> <ledger> <local time> [slow]`. Prints `started` once the warehouse
 * is asked, then the report. A slow warehouse answers after the file `go` appears in the folder.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openLedger, RuntimeProblem, runPlan, writeReportJson } from "../../../runtime/index.ts";
import { at, campaign, channel, clockAt, offer, plan, row, warehouse } from "./plans.ts";

const [folder = "", settings = "", when = "", mode = "fast", waitSeconds = "0"] = process.argv.slice(2);
const rows = Array.from({ length: 50 }, (_, index) => row(String(index), { value: String(index % 7) }));
const bank = warehouse({ welcome: rows });
const thePlan = plan(
  [
    campaign("welcome", {
      valueFrom: "detection",
      holdout: "0.2",
      caps: [{ kind: "customer", limit: 1, within: { kind: "ever" }, text: "1 per customer" }],
      channelRoutes: [["sms", "email"]],
    }),
  ],
  {
    channels: {
      sms: channel("sms", { capacity: { limit: 20, period: "day" }, hours: { from: "09:00", to: "20:00" } }),
      email: channel("email", { message: false }),
    },
    offers: { card: offer("card", { value: { amount: "10", currency: "CNY" } }) },
  },
);

const ledger = await openLedger(JSON.parse(settings));
try {
  const outcome = await runPlan({
    plan: thePlan,
    warehouse: {
      ...bank,
      async query(statement, take) {
        process.stderr.write("started\n");
        while (mode === "slow" && !existsSync(join(folder, "go"))) await sleep(20);
        await bank.query(statement, take);
      },
    },
    ledger,
    at: at(when),
    clock: clockAt(when),
    dispatch: { default: { adapter: "file", path: join(folder, "outbox") } },
    waitSeconds: Number(waitSeconds),
  });
  writeReportJson(outcome.report, (piece) => process.stdout.write(piece));
} catch (error) {
  if (!(error instanceof RuntimeProblem)) throw error;
  process.stdout.write(`${error.code}: ${error.message}\n`);
  process.exitCode = 2;
} finally {
  await ledger.close();
}
