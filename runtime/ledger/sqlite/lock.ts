import { statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type Clock, now } from "../../calendar/instant.ts";
import type { RuntimeProblem } from "../../problem.ts";
import type { LedgerLock } from "../ledger.ts";
import { lockedBy, lockLost } from "../lock-problem.ts";
import type { LedgerQueries } from "../queries.ts";
import { type Connection, isBusy, openConnection } from "./connection.ts";

const POLL_MILLISECONDS = 50;

/**
 * Takes the project's lock. SQLite has no advisory locks, so it is a write transaction held open on a file of its
 * own beside the ledger: the system drops it with the process, even a killed one, and readers and writers of the
 * ledger never meet it. Who holds it, and a token that grows with every holder, stand in the ledger; a commit
 * compares the token, so that a holder whose lock was lost (a deleted file, a network disk) decides nothing.
 */
export async function takeLock(
  ledger: Connection,
  queries: LedgerQueries,
  clock: Clock,
  waitSeconds: number,
): Promise<LedgerLock> {
  const path = ledger.path === ":memory:" ? ":memory:" : `${ledger.path}.lock`;
  const file = openConnection(path, 0);
  try {
    await begin(file, () => lockedBy(ledger.all(queries.lockHolder())[0]), waitSeconds);
    const token = ledger.transaction(() => {
      const next = (ledger.all(queries.lockHolder())[0]?.token ?? 0) + 1;
      ledger.run(queries.takeLock(next, process.pid, now(clock)));
      return next;
    });
    const identity = fileIdentity(path);
    let released = false;
    return {
      kind: "project",
      token,
      isHeld: () => !released && file.isTransaction && fileIdentity(path) === identity,
      release: async () => {
        if (released) return;
        released = true;
        file.close();
      },
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

/**
 * Called first in a transaction that decides.
 * @throws RuntimeProblem where the lock is not held any more.
 */
export function assertHeld(ledger: Connection, queries: LedgerQueries, lock: LedgerLock): void {
  const holder = ledger.all(queries.lockHolder())[0];
  if (!lock.isHeld() || holder?.token !== lock.token) throw lockLost();
}

async function begin(file: Connection, problem: () => RuntimeProblem, waitSeconds: number): Promise<void> {
  for (let waited = 0; ; waited += POLL_MILLISECONDS) {
    try {
      file.execute("begin immediate");
      return;
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (waited >= waitSeconds * 1_000) throw problem();
      await sleep(POLL_MILLISECONDS);
    }
  }
}

/** Which file lies at a path: another one after it was deleted and made anew. */
export function fileIdentity(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev}:${found.ino}`;
}
