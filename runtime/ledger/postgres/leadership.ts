import type { Leadership } from "../leadership.ts";
import { LOCK_IS_HELD } from "./lock.ts";
import { openSession, type Session } from "./session.ts";

/** The first half of the lock's key; the second is of the ledger's schema. Another than the project's lock has. */
const LEAD_CLASS = 0x6c656164;

/** The lead as an advisory lock of a session of its own. The server is asked each time: a pooler may have given it away. */
export function postgresLeadership({
  url,
  schema,
}: {
  readonly url: string;
  readonly schema: string;
}): Leadership {
  let session: Session | undefined;
  const release = async (): Promise<void> => {
    const last = session;
    session = undefined;
    // With its session the lock is gone, whatever the server still answers.
    if (last?.isOpen() === true) await last.close().catch(() => {});
  };
  return {
    async hold() {
      if (session?.isOpen() !== true) session = await openSession(url, schema);
      try {
        const [row] = await session.select<{ readonly held: boolean }>(
          `select case when exists (select ${LOCK_IS_HELD}) then true
                       else pg_try_advisory_lock($1::int, hashtext($2)) end as held`,
          [LEAD_CLASS, schema],
        );
        return row?.held === true;
      } catch (error) {
        await release();
        throw error;
      }
    },
    release,
  };
}
