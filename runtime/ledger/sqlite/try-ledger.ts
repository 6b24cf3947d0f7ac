import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";
import { RuntimeProblem } from "../../problem.ts";
import { isBusy, openConnection } from "./connection.ts";

/**
 * Tries whether a ledger's file can be written, or be made where there is none.
 * @throws RuntimeProblem where it cannot.
 */
export function trySqliteLedger(path: string): void {
  if (!existsSync(path)) {
    tryFolder(nearestFolder(dirname(path)), path);
    return;
  }
  tryFolder(dirname(path), path);
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
function tryFolder(folder: string, path: string): void {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new RuntimeProblem(
      "ledger-unreachable",
      `the ledger \`${path}\` cannot be made: nothing may be written into \`${folder}\``,
      { cause, help: "give the user that runs campaigns the right to write there, or name another path" },
    );
  }
}
