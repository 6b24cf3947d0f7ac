import { dirname } from "node:path";
import type { Leadership } from "../leadership.ts";
import { type Connection, isBusy, openConnection } from "./connection.ts";
import { fileIdentity } from "./lock.ts";
import { makeLedgerFolder } from "./sqlite-ledger.ts";

/** The lead as a write transaction held open on a file of its own beside the ledger, as the project's lock is. */
export function sqliteLeadership(ledger: string): Leadership {
  const path = `${ledger}.leader`;
  let held: { readonly file: Connection; readonly identity: string | undefined } | undefined;
  const release = async (): Promise<void> => {
    held?.file.close();
    held = undefined;
  };
  return {
    async hold() {
      // A file that was deleted or replaced is another's to hold.
      if (held?.file.isTransaction === true && fileIdentity(path) === held.identity) return true;
      await release();
      makeLedgerFolder(dirname(path));
      const file = openConnection(path, 0);
      try {
        file.execute("begin immediate");
      } catch (error) {
        file.close();
        if (isBusy(error)) return false;
        throw error;
      }
      held = { file, identity: fileIdentity(path) };
      return true;
    },
    release,
  };
}
