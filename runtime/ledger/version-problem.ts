import { RuntimeProblem } from "../problem.ts";
import { LATEST_VERSION } from "./migrations.ts";

/** What is said of a ledger that a newer release has written; `place` names it. */
export function newerLedger(place: string, version: number): RuntimeProblem {
  return new RuntimeProblem(
    "ledger-newer",
    `the ledger ${place} has version ${version}, but this release knows it up to ${LATEST_VERSION}`,
    { help: "use the newer release that has written it" },
  );
}
