import { type Instant, isoInstant } from "../calendar/instant.ts";
import type { TaskState } from "../ledger/records.ts";
import type { TaskRecord } from "../ledger/task-records.ts";
import { shownTime } from "./funnel-text.ts";

/** A relationship manager's task, for programs. Instants are ISO in UTC. */
export interface TaskReport {
  /** By which it is claimed and closed. */
  readonly task: number;
  readonly state: TaskState;
  readonly due: string;
  /** Whether it is not closed, and its time is over. */
  readonly overdue: boolean;
  readonly branch: string | null;
  readonly manager: string | null;
  readonly campaign: string;
  readonly wave: number;
  readonly customer: string;
  readonly channel: string;
  readonly offers: readonly string[];
  readonly subject: string | null;
  readonly message: string | null;
  readonly made: string;
  readonly closed: string | null;
  readonly note: string | null;
}

/** Reports tasks in the order in which they come. */
export function taskReport(tasks: readonly TaskRecord[], now: Instant): readonly TaskReport[] {
  return tasks.map((task) => ({
    task: task.contact,
    state: task.state,
    due: isoInstant(task.due),
    overdue: isOverdue(task, now),
    branch: task.branch,
    manager: task.manager,
    campaign: task.campaign,
    wave: task.wave,
    customer: task.customer,
    channel: task.channel,
    offers: task.offers,
    subject: task.subject,
    message: task.message,
    made: isoInstant(task.made),
    closed: task.closed === null ? null : isoInstant(task.closed),
    note: task.note,
  }));
}

/** Tasks for a reader, a line each below a heading; times are the project's local ones. */
export function taskText(tasks: readonly TaskRecord[], now: Instant, zone: string): string {
  if (tasks.length === 0) return "no tasks\n";
  const rows = [
    ["task", "state", "due", "branch", "manager", "customer", "campaign", "offers", ""],
    ...tasks.map((task) => [
      String(task.contact),
      task.state,
      shownTime(task.due, zone),
      task.branch ?? "-",
      task.manager ?? "-",
      task.customer,
      task.campaign,
      task.offers.join(", "),
      isOverdue(task, now) ? "overdue" : (task.note ?? ""),
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? "")].length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

function isOverdue({ closed, due }: TaskRecord, now: Instant): boolean {
  return closed === null && due < now;
}
