import type { Instant } from "../calendar/instant.ts";
import type { DispatchOwners } from "./dispatching.ts";
import type { Ledger, LedgerLock } from "./ledger.ts";
import type { LedgerQueries } from "./queries.ts";
import type { QueryRunner } from "./reading.ts";
import type { NewTask, TaskMove, TaskRecord } from "./task-records.ts";

/** What of a ledger keeps relationship managers' tasks: the same for all databases. */
export type LedgerTasks = Pick<Ledger, "taskLoads" | "putTasks" | "tasks" | "claimTask" | "moveTask">;

type Inside = Pick<QueryRunner, "all">;

/** Runs work in one transaction; `lock` is first made sure of where one is given. */
export type MaybeHeldTransaction = <Result>(
  lock: LedgerLock | undefined,
  work: (inside: Inside) => Promise<Result>,
) => Promise<Result>;

/** Tasks that one statement inserts. */
const TASKS_PER_QUERY = 1_000;

/** Keeps tasks by a ledger's queries. A manager's word waits for no run: it is one short transaction without the lock. */
export function ledgerTasks(
  runner: Inside,
  transaction: MaybeHeldTransaction,
  queries: LedgerQueries,
  owners: DispatchOwners,
): LedgerTasks {
  return {
    async taskLoads() {
      const rows = await runner.all(queries.taskLoads());
      return new Map(rows.flatMap(({ manager, count }) => (manager === null ? [] : [[manager, count]])));
    },
    async putTasks(lock, dispatch, at, tasks) {
      await transaction(lock, async (inside) => {
        for (let start = 0; start < tasks.length; start += TASKS_PER_QUERY) {
          const some = tasks.slice(start, start + TASKS_PER_QUERY);
          await inside.all(queries.insertTasks(some.map((task) => taskRow(task, dispatch, at))));
        }
        await inside.all(queries.insertDeliveries(dispatch, at));
        await inside.all(queries.markDispatchSent(dispatch));
        await inside.all(queries.finishDispatch(dispatch, at, "work lists"));
      });
      await owners.giveUp(dispatch);
    },
    tasks: async (wanted) => (await runner.all(queries.tasks(wanted))).map(taskFrom),
    claimTask: (contact, manager, at) =>
      transaction(undefined, async (inside) => {
        const [claimed] = await inside.all(queries.claimTask(contact, manager, at));
        return claimed === undefined ? undefined : taskNumbered(inside, queries, contact);
      }),
    moveTask: (contact, move, at) =>
      transaction(undefined, (inside) => moveTask(inside, queries, contact, move, at)),
  };
}

async function moveTask(
  inside: Inside,
  queries: LedgerQueries,
  contact: number,
  { state, amount, note }: TaskMove,
  at: Instant,
): Promise<TaskRecord | undefined> {
  const ends = state !== "contacted";
  const [moved] = await inside.all(queries.moveTask(contact, state, ends ? at : null));
  if (moved === undefined) return undefined;
  if (note !== undefined) await inside.all(queries.noteTask(contact, note));
  if (ends) {
    const [value, currency] = [amount?.amount ?? null, amount?.currency ?? null];
    const answer = { contact, time: at, event: state, amount: value, currency, found_at: at };
    await inside.all(queries.insertResponse(answer));
  }
  return taskNumbered(inside, queries, contact);
}

async function taskNumbered(
  inside: Inside,
  queries: LedgerQueries,
  contact: number,
): Promise<TaskRecord | undefined> {
  const [row] = await inside.all(queries.task(contact));
  return row === undefined ? undefined : taskFrom(row);
}

function taskRow({ contact, branch, manager, due }: NewTask, dispatch: number, at: Instant) {
  return {
    contact,
    dispatch,
    branch,
    manager,
    state: "open" as const,
    made_at: at,
    due,
    claimed_at: null,
    closed_at: null,
    note: null,
  };
}

type TaskRow = Omit<TaskRecord, "offers" | "made" | "closed"> & {
  readonly offers: string;
  readonly made_at: number;
  readonly closed_at: number | null;
};

function taskFrom({ offers, made_at, closed_at, ...rest }: TaskRow): TaskRecord {
  return { ...rest, offers: JSON.parse(offers), made: made_at, closed: closed_at };
}
