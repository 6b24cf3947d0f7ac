import { RuntimeProblem } from "../../problem.ts";

/** The SQL that gives a row where a ledger has any that another's could contradict. */
export const ANY_ROW = ["runs", "imported_contacts", "imported_responses", "project_records"]
  .map((table) => `select 1 from ${table}`)
  .join(" union all ")
  .concat(" limit 1");

/** What is said where a ledger that is to be filled has rows already. */
export function notEmpty(): RuntimeProblem {
  return new RuntimeProblem(
    "ledger-file",
    "the ledger is not empty: only an empty one can take in another's rows",
    {
      help: "name a new file or schema under `ledger:` in `baleen.yaml`",
    },
  );
}

/** What is said where rows break the ledger's rules. Its own text may quote customers' values. */
export function contradictory(table: string, cause: unknown): RuntimeProblem {
  return new RuntimeProblem(
    "ledger-file",
    `the rows of \`${table}\` contradict each other, or what they refer to`,
    {
      help: "nothing was imported; export the ledger again",
      cause,
    },
  );
}
