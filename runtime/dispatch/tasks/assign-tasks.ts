import type { Plan } from "../../../plan/index.ts";
import { compareText } from "../../arbitrate/order.ts";
import { addDuration } from "../../calendar/zoned-time.ts";
import type { RowBatches } from "../../ledger/batches.ts";
import type { DispatchMessage } from "../../ledger/outgoing.ts";
import type { NewTask } from "../../ledger/task-records.ts";
import { readStaff, type Staff } from "./staff.ts";
import type { TaskSettings } from "./task-settings.ts";

/**
 * Says whose task each message is. The address on the channel is a manager or a branch: a manager who is at work has it
 * herself; of a branch whoever has the fewest open tasks, of several the first by name; else it is nobody's, and anybody
 * may claim it.
 * @throws RuntimeProblem where the staff's file cannot be read.
 */
export async function assignTasks(
  messages: RowBatches<DispatchMessage>,
  settings: TaskSettings,
  { plan, loads }: { readonly plan: Plan; readonly loads: ReadonlyMap<string, number> },
): Promise<readonly NewTask[]> {
  const staff = await readStaff(settings.staff);
  const open = new Map(loads);
  const tasks: NewTask[] = [];
  for await (const batch of messages) {
    for (const { contact, address, due } of batch) {
      const { branch, manager } = assigned(address, staff, open);
      if (manager !== null) open.set(manager, (open.get(manager) ?? 0) + 1);
      const within = { count: settings.days, unit: "business-day" } as const;
      tasks.push({
        contact,
        branch,
        manager,
        due: addDuration(due, within, plan.timezone, plan.calendar),
      });
    }
  }
  return tasks;
}

function assigned(
  address: string | null,
  staff: Staff,
  open: ReadonlyMap<string, number>,
): { readonly branch: string | null; readonly manager: string | null } {
  const wanted = address?.trim() ?? "";
  if (wanted === "") return { branch: null, manager: null };
  const branch = staff.branches.get(wanted);
  if (branch !== undefined) return { branch, manager: wanted };
  const load = (manager: string): number => open.get(manager) ?? 0;
  const [first] = [...(staff.managers.get(wanted) ?? [])].sort(
    (a, b) => load(a) - load(b) || compareText(a, b),
  );
  return { branch: wanted, manager: first ?? null };
}
