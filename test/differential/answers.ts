import { DatabaseSync } from "node:sqlite";
import type { CaseRun } from "./case.ts";

/** Writes a run's answers into a ledger's file: to which contacts is said by `Answer` of the oracle. */
export function recordAnswers(path: string, answers: CaseRun["answers"], currency: string): void {
  if (answers === undefined) return;
  const database = new DatabaseSync(path);
  try {
    const made = database
      .prepare(
        `select id, due from contacts where arm = 'treated'
         order by tick, campaign, customer, wave, coalesce(event_time, 0), occasion`,
      )
      .all();
    const put = database.prepare(
      `insert into responses (contact, event_id, time, amount, currency)
       values (?, (select cast(count(*) as text) from responses), ?, ?, ?)`,
    );
    for (const { contact, minutes, amount } of answers) {
      const to = made[contact % made.length];
      if (to === undefined) continue;
      const time = Number(to["due"]) + minutes * 60_000_000;
      put.run(Number(to["id"]), time, amount, amount === null ? null : currency);
    }
  } finally {
    database.close();
  }
}
