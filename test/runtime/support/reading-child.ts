import { once } from "node:events";
import { openLedgerReader, RuntimeProblem } from "../../../runtime/index.ts";

// Reads a SQLite ledger, says what it has read, and reads again when it is told to.
const [path = ""] = process.argv.slice(2);
const ledger = await openLedgerReader({ engine: "sqlite", path });
process.stdout.write(`${await ledger.lastRun()}\n`);
await once(process.stdin, "data");
const again = await ledger.lastRun().catch((problem: unknown) => {
  if (problem instanceof RuntimeProblem) return problem.code;
  throw problem;
});
process.stdout.write(`${again}\n`);
await ledger.close();
process.stdin.destroy();
