/** Messages as tasks of relationship managers. */
export interface TaskSettings {
  readonly adapter: "tasks";
  /** A CSV file with the columns `manager` and `branch`; absolute. */
  readonly staff: string;
  /** Business days within which a task is to be done. */
  readonly days: number;
}
