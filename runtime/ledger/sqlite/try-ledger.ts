import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { tryFolder } from "../../folder.ts";
import { RuntimeProblem } from "../../problem.ts";
import { isBusy, openConnection } from "./connection.ts";

/**
 * Tries whether a ledger's file can be written, or be made where there is none.
 * @throws RuntimeProblem where it cannot.
 */
export function trySqliteLedger(path: string): void {
  if (!existsSync(path)) {
    tryLedgerFolder(path);
    return;
  }
  tryLedgerFolder(path);
  // Somebody who writes meanwhile shows that it can be written.
  const connection = openConnection(path, 0);
  try {
    connection.execute("begin immediate");
    connection.execute("rollback");
  } catch (error) {
    if (!isBusy(error)) throw error;
  } finally {
    connection.close();
  }
}

function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

/** SQLite makes files beside the ledger. */
function tryLedgerFolder(path: string): void {
  try {
    tryFolder(dirname(path));
  } catch (cause) {
    throw new RuntimeProblem(
      "ledger-unreachable",
      `the ledger \`${path}\` cannot be made: nothing may be written into \`${nearestFolder(dirname(path))}\``,
      { cause, help: "give the user that runs campaigns the right to write there, or name another path" },
    );
  }
}
