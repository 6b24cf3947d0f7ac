import type { Instant } from "../calendar/instant.ts";
import type { Amount, TaskState } from "./records.ts";

/** A message as somebody's task. */
export interface NewTask {
  readonly contact: number;
  readonly branch: string | null;
  readonly manager: string | null;
  readonly due: Instant;
}

/** Which tasks are wanted; open ones and those whose customer has been contacted, unless states are named. */
export interface TaskFilter {
  readonly states: readonly TaskState[];
  readonly manager?: string;
  readonly branch?: string;
}

/** A relationship manager's task. */
export interface TaskRecord {
  /** Its contact's number, by which it is called. */
  readonly contact: number;
  readonly branch: string | null;
  readonly manager: string | null;
  readonly state: TaskState;
  readonly made: Instant;
  readonly due: Instant;
  readonly closed: Instant | null;
  readonly note: string | null;
  readonly campaign: string;
  readonly customer: string;
  readonly wave: number;
  readonly channel: string;
  readonly offers: readonly string[];
  /** What is to be said, where the channel has messages. */
  readonly subject: string | null;
  readonly message: string | null;
}

/** How far a task has come. */
export interface TaskMove {
  readonly state: Exclude<TaskState, "open">;
  /** What a customer who was won brings. */
  readonly amount?: Amount;
  readonly note?: string;
}
