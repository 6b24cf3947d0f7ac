import { RuntimeProblem } from "../problem.ts";
import type { HeldTransaction } from "./dispatching.ts";
import type { LedgerLock } from "./ledger.ts";
import type { LedgerQueries } from "./queries.ts";
import type { QueryRunner } from "./reading.ts";

/** The first version of a ledger that says whose it is. */
export const OWNER_SINCE = 8;

/** What of a ledger knows whose it is: another project's campaigns would take its messages for what nobody knows any more. */
export interface LedgerOwner {
  /** The project whose ledger it is; undefined of one that no project has opened to write since it can say so. */
  owner(): Promise<string | undefined>;
  /**
   * Makes the ledger that of a project which had another name before.
   * @throws RuntimeProblem where it is not the former's.
   */
  adopt(lock: LedgerLock, former: string, project: string): Promise<void>;
}

/** Says whose a ledger is by its queries; `place` names it in messages. */
export function ledgerOwner(
  runner: Pick<QueryRunner, "all">,
  transaction: HeldTransaction,
  queries: LedgerQueries,
  { version, place }: { readonly version: number; readonly place: string },
): LedgerOwner {
  return {
    owner: async () => (version < OWNER_SINCE ? undefined : (await runner.all(queries.owner()))[0]?.project),
    adopt: (lock, former, project) =>
      transaction(lock, async (inside) => {
        assertOwn((await inside.all(queries.owner()))[0]?.project, former, place);
        await inside.all(queries.changeOwner(project));
      }),
  };
}

/** @throws RuntimeProblem where a ledger is somebody's, and not the project's. */
export function assertOwn(owner: string | undefined, project: string, place: string): void {
  if (owner === undefined || owner === project) return;
  throw new RuntimeProblem(
    "ledger-other-project",
    `the ledger ${place} is that of the project \`${owner}\`, and this project is \`${project}\`: nothing was done`,
    {
      help: `name a ledger of its own under \`ledger:\` in \`baleen.yaml\`; if it is the same project under a new name: baleen ledger adopt ${/^[\w.-]+$/.test(owner) ? owner : `"${owner}"`}`,
    },
  );
}
